"""What is unusual in the counts of some spans of time that end now: improbable, and of a size worth telling.

Many cells are looked at, again and again, so each may be called unusual only where chance alone would do so very seldom: `BUDGET` false
alarms a month for each length, divided by how many cells and how many spans of that length a month has (Bonferroni), and by `SLIDING`,
as spans that slide find more than spans that stand side by side. Of cells that take each other in, the one is told that explains most
(the greatest likelihood ratio, as in Kulldorff's scan statistic, 1997); the others are looked at once more without its reports. Those of
areas that touch each other are one. Pure: counts and what is usual come in, findings go out.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol

from tanggap.anomalies.cells import Cell, Layout
from tanggap.anomalies.usual import Expected, Span, Usual
from tanggap.anomalies.words import ANY, CITY

BUDGET = 0.25
SLIDING = 4.0
MONTH = timedelta(days=30)
MOST = 12  # findings of one span: on a day like that nobody reads a longer list
STILL = 0.001  # what is this improbable is not usual again


class Length(NamedTuple):
    """A length of span, looked at once `every` so often.

    From how many `least` reports on, and from how many `times` the usual, it is worth telling. Of a kind that is a danger to people fewer
    are: `urgent`, and `spread` when they come from at least two lowest areas, for what neighbours say of one thing comes from one.
    """

    span: timedelta
    least: int
    urgent: int
    spread: int
    times: float
    every: timedelta


LENGTHS = (
    Length(timedelta(hours=1), 6, 5, 4, 2.0, timedelta(minutes=1)),
    Length(timedelta(hours=6), 10, 10, 10, 2.0, timedelta(minutes=5)),
    Length(timedelta(days=1), 15, 15, 15, 1.5, timedelta(minutes=15)),
    Length(timedelta(days=7), 30, 30, 30, 1.3, timedelta(hours=1)),
)
PLACES = 2
Base = tuple[str, str]  # a lowest area and category; empty codes are not known


@dataclass(frozen=True, slots=True)
class Finding:
    """More reports than usual in the areas of one category over a span; `score` is how much better the excess explains them than chance."""

    areas: tuple[str, ...]
    category: str
    length: Length
    reports: int
    expected: Expected
    odds: float
    score: float

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Return the cells that it is about."""
        return cells(self.areas, self.category)


