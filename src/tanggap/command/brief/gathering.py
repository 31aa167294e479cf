"""What a brief tells, read once: yesterday beside what is usual, what is late now, where it is worst, what was unusual."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from tanggap.anomalies import queries as anomalies
from tanggap.anomalies.rows import AlarmRow
from tanggap.command import picture, planned
from tanggap.command.board import Board
from tanggap.command.planned import Planned
from tanggap.command.rows import Picture
from tanggap.command.scopes import Scope
from tanggap.core import clock
from tanggap.insight import outlook, statistics
from tanggap.insight.statistics import INDICATORS, Point, Selection

TOLD: Final = ("received", "answered_in_six", "closures", "backlog")
WEEKS: Final = 8
LEAST_WEEKS: Final = 4
COURSE_DAYS: Final = 28
NIGHT: Final = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Number:
    """One number of yesterday beside the same weekday of the last eight weeks: its `low` to `high` there.

    `value` is None where there are too few cases to tell it; `low` and `high` are None where fewer than four such days are known.
    `verdict` is `more`, `less` or `usual`, empty where there is nothing to compare with.
    """

    code: str
    value: float | None
    low: float | None
    high: float | None

    @property
    def verdict(self) -> str:
        """Return whether it lies outside of what the last eight such weekdays were."""
        if self.value is None or self.low is None or self.high is None:
            return ""
        return "more" if self.value > self.high else "less" if self.value < self.low else "usual"

    @property
    def is_better(self) -> bool | None:
        """Return whether a value outside is a good one; None where neither way is."""
        good = INDICATORS[self.code].good
        if self.verdict not in ("more", "less") or good is None:
            return None
        return (self.verdict == "more") == (good == "up")


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a brief of `day`'s morning tells of a scope as it stood at `at`; `yesterday` is the last full local day.

    `course` are the reports received on each of the last 28 days, `coming` how many are expected today, low and high (None: not known).
    """

    scope: Scope
    day: date
    at: datetime
    numbers: tuple[Number, ...]
    course: tuple[Point, ...]
    picture: Picture
    alarms: tuple[AlarmRow, ...]
    planned: Planned
    coming: tuple[float, float, float] | None

    @property
    def yesterday(self) -> date:
        """Return the day that the numbers are about."""
        return self.day - timedelta(days=1)

    @property
    def open_alarms(self) -> tuple[AlarmRow, ...]:
        """Return what is still unusual."""
        return tuple(row for row in self.alarms if row.over_at is None)

    @property
    def is_empty(self) -> bool:
        """Return whether there is nothing to tell: nothing came, nothing is open, nothing is planned."""
        came = any(one.value for one in self.numbers if one.code in ("received", "closures"))
        return not (came or self.picture.totals.open or self.picture.totals.planned or self.alarms)


def gather(scope: Scope, *, day: date, now: datetime, whole: Board | None = None) -> Gathered:
    """Return what the brief of a local `day` tells of a scope, with what is late measured at `now`. A fixed number of statements.

    `whole` is the city's board at `now`, where briefs of several scopes are cut from one.
    """
    yesterday = day - timedelta(days=1)
    numbers, course = _numbers(scope, yesterday)
    areas = scope.areas()
    return Gathered(
        scope=scope,
        day=day,
        at=now,
        numbers=numbers,
        course=course,
        picture=picture.cut(whole, scope) if whole else picture.draw(scope, now=now),
        alarms=tuple(anomalies.since(now - NIGHT, until=now, areas=areas)) if not scope.unit else (),
        planned=planned.of(scope, now=now),
        coming=_coming(scope, day),
    )


def _numbers(scope: Scope, yesterday: date) -> tuple[tuple[Number, ...], tuple[Point, ...]]:
    selection = Selection(yesterday - timedelta(days=7 * WEEKS), yesterday, area=scope.area, unit=scope.unit)
    courses = {code: statistics.series(selection, code, "day") for code in TOLD}
    return tuple(_number(code, courses[code]) for code in TOLD), tuple(courses["received"][-COURSE_DAYS:])


def _number(code: str, course: Sequence[Point]) -> Number:
    now, such = course[-1], [one.value for one in course[-8::-7] if one.value is not None]
    is_known = len(such) >= LEAST_WEEKS and any(such)
    return Number(code, now.value, min(such) if is_known else None, max(such) if is_known else None)


def _coming(scope: Scope, day: date) -> tuple[float, float, float] | None:
    if scope.area:
        return None  # the outlook is of the city and of each unit
    found = outlook.outlooks([scope.unit or outlook.CITY]).get(scope.unit or outlook.CITY)
    return found.coming(day, days=1) if found else None


def today() -> date:
    """Return the city's present day."""
    return clock.local(clock.now()).date()
