"""What is usual: how many reports of a cell are to be expected in any span of time, and how far chance takes them from it.

Expected = the cell's level (reports of an ordinary day) × the weekday or holiday × the season × the share of the hours.
* level: the last nine weeks but the latest, recent days counting more (half as much every four weeks), drawn towards what the area's and
  the category's shares of the whole city would make of it as if it had seen `PRIOR` reports: most cells see one in weeks;
* weekday, holiday: as the forecast of arrivals has it (`insight.forecast`); season: see `anomalies.seasons`;
* hours: of working and free days apart, a group's drawn towards the city's.
A day that chance hardly explains counts as the highest that it does (`CAP`), so that last month's flood does not hide this one; Noufaily
et al. (2013, Statistics in Medicine 32) reweight such weeks for that reason, and leave out the latest ones too. Around the expected number
counts scatter as `anomalies.chance` has it: by what a category scatters in hours and days, and by how little is known of the cell.
Pure: counts come in, numbers go out.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from tanggap.anomalies import chance
from tanggap.anomalies.cells import WHOLE, Cell, Layout
from tanggap.anomalies.words import ANY, CITY
from tanggap.insight import forecast
from tanggap.insight.forecast import Profile, Series

DAYS = 63  # nine weeks: each hour of the week nine times
GAP_DAYS = 7  # the latest days, which a slow rise may have begun in
LEAST_DAYS = 28
LEAST_REPORTS = 100
HALF_LIFE_DAYS = 28.0
PRIOR = 2.0
CAP = 0.995
HOURS_PRIOR = 50.0  # reports' worth of trust in the city's hours, for each group; and in even hours for the city's
SPREAD_HOUR, SPREAD_DAY = 0.3, 0.1  # relative variances beyond chance that are assumed of what is hardly known
LEAST_SPREAD = 0.02
SPREAD_PRIOR = 10.0
HOUR = timedelta(hours=1)
LONG = timedelta(hours=18)  # spans from here on scatter as days do
Numbers = NDArray[np.float64]
Shares = tuple[tuple[float, ...], tuple[float, ...]]  # of 24 hours, of working days and of free ones


class Counted(NamedTuple):
    """Reports of one local hour (0 to 23) of a day, lowest area and category; empty codes are not known."""

    day: date
    hour: int
    area: str
    category: str
    reports: int


class Level(NamedTuple):
    """Reports of an ordinary day, and the shape that tells how well this is known: about the number of reports seen."""

    level: float
    shape: float


class Slot(NamedTuple):
    """A part (0 to 1) of one local hour of a day."""

    day: date
    hour: int
    part: float


class Expected(NamedTuple):
    """The mean of a count, and the shape of the distribution around it."""

    mean: float
    shape: float

    def odds(self, count: int) -> float:
        """Return the probability of `count` or more."""
        return chance.tail(count, self.mean, self.shape)

    def between(self, share: float) -> tuple[int, int]:
        """Return between which numbers it stays in a `share` of cases."""
        outside = (1 - share) / 2
        low = chance.quantile(outside, self.mean, self.shape)
        return low, chance.quantile(1 - outside, self.mean, self.shape)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How hours, days and months differ. `days` are how many were learnt from, `seen` their worth in ordinary days.

    `hours` holds for a group (empty: any) the shares of 24 hours of working and of free days; `seasons` twelve factors from January;
    `spread` for a category the relative variance beyond chance of hours and of days.
    """

    days: int
    seen: float
    weekdays: tuple[float, ...]
    closed: float
    hours: Mapping[str, Shares]
    spread: Mapping[str, tuple[float, float]]
    seasons: Mapping[str, tuple[float, ...]] = field(default_factory=dict)

    def day(self, day: date, group: str, closed: Collection[date]) -> float:
        """Return what a day is worth in ordinary days."""
        of_week = self.closed if day in closed else self.weekdays[day.weekday()]
        return of_week * season(self.seasons.get(group), day)

    def worth(self, slots: Iterable[Slot], group: str, closed: Collection[date]) -> float:
        """Return what a span is worth in ordinary days."""
        shares = self.hours.get(group) or self.hours[ANY]
        return sum(
            slot.part * self.day(slot.day, group, closed) * shares[is_free(slot.day, closed)][slot.hour]
            for slot in slots
        )

    def scatter(self, category: str, length: timedelta) -> float:
        """Return the shape of what a category scatters by itself in a span."""
        of_hour, of_day = self.spread.get(category) or self.spread[ANY]
        return 1 / (of_day if length >= LONG else max(of_hour, of_day))