def turn(length: Length, instant: datetime) -> int:
    """Return in the how manieth turn an instant lies: a length is looked at once in each."""
    return int(instant.timestamp() // length.every.total_seconds())


class Before(Protocol):
    """What is to be known of an alarm that was raised before."""

    @property
    def areas(self) -> tuple[str, ...]: ...
    @property
    def category(self) -> str: ...
    @property
    def length(self) -> Length: ...
    @property
    def seen_at(self) -> datetime: ...


def limit(length: Length, cells: int) -> float:
    """Return how improbable a count has to be, with so many cells looked at."""
    return BUDGET / (SLIDING * cells * (MONTH / length.span))


def score(count: float, mean: float) -> float:
    """Return the logarithm of the likelihood ratio of a count for its own mean against the usual one."""
    return count * math.log(count / mean) - (count - mean) if count > mean else 0.0


def unusual(
    counts: Mapping[Base, int], usual: Usual, now: datetime, length: Length, known: Iterable[Cell] = ()
) -> list[Finding]:
    """Return what is unusual in the span of `length` before `now` besides what is `known`, what explains most first."""
    look = _Look(counts, usual.layout, usual.span(now - length.span, now), length, n_cells(usual))
    for cell in known:
        look.explain(cell)
    found: list[Finding] = []
    while len(found) < MOST and (best := look.best()):
        found.append(best)
        look.explain(best.cells[0])
    return _together(found, usual.layout)


def n_cells(usual: Usual) -> int:
    """Return how many cells are looked at: those of the city that were ever seen."""
    return max(1, len(usual.levels))


def is_still(count: int, expected: Expected, length: Length, *, is_urgent: bool = False) -> bool:
    """Return whether a count that was found unusual is not usual again."""
    return count >= (length.spread if is_urgent else length.least) and expected.odds(count) < STILL


class _Look:
    """One look at the counts of a span, in which what was found is taken out step by step."""

    def __init__(self, counts: Mapping[Base, int], layout: Layout, span: Span, length: Length, number: int) -> None:
        self._layout, self._span, self._length = layout, span, length
        self._limit = limit(length, number)
        self._left = dict(counts)
        self._sums: dict[Cell, int] = defaultdict(int)
        # of urgent kinds: the lowest areas that reports come from
        self._places: dict[Cell, set[str]] = defaultdict(set)
        for (area, category), number in counts.items():
            for cell in layout.of(area, category):
                self._sums[cell] += number
                if cell.category in layout.urgent and number and layout.is_lowest(area):
                    self._places[cell].add(area)
        self._added: dict[Cell, float] = defaultdict(float)
        self._worth = {cell for cell, number in self._sums.items() if number >= self._least(cell)}

    def _least(self, cell: Cell) -> int:
        """Return from how many reports on a cell is worth telling of."""
        if cell.category not in self._layout.urgent:
            return self._length.least
        return self._length.spread if len(self._places[cell]) >= PLACES else self._length.urgent

    def best(self) -> Finding | None:
        """Return the finding that explains most, None when all is usual."""
        found = (self._finding(cell) for cell in self._worth)
        return max((one for one in found if one), key=self._rank, default=None)

    def _rank(self, one: Finding) -> tuple[float, int, str, str]:
        """Return what findings are compared by: of those that explain as much the narrower one comes first."""
        area = one.areas[0]
        depth = len(self._layout.line(area)) + len(self._layout.kind(one.category))
        return round(one.score, 1), depth, area, one.category

    def _finding(self, cell: Cell) -> Finding | None:
        expected = self._span.expected(cell)
        count = self._sums[cell] + round(self._added[cell])
        if count < max(self._least(cell), self._length.times * expected.mean):
            return None
        odds = expected.odds(count)
        if odds > self._limit:
            return None
        ratio = score(count, expected.mean)
        return Finding((cell.area,), cell.category, self._length, self._sums[cell], expected, odds, ratio)

    def explain(self, cell: Cell) -> None:
        """Take the reports of a cell out everywhere, and put in as many as are usual there."""
        for (area, category), number in list(self._left.items()):
            cells = self._layout.of(area, category)
            if cell in cells:
                del self._left[area, category]
                for one in cells:
                    self._sums[one] -= number
                    if one in self._places:
                        self._places[one].discard(area)
        self._worth.discard(cell)
        for one in self._worth:
            if shared := self._layout.meet(one, cell):
                self._added[one] += self._span.expected(shared).mean
        self._worth = {one for one in self._worth if self._sums[one] >= self._least(one)}


def _together(found: Sequence[Finding], layout: Layout) -> list[Finding]:
    """Return the findings with those of one category in areas of the same level that touch each other as one, in the same order."""
    kept: list[Finding] = []
    for one in found:
        for number, other in enumerate(kept):
            if one.category == other.category and any((here, one.areas[0]) in layout.touching for here in other.areas):
                kept[number] = _joined(other, one)
                break
        else:
            kept.append(one)
    return kept


def _joined(one: Finding, other: Finding) -> Finding:
    """Return two findings as one."""
    return replace(
        one,
        areas=(*one.areas, *other.areas),
        reports=one.reports + other.reports,
        expected=together([one.expected, other.expected]),
        odds=min(one.odds, other.odds),
        score=one.score + other.score,
    )


def together(parts: Sequence[Expected]) -> Expected:
    """Return what is expected of several cells together: means add up, and so do variances."""
    mean = sum(part.mean for part in parts)
    beyond = sum(part.mean**2 / part.shape for part in parts)
    return Expected(mean, mean * mean / beyond if beyond else math.inf)


def cells(areas: Iterable[str], category: str) -> tuple[Cell, ...]:
    """Return the cells of a category in areas."""
    return tuple(Cell(area, category) for area in areas)


def is_about_the_same(
    areas: Iterable[str], category: str, others: Iterable[str], other_category: str, layout: Layout
) -> bool:
    """Return whether two findings tell of one thing: a category and its group, or both of any, in areas in or by each other."""
    if (category == ANY) != (other_category == ANY) or layout.meet(
        Cell(CITY, category), Cell(CITY, other_category)
    ) is None:
        return False
    wanted = list(others)
    return any(layout.is_near(one, other) for one in areas for other in wanted)


def all_lengths(
    counts: Mapping[timedelta, Mapping[Base, int]],
    usual: Usual,
    now: datetime,
    lengths: Sequence[Length] = LENGTHS,
    before: Sequence[Before] = (),
) -> list[Finding]:
    """Return what is unusual in the spans that were counted, shortest first.

    A longer one tells what neither the shorter ones explain nor the alarms `before`, of shorter spans that lie in it.
    """
    found: list[Finding] = []
    for length in lengths:
        if length.span not in counts:
            continue
        known = [cell for one in found for cell in one.cells]
        for alarm in before:
            if alarm.length.span < length.span and alarm.seen_at > now - length.span:
                known += cells(alarm.areas, alarm.category)
        found += unusual(counts[length.span], usual, now, length, known)
    return found
