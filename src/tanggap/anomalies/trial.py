"""Simulated cities with floods planted in them: how soon alarms find them, and how often an alarm is raised for nothing.

A city's reports come by an hour's, a weekday's and a season's rhythm, and scatter more than by chance: each day is busier or quieter
(`DAY_SPREAD`), each kind on each day too (`KIND_SPREAD`), and one report in twenty is followed by up to three more of the same thing within
two hours, as people tell what their neighbours told already. None of that is known to the method, which learns from the reports alone.
A flood adds reports of one kind in one district over three hours, most in the first. Pure: from a seed alone.
"""

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

import numpy as np

from tanggap.anomalies import course, finding, usual
from tanggap.anomalies.cells import Layout
from tanggap.anomalies.course import Running
from tanggap.anomalies.finding import LENGTHS, Base, Finding
from tanggap.anomalies.usual import DAYS, GAP_DAYS, Counted, Usual
from tanggap.anomalies.words import ANY, CITY

STEP = timedelta(minutes=5)
DAY_SPREAD, KIND_SPREAD = 0.15, 0.3
FOLLOWED, MOST_FOLLOWERS = 0.05, 3
FLOOD_HOURS = 3.0
DISTRICTS, OF_DISTRICT, SUBDISTRICTS, GROUPS, LEAVES = 6, 7, 6, 12, 5
URGENT = frozenset(f"g{group}.0" for group in range(8))
"""8 of 60 kinds are a danger to people, as 9 of 71 in the first city's pack."""
HOURS = (.2, .1, .1, .1, .2, .5, 1, 1.6, 2, 2.2, 2.2, 2, 1.7, 1.7, 1.7, 1.6, 1.5, 1.3, 1.1, 1.1, 1, .8, .5, .3)  # fmt: skip
WEEKDAYS = (1.1, 1.1, 1.05, 1.05, 1.0, 0.9, 0.8)
FIRST = datetime(2025, 1, 6, tzinfo=UTC)


class Receipt(NamedTuple):
    """A report as it counts."""

    at: datetime
    area: str
    category: str


class Flood(NamedTuple):
    """Reports that were added: of one kind, in one district, `size` of them from `at` on."""

    at: datetime
    area: str
    category: str
    size: int


@dataclass(frozen=True, slots=True)
class Raised:
    """An alarm as the trial saw it."""

    at: datetime
    areas: tuple[str, ...]
    category: str
    span: timedelta
    reports: int
    mean: float


def layout() -> Layout:
    """Return a city of 6 × 7 districts with six sub-districts each, and twelve groups of five kinds."""
    areas: dict[str, tuple[str, ...]] = {CITY: (CITY,)}
    touching: set[tuple[str, str]] = set()
    for part in range(DISTRICTS):
        areas[f"a{part}"] = (CITY, f"a{part}")
        for number in range(OF_DISTRICT):
            code = f"a{part}.{number}"
            areas[code] = (CITY, f"a{part}", code)
            if number:
                touching |= {(code, f"a{part}.{number - 1}"), (f"a{part}.{number - 1}", code)}
            areas |= {f"{code}.{low}": (CITY, f"a{part}", code) for low in range(SUBDISTRICTS)}
    kinds: dict[str, tuple[str, ...]] = {ANY: (ANY,)}
    for group in range(GROUPS):
        kinds[f"g{group}"] = (ANY, f"g{group}")
        kinds |= {f"g{group}.{leaf}": (ANY, f"g{group}", f"g{group}.{leaf}") for leaf in range(LEAVES)}
    return Layout(areas, kinds, frozenset(touching), URGENT)


def city(per_day: float, days: int, seed: int) -> list[Receipt]:
    """Return the reports of a city without floods, in order."""
    luck = np.random.default_rng(seed)
    leaves = [code for code in layout().areas if code.count(".") == 2]
    kinds = [code for code in layout().kinds if "." in code]
    of_area = luck.dirichlet(np.full(len(leaves), 2.0))
    of_kind = np.array([1 / (rank + 3) for rank in range(len(kinds))])
    of_kind = luck.permutation(of_kind / of_kind.sum())
    hours = np.array(HOURS) / sum(HOURS)
    found: list[Receipt] = []
    for number in range(days):
        day = FIRST + timedelta(days=number)
        busy = WEEKDAYS[day.weekday()] * (1 + 0.2 * math.sin(number / 58)) * luck.lognormal(0, DAY_SPREAD)
        today = of_kind * luck.lognormal(0, KIND_SPREAD, len(kinds))
        count = int(luck.poisson(per_day / 1.1 * busy * float(today.sum())))
        ats = luck.choice(24, count, p=hours) * 3600 + luck.integers(0, 3600, count)
        picked = luck.choice(len(kinds), count, p=today / today.sum())
        where = luck.choice(len(leaves), count, p=of_area)
        for second, kind, area in zip(ats, picked, where, strict=True):
            first = Receipt(day + timedelta(seconds=int(second)), leaves[area], kinds[kind])
            found.append(first)
            if luck.random() < FOLLOWED:
                more = luck.integers(1, MOST_FOLLOWERS + 1)
                found += [
                    first._replace(at=first.at + timedelta(seconds=int(s))) for s in luck.integers(60, 7200, more)
                ]
    return sorted(found)