def is_free(day: date, closed: Collection[date]) -> bool:
    """Return whether most people are free: a weekend or a holiday."""
    return day.weekday() >= 5 or day in closed


def season(months: Sequence[float] | None, day: date) -> float:
    """Return the factor of a day between those of the two months whose middles lie around it."""
    if not months:
        return 1.0
    part = (day.day - 15.5) / 30.4
    here, there = months[day.month - 1], months[(day.month - (2 if part < 0 else 0)) % 12]
    return here + (there - here) * abs(part)


def slots(start: datetime, end: datetime, zone: ZoneInfo) -> list[Slot]:
    """Return the local hours, and parts of them, between two instants."""
    found: list[Slot] = []
    at = start
    while at < end:
        local = at.astimezone(zone)
        into = timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
        upto = min(end, at + HOUR - into)
        found.append(Slot(local.date(), local.hour, (upto - at) / HOUR))
        at = upto
    return found


@dataclass(slots=True)
class Usual:
    """What is usual in a city: its rhythm, and the level of each cell that was seen."""

    rhythm: Rhythm
    levels: Mapping[Cell, Level]
    layout: Layout
    zone: ZoneInfo
    closed: Collection[date] = frozenset()

    def level(self, cell: Cell) -> Level:
        """Return the level of a cell; of one in which nothing was seen what its area and category make likely."""
        found = self.levels.get(cell)
        if found is not None:
            return found
        likely = prior(self.levels, cell)
        return Level(PRIOR / (PRIOR / likely + self.rhythm.seen), PRIOR)

    def span(self, start: datetime, end: datetime) -> "Span":
        """Return what is usual between two instants."""
        return Span(self, slots(start, end, self.zone), end - start)


class Span:
    """What is usual in one span of time, cell by cell."""

    def __init__(self, usual: Usual, parts: Sequence[Slot], length: timedelta) -> None:
        self._usual, self._parts, self._length = usual, parts, length
        self._worth: dict[str, float] = {}

    def expected(self, cell: Cell) -> Expected:
        """Return what is to be expected of a cell."""
        usual = self._usual
        group = usual.layout.group(cell.category)
        if group not in self._worth:
            self._worth[group] = usual.rhythm.worth(self._parts, group, usual.closed)
        level = usual.level(cell)
        shape = chance.both(level.shape, usual.rhythm.scatter(cell.category, self._length))
        return Expected(level.level * self._worth[group], shape)


def prior(levels: Mapping[Cell, Level], cell: Cell) -> float:
    """Return the level that an area's and a category's shares of the whole city make likely; a little where these were not seen either."""
    whole = levels[WHOLE].level
    least = whole * 1e-4
    of_area = levels.get(Cell(cell.area, ANY), Level(least, 0)).level
    of_kind = levels.get(Cell(CITY, cell.category), Level(least, 0)).level
    return max(of_area * of_kind / whole, 1e-7)


def learn(
    rows: Iterable[Counted],
    *,
    first: date,
    days: int,
    layout: Layout,
    closed: Collection[date] = frozenset(),
    seasons: Mapping[str, tuple[float, ...]] | None = None,
) -> tuple[Rhythm, dict[Cell, Level]] | None:
    """Return what is usual by the counts of `days` days from `first` on; None when they are too few to tell."""
    table = _Table(first, days, layout, closed, seasons or {})
    total = sum(table.add(row) for row in rows)
    if days < LEAST_DAYS or total < LEAST_REPORTS:
        return None
    return table.learnt()


