"""The sums behind the numbers: few rows of the rollups in one statement each, whatever the period.

A period is cut into whole years, whole months and single days, and each is read where it stands added up (`spans`). What is narrowed or
divided by nothing or one thing, or by two that often go together, is read from rows that are told apart by these alone; the rest from the
full ones.
"""

import operator
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import accumulate
from typing import Any, NamedTuple

from tanggap.core import clock
from tanggap.insight.buckets import LAST, bucket
from tanggap.insight.counting import ANSWER, SOLVE
from tanggap.insight.statistics import beginning, survival, waiting
from tanggap.insight.statistics.asking import Days, Key, Question, fewest_rows
from tanggap.insight.statistics.spans import Piece, cut, fewest, runs
from tanggap.insight.statistics.statements import Numbered, Source, histograms, numbered, rows
from tanggap.insight.words import CELLS, SIDES, TIMES

__all__ = [
    "CELL", "EARLIEST", "Days", "Goal", "Key", "Question", "Sums", "Wanted", "counted", "counted_by", "open_by_age", "read",
    "sizes",
]  # fmt: skip

EARLIEST = date(1900, 1, 1)
_STOCK = ("opened - ended", "planned - unplanned")
CELL, TOOK = "insight_cell", "insight_took"
WAITING_COLUMNS = {ANSWER: "unanswered", SOLVE: "unsolved"}

Row = tuple[Key, Sequence[Any]]
Span = tuple[int, Piece]  # the number of the step, and rows that belong to it


@dataclass(slots=True)
class Sums:
    """What was counted of one step and part: columns of `Cell`, the stock of open reports, those `planned` of them, and times by bucket."""

    cells: Counter[str] = field(default_factory=Counter)
    stock: int = 0
    planned: int = 0
    took: dict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    waiting: dict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    old: int = 0


