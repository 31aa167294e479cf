"""The sums behind the numbers: few rows of the rollups in one statement each, whatever the period.

A period is cut into whole years, whole months and single days, and each is read where it stands added up (`spans`). What is narrowed or
divided by nothing or one thing, or by two that often go together, is read from rows that are told apart by these alone; the rest from the
full ones.
"""

import json
import operator
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cache
from itertools import accumulate, repeat
from typing import Any

from django.db import connection

from tanggap.catalog import queries as catalog
from tanggap.core import clock
from tanggap.insight.buckets import LAST, STEP
from tanggap.insight.counting import ANSWER, SOLVE
from tanggap.insight.statistics.selection import Selection
from tanggap.insight.statistics.spans import Piece, Run, Target, cut, fewest, runs
from tanggap.insight.words import CELLS, SIDES, TIMES, WAITS
from tanggap.places import queries as places

EARLIEST = date(1900, 1, 1)
_STOCK = ("opened - ended", "planned - unplanned")
_BY_ROWS = sorted(SIDES.items(), key=lambda side: (len(side[1]), side[0] != "w"))
CELL, TOOK, WAITING, WAITING_DAY = "insight_cell", "insight_took", "insight_waiting", "insight_waitingday"
_BY_SIGN: dict[int, Callable[[int, int], int]] = {1: operator.add, -1: operator.sub}
_WAITS = {ANSWER: "unanswered", SOLVE: "unsolved"}

Days = tuple[date, date]
Key = tuple[int, str]  # the number of the step, and the part (empty: not divided, or not known)
Row = tuple[Key, Sequence[Any]]
Span = tuple[int, Piece]  # the number of the step, and rows that belong to it
Part = tuple[
    str, str, Sequence[Any]
]  # of a statement: what numbers its rows, where it is read from, and the values for both
Source = tuple[Run, str, list[Any]]  # what is read in one go, where from, and the values for that
Numbered = tuple[list[Part], dict[int, tuple[Target, ...]]]  # the parts, and to which steps the rows of a number belong
Counted = tuple[
    int, str, tuple[Any, ...]
]  # the number of rows, the part that they belong to, and what was counted of them


@dataclass(slots=True)
class Sums:
    """What was counted of one step and part: columns of `Cell`, the stock of open reports, those `planned` of them, and times by bucket."""

    cells: Counter[str] = field(default_factory=Counter)
    stock: int = 0
    planned: int = 0
    took: dict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    waiting: dict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    old: int = 0


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be read: columns of `Cell`, and whether the stock, the times, and how many are open for more than `old_days` now.

    Of the times, those of `courses`.
    """

    cells: tuple[str, ...] = ()
    has_stock: bool = False
    has_times: bool = False
    courses: tuple[str, ...] = (ANSWER, SOLVE)
    old_days: int = 0


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: a selection in steps (days, both included) at an instant, divided by a dimension (empty: not).

    `part` tells to which part a code belongs, None for one that is not asked for.
    """

    selection: Selection
    steps: Sequence[Days]
    now: datetime
    by: str = ""
    part: Callable[[str], str | None] = str

    def narrowing(self) -> dict[str, list[str]]:
        """Return the codes that each narrowed dimension may have."""
        one = self.selection
        of = {"area": one.areas(), "category": one.categories(), "unit": one.units(), "channel": one.channels()}
        return {name: codes for name, codes in of.items() if codes is not None}


def read(asked: Question, wanted: Wanted) -> dict[Key, Sums]:
    """Return what was counted of each step and part. At most five statements."""
    found: dict[Key, Sums] = defaultdict(Sums)
    if wanted.cells:
        for key, numbers in _cells(asked, _spans(asked, asked.steps), wanted.cells):
            found[key].cells.update(dict(zip(wanted.cells, numbers, strict=True)))
    if wanted.has_stock:
        _add_stock(found, asked)
    if wanted.has_times:
        _add_times(found, asked, wanted.courses)
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


def counted(asked: Question, table: str, names: Sequence[str]) -> dict[Key, Counter[str]]:
    """Return the sums of columns of a table that has the rows of `insight_cell`, for each step and part. One statement."""
    found: dict[Key, Counter[str]] = defaultdict(Counter)
    for key, numbers in _cells(asked, _spans(asked, asked.steps), names, table=table):
        found[key].update(dict(zip(names, numbers, strict=True)))
    return found


