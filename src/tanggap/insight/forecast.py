"""How many reports will come: simple enough to be explained in a sentence, and tested on the past beside the naive guess.

Expected on a day = the level of an ordinary day lately × the weekday × the holiday.
* level: reports divided by what weekday and holiday make of an ordinary day, recent days counting more (half as much every four weeks);
* weekday and holiday: how such days differed in the last year, drawn towards those of the whole city where a unit has few reports.
The naive guess is the same weekday of the week before. Pure: series come in, numbers go out.
"""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

LEVEL_HALF_LIFE_DAYS = 28.0
PROFILE_DAYS = 364
LEAST_DAYS = 28  # below this a weekday has been seen less than four times
PRIOR = 20.0  # expected reports' worth of trust in the city's profile, for each weekday and for holidays
SPREAD_DAYS = 56
HORIZON = 7
EIGHTY_PERCENT = 1.2816


@dataclass(frozen=True, slots=True)
class Series:
    """Counts of consecutive days from `first` on; `closed` are the holidays among these and the days to come."""

    first: date
    counts: Sequence[int]
    closed: Collection[date] = frozenset()

    @property
    def end(self) -> date:
        """Return the first day that is not counted any more."""
        return self.first + timedelta(days=len(self.counts))

    def until(self, end: date) -> "Series":
        """Return the part before `end`."""
        return Series(self.first, self.counts[: max(0, (end - self.first).days)], self.closed)

    def count(self, day: date) -> int:
        """Return the count of a day within the series."""
        return self.counts[(day - self.first).days]


@dataclass(frozen=True, slots=True)
class Profile:
    """How days differ: seven factors from Monday, and that of a holiday (which has no weekday)."""

    weekdays: tuple[float, ...] = (1.0,) * 7
    closed: float = 1.0

    def factor(self, day: date, closed: Collection[date]) -> float:
        """Return what a day is worth in ordinary days."""
        return self.closed if day in closed else self.weekdays[day.weekday()]


@dataclass(frozen=True, slots=True)
class Model:
    """What is expected of a series. `spread` is the variance of a day divided by its mean, at least 1 (as pure chance has it)."""

    level: float
    profile: Profile
    spread: float
    closed: Collection[date]

    def expected(self, day: date) -> float:
        """Return how many reports are expected on a day."""
        return self.level * self.profile.factor(day, self.closed)

    def between(self, days: Sequence[date]) -> tuple[float, float, float]:
        """Return what is expected on `days` together, and between which numbers it stays in four of five cases."""
        mean = sum(self.expected(day) for day in days)
        return mean, *span(mean, self.spread)


@dataclass(frozen=True, slots=True)
class Score:
    """Errors on `days` of the past, each forecast from what was known up to seven days before.

    A day: mean absolute error of ours and of the naive guess; `scaled` is ours in units of the naive error before the test (MASE),
    below 1 is better than naive. A week: the same of the sums of seven days.
    """

    days: int
    error: float
    naive_error: float
    scaled: float | None
    naive_scaled: float | None
    week_error: float
    naive_week_error: float


def span(mean: float, spread: float) -> tuple[float, float]:
    """Return between which numbers a sum of days with this mean stays in four of five cases."""
    reach = EIGHTY_PERCENT * math.sqrt(mean * spread)
    return max(0.0, mean - reach), mean + reach


def fit(series: Series, *, city: Profile | None = None) -> Model | None:
    """Return the model of a series, None when it is shorter than four weeks. `city` is the profile to lean on."""
    if len(series.counts) < LEAST_DAYS:
        return None
    found = profile(series, city=city or Profile())
    level = _level(series, found)
    return Model(level, found, _spread(series, level, found), series.closed)