class Goal(NamedTuple):
    """What is to be told of a course: the time after which a `share` is over, or without one the share that is over after `minutes`."""

    course: str
    share: float = 0.0
    minutes: float = 0.0


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be read: columns of `Cell`, and whether the stock, the times, and how many are open for more than `old_days` now.

    Of the times, those of `courses`; if there are `goals`, as far as what these ask depends on them; what waits longer is in one bucket.
    """

    cells: tuple[str, ...] = ()
    has_stock: bool = False
    has_times: bool = False
    courses: tuple[str, ...] = (ANSWER, SOLVE)
    goals: tuple[Goal, ...] = ()
    old_days: int = 0


def read(asked: Question, wanted: Wanted) -> dict[Key, Sums]:
    """Return what was counted of each step and part. At most six statements."""
    found: dict[Key, Sums] = defaultdict(Sums)
    if wanted.cells:
        for key, numbers in _cells(asked, _spans(asked, asked.steps), wanted.cells):
            found[key].cells.update(dict(zip(wanted.cells, numbers, strict=True)))
    if wanted.has_stock:
        _add_stock(found, asked)
    if wanted.has_times:
        _add_times(found, asked, wanted)
    if wanted.old_days:
        for part, is_young, reports in _open_now(asked, [asked.now - timedelta(days=wanted.old_days)]):
            for number in range(len(asked.steps)):
                found[number, part].old += 0 if is_young else reports
    return found


def open_by_age(asked: Question, ends: Sequence[int]) -> list[int]:
    """Return how many reports are open since less than `ends[0]` days, from there to `ends[1]`, and so on, the oldest last."""
    edges = [asked.now - timedelta(days=end) for end in reversed(ends)]
    counts = [0] * (len(ends) + 1)
    for _part, place, reports in _open_now(asked, edges):
        counts[len(ends) - place] += reports
    return counts


def counted(asked: Question, table: str, names: Sequence[str], more: Sequence[Source] = ()) -> dict[Key, Counter[str]]:
    """Return the sums of columns of a table that has the rows of `insight_cell`, for each step and part. One statement.

    `more` are sources with the same columns, which are added to them.
    """
    found: dict[Key, Counter[str]] = defaultdict(Counter)
    for key, numbers in _cells(asked, _spans(asked, asked.steps), names, table=table, more=more):
        found[key].update(dict(zip(names, numbers, strict=True)))
    return found


def counted_by(
    asked: Question, table: str, names: Sequence[str], also: str, more: Sequence[Source] = ()
) -> dict[Key, dict[str, Counter[str]]]:
    """Return them for each code of `also` (`area`, `category`, `unit` or `channel`) within each step and part. One statement."""
    found: dict[Key, dict[str, Counter[str]]] = defaultdict(dict)
    spans = _spans(asked, asked.steps, also)
    for key, (code, *numbers) in _cells(asked, spans, names, also=also, table=table, more=more):
        one = found[key][code] = Counter()
        dict.update(
            one, zip(names, numbers, strict=True)
        )  # a third of the time that a counter needs to look at what it is given
    return found


def sizes(asked: Question) -> dict[Key, Counter[str]]:
    """Return how many reports of each category each step and part has to do with, whatever category the selection is narrowed to."""
    asked = replace(asked, selection=replace(asked.selection, category=""))
    names = ("received", "ended", "answered", "late_answers", "late_solutions", "checked", "closures", "rated")
    return {
        key: Counter({category: max(numbers.values()) for category, numbers in of_key.items()})
        for key, of_key in counted_by(asked, CELL, names, "category").items()
    }


def _add_stock(found: dict[Key, Sums], asked: Question) -> None:
    """Add what was open at the end of each step: all that happened until the first such end, and then from one to the next."""
    ends = sorted({last for _first, last in asked.steps})
    pieces = zip([EARLIEST, *(end + timedelta(days=1) for end in ends)], ends, strict=False)
    changes: dict[str, Counter[date]] = defaultdict(Counter)
    planned: dict[str, Counter[date]] = defaultdict(Counter)
    for (number, part), (change, into_plan) in _cells(asked, _spans(asked, list(pieces)), _STOCK):
        changes[part][ends[number]] += change
        planned[part][ends[number]] += into_plan
    for part, of_part in changes.items():
        until = dict(zip(ends, accumulate(of_part[end] for end in ends), strict=True))
        waits = dict(zip(ends, accumulate(planned[part][end] for end in ends), strict=True))
        for number, (_first, last) in enumerate(asked.steps):
            sums = found[number, part]
            sums.stock, sums.planned = until[last], waits[last]


def _add_times(found: dict[Key, Sums], asked: Question, wanted: Wanted) -> None:
    """Add how long things took, and how long others wait. Three statements."""
    courses = wanted.courses
    read = took(asked, courses)
    for step, part, (course, counts) in histograms(asked, read, ("course", "bucket"), ["reports"]):
        found[step, part].took[course].update(counts)
    if any(sign < 0 for of in read.targets.values() for _step, sign in of):
        for sums in found.values():
            # without the zeros
            sums.took = defaultdict(Counter, {course: +counts for course, counts in sums.took.items()})
    edges = waiting.edges(asked.now, _last_bucket(found, asked, wanted))
    names = [WAITING_COLUMNS[course] for course in courses]
    for step, part, counted_of in histograms(asked, waiting.parts(asked, asked.steps, edges), ['"group"'], names):
        for course, counts in zip(courses, counted_of, strict=True):
            of_course = found[step, part].waiting[course]
            of_course.update({len(edges) - place: reports for place, reports in counts.items() if reports})


def took(asked: Question, courses: Sequence[str]) -> Numbered:
    """Return the parts of a statement that read how long things took, in fewest rows."""
    is_divided = fewest_rows("m", asked.condition()[2], TIMES)
    days = [(number, Piece("d", *step)) for number, step in enumerate(asked.steps)]
    return _of_grains(
        asked, TOOK, _spans(asked, asked.steps) if is_divided else days, ("course", "bucket"), courses=courses
    )


def _last_bucket(found: dict[Key, Sums], asked: Question, wanted: Wanted) -> int:
    """Return the last bucket of times on which anything depends that is wanted, given what was over after which time."""
    quantiles = [goal for goal in wanted.goals if goal.share]
    if not wanted.goals or (quantiles and not waiting.is_added_up(asked)):
        return LAST
    last = max((bucket(goal.minutes) for goal in wanted.goals if not goal.share), default=-1)
    if quantiles:
        still = _waiting_in_all(asked, list(dict.fromkeys(goal.course for goal in quantiles)))
        for key, sums in found.items():
            for goal in quantiles:
                last = survival.reach(sums.took[goal.course], still[key, goal.course], goal.share, last)
    return last


def _waiting_in_all(asked: Question, courses: Sequence[str]) -> Counter[tuple[Key, str]]:
    """Return how many wait of each step and part, however long, by course. One statement."""
    found: Counter[tuple[Key, str]] = Counter()
    sums = [WAITING_COLUMNS[course] for course in courses]
    for step, part, row in rows(asked, waiting.parts(asked, asked.steps, []), [], sums):
        found.update({((step, part), course): reports for course, reports in zip(courses, row, strict=True)})
    return found


def _open_now(asked: Question, edges: Sequence[datetime]) -> Iterator[tuple[str, int, int]]:
    """Yield how many are open now, whenever they came in, by part and behind how many of the `edges` they did."""
    steps = [(EARLIEST, asked.now.date() + timedelta(days=1))]
    for _step, part, (place, reports) in rows(asked, waiting.parts(asked, steps, edges), ['"group"'], ["open"]):
        yield part, place, reports


def _cells(
    asked: Question,
    spans: Sequence[Span],
    names: Sequence[str],
    *,
    also: str = "",
    table: str = CELL,
    more: Sequence[Source] = (),
) -> Iterator[Row]:
    """Yield sums of columns of a table of grains for each span, and each of `also` by itself, but where all are zero. One statement."""
    groups = [also] if also else []
    found: dict[tuple[int, str, tuple[Any, ...]], tuple[int, ...]] = {}
    many = len(groups)
    for step, part, row in rows(asked, _of_grains(asked, table, spans, groups, more=more), groups, names):
        key, numbers = (step, part, row[:many]), row[many:]
        before = found.get(key)
        found[key] = numbers if before is None else tuple(map(operator.add, before, numbers))
    for (step, part, codes), numbers in found.items():
        if any(numbers):
            yield (step, part), codes + numbers


def _of_grains(
    asked: Question,
    table: str,
    spans: Sequence[Span],
    groups: Sequence[str],
    *,
    courses: Sequence[str] = (),
    more: Sequence[Source] = (),
) -> Numbered:
    """Return the parts of a statement that read a table of grains for each span, told apart by `groups`; of times those of `courses`.

    Every run of rows is a part of it with its grain's own name and days in it: so the planner sees how little each reads.
    """
    condition, values, dimensions = asked.condition()
    dimensions |= {name for name in groups if name in SIDES["f"]}
    kept = TIMES if table == TOOK else CELLS
    if courses:
        condition, values = f"{condition} AND course = ANY (%s)", [*values, list(courses)]
    where = f'{table} WHERE grain = %s AND "on" BETWEEN %s AND %s AND {condition}'
    sources = []
    for run in runs(spans):
        grain = fewest_rows(run.letter, dimensions, kept)
        is_apart = run.is_of_single and {asked.by, *groups}.issuperset(SIDES[grain[1]])
        sources.append(Source(run, where, [grain, run.first, run.last, *values], is_apart))
    return numbered([*sources, *more])


def _spans(asked: Question, steps: Sequence[Days], also: str = "") -> list[Span]:
    """Return the rows of fewest that make up each of some steps, told apart by `also` too.

    Of the full rows each piece is a search for each area, category and so on: of them the fewest pieces are read, and none taken back.
    """
    today = clock.local(asked.now).date()
    steps = [_from_new_year(first, last) for first, last in steps]
    dimensions = {*asked.condition()[2], *([also] if also else [])}
    if fewest_rows("m", dimensions, CELLS) == "mf":
        return [(number, Piece(*piece)) for number, days in enumerate(steps) for piece in cut(*days)]
    return [(number, piece) for number, days in enumerate(steps) for piece in fewest(*days, today)]


def _from_new_year(first: date, last: date) -> Days:
    """Return a step of some years that begins on the city's first day from the beginning of that year: before, there are no rows."""
    is_from_begun = EARLIEST.year < first.year < last.year and first == beginning.first_day()
    return (first.replace(month=1, day=1) if is_from_begun else first), last
