"""How fast a problem is reported, from the reports that came after its first. Pure arithmetic.

Few reports may mean few problems, or many that nobody reports. Once a first report is in, the problem is surely there; how soon others
report it too tells how fast it is reported, and so how long it was there unseen (Liu, Bhandaram and Garg 2024, Nature Computational
Science, doi 10.1038/s43588-023-00572-6): with reports at a rate of λ a day, the later ones are Poisson with mean λ x days watched,
whatever ended the watch, and the first came 1 ÷ λ days after the problem began on average.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tanggap.evaluation.arithmetic import intervals, shrinking
from tanggap.evaluation.arithmetic.shrinking import Shrunk, Spread
from tanggap.evaluation.arithmetic.standardising import Around

LEAST: Final = 30  # problems of an area below which nothing is told of it
LEAST_IN_SLICES: Final = 5  # later reports of an area from which on its slices are asked how they scatter
LEAST_FREEDOM: Final = 10  # slices beyond one an area, from which on that is told
LEAST_LATER: Final = 20  # later reports of all together below which nothing is told at all


@dataclass(frozen=True, slots=True)
class Watched:
    """Problems of one area and category: how many, for how many days together, and what came after their first reports."""

    incidents: int
    days: float
    repeats: int
    repeats_squares: int
    supports: int

    @property
    def later(self) -> int:
        """Return all that came after the first reports."""
        return self.repeats + self.supports


@dataclass(frozen=True, slots=True)
class Speed:
    """One area: its counted rate, what its mix lets expect, and the ratio of both drawn towards 1; delays in days."""

    watched: Watched
    rate: Around
    expected: float
    ratio: float
    shrunk: Shrunk
    delay: Around


@dataclass(frozen=True, slots=True)
class Found:
    """All areas; `rate` for one problem and day of all of them, None for too little to tell."""

    speeds: Mapping[str, Speed]
    all: Watched
    rate: Around | None
    scatter: float
    shape: float


def estimate(
    areas: Mapping[str, Mapping[str, Watched]], over_time: Mapping[str, Sequence[tuple[int, float]]] | None = None
) -> Found:
    """Return how fast the problems of areas are reported, from what was watched of them by category.

    `over_time` are the later reports and days watched of each area in slices of the period: they tell how much more than by chance later
    reports come together, whatever makes them do so.
    """
    strata: dict[str, list[Watched]] = {}
    for of_area in areas.values():
        for category, watched in of_area.items():
            strata.setdefault(category, []).append(watched)
    of_strata = {category: together(rows) for category, rows in strata.items()}
    of_all = together(list(of_strata.values()))
    if of_all.later < LEAST_LATER or of_all.days <= 0:
        return Found({}, of_all, None, 1.0, math.inf)
    scatter = max(_scatter(of_strata), _scatter_over_time((over_time or {}).values()))
    rates = {category: row.later / row.days for category, row in of_strata.items() if row.days > 0}
    sums = {code: together(list(of_area.values())) for code, of_area in areas.items()}
    expected = {
        code: math.fsum(row.days * rates.get(category, 0.0) for category, row in of_area.items())
        for code, of_area in areas.items()
    }
    spread = shrinking.spread([(sums[code].later / scatter, expected[code] / scatter) for code in areas])
    rate = of_all.later / of_all.days
    speeds = {
        code: _speed(sums[code], expected[code], rate, scatter, spread)
        for code in areas
        if sums[code].incidents >= LEAST and expected[code] > 0
    }
    return Found(speeds, of_all, _around(of_all, scatter), scatter, spread.shape)


def _speed(watched: Watched, expected: float, rate: float, scatter: float, spread: Spread) -> Speed:
    shrunk = shrinking.shrunk(watched.later / scatter, expected / scatter, spread)
    delay = Around(*(1 / (rate * end) if end else math.inf for end in (shrunk.value, shrunk.high, shrunk.low)))
    return Speed(watched, _around(watched, scatter), expected, watched.later / expected, shrunk, delay)


def _around(watched: Watched, scatter: float) -> Around:
    """Return a counted rate with the interval of a count that scatters more than by chance: as if it had so many times fewer cases."""
    fewer = watched.later / scatter
    low = intervals.gamma_poisson(fewer, watched.days, 0.0, 0.0).low if fewer else 0.0
    high = intervals.gamma_poisson(fewer, watched.days, 1.0, 0.0).high
    return Around(watched.later / watched.days, low * scatter, high * scatter)


def _scatter(strata: Mapping[str, Watched]) -> float:
    """Return how many times as much as by chance the later reports of a problem scatter, at least 1.

    The variance of the repeats of a problem by their mean, within categories; what areas and days watched add to it is left in, which makes
    intervals wider. Supports are kept without squares: they are taken to scatter as much and along with the repeats, which is the worst.
    """
    repeats, supports = (sum(row.repeats for row in strata.values()), sum(row.supports for row in strata.values()))
    freedom = sum(row.incidents - 1 for row in strata.values() if row.incidents > 1)
    incidents = sum(row.incidents for row in strata.values())
    if not repeats or freedom <= 0:
        return 1.0
    squares = math.fsum(
        row.repeats_squares - row.repeats**2 / row.incidents for row in strata.values() if row.incidents > 1
    )
    once = squares / freedom / (repeats / incidents)
    together_ = (1 + math.sqrt(supports / repeats)) ** 2 / (1 + supports / repeats)
    return max(1.0, once * together_)


def _scatter_over_time(areas: Collection[Sequence[tuple[int, float]]]) -> float:
    """Return how many times as much as by chance the later reports of areas scatter between slices of the period, at least 1.

    Pearson's chi-square by its degrees of freedom (McCullagh and Nelder 1989, Generalized Linear Models): each slice of an area against
    what its days watched and the rate of all areas in that slice let expect. A problem with many supports stands in one slice with all of
    them, so clumps of them show here; what changes everywhere at once does not.
    """
    rates = [_rate(rows) for rows in zip(*areas, strict=True)]
    square, freedom = 0.0, 0
    for slices in areas:
        later = sum(row[0] for row in slices)
        weights = [watched * rate for (_count, watched), rate in zip(slices, rates, strict=True)]
        total = math.fsum(weights)
        if later < LEAST_IN_SLICES or total <= 0:
            continue
        expected = [
            (count, later * weight / total)
            for (count, _watched), weight in zip(slices, weights, strict=True)
            if weight > 0
        ]
        square += math.fsum((count - one) ** 2 / one for count, one in expected)
        freedom += len(expected) - 1
    freedom -= sum(rate > 0 for rate in rates) - 1 if rates else 0
    return max(1.0, square / freedom) if freedom >= LEAST_FREEDOM else 1.0


def _rate(rows: Sequence[tuple[int, float]]) -> float:
    days = math.fsum(watched for _count, watched in rows)
    return sum(count for count, _watched in rows) / days if days > 0 else 0.0


def together(rows: list[Watched]) -> Watched:
    """Return the sum of some."""
    return Watched(
        sum(row.incidents for row in rows),
        math.fsum(row.days for row in rows),
        sum(row.repeats for row in rows),
        sum(row.repeats_squares for row in rows),
        sum(row.supports for row in rows),
    )
