"""How long things took and still wait, read from the rollups for every step and part of a question at once."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from tanggap.insight.buckets import LAST, bucket
from tanggap.insight.statistics import grains, tables, waiting
from tanggap.insight.statistics.asking import Goal, Key, Question
from tanggap.insight.statistics.statements import Numbered, Packed, packed, rows
from tanggap.insight.statistics.survival import Estimate
from tanggap.insight.statistics.tables import Counts, Packs, Table


class Timed(NamedTuple):
    """What is told of one goal, from `n` reports."""

    n: int
    found: Estimate


def told(asked: Question, goals: Sequence[Goal]) -> Iterator[tuple[Key, Goal, Timed]]:
    """Yield what is told of each goal for each step and part of which there is anything. Two statements, of a quantile three."""
    if not goals:
        return
    found = read(asked, sorted({goal.course for goal in goals}), goals)
    for goal in goals:
        table = found[goal.course]
        estimates = table.quantiles(goal.share) if goal.share else table.until(goal.minutes)
        for key, n, estimate in zip(table.keys, table.n.tolist(), estimates, strict=True):
            yield key, goal, Timed(n, estimate)


def read(
    asked: Question, courses: Sequence[str], goals: Sequence[Goal] = (), *, is_together: bool = False
) -> dict[str, Table]:
    """Return the table of each course, with a row for each step and part.

    With `goals` as far as what these ask depends on it, of each row, or `is_together` of all rows added up: what waits longer is in one
    bucket. Two statements, of a quantile three.
    """
    places: dict[Key, int] = defaultdict(lambda: len(places))
    over: dict[str, list[Packs]] = {course: [] for course in courses}
    waits: dict[str, list[Packs]] = {course: [] for course in courses}
    of_took = grains.took(asked, courses)
    for place, sign, (course, buckets, reports) in _cells(
        packed(asked, of_took, ("course", "bucket"), ["reports"]), of_took, places
    ):
        over[course].append((place, sign, buckets, reports))
    ended = {course: tables.unpacked(of_course, len(places)) for course, of_course in over.items()}
    edges = waiting.edges(asked.now, _last_bucket(asked, goals, ended, places, is_together=is_together))
    of_waiting = waiting.parts(asked, asked.steps, edges)
    columns = [waiting.COLUMNS[course] for course in courses]
    for place, sign, (groups, *counts) in _cells(packed(asked, of_waiting, ['"group"'], columns), of_waiting, places):
        for course, of_course in zip(courses, counts, strict=True):
            waits[course].append((place, sign, groups, of_course))
    keys = tuple(places)
    return {
        course: Table(
            keys,
            _grown(ended[course], len(keys)),
            tables.unpacked(waits[course], len(keys), lambda group: len(edges) - group),
        )
        for course in courses
    }


def _last_bucket(
    asked: Question,
    goals: Sequence[Goal],
    ended: Mapping[str, Counts],
    places: Mapping[Key, int],
    *,
    is_together: bool,
) -> int:
    """Return the last bucket of times on which anything depends that is wanted, given what was over after which time."""
    quantiles = [goal for goal in goals if goal.share]
    if not goals or (quantiles and not waiting.is_added_up(asked)):
        return LAST
    last = max((bucket(goal.minutes) for goal in goals if not goal.share), default=-1)
    still = _waiting_in_all(asked, sorted({goal.course for goal in quantiles}), places) if quantiles else {}
    for goal in quantiles:
        over, waits = _grown(ended[goal.course], len(places)), still[goal.course]
        if is_together:
            over, waits = over.sum(axis=0, keepdims=True), waits.sum(keepdims=True)
        last = tables.reach(over, waits, goal.share, last)
    return last


def _waiting_in_all(asked: Question, courses: Sequence[str], places: Mapping[Key, int]) -> dict[str, Counts]:
    """Return how many wait, however long, of each step and part, by course; one that was not seen yet gets its place. One statement."""
    columns = [waiting.COLUMNS[course] for course in courses]
    found = [
        (places[step, part], row) for step, part, row in rows(asked, waiting.parts(asked, asked.steps, []), [], columns)
    ]
    many = np.zeros((len(places), len(courses)), np.int64)
    for place, row in found:
        many[place] += row
    return dict(zip(courses, many.T, strict=True))


def _grown(counts: Counts, many: int) -> Counts:
    """Return counts with rows of nothing behind them, so that there are so many."""
    return np.pad(counts, ((0, many - len(counts)), (0, 0)))


def _cells(
    found: Iterable[Packed], of: Numbered, places: Mapping[Key, int]
) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Yield the place of the step and part, the sign, and what was counted."""
    for number, part, row in found:
        for step, sign in of.targets.get(number, ()):
            yield places[step, part], sign, row