class _Table:
    """Counts by day and hour of the whole city's categories, and by day of all cells."""

    def __init__(
        self,
        first: date,
        days: int,
        layout: Layout,
        closed: Collection[date],
        seasons: Mapping[str, tuple[float, ...]],
    ) -> None:
        self._dates = [first + timedelta(days=number) for number in range(days)]
        self._numbers = {day: number for number, day in enumerate(self._dates)}
        self._layout, self._closed, self._seasons = layout, closed, seasons
        self._hours: dict[str, Numbers] = {}
        self._days: dict[Cell, Numbers] = {}
        self._fade = np.array([0.5 ** ((days - 1 - number) / HALF_LIFE_DAYS) for number in range(days)])

    def add(self, row: Counted) -> int:
        """Count a row where it belongs; return its reports, 0 for one of another day."""
        day = self._numbers.get(row.day)
        if day is None:
            return 0
        for kind in self._layout.kind(row.category):
            if kind not in self._hours:
                self._hours[kind] = np.zeros((len(self._dates), 24))
            self._hours[kind][day, row.hour] += row.reports
        for cell in self._layout.of(row.area, row.category):
            if cell not in self._days:
                self._days[cell] = np.zeros(len(self._dates))
            self._days[cell][day] += row.reports
        return row.reports

    def learnt(self) -> tuple[Rhythm, dict[Cell, Level]]:
        """Return the rhythm and the levels."""
        series = Series(self._dates[0], [int(number) for number in self._days[WHOLE]], self._closed)
        found = forecast.profile(series, city=Profile())
        free = np.array([is_free(day, self._closed) for day in self._dates])
        whole = _shares(self._hours[ANY], free, None)
        groups = {self._layout.group(kind) for kind in self._hours} | {ANY}
        hours = {group: _shares(self._hours[group], free, whole) for group in groups if group in self._hours}
        assumed = {ANY: (SPREAD_HOUR, SPREAD_DAY)}
        plain = Rhythm(len(self._dates), 0.0, found.weekdays, found.closed, hours, assumed, self._seasons)
        worth = {group: np.array([plain.day(day, group, self._closed) for day in self._dates]) for group in groups}
        spread = {kind: self._scatter(kind, plain, worth[self._layout.group(kind)]) for kind in self._hours}
        seen = float(self._fade @ worth[ANY])
        rhythm = Rhythm(plain.days, seen, plain.weekdays, plain.closed, hours, spread, self._seasons)
        return rhythm, self._levels(rhythm, worth)

    def _levels(self, rhythm: Rhythm, worth: Mapping[str, Numbers]) -> dict[Cell, Level]:
        """Return the level of each cell: the whole city's first, then of its areas and categories, then of both together."""
        levels: dict[Cell, Level] = {}
        for cell in sorted(self._days, key=lambda cell: (bool(cell.area) + bool(cell.category), cell)):
            counts, of_days = self._days[cell], worth[self._layout.group(cell.category)]
            is_edge = not (cell.area and cell.category)
            likely = float(counts.sum() / of_days.sum()) if is_edge else prior(levels, cell)
            levels[cell] = self._level(counts, of_days, likely, rhythm.spread[cell.category][1])
        return levels

    def _level(self, counts: Numbers, worth: Numbers, likely: float, spread: float) -> Level:
        seen = PRIOR / likely + float(self._fade @ worth)
        used = counts
        for _round in range(2):
            reports = PRIOR + float(self._fade @ used)
            used = _capped(counts, reports / seen * worth, chance.both(reports, 1 / spread))
        reports = PRIOR + float(self._fade @ used)
        return Level(reports / seen, reports)

    def _scatter(self, kind: str, rhythm: Rhythm, worth: Numbers) -> tuple[float, float]:
        """Return how much a category scatters beyond chance from hour to hour and from day to day."""
        counts = self._hours[kind]
        level = counts.sum() / max(1e-9, worth.sum())
        shares = rhythm.hours.get(self._layout.group(kind)) or rhythm.hours[ANY]
        of_hours = np.array([shares[is_free(day, self._closed)] for day in self._dates])
        hour = _beyond(counts.ravel(), (level * worth[:, None] * of_hours).ravel(), SPREAD_HOUR)
        return hour, _beyond(counts.sum(axis=1), level * worth, SPREAD_DAY)


def _shares(counts: Numbers, free: NDArray[np.bool_], towards: Shares | None) -> Shares:
    """Return the shares of the hours of working and of free days, drawn towards those of the city, or towards even ones."""
    found = []
    for number, chosen in enumerate((~free, free)):
        given = np.array(towards[number]) if towards else np.full(24, 1 / 24)
        of_hours = counts[chosen].sum(axis=0) + HOURS_PRIOR * given
        found.append(tuple(float(share) for share in of_hours / of_hours.sum()))
    return found[0], found[1]


def _capped(counts: Numbers, means: Numbers, shape: float) -> Numbers:
    """Return the counts, those that chance hardly explains as the highest that it does."""
    used = counts.copy()
    for number in np.flatnonzero(counts > means + 2 * np.sqrt(means)):
        used[number] = min(counts[number], max(1, chance.quantile(CAP, float(means[number]), shape)))
    return used


def _beyond(counts: Numbers, means: Numbers, assumed: float) -> float:
    """Return the relative variance beyond chance of counts around their means, drawn towards what is assumed."""
    used = _capped(counts, means, 1 / assumed)
    found = float(((used - means) ** 2 - means).sum()) + SPREAD_PRIOR * assumed
    return max(LEAST_SPREAD, found / (float((means**2).sum()) + SPREAD_PRIOR))
