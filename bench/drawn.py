"""Cities drawn by chance, of which the truth is known: how often each interval holds it, one number for each setting."""

import math
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final

import numpy as np

from tanggap.evaluation.arithmetic import funnel, intervals, standardising
from tanggap.evaluation.arithmetic.funnel import SHARE, Funnel
from tanggap.evaluation.comparing import curves
from tanggap.evaluation.underreporting.estimating import Watched, estimate
from tanggap.insight.buckets import bucket
from tanggap.insight.statistics import survival
from tanggap.insight.statistics.tables import Table


def _share_held(found: Iterator[bool]) -> float:
    told = list(found)
    return sum(told) / len(told)


def means(chance: np.random.Generator, draws: int) -> list[float]:
    """Draw acts of reports: one and a negative binomial of mean 4, variance 12."""

    def held(n: int) -> Iterator[bool]:
        for values in 1 + chance.negative_binomial(2, 1 / 3, (draws, n)):
            low, high = intervals.mean(n, float(values.sum()), float((values**2).sum())) or (0, 0)
            yield low <= 5.0 <= high

    return [_share_held(held(n)) for n in (30, 100, 400)]


def scores(chance: np.random.Generator, draws: int) -> list[float]:
    shares, truth = [0.1, 0.15, 0.35, 0.4], 0.1 + 0.3 + 1.05 + 1.6

    def held(n: int) -> Iterator[bool]:
        for values in chance.choice([1, 2, 3, 4], p=shares, size=(draws, n)):
            low, high = intervals.mean(n, float(values.sum()), float((values**2).sum())) or (0, 0)
            yield low <= truth <= high

    return [_share_held(held(n)) for n in (20, 60, 300)]


def mean_differences(chance: np.random.Generator, draws: int) -> list[float]:
    def held(n: int, m: int) -> Iterator[bool]:
        first, second = (
            1 + chance.negative_binomial(2, 1 / 3, (draws, n)),
            1 + chance.negative_binomial(4, 2 / 3, (draws, m)),
        )
        for one, other in zip(first, second, strict=True):
            sums = [(len(row), float(row.sum()), float((row**2).sum())) for row in (one, other)]
            low, high = intervals.mean_difference(*sums) or (0, 0)
            yield low <= 5.0 - 3.0 <= high

    return [_share_held(held(n, m)) for n, m in ((30, 30), (30, 300))]


def bootstrapped_means(chance: np.random.Generator, draws: int) -> list[float]:
    """Ask the bootstrap of a mean from counts."""
    return _bootstrapped(chance, draws, intervals.mean_of, 5.0)


def bootstrapped_medians(chance: np.random.Generator, draws: int) -> list[float]:
    """Ask the bootstrap of a median from counts."""
    return _bootstrapped(chance, draws, intervals.quantile_of(0.5), 4.0)


def _bootstrapped(chance: np.random.Generator, draws: int, figure: Callable[..., object], truth: float) -> list[float]:

    def held(n: int) -> Iterator[bool]:
        for values in 1 + chance.negative_binomial(2, 1 / 3, (draws, n)):
            low, high = intervals.bootstrap_counts(Counter(values.tolist()), figure, draws=400) or (0, 0)  # type: ignore[arg-type]
            yield low <= truth <= high

    return [_share_held(held(n)) for n in (50, 200)]


def ratios(chance: np.random.Generator, draws: int) -> list[float]:
    """Draw days of some reports, each with acts whose mean differs from day to day."""

    def held(days: int) -> Iterator[bool]:
        for _draw in range(draws):
            reports = chance.poisson(40, days)
            acts = chance.poisson(reports * chance.gamma(20, 0.25, days))
            low, high = intervals.bootstrap_ratio(
                list(zip(acts.tolist(), reports.tolist(), strict=True)), draws=400
            ) or (0, 0)
            yield low <= 5.0 <= high

    return [_share_held(held(days)) for days in (30, 90)]


def curve_shares(chance: np.random.Generator, draws: int) -> list[float]:
    """Ask the interval of the share that is over after seven days."""
    return _curves(chance, draws, "share")


