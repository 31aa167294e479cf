"""The arithmetic of limits: from when to when time runs. Pure, but for `promise`: each function is handed its instants, hours and holidays.

A limit runs day and night, or in working time: the office hours of the days on which the offices are open. A pause (a question to
the reporter, a claim under verification) stops either. Instants are aware and come back in UTC.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tanggap.catalog import queries
from tanggap.catalog.hours import Hours, Season, office_hours, seasons
from tanggap.core.clock import city_zone

Span = tuple[datetime, datetime]
END_OF_TIME = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """When the offices work, on the wall clock of `zone`.

    `hours` holds seven days, Monday first, None for a free one; `seasons` have hours of their own (Ramadan); `closed` are holidays;
    `opened` are free days that are worked all the same, with the hours of the first working weekday.
    """

    zone: ZoneInfo
    hours: Hours
    closed: frozenset[date] = field(default_factory=frozenset)
    opened: frozenset[date] = field(default_factory=frozenset)
    seasons: tuple[Season, ...] = ()

    def __post_init__(self) -> None:
        if len(self.hours) != 7 or not any(self.hours):
            raise ValueError("office hours need seven days, at least one of them worked")

    def span(self, day: date) -> Span | None:
        """Return when (UTC) the offices are open on `day`, or None."""
        hours = next((season.hours for season in self.seasons if season.first <= day <= season.last), self.hours)
        wall = hours[day.weekday()]
        if day in self.opened:
            wall = wall or next(worked for worked in hours if worked)
        elif day in self.closed:
            return None
        if wall is None:
            return None
        begin, end = (datetime.combine(day, at, self.zone).astimezone(UTC) for at in wall)
        return (begin, end) if begin < end else None

    def spans_back(self, end: datetime) -> Iterator[Span]:
        """Yield the open spans (UTC) before an instant, the latest first, back to the beginning of the calendar."""
        day = end.astimezone(self.zone).date()
        while day > date.min:
            span = self.span(day)
            if span and span[0] < end:
                yield span[0], min(span[1], end)
            day -= timedelta(days=1)

    def spans(self, start: datetime, end: datetime) -> Iterator[Span]:
        """Yield the open spans (UTC) between two instants, in order."""
        day = start.astimezone(self.zone).date()
        last = end.astimezone(self.zone).date() if end < END_OF_TIME else date.max
        while day <= last:
            span = self.span(day)
            if span and span[1] > start and span[0] < end:
                yield max(span[0], start), min(span[1], end)
            if day == date.max:
                return
            day += timedelta(days=1)


def promise(policy: queries.PolicyRow, minutes: int, at: datetime) -> datetime:
    """Return when `minutes` promised by `policy` at `at` have run out, by the city's hours and calendar where it counts working time."""
    return due(at, minutes, working=working_of(policy))


def working_time() -> WorkingTime:
    """Return the working time of the city that this installation serves."""
    calendar = queries.calendar()
    return WorkingTime(city_zone(), office_hours(), calendar.closed, calendar.opened, seasons())


def working_of(policy: queries.PolicyRow) -> WorkingTime | None:
    """Return the working time in which `policy` counts, None for one that runs day and night."""
    return working_time() if policy.is_working_time else None


def due(start: datetime, minutes: int, *, working: WorkingTime | None = None, pauses: Iterable[Span] = ()) -> datetime:
    """Return when `minutes` that begin to run at `start` have run out; in working time when `working` is given. Raises ValueError."""
    if minutes < 0:
        raise ValueError("a limit cannot be negative")
    return _forward(start, timedelta(minutes=minutes), working, pauses)


def shifted(at: datetime, by: timedelta, *, working: WorkingTime | None = None) -> datetime:
    """Return the instant from which to `at` (or, for a negative `by`, to which from `at`) exactly so much time runs: `at` moved by `by`."""
    return _forward(at, by, working, ()) if by >= timedelta() else _backward(at, -by, working)


