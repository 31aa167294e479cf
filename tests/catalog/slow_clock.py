"""The reference that the clocks are held to: minute by minute, by the wall, as slowly and as plainly as one can count."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tanggap.catalog.clocks import WorkingTime
from tanggap.catalog.hours import Hours, Season

MINUTE = timedelta(minutes=1)
JAKARTA = ZoneInfo("Asia/Jakarta")
BALTIMORE = ZoneInfo("America/New_York")
WEEK: Hours = (*[(time(7, 30), time(16))] * 4, (time(7, 30), time(16, 30)), None, None)
FASTING: Hours = (*[(time(8), time(15))] * 4, (time(8), time(15, 30)), None, None)
RAMADAN = Season(date(2026, 2, 19), date(2026, 3, 20), FASTING)
LEBARAN = frozenset(date(2026, 3, day) for day in (18, 19, 20, 21, 22, 23, 24))
OFFICE = WorkingTime(JAKARTA, WEEK, closed=LEBARAN, opened=frozenset({date(2026, 3, 28)}), seasons=(RAMADAN,))
LONG_DAYS = WorkingTime(BALTIMORE, ((time(0, 30), time(23, 30)),) * 7, closed=frozenset({date(2026, 3, 10)}))
BALTIMORE_OFFICE = WorkingTime(BALTIMORE, (*[(time(8, 30), time(16, 30))] * 5, None, None))
Span = tuple[datetime, datetime]


def runs(minute: datetime, working: WorkingTime | None, pauses: Iterable[Span] = ()) -> bool:
    """Return whether the clock runs in the minute that begins at `minute`."""
    if any(begin <= minute < end for begin, end in pauses):
        return False
    if working is None:
        return True
    wall = minute.astimezone(working.zone)
    day = wall.date()
    hours = working.hours
    for season in working.seasons:
        if season.first <= day <= season.last:
            hours = season.hours
    span = hours[day.weekday()]
    if day in working.opened and span is None:
        span = next(worked for worked in hours if worked)
    if day in working.closed and day not in working.opened:
        span = None
    return span is not None and span[0] <= wall.time() < span[1]


def due(start: datetime, minutes: int, working: WorkingTime | None, pauses: Iterable[Span] = ()) -> datetime:
    """Return the end of the last of `minutes` that run from `start` on."""
    at = start.astimezone(UTC)
    end = at
    while minutes:
        if runs(at, working, pauses):
            minutes, end = minutes - 1, at + MINUTE
        at += MINUTE
    return end


def elapsed(start: datetime, end: datetime, working: WorkingTime | None, pauses: Iterable[Span] = ()) -> int:
    """Return how many minutes run from `start` to `end`."""
    at, counted = start.astimezone(UTC), 0
    while at < end:
        counted += runs(at, working, pauses)
        at += MINUTE
    return counted
