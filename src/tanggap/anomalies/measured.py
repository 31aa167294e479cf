"""How good the alarms are, measured: on simulated cities with floods planted in them, and on the past of a real one.

A plain rule stands beside the method: an alarm of any cell with as many reports in an hour as the smallest worth telling, and more than
the mean and three standard deviations of the same hour of the eight weeks before. Pure.
"""

import math
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import fmean, median, pstdev

from tanggap.anomalies import chance, course, trial
from tanggap.anomalies.cells import Cell, Layout
from tanggap.anomalies.course import Running
from tanggap.anomalies.finding import LENGTHS, Finding, is_about_the_same
from tanggap.anomalies.trial import Flood, Raised, Receipt, Watched
from tanggap.anomalies.usual import Expected

SIZES = (8, 15, 30, 60)
HOUR = timedelta(hours=1)
FOUND_WITHIN = timedelta(hours=6)
WARM_UP = timedelta(days=75)
MONTH_DAYS = 30
CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` of `n`, and the interval of their share (Clopper and Pearson, 95 %)."""

    hits: int
    n: int
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Rate:
    """`count` in `months` months, and the interval of how many a month (exact Poisson, 95 %)."""

    count: int
    months: float
    low: float
    high: float

    @property
    def a_month(self) -> float:
        """Return how many a month."""
        return self.count / self.months


@dataclass(frozen=True, slots=True)
class OfSize:
    """Floods of one size: how many were found within an hour of their first report, within six, and after how many minutes (median)."""

    size: int
    in_an_hour: Share
    at_all: Share
    minutes: float | None


@dataclass(frozen=True, slots=True)
class Measured:
    """What came of one city: false alarms without floods, by the method and by the plain rule, and the floods found by both."""

    per_day: float
    seed: int
    months: float
    false: Rate
    plain_false: Rate
    false_by_span: dict[timedelta, int]
    floods: tuple[OfSize, ...]
    plain_floods: tuple[OfSize, ...]
    urgent_floods: tuple[OfSize, ...]
    plain_urgent_floods: tuple[OfSize, ...]


def measure(per_day: float, *, months: int, seed: int, sizes: Sequence[int] = SIZES, each: int = 20) -> Measured:
    """Return how good the alarms of a simulated city are: `months` without floods, then with `each` floods of each of `sizes`.

    As many again are of urgent kinds, in the same months.
    """
    days = months * MONTH_DAYS
    first = trial.FIRST + WARM_UP
    last = first + timedelta(days=days)
    calm = trial.city(per_day, WARM_UP.days + days, seed)
    plan = trial.layout()
    false = list(Watched(calm, plan).alarms(first, last))
    plain_false = list(plain(calm, plan, first, last))
    planted = trial.floods(sizes, first, days, seed, each)
    urgent = trial.floods(sizes, first, days, seed + 1000, each, of=trial.URGENT)
    wet = sorted([*calm, *(one for flood in (*planted, *urgent) for one in trial.reports_of(flood, seed))])
    told, plainly = list(Watched(wet, plan).alarms(first, last)), list(plain(wet, plan, first, last))
    return Measured(
        per_day,
        seed,
        months,
        rate(len(false), months),
        rate(len(plain_false), months),
        dict(Counter(one.span for one in false)),
        _by_size(planted, told, plan),
        _by_size(planted, plainly, plan),
        _by_size(urgent, told, plan),
        _by_size(urgent, plainly, plan),
    )


def _by_size(planted: Sequence[Flood], raised: Sequence[Raised], plan: Layout) -> tuple[OfSize, ...]:
    took: dict[int, list[timedelta | None]] = defaultdict(list)
    for flood in planted:
        took[flood.size].append(found_after(flood, raised, plan))
    return tuple(
        OfSize(
            size,
            share(sum(one is not None and one <= HOUR for one in of), len(of)),
            share(sum(one is not None for one in of), len(of)),
            median(found) if (found := [one / timedelta(minutes=1) for one in of if one is not None]) else None,
        )
        for size, of in sorted(took.items())
    )


def found_after(flood: Flood, raised: Sequence[Raised], plan: Layout) -> timedelta | None:
    """Return how long after its first report a flood was told, None when it was not within six hours."""
    times = (
        one.at - flood.at
        for one in raised
        if flood.at <= one.at <= flood.at + FOUND_WITHIN
        and is_about_the_same(one.areas, one.category, [flood.area], flood.category, plan)
    )
    return min(times, default=None)


def plain(receipts: Sequence[Receipt], plan: Layout, first: datetime, last: datetime) -> Iterator[Raised]:
    """Yield the alarms of the plain rule between two instants, in order."""
    hours: dict[Cell, Counter[int]] = defaultdict(Counter)
    latest: deque[Receipt] = deque()
    now_in: Counter[Cell] = Counter()
    running: list[Running] = []
    length = LENGTHS[0]
    for one in receipts:
        if one.at >= last:
            return
        while latest and latest[0].at <= one.at - HOUR:
            now_in.subtract(plan.of(*latest.popleft()[1:]))
        latest.append(one)
        for cell in plan.of(one.area, one.category):
            hours[cell][_hour(one.at)] += 1
            now_in[cell] += 1
        if one.at < first:
            continue
        running = [alarm for alarm in running if not course.is_over(alarm, one.at)]
        for cell in reversed(plan.of(one.area, one.category)):
            count = now_in[cell]
            past = [hours[cell][_hour(one.at) - 168 * week] for week in range(1, 9)]
            if count < length.least or count <= fmean(past) + 3 * pstdev(past):
                continue
            found = Finding((cell.area,), cell.category, length, count, Expected(fmean(past), 1.0), 0.0, 0.0)
            number = course.matched([found], running, one.at, plan)[0]
            alarm = Running(found.areas, found.category, length, one.at)
            if number is None:
                running.append(alarm)
                yield Raised(one.at, found.areas, found.category, length.span, count, found.expected.mean)
            else:
                running[number] = alarm


def _hour(at: datetime) -> int:
    return int(at.timestamp() // 3600)


def share(hits: int, n: int) -> Share:
    """Return a share with its interval."""
    outside = (1 - CONFIDENCE) / 2
    low = _solve(lambda p: _binomial_tail(hits, n, p) - outside, 0.0, 1.0) if hits else 0.0
    high = _solve(lambda p: _binomial_tail(hits + 1, n, p) - (1 - outside), 0.0, 1.0) if hits < n else 1.0
    return Share(hits, n, low, high)


def rate(count: int, months: float) -> Rate:
    """Return a rate with its interval."""
    outside, most = (1 - CONFIDENCE) / 2, 10.0 + 3 * count
    low = _solve(lambda mean: chance.tail(count, mean) - outside, 0.0, most) if count else 0.0
    high = _solve(lambda mean: chance.tail(count + 1, mean) - (1 - outside), 0.0, most)
    return Rate(count, months, low / months, high / months)


def _binomial_tail(least: int, n: int, p: float) -> float:
    """Return the probability of `least` hits or more of `n`."""
    return sum(math.comb(n, hits) * p**hits * (1 - p) ** (n - hits) for hits in range(least, n + 1))


def _solve(rising: Callable[[float], float], low: float, high: float) -> float:
    """Return where a rising function is zero, by halving."""
    for _step in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if rising(middle) > 0 else (middle, high)
    return (low + high) / 2