def counted_by(asked: Question, table: str, names: Sequence[str], also: str) -> dict[Key, dict[str, Counter[str]]]:
    """Return them for each code of `also` (`area`, `category`, `unit` or `channel`) within each step and part. One statement."""
    found: dict[Key, dict[str, Counter[str]]] = defaultdict(dict)
    for key, (code, *numbers) in _cells(asked, _spans(asked, asked.steps, also), names, also=also, table=table):
        found[key][code] = Counter(dict(zip(names, numbers, strict=True)))
    return found


def minutes_open(asked: Question, table: str, most: int, also: str = "") -> dict[Key, Counter[str]]:
    """Return for how many minutes, at most `most` each, the `reports` of a table like `insight_waiting` have been open by now.

    Of each code of `also`, all together under an empty code where it is empty. One statement.
    """
    long_ago = asked.now - timedelta(minutes=most)  # of most of them: looked at first, for the rest costs more
    since = f"CASE WHEN at < %s THEN {most} ELSE greatest(0, floor(date_part('epoch', %s - at) / 60))::integer END"
    found: dict[Key, Counter[str]] = defaultdict(Counter)
    condition, values, _dimensions = _condition(asked)
    where = f"{_grouped(table, since)} AND {condition}"
    told = [long_ago, asked.now]
    days = [(run, where, [*told, run.first, run.last, *values]) for run in _runs_of_days(asked.steps)]
    parts, targets = _numbered(days)
    for number, part, (code, minutes) in _rows(asked, parts, [also or "''"], ['sum(reports * "group")::bigint']):
        for step, _sign in targets.get(number, ()):
            found[step, part][code] += minutes
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


def _add_times(found: dict[Key, Sums], asked: Question, courses: Sequence[str]) -> None:
    is_divided = _grain("m", _condition(asked)[2], TIMES)
    days = [(number, Piece("d", *step)) for number, step in enumerate(asked.steps)]
    spans = _spans(asked, asked.steps) if is_divided else days
    parts, targets = _of_grains(asked, TOOK, spans, ("course", "bucket"), courses=courses)
    for number, part, (course, counts) in _histograms(asked, parts, ("course", "bucket"), ["sum(reports)"]):
        for step, sign in targets.get(number, ()):
            of_course = found[step, part].took[course]
            (of_course.update if sign > 0 else of_course.subtract)(counts)
    if any(sign < 0 for of in targets.values() for _step, sign in of):
        for sums in found.values():
            # without the zeros
            sums.took = defaultdict(Counter, {course: +counts for course, counts in sums.took.items()})
    parts, targets = _of_waiting(asked, asked.steps, _since(asked.now))
    names = [f"sum({_WAITS[course]})" for course in courses]
    for number, part, histograms in _histograms(asked, parts, ['"group"'], names):
        for step, _sign in targets.get(number, ()):
            for course, counts in zip(courses, histograms, strict=True):
                found[step, part].waiting[course].update({LAST - place: n for place, n in counts.items() if n})


def _since(now: datetime) -> list[datetime]:
    """Return the instants after which a report has not waited long enough for the buckets from `LAST` down to 1: a search for each report.
    It takes half the time of a logarithm for each.
    """
    waited = (timedelta(minutes=STEP**bucket, microseconds=-1) for bucket in range(LAST, 0, -1))
    return [now - one for one in waited]


def _open_now(asked: Question, edges: Sequence[datetime]) -> Iterator[tuple[str, int, int]]:
    """Yield how many are open now, whenever they came in, by part and behind how many of the `edges` they did."""
    steps = [(EARLIEST, asked.now.date() + timedelta(days=1))]
    parts, _targets = _of_waiting(asked, steps, edges)
    for _number, part, (place, reports) in _rows(asked, parts, ['"group"'], ["sum(open)"]):
        yield part, place, reports


def _cells(
    asked: Question, spans: Sequence[Span], names: Sequence[str], *, also: str = "", table: str = CELL
) -> Iterator[Row]:
    """Yield sums of columns of a table of grains for each span, and each of `also` by itself, but where all are zero. One statement."""
    groups = [also] if also else []
    parts, targets = _of_grains(asked, table, spans, groups)
    found: dict[tuple[int, str, tuple[Any, ...]], tuple[int, ...]] = {}
    many = len(groups)
    for number, part, row in _rows(asked, parts, groups, [f"sum({name})::bigint" for name in names]):
        codes, numbers = row[:many], row[many:]
        for step, sign in targets.get(number, ()):
            key = (step, part, codes)
            before = found.get(key)
            is_first = before is None and sign > 0
            found[key] = numbers if is_first else tuple(map(_BY_SIGN[sign], before or repeat(0), numbers))
    for (step, part, codes), numbers in found.items():
        if any(numbers):
            yield (step, part), codes + numbers