def resumed(due_at: datetime, paused_at: datetime, at: datetime, *, working: WorkingTime | None = None) -> datetime:
    """Return when a limit that stood still from `paused_at` until `at` is due: as much time is left, or over, as when it was paused.

    An office that closes meanwhile gives nothing back: a pause over a night costs a limit in working time nothing.
    """
    if at <= paused_at:
        return _utc(due_at)
    return shifted(at, left(paused_at, due_at, working=working), working=working)


def left(at: datetime, due_at: datetime, *, working: WorkingTime | None = None) -> timedelta:
    """Return how much time runs from `at` until `due_at`; negative when it is over."""
    if due_at >= at:
        return elapsed(at, due_at, working=working)
    return -elapsed(due_at, at, working=working)


def share_left(at: datetime, due_at: datetime, minutes: int, *, working: WorkingTime | None = None) -> float:
    """Return which part of a limit of `minutes` is left at `at`, in per cent: 100 at its start, 0 when due, negative after it."""
    return left(at, due_at, working=working) / timedelta(minutes=minutes) * 100


def share_at(due_at: datetime, minutes: int, share: int, *, working: WorkingTime | None = None) -> datetime:
    """Return when `share` per cent of a limit of `minutes` are left (negative: are over), given when it is due."""
    return shifted(due_at, -timedelta(minutes=minutes) * share / 100, working=working)


def day_end(day: date, *, zone: ZoneInfo, working: WorkingTime | None = None) -> datetime:
    """Return the last instant (UTC) of a promised day: when the offices close on it, or on the last day before that they work on.

    A limit that runs day and night ends with the day itself, a minute before midnight.
    """
    midnight = datetime.combine(day + timedelta(days=1), time(0), zone).astimezone(UTC)
    if working is None:
        return midnight - timedelta(minutes=1)
    return next(end for _begin, end in working.spans_back(midnight))


def _forward(start: datetime, left: timedelta, working: WorkingTime | None, pauses: Iterable[Span]) -> datetime:
    at = _utc(start)
    for begin, end in _running(at, END_OF_TIME, working, pauses):
        if left <= end - begin:
            return begin + left if left else at
        left -= end - begin
    raise ValueError("the limit never runs out")


def _backward(end: datetime, left: timedelta, working: WorkingTime | None) -> datetime:
    at = _utc(end)
    if working is None or not left:
        return at - left
    for begin, stop in working.spans_back(at):
        if left <= stop - begin:
            return stop - left
        left -= stop - begin
    raise ValueError("the limit never began")


def elapsed(
    start: datetime, end: datetime, *, working: WorkingTime | None = None, pauses: Iterable[Span] = ()
) -> timedelta:
    """Return how much time has run from `start` to `end`, zero when `end` is not after it."""
    spans = _running(_utc(start), _utc(end), working, pauses)
    return sum((stop - begin for begin, stop in spans), timedelta())


def elapsed_minutes(
    start: datetime, end: datetime, *, working: WorkingTime | None = None, pauses: Iterable[Span] = ()
) -> float:
    """Return `elapsed` in minutes."""
    return elapsed(start, end, working=working, pauses=pauses) / timedelta(minutes=1)


def _running(start: datetime, end: datetime, working: WorkingTime | None, pauses: Iterable[Span]) -> Iterator[Span]:
    """Yield the spans between two instants in which the clock runs, in order, none empty."""
    stopped = _merged(pauses)
    spans: Iterable[Span] = working.spans(start, end) if working else [(start, end)]
    for begin, stop in spans:
        for pause_begin, pause_end in stopped:
            if pause_end <= begin or pause_begin >= stop:
                continue
            if pause_begin > begin:
                yield begin, pause_begin
            begin = pause_end
            if begin >= stop:
                break
        if begin < stop:
            yield begin, stop


def _merged(pauses: Iterable[Span]) -> list[Span]:
    """Return the pauses in order, those that touch joined, those that end before they begin left out."""
    merged: list[Span] = []
    for begin, end in sorted((_utc(begin), _utc(end)) for begin, end in pauses):
        if begin >= end:
            continue
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((begin, end))
    return merged


def _utc(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError("an instant needs a zone")
    return instant.astimezone(UTC)
