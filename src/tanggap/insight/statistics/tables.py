"""How long things took and still wait, of hundreds of rows at once: arrays in place of a curve for each. Pure arithmetic, no database.

What is told of a row is, to the last digit, what `survival` tells of it alone (Kaplan and Meier); the sources are named there.
"""

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Self

import numpy as np
import numpy.typing as npt

from tanggap.insight.buckets import LAST, NEVER, STEP, bucket
from tanggap.insight.statistics import survival
from tanggap.insight.statistics.asking import Key
from tanggap.insight.statistics.survival import ROUNDING, Estimate, Jump, Z

Counts = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Packs = tuple[int, int, str, str]  # the row, the sign, and between commas groups and counts
_NEVER: Final = LAST + 1  # the column of what will not come, behind those of the buckets


@dataclass(frozen=True)
class Table:
    """Counts of one course by step and part (rows) and bucket of time (columns): of what is `over`, and of what still is `waiting`."""

    keys: tuple[Key, ...]
    over: Counts
    waiting: Counts

    @classmethod
    def of(cls, courses: Mapping[Key, tuple[Mapping[int, int], Mapping[int, int]]]) -> Self:
        """Return the table of rows of which is known what is over and what waits, by bucket."""
        over, waits = np.zeros((2, len(courses), _NEVER + 1), np.int64)
        for row, counted in enumerate(courses.values()):
            for counts, of in zip((over, waits), counted, strict=True):
                counts[row, [min(at, _NEVER) for at in of]] = list(of.values())
        return cls(tuple(courses), over, waits)

    @property
    def parts(self) -> list[str]:
        """Return the part of each row."""
        return [part for _step, part in self.keys]

    @cached_property
    def n(self) -> Counts:
        """Return how many there are of each row."""
        found: Counts = (self.over + self.waiting).sum(axis=1)
        return found

    @cached_property
    def curves(self) -> "Curves":
        """Return the curves of the rows."""
        return Curves.of(self.over, self.waiting, self.n)

    def whole(self) -> tuple[Counter[int], Counter[int]]:
        """Return what is over and what waits of all rows together, by bucket."""
        return _counted(self.over), _counted(self.waiting)

    def watched(self, minutes: float) -> Counts:
        """Return how many of each row were over by then or had waited so long: all but those who wait since later."""
        found: Counts = self.n - self.waiting[:, : bucket(minutes)].sum(axis=1)
        return found

    def shares(self, minutes: float) -> Floats:
        """Return the share of each row that is over after `minutes`; NaN where nobody was watched so long."""
        last = bucket(minutes)
        left = self.curves.left
        before = 1 - left[:, last - 1] if last else np.zeros(len(left))
        within = min(1.0, max(0.0, math.log(minutes, STEP) - last))
        shares: Floats = before + within * (1 - left[:, last] - before)
        return np.where((self._seen >= last) | (left[:, last] <= 0), shares, np.nan)

    def until(self, minutes: float) -> list[Estimate]:
        """Return the same with the ends of its interval, as `survival.until`."""
        last = bucket(minutes)
        return [
            survival.until(self.curves.last_steps(row, last), minutes, watched=seen)
            for row, seen in enumerate(self._seen.tolist())
        ]

    def quantiles(self, share: float) -> list[Estimate]:
        """Return the time (minutes) after which `share` of each row is over, as `survival.quantile`."""
        buckets = zip(*self.curves.reached(share), strict=True)
        return [self.curves.estimate(row, share, *of_row) for row, of_row in enumerate(buckets)]

    @cached_property
    def _seen(self) -> Counts:
        """Return the last bucket of each row in which anything is; -1 for none."""
        return _last(self.over[:, :_NEVER] + self.waiting[:, :_NEVER] > 0)


