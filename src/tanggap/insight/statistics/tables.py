"""How long things took and still wait, of hundreds of parts at once: arrays in place of a count for each part and time.

What is over by a time is told of all parts together; to the last digit it is what `survival.until` tells of one (Kaplan and Meier).
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
import numpy.typing as npt

from tanggap.insight.buckets import LAST, NEVER, STEP, bucket
from tanggap.insight.statistics import survival, waiting
from tanggap.insight.statistics.asking import Question
from tanggap.insight.statistics.reading import WAITING_COLUMNS, Goal, took
from tanggap.insight.statistics.statements import Numbered, Packed, packed, rows

Counts = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Cells = tuple[int, int, str, str]  # the place of a part, the sign, and between commas groups and counts
_NEVER: Final = LAST + 1  # the column of what will not come, behind those of the buckets


@dataclass(frozen=True, slots=True)
class Table:
    """Counts of one course by part (rows) and bucket of time (columns): of what is `over`, and of what still is `waiting`."""

    parts: tuple[str, ...]
    over: Counts
    waiting: Counts

    @classmethod
    def of(cls, courses: Mapping[str, tuple[Mapping[int, int], Mapping[int, int]]]) -> Self:
        """Return the table of parts of which is known what is over and what waits, by bucket."""
        over, waits = np.zeros((2, len(courses), _NEVER + 1), np.int64)
        for row, counted in enumerate(courses.values()):
            for counts, of in zip((over, waits), counted, strict=True):
                counts[row, [min(at, _NEVER) for at in of]] = list(of.values())
        return cls(tuple(courses), over, waits)

    @property
    def n(self) -> Counts:
        """Return how many there are of each part."""
        found: Counts = (self.over + self.waiting).sum(axis=1)
        return found

    def whole(self) -> tuple[Counter[int], Counter[int]]:
        """Return what is over and what waits of all parts together, by bucket."""
        return _counted(self.over), _counted(self.waiting)

    def watched(self, minutes: float) -> Counts:
        """Return how many of each part were over by then or had waited so long: all but those who wait since later."""
        found: Counts = self.n - self.waiting[:, : bucket(minutes)].sum(axis=1)
        return found

    def shares(self, minutes: float) -> Floats:
        """Return the share of each part that is over after `minutes`; NaN where nobody was watched so long."""
        last = bucket(minutes)
        done = self.over[:, : last + 1]
        gone = done + self.waiting[:, : last + 1]
        at_risk = self.n[:, None] - (np.cumsum(gone, axis=1) - gone)
        left = np.cumprod(np.divide(at_risk - done, at_risk, out=np.ones(done.shape), where=done > 0), axis=1)
        before = 1 - left[:, last - 1] if last else np.zeros(len(left))
        within = min(1.0, max(0.0, math.log(minutes, STEP) - last))
        shares: Floats = before + within * (1 - left[:, last] - before)
        is_seen = (self.over[:, last:_NEVER] + self.waiting[:, last:_NEVER]).any(axis=1) | (left[:, last] <= 0)
        return np.where(is_seen, shares, np.nan)


def read(asked: Question, goal: Goal) -> Table:
    """Return the table of the first step, of the course of `goal` and as far as this depends on it, asked of all parts together.

    What waits longer stands in one bucket. Two statements, of a quantile three.
    """
    places: dict[str, int] = defaultdict(lambda: len(places))
    of_took = took(asked, (goal.course,))
    over = _cells(packed(asked, of_took, ("course", "bucket"), ["reports"]), of_took, places)
    edges = waiting.edges(asked.now, _last_bucket(asked, goal, over, len(places)))
    of_waiting = waiting.parts(asked, asked.steps, edges)
    waits = _cells(packed(asked, of_waiting, ['"group"'], [WAITING_COLUMNS[goal.course]]), of_waiting, places)
    parts = len(places)
    return Table(tuple(places), _counts(over, parts), _counts(waits, parts, lambda group: len(edges) - group))


def _last_bucket(asked: Question, goal: Goal, over: Sequence[Cells], parts: int) -> int:
    if not goal.share:
        return bucket(goal.minutes)
    if not waiting.is_added_up(asked):
        return LAST
    in_all = rows(asked, waiting.parts(asked, asked.steps, []), [], [WAITING_COLUMNS[goal.course]])
    return survival.reach(_counted(_counts(over, parts)), sum(row[0] for _step, _part, row in in_all), goal.share)


def _counted(counts: Counts) -> Counter[int]:
    """Return what is counted of all parts together, by bucket: what will never come behind all of them."""
    together = counts.sum(axis=0)
    return Counter({(NEVER if at == _NEVER else int(at)): int(together[at]) for at in np.flatnonzero(together)})


def _cells(found: Iterable[Packed], of: Numbered, places: Mapping[str, int]) -> list[Cells]:
    return [
        (places[part], sign, row[-2], row[-1])
        for number, part, row in found
        for _step, sign in of.targets.get(number, ())
    ]


def _counts(cells: Sequence[Cells], parts: int, bucket_of: Callable[[Counts], Counts] = lambda group: group) -> Counts:
    """Return counts by part and bucket; `bucket_of` makes buckets of the groups."""
    found = np.zeros((parts, _NEVER + 1), np.int64)
    if cells:
        places, signs, groups, counts = zip(*cells, strict=True)
        lengths = [one.count(",") + 1 for one in groups]
        at = np.minimum(bucket_of(np.fromstring(",".join(groups), np.int64, sep=",")), _NEVER)
        of = np.fromstring(",".join(counts), np.int64, sep=",") * np.repeat(signs, lengths)
        np.add.at(found, (np.repeat(places, lengths), at), of)
    return found
