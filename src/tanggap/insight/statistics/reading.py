"""The sums behind the numbers: few rows of the rollups (`grains`) in one statement each, whatever the period."""

import operator
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import accumulate
from typing import Any

from tanggap.insight.statistics import grains, times, waiting
from tanggap.insight.statistics.asking import EARLIEST, Days, Goal, Key, Question
from tanggap.insight.statistics.grains import CELL
from tanggap.insight.statistics.statements import Source, rows
from tanggap.insight.statistics.times import Timed

__all__ = [
    "CELL", "EARLIEST", "Days", "Goal", "Key", "Question", "Sums", "Wanted", "counted", "counted_by", "open_by_age", "read",
    "sizes",
]  # fmt: skip

_STOCK = ("opened - ended", "planned - unplanned")

Row = tuple[Key, Sequence[Any]]


@dataclass(slots=True)
class Sums:
    """What was counted of one step and part: columns of `Cell`, the stock of open reports, those `planned` of them, and what times tell."""

    cells: Counter[str] = field(default_factory=Counter)
    stock: int = 0
    planned: int = 0
    times: dict[Goal, Timed] = field(default_factory=dict)
    old: int = 0


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be read: columns of `Cell`, whether the stock, what of times, and how many are open for more than `old_days` now."""

    cells: tuple[str, ...] = ()
    has_stock: bool = False
    goals: tuple[Goal, ...] = ()
    old_days: int = 0


def read(asked: Question, wanted: Wanted) -> dict[Key, Sums]:
    """Return what was counted of each step and part. At most six statements."""
    found: dict[Key, Sums] = defaultdict(Sums)
    if wanted.cells:
        for key, numbers in _cells(asked, asked.steps, wanted.cells):
            found[key].cells.update(dict(zip(wanted.cells, numbers, strict=True)))
    if wanted.has_stock:
        _add_stock(found, asked)
    for key, goal, told in times.told(asked, wanted.goals):
        found[key].times[goal] = told
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
    for key, numbers in _cells(asked, asked.steps, names, table=table, more=more):
        found[key].update(dict(zip(names, numbers, strict=True)))
    return found


def counted_by(
    asked: Question, table: str, names: Sequence[str], also: str, more: Sequence[Source] = ()
) -> dict[Key, dict[str, Counter[str]]]:
    """Return them for each code of `also` (`area`, `category`, `unit` or `channel`) within each step and part. One statement."""
    found: dict[Key, dict[str, Counter[str]]] = defaultdict(dict)
    for key, (code, *numbers) in _cells(asked, asked.steps, names, also=also, table=table, more=more):
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
    for (number, part), (change, into_plan) in _cells(asked, list(pieces), _STOCK):
        changes[part][ends[number]] += change
        planned[part][ends[number]] += into_plan
    for part, of_part in changes.items():
        until = dict(zip(ends, accumulate(of_part[end] for end in ends), strict=True))
        waits = dict(zip(ends, accumulate(planned[part][end] for end in ends), strict=True))
        for number, (_first, last) in enumerate(asked.steps):
            sums = found[number, part]
            sums.stock, sums.planned = until[last], waits[last]


def _open_now(asked: Question, edges: Sequence[datetime]) -> Iterator[tuple[str, int, int]]:
    """Yield how many are open now, whenever they came in, by part and behind how many of the `edges` they did."""
    steps = [(EARLIEST, asked.now.date() + timedelta(days=1))]
    for _step, part, (place, reports) in rows(asked, waiting.parts(asked, steps, edges), ['"group"'], ["open"]):
        yield part, place, reports


def _cells(
    asked: Question,
    steps: Sequence[Days],
    names: Sequence[str],
    *,
    also: str = "",
    table: str = CELL,
    more: Sequence[Source] = (),
) -> Iterator[Row]:
    """Yield sums of columns of a table of grains for each step, and each of `also` by itself, but where all are zero. One statement."""
    groups = [also] if also else []
    found: dict[tuple[int, str, tuple[Any, ...]], tuple[int, ...]] = {}
    many = len(groups)
    for step, part, row in rows(asked, grains.counted(asked, table, steps, groups, more), groups, names):
        key, numbers = (step, part, row[:many]), row[many:]
        before = found.get(key)
        found[key] = numbers if before is None else tuple(map(operator.add, before, numbers))
    for (step, part, codes), numbers in found.items():
        if any(numbers):
            yield (step, part), codes + numbers