def curve_medians(chance: np.random.Generator, draws: int) -> list[float]:
    """Ask the interval of the median time."""
    return _curves(chance, draws, "median")


def _curves(chance: np.random.Generator, draws: int, of: str) -> list[float]:
    """Draw times of a mean of 10 days, watched for up to 20 days since receipts that are evenly spread."""
    minutes = 7 * 1440.0
    truth = 1 - math.exp(-7 / 10) if of == "share" else 10 * math.log(2) * 1440

    def held(n: int) -> Iterator[bool]:
        for took, watched in zip(
            chance.exponential(10 * 1440, (draws, n)), chance.uniform(0, 20 * 1440, (draws, n)), strict=True
        ):
            over = Counter(bucket(t) for t, w in zip(took, watched, strict=True) if t <= w)
            waiting = Counter(bucket(w) for t, w in zip(took, watched, strict=True) if t > w)
            jumps = survival.curve(over, waiting)
            found = (
                survival.until(jumps, minutes, watched=max((*over, *waiting)))
                if of == "share"
                else survival.quantile(jumps, 0.5)
            )
            yield (found.low is None or found.low <= truth) and (found.high is None or truth <= found.high)

    return [_share_held(held(n)) for n in (50, 300)]


CATEGORIES: Final = (0.95, 0.8, 0.6, 0.35, 0.9)


def _city(
    chance: np.random.Generator, parts: int, spread: float = 0.0, least: int = 20, most: int = 400
) -> dict[str, dict[str, tuple[int, int]]]:
    """Draw parts of very different mixes in which every category goes as everywhere, but for `spread` (of log odds)."""
    found = {}
    for number in range(parts):
        mix = chance.multinomial(int(chance.integers(least, most)), chance.dirichlet([0.6] * len(CATEGORIES)))
        odds = np.log(np.array(CATEGORIES) / (1 - np.array(CATEGORIES))) + chance.normal(0, spread)
        hits = chance.binomial(mix, 1 / (1 + np.exp(-odds)))
        found[str(number)] = {
            str(place): (int(h), int(n)) for place, (h, n) in enumerate(zip(hits, mix, strict=True)) if n
        }
    return found


def adjusted(chance: np.random.Generator, draws: int) -> list[float]:
    """Ask whether the interval of the adjusted share holds that of the whole, in parts that do in each category as everybody."""

    def held() -> Iterator[bool]:
        for _draw in range(draws):
            parts = _city(chance, 12)
            cases = [row for strata in parts.values() for row in strata.values()]
            whole = sum(h for h, _n in cases) / sum(n for _h, n in cases)
            for one in standardising.shares(parts).values():
                if one.adjusted:
                    yield one.adjusted.low <= whole <= one.adjusted.high

    return [_share_held(held())]


def plain_flags(chance: np.random.Generator, draws: int) -> list[str]:
    """Return where parts lie that all have a chance of 0.8."""
    sizes = chance.integers(20, 400, draws)
    around = Funnel(SHARE, 0.8)
    return [around.flag(float(h / n), float(n)) for h, n in zip(chance.binomial(sizes, 0.8), sizes, strict=True)]


def flags(chance: np.random.Generator, draws: int) -> list[str]:
    """Return where parts of different mixes lie that do in each category as everybody."""
    return _flags(chance, draws, 0.0)


def spread_flags(chance: np.random.Generator, draws: int) -> list[str]:
    """Return where parts lie that differ by more than chance and mix."""
    return _flags(chance, draws, 0.5)