def profile(series: Series, *, city: Profile) -> Profile:
    """Return how the days of the last year differed from each other, drawn towards `city` the more, the fewer reports there are."""
    start = max(0, len(series.counts) - PROFILE_DAYS)
    days = [
        (series.first + timedelta(days=number), series.counts[number]) for number in range(start, len(series.counts))
    ]
    mean = sum(count for _day, count in days) / len(days)
    if not mean:
        return city
    of_weekday = [[count for day, count in days if day.weekday() == n and day not in series.closed] for n in range(7)]
    weekdays = [_drawn(counts, mean, city.weekdays[n]) for n, counts in enumerate(of_weekday)]
    usual = sum(weekdays) / 7 or 1.0
    closed = _drawn([count for day, count in days if day in series.closed], mean, city.closed)
    return Profile(tuple(weekday / usual for weekday in weekdays), closed / usual)


def _drawn(counts: Sequence[int], mean: float, towards: float) -> float:
    """Return by which factor `counts` differ from the mean: what was seen and `PRIOR` expected reports of the factor `towards`."""
    return (sum(counts) + PRIOR * towards) / (len(counts) * mean + PRIOR)


def _level(series: Series, found: Profile) -> float:
    reports = days = 0.0
    weight, fading = 1.0, 0.5 ** (1 / LEVEL_HALF_LIFE_DAYS)
    for number in range(len(series.counts) - 1, -1, -1):
        day = series.first + timedelta(days=number)
        reports += weight * series.counts[number]
        days += weight * found.factor(day, series.closed)
        weight *= fading
        if weight < 0.001:
            break
    return reports / days if days else 0.0


def _spread(series: Series, level: float, found: Profile) -> float:
    """Return how much the last eight weeks scattered around what the model says of them, 1 for pure chance."""
    parts = []
    for number in range(max(0, len(series.counts) - SPREAD_DAYS), len(series.counts)):
        mean = level * found.factor(series.first + timedelta(days=number), series.closed)
        if mean:
            parts.append((series.counts[number] - mean) ** 2 / mean)
    return max(1.0, sum(parts) / len(parts)) if parts else 1.0


def backtest(series: Series, *, weeks: int = 12, city: Series | None = None) -> Score | None:
    """Return the errors over the last `weeks` whole weeks, each week forecast as a whole from what was known before it began.

    `city` is the whole city's series of the same days, whose profile the method leans on. None when less than eight weeks would be
    left to learn from.
    """
    weeks = min(weeks, (len(series.counts) - 2 * LEAST_DAYS) // HORIZON)
    if weeks < 1:
        return None
    begin = series.end - timedelta(days=weeks * HORIZON)
    ours, naive, week_ours, week_naive = [], [], [], []
    for week in range(weeks):
        origin = begin + timedelta(days=week * HORIZON)
        model = _known_by(origin, series, city)
        days = [origin + timedelta(days=number) for number in range(HORIZON)]
        actual = [series.count(day) for day in days]
        before = [series.count(day - timedelta(days=HORIZON)) for day in days]
        expected = [model.expected(day) for day in days]
        ours += [abs(a - e) for a, e in zip(actual, expected, strict=True)]
        naive += [abs(a - b) for a, b in zip(actual, before, strict=True)]
        week_ours.append(abs(sum(actual) - sum(expected)))
        week_naive.append(abs(sum(actual) - sum(before)))
    scale = _naive_error(series.until(begin))
    error, naive_error = _mean(ours), _mean(naive)
    return Score(
        days=len(ours),
        error=error,
        naive_error=naive_error,
        scaled=error / scale if scale else None,
        naive_scaled=naive_error / scale if scale else None,
        week_error=_mean(week_ours),
        naive_week_error=_mean(week_naive),
    )


def _known_by(origin: date, series: Series, city: Series | None) -> Model:
    whole = profile(city.until(origin), city=Profile()) if city else None
    model = fit(series.until(origin), city=whole)
    if model is None:
        raise ValueError("a test week needs four weeks before it")
    return model


def _naive_error(series: Series) -> float:
    """Return the mean absolute error of the naive guess within a series."""
    counts = series.counts
    return _mean([abs(counts[n] - counts[n - HORIZON]) for n in range(HORIZON, len(counts))])


def _mean(numbers: Sequence[float]) -> float:
    return sum(numbers) / len(numbers) if numbers else 0.0