def floods(
    sizes: Sequence[int], first: datetime, days: int, seed: int, each: int, *, of: Collection[str] = ()
) -> list[Flood]:
    """Return `each` floods of each of `sizes`, spread over `days` days, at any hour and district, `of` some kinds or (empty) of any."""
    luck = np.random.default_rng(seed + 1)
    districts = [code for code in layout().areas if code.count(".") == 1]
    kinds = sorted(of) or [code for code in layout().kinds if "." in code]
    wanted = luck.permutation([size for size in sizes for _ in range(each)])
    gap = timedelta(days=days) / max(1, len(wanted))
    return [
        Flood(first + gap * (number + float(luck.random()) * 0.5), str(luck.choice(districts)), str(luck.choice(kinds)), int(size))
        for number, size in enumerate(wanted)
    ]  # fmt: skip


def reports_of(flood: Flood, seed: int) -> list[Receipt]:
    """Return the reports of a flood: most come in its first hour, the last within three."""
    luck = np.random.default_rng([seed, int(flood.at.timestamp())])
    after = np.sort(luck.beta(1.2, 3.0, flood.size)) * FLOOD_HOURS * 3600
    lows = luck.choice(SUBDISTRICTS, flood.size, p=np.array([8, 4, 2, 1, 1, 1]) / 17)
    return [
        Receipt(flood.at + timedelta(seconds=float(second)), f"{flood.area}.{low}", flood.category)
        for second, low in zip(after, lows, strict=True)
    ]


class Watched:
    """A history as the product would have watched it: learnt each so many days, looked at in steps. Instants are those of a wall clock."""

    def __init__(
        self, receipts: Sequence[Receipt], plan: Layout, *, closed: Collection[date] = frozenset(), learn_days: int = 7
    ) -> None:
        self._receipts, self._layout, self._closed = receipts, plan, closed
        self._ats = [one.at for one in receipts]
        self._learn_every = timedelta(days=learn_days)

    def learn(self, now: datetime) -> Usual | None:
        """Return what was usual by what had come before `now`."""
        until = now.date() - timedelta(days=GAP_DAYS)
        start = max(until - timedelta(days=DAYS), self._ats[0].date())
        low, high = (bisect_left(self._ats, _midnight(day)) for day in (start, until))
        counts = Counter((one.at.date(), one.at.hour, one.area, one.category) for one in self._receipts[low:high])
        rows = [Counted(*key, number) for key, number in counts.items()]
        learnt = usual.learn(rows, first=start, days=(until - start).days, layout=self._layout, closed=self._closed)
        return Usual(*learnt, self._layout, ZoneInfo("UTC"), self._closed) if learnt else None

    def alarms(self, first: datetime, last: datetime) -> Iterator[Raised]:
        """Yield the alarms that would have been raised between two instants, in order. Where nothing came nothing is looked at."""
        windows = {length: _Sliding(self._receipts, self._ats, length.span) for length in LENGTHS}
        turns = dict.fromkeys(LENGTHS, -1)
        running: list[Running] = []
        known, learnt_at = self.learn(first), first
        for now in self._steps(first, last):
            if now - learnt_at >= self._learn_every:
                known, learnt_at = self.learn(now), now
            due = [length for length in LENGTHS if finding.turn(length, now) > turns[length]]
            turns |= {length: finding.turn(length, now) for length in due}
            if known:
                found = finding.all_lengths(
                    {one.span: windows[one].move(now) for one in due}, known, now, LENGTHS, running
                )
                yield from self._carry_on(found, running, now)

    def _steps(self, first: datetime, last: datetime) -> Iterator[datetime]:
        """Yield the ends of those steps in which reports came."""
        before = first
        for at in self._ats[bisect_left(self._ats, first) : bisect_left(self._ats, last)]:
            now = first + STEP * ((at - first) // STEP + 1)
            if now > before:
                yield now
                before = now

    def _carry_on(self, found: Sequence[Finding], running: list[Running], now: datetime) -> Iterator[Raised]:
        running[:] = [
            replace(alarm, over_at=now) if alarm.over_at is None and course.is_over(alarm, now) else alarm
            for alarm in running
            if now - alarm.seen_at < LENGTHS[-1].span
        ]
        for one, number in zip(found, course.matched(found, running, now, self._layout), strict=True):
            alarm = Running(one.areas, one.category, one.length, now)
            if number is None:
                running.append(alarm)
                yield Raised(now, one.areas, one.category, one.length.span, one.reports, one.expected.mean)
            else:
                running[number] = alarm


class _Sliding:
    """The counts of the last so many hours, moved on step by step."""

    def __init__(self, receipts: Sequence[Receipt], ats: Sequence[datetime], span: timedelta) -> None:
        self._receipts, self._ats, self._span = receipts, ats, span
        self._low = self._high = -1
        self._counts: Counter[Base] = Counter()

    def move(self, now: datetime) -> Counter[Base]:
        """Return the counts of the span before `now`, later each time."""
        low, high = bisect_left(self._ats, now - self._span), bisect_left(self._ats, now)
        if self._high < 0 or low >= self._high:
            self._low, self._high, self._counts = low, low, Counter()
        for one in self._receipts[self._high : high]:
            self._counts[one.area, one.category] += 1
        for one in self._receipts[self._low : low]:
            self._counts[one.area, one.category] -= 1
        self._low, self._high = low, high
        self._counts += Counter()  # nothing is left of what is no more
        return self._counts


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