def timed_flags(chance: np.random.Generator, draws: int) -> list[str]:
    """Return where parts of different mixes lie whose reports take as long in each category as everybody's, a third still waiting."""
    found = []
    for _draw in range(draws):
        courses, mixes, whole = _timed_city(chance, 40)
        total = (
            sum((over for over, _w in whole.values()), Counter()),
            sum((wait for _o, wait in whole.values()), Counter()),
        )
        minutes = survival.quantile(survival.curve(*total), 0.5).value
        if minutes is None:
            continue
        centre = curves.share_by(total, minutes).value or 0.0
        parts = curves.parts_by(_table(courses), _table(whole), minutes, mixes, centre)
        standard = [part.standard for part in parts.values() if part.standard.adjusted]
        around = Funnel(SHARE, centre, dispersion=funnel.dispersion([one.z for one in standard]))
        found += [around.flag(one.adjusted.value, one.weight) for one in standard if one.adjusted]
    return found


def _table(courses: dict[str, curves.Course]) -> Table:
    return Table.of({(0, part): course for part, course in courses.items()})


def _timed_city(
    chance: np.random.Generator, parts: int
) -> tuple[dict[str, curves.Course], dict[str, dict[str, int]], dict[str, curves.Course]]:
    """Draw the courses of parts, their mixes, and the courses of the categories of all together."""
    days = (1.0, 4.0, 10.0, 25.0)
    courses, mixes = {}, {}
    whole: dict[str, curves.Course] = {str(place): (Counter(), Counter()) for place in range(len(days))}
    for number in range(parts):
        mix = chance.multinomial(int(chance.integers(40, 400)), chance.dirichlet([0.6] * len(days)))
        mixes[str(number)] = {str(place): int(n) for place, n in enumerate(mix)}
        own: curves.Course = (Counter(), Counter())
        for place, n in enumerate(mix):
            took, watched = chance.exponential(days[place] * 1440, n), chance.uniform(0, 40 * 1440, n)
            for time, until in zip(took, watched, strict=True):
                for course in (own, whole[str(place)]):
                    course[int(time > until)][bucket(min(time, until))] += 1
        courses[str(number)] = own
    return courses, mixes, whole


def _flags(chance: np.random.Generator, draws: int, spread: float) -> list[str]:
    found = []
    for _draw in range(draws):
        parts = _city(chance, 40, spread)
        cases = [row for strata in parts.values() for row in strata.values()]
        centre = sum(h for h, _n in cases) / sum(n for _h, n in cases)
        standard = [one for one in standardising.shares(parts).values() if one.adjusted]
        around = Funnel(SHARE, centre, dispersion=funnel.dispersion([one.z for one in standard]))
        found += [around.flag(one.adjusted.value, one.weight) for one in standard if one.adjusted]
    return found


def speeds(chance: np.random.Generator, draws: int) -> list[float]:
    """Ask the interval of each area's speed."""
    return _speeds(chance, draws, 0.0)


def clumped_speeds(chance: np.random.Generator, draws: int) -> list[float]:
    """Ask it where some problems are reported again much more than others."""
    return _speeds(chance, draws, 1.0)


def few_speeds(chance: np.random.Generator, draws: int) -> list[float]:
    """Ask it of six areas, from which it is hardly known how far areas differ."""
    return _speeds(chance, draws, 0.0, areas_drawn=6, spread=0.14)


def _speeds(
    chance: np.random.Generator, draws: int, clumps: float, *, areas_drawn: int = 40, spread: float = 0.3
) -> list[float]:
    """Draw areas whose ratios are spread by a standard deviation, and ask whether the interval of each holds its own."""
    incidents, shape = 120, 1 / spread**2

    def held() -> Iterator[bool]:
        for _draw in range(draws):
            ratios = chance.gamma(shape, 1 / shape, areas_drawn)
            watched = {}
            for number, ratio in enumerate(ratios):
                days = np.minimum(chance.exponential(6, incidents), 30)
                own = chance.gamma(1 / clumps, clumps, incidents) if clumps else 1.0
                later = chance.poisson(0.1 * ratio * own * days)
                watched[str(number)] = {
                    "x": Watched(incidents, float(days.sum()), int(later.sum()), int((later**2).sum()), 0)
                }
            found = estimate(watched)
            for number, ratio in enumerate(ratios):
                one = found.speeds[str(number)].shrunk
                yield one.low <= ratio / ratios.mean() <= one.high

    return [_share_held(held())]