@dataclass(frozen=True, slots=True)
class Curves:
    """The curves of rows by bucket: what is `left` at its end, Greenwood's sum until then, and how many were at risk at its beginning."""

    left: Floats
    scatter: Floats
    at_risk: Counts
    is_jump: Flags

    @classmethod
    def of(cls, over: Counts, waiting: Counts, n: Counts) -> Self:
        """Return the curves of counts by row and bucket."""
        done = over[:, :_NEVER]
        gone = done + waiting[:, :_NEVER]
        at_risk = n[:, None] - (np.cumsum(gone, axis=1) - gone)
        stay = at_risk - done
        is_jump = done > 0
        left = np.cumprod(np.divide(stay, at_risk, out=np.ones(done.shape), where=is_jump), axis=1)
        scatter = np.cumsum(
            np.divide(done, at_risk * stay, out=np.zeros(done.shape), where=is_jump & (stay > 0)), axis=1
        )
        return cls(left, scatter, at_risk, is_jump)

    def last_steps(self, row: int, last: int) -> list[Jump]:
        """Return the last two steps of a row's curve until bucket `last`, as `survival.last_steps`."""
        places = np.flatnonzero(self.is_jump[row, : last + 1])[-2:].tolist()
        found: list[Jump] = []
        for at in places:
            numbers = float(self.left[row, at]), float(self.scatter[row, at]), int(self.at_risk[row, at])
            found.append(Jump(at, *numbers, found[-1] if found else None))
        return found

    def reached(self, share: float) -> tuple[list[int], list[int], list[int]]:
        """Return the bucket of each row in which the upper end, the curve, and its lower end reach a share; -1 where it does not.

        The ends are compared as logarithms of what is left: there they are what is left to the power of a width, or of one by it.
        """
        goal = share - ROUNDING
        left = self.left[:, : int(_last(self.is_jump).max(initial=0)) + 1]
        inside = (left > 0) & (left < 1)
        log = -np.log(np.where(inside, left, 0.5))
        width = np.exp(Z * np.sqrt(self.scatter[:, : left.shape[1]]) / log)
        high = np.where(inside, log * width >= -math.log1p(-goal), left <= 0)
        low = inside & (log / width >= -math.log1p(-goal))
        for row in np.flatnonzero(left[:, -1] <= 0).tolist():
            at = int(np.argmax(left[row] <= 0))
            low[row, at] = self.last_steps(row, at)[-1].low >= goal
        return _first(high).tolist(), _first(1 - left >= goal).tolist(), _first(low).tolist()

    def estimate(self, row: int, share: float, high: int, middle: int, low: int) -> Estimate:
        """Return the time of a row after which a share is over, given where its upper end, itself and its lower end reach that."""
        begins = STEP**high if high >= 0 else None
        if middle < 0:
            return Estimate(None, begins)
        at, before = 1 - float(self.left[row, middle]), 1 - float(self.left[row, middle - 1]) if middle else 0.0
        value = STEP ** (middle + min(1.0, (share - before) / (at - before)))
        return Estimate(value, begins, STEP ** (low + 1) if low >= 0 else None)


def reach(over: Counts, waiting: Counts, share: float, least: int = -1) -> int:
    """Return the last bucket on which a quantile of any row and its interval can depend, of so many `waiting` whose times are not known.

    However long these wait, the lower end of what is over reaches `share` there: so many are over at least, and Greenwood's sum is at
    most that of those who do not wait. Where that is never sure, it is the last bucket in which something is over. None before `least`.
    """
    last = _last(over[:, :_NEVER] > 0)
    done = np.cumsum(over[:, : int(last.max(initial=0)) + 1], axis=1)
    known = over.sum(axis=1, keepdims=True)
    inside = (done > 0) & (done < known)
    some, all_known = np.where(inside, done, 1), np.where(inside, known, 2)
    log = -np.log1p(-some / (all_known + waiting[:, None]))
    wide = Z * np.sqrt(some / (all_known * (all_known - some))) / log
    sure = _first(inside & (log * np.exp(-wide) >= -math.log1p(-share)))
    return max(least, int(np.where(sure >= 0, sure, last).max(initial=-1)))


def unpacked(cells: Sequence[Packs], many: int, bucket_of: Callable[[Counts], Counts] = lambda group: group) -> Counts:
    """Return counts of so many rows by row and bucket; `bucket_of` makes buckets of the groups."""
    found = np.zeros((many, _NEVER + 1), np.int64)
    if cells:
        places, signs, groups, counts = zip(*cells, strict=True)
        lengths = [one.count(",") + 1 for one in groups]
        at = np.minimum(bucket_of(np.fromstring(",".join(groups), np.int64, sep=",")), _NEVER)
        of = np.fromstring(",".join(counts), np.int64, sep=",") * np.repeat(signs, lengths)
        np.add.at(found, (np.repeat(places, lengths), at), of)
    return found


def _counted(counts: Counts) -> Counter[int]:
    """Return what is counted of all rows together, by bucket: what will never come behind all of them."""
    together = counts.sum(axis=0)
    return Counter({(NEVER if at == _NEVER else int(at)): int(together[at]) for at in np.flatnonzero(together)})


def _first(flags: Flags) -> npt.NDArray[Any]:
    """Return the first column of each row that is set, -1 for none."""
    return np.where(flags.any(axis=1), flags.argmax(axis=1), -1)


def _last(flags: Flags) -> npt.NDArray[Any]:
    """Return the last column of each row that is set, -1 for none."""
    return np.where(flags.any(axis=1), flags.shape[1] - 1 - flags[:, ::-1].argmax(axis=1), -1)