def _of_grains(
    asked: Question, table: str, spans: Sequence[Span], groups: Sequence[str], *, courses: Sequence[str] = ()
) -> Numbered:
    """Return the parts of a statement that read a table of grains for each span, told apart by `groups`; of times those of `courses`.

    Every run of rows is a part of it with its grain's own name and days in it: so the planner sees how little each reads.
    """
    condition, values, dimensions = _condition(asked)
    dimensions |= {name for name in groups if name in SIDES["f"]}
    kept = TIMES if table == TOOK else CELLS
    if courses:
        condition, values = f"{condition} AND course = ANY (%s)", [*values, list(courses)]
    where = f'{table} WHERE grain = %s AND "on" BETWEEN %s AND %s AND {condition}'
    read_in_one = runs(spans)
    return _numbered(
        [(run, where, [_grain(run.letter, dimensions, kept), run.first, run.last, *values]) for run in read_in_one]
    )


def _numbered(sources: Sequence[Source]) -> Numbered:
    """Return each source as a part of a statement that tells its rows apart by numbers, and to which steps the rows of a number belong."""
    many = len(sources)
    parts: list[Part] = []
    targets: dict[int, tuple[Target, ...]] = {}
    for place, (run, where, values) in enumerate(sources):
        if len(run.targets) == 1:
            parts.append((str(many + place), where, values))
        else:
            told = f'width_bucket("on", %s::date[]) * {many} + {place}'
            parts.append((told, where, [list(run.edges), *values]))
        targets |= {number * many + place: of for number, of in enumerate(run.targets, 1)}
    return parts, targets


def _grain(letter: str, dimensions: Collection[str], kept: Collection[str]) -> str:
    """Return the grain of fewest rows that is kept and tells `dimensions` apart, empty for none."""
    grains = (letter + side for side, told_by in _BY_ROWS if set(dimensions) <= set(told_by))
    return next((grain for grain in grains if grain in kept), "")


def _of_waiting(asked: Question, steps: Sequence[Days], edges: Sequence[datetime]) -> Numbered:
    """Return the parts of a statement that read the open reports of those received in each step, each looked at once.

    Their column "group" tells behind how many of the `edges` (rising) a report came in. Days in which an edge lies are read by quarters of
    an hour, the others whole, where such rows are kept: these are fewer, and all reports of such a day are behind the same edges.
    """
    condition, values, dimensions = _condition(asked)
    grain = _grain("d", dimensions, WAITS)
    days = [clock.local(edge).date() for edge in edges]
    next_days = [day + timedelta(days=1) for day in days]
    by_quarter = _grouped(WAITING, "width_bucket(at, %s::timestamptz[])") + f" AND {condition}"
    by_day = _grouped(WAITING_DAY, 'width_bucket("on", %s::date[])') + f" AND {condition} AND grain = %s"
    sources: list[Source] = []
    for run in _runs_of_days(steps):
        cut = [day for day in sorted(set(days)) if run.first <= day <= run.last]
        quarters: list[Any] = [list(edges), run.first, run.last, *values]
        if not grain:
            sources.append((run, by_quarter, quarters))
            continue
        whole = [next_days, run.first, run.last, *values, grain, cut]
        sources.append((run, f'{by_day} AND "on" <> ALL (%s::date[])', whole))
        if cut:
            sources.append((run, f'{by_quarter} AND "on" = ANY (%s)', [*quarters, cut]))
    return _numbered(sources)


def _grouped(table: str, group: str) -> str:
    """Return what reads the rows of some days of a table of open reports with one column more, "group"."""
    return f'(SELECT *, {group} AS "group" FROM {table}) AS waiting WHERE "on" BETWEEN %s AND %s'  # noqa: S608


def _runs_of_days(steps: Sequence[Days]) -> list[Run]:
    return runs([(number, Piece("d", *step)) for number, step in enumerate(steps)])


def _condition(asked: Question) -> tuple[str, list[Any], set[str]]:
    """Return the condition of a question, its values, and the dimensions that it needs."""
    narrowing = asked.narrowing()
    parts = ["is_public", *(f"{name} = ANY (%s)" for name in narrowing)]
    return " AND ".join(parts), list(narrowing.values()), {*narrowing, *([asked.by] if asked.by else [])}


def _rows(asked: Question, parts: Sequence[Part], groups: Sequence[str], sums: Sequence[str]) -> Iterator[Counted]:
    """Yield the number of rows, the part that they belong to, and their groups and sums, for all parts of a statement."""
    return _read(asked, parts, groups, sums, lambda statement, _names: statement)


def _histograms(
    asked: Question, parts: Sequence[Part], groups: Sequence[str], sums: Sequence[str]
) -> Iterator[Counted]:
    """Yield the same, but of each sum all that there is by the last of the groups, which is a number: in one row, for they are many."""

    def packed(statement: str, names: Sequence[str]) -> str:
        keys, by, of = ", ".join(names[: 1 + len(groups)]), names[1 + len(groups)], names[2 + len(groups) :]
        arrays = ", ".join(f"array_agg({name})::text" for name in (by, *of))
        return f"SELECT {keys}, {arrays} FROM ({statement}) AS one ({', '.join(names)}) GROUP BY {keys}"  # noqa: S608

    many = len(groups) - 1
    for number, part, row in _read(asked, parts, groups, sums, packed):
        by, *of = (json.loads(f"[{one[1:-1]}]") for one in row[many:])  # faster than any driver reads an array
        yield number, part, (*row[:many], *(dict(zip(by, one, strict=True)) for one in of))


def _read(
    asked: Question,
    parts: Sequence[Part],
    groups: Sequence[str],
    sums: Sequence[str],
    last: Callable[[str, Sequence[str]], str],
) -> Iterator[Counted]:
    """Yield the rows of a statement of `parts`, of which `last` makes what is sent, given the names of its columns."""
    names = ["number", "code", *(f"key{n}" for n in range(len(groups))), *(f"sum{n}" for n in range(len(sums)))]
    keys = 2 + len(groups)
    columns, numbers = ", ".join([asked.by or "''", *groups, *sums]), ", ".join(str(n + 1) for n in range(keys))
    selects = [f"SELECT {number}, {columns} FROM {source} GROUP BY {numbers}" for number, source, _of in parts]  # noqa: S608
    statement, values = " UNION ALL ".join(selects), [value for _number, _source, of in parts for value in of]
    part_of = cache(asked.part)
    folded = _folded(asked.by, part_of)
    if folded:
        statement = _in_parts(statement, names[:keys], names[keys:])
        values += [list(folded), list(folded.values())]
    wholes = frozenset(folded.values())
    with connection.cursor() as reading:
        reading.execute(last(statement, names), values)
        for row in reading.fetchall():
            part = row[1] if row[1] in wholes else part_of(row[1])
            if part is not None:
                yield row[0], part, row[2:]


def _folded(by: str, part_of: Callable[[str], str | None]) -> dict[str, str]:
    """Return the areas or categories that are asked for as parts of another one: these the database puts together."""
    known = places.areas() if by == "area" else catalog.categories() if by == "category" else ()
    parts = {row.code: part for row in known if (part := part_of(row.code)) is not None}
    return parts if any(code != part for code, part in parts.items()) else {}


def _in_parts(statement: str, keys: Sequence[str], sums: Sequence[str]) -> str:
    """Return a statement that adds up the rows of another one by the parts that codes are folded into."""
    columns = [keys[0], "coalesce(part, code)", *keys[2:], *(f"sum({name})::bigint" for name in sums)]
    return (
        f"SELECT {', '.join(columns)} FROM ({statement}) AS found ({', '.join([*keys, *sums])})"  # noqa: S608
        " LEFT JOIN unnest(%s::text[], %s::text[]) AS folded (code, part) USING (code)"
        f" GROUP BY {', '.join(str(n + 1) for n in range(len(keys)))}"
    )


def _spans(asked: Question, steps: Sequence[Days], also: str = "") -> list[Span]:
    """Return the rows of fewest that make up each of some steps, told apart by `also` too.

    Of the full rows each piece is a search for each area, category and so on: of them the fewest pieces are read, and none taken back.
    """
    today = clock.local(asked.now).date()
    dimensions = {*_condition(asked)[2], *([also] if also else [])}
    if _grain("m", dimensions, CELLS) == "mf":
        return [(number, Piece(*piece)) for number, days in enumerate(steps) for piece in cut(*days)]
    return [(number, piece) for number, days in enumerate(steps) for piece in fewest(*days, today)]
