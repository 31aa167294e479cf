"""When a counter is open: its channel's own hours, else the office hours of the city; on a holiday neither."""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from tanggap.catalog import clocks
from tanggap.catalog import queries as catalog
from tanggap.catalog.clocks import WorkingTime
from tanggap.catalog.hours import Hours
from tanggap.catalog.queries import ChannelRow
from tanggap.core import clock

AHEAD_DAYS = 30


@dataclass(frozen=True, slots=True)
class Spell:
    """Weekdays that follow each other (0 is Monday) with the same hours, on the city's wall clock."""

    first: int
    last: int
    begin: time
    end: time


@dataclass(frozen=True, slots=True)
class Opening:
    """A counter's usual week, and now: `until` is when it closes, None while it is closed; `next` when it opens, None while it is open."""

    spells: tuple[Spell, ...]
    until: datetime | None
    next: datetime | None

    @property
    def is_open(self) -> bool:
        """Return whether the counter is open now."""
        return self.until is not None


def opening(channel: ChannelRow, *, now: datetime | None = None) -> Opening:
    """Return when the counter of a walk-in channel is open. No statement while the calendar is at hand."""
    now = now or clock.now()
    times = kept(channel)
    day = now.astimezone(times.zone).date()
    spans = [span for n in range(AHEAD_DAYS) if (span := times.span(day + timedelta(days=n)))]
    coming = next((span for span in spans if span[1] > now), None)
    is_open = coming is not None and coming[0] <= now
    return Opening(
        spells(times.hours),
        until=coming[1] if coming and is_open else None,
        next=coming[0] if coming and not is_open else None,
    )


def told() -> list[ChannelRow]:
    """Return the counters to which people are sent: of every unit of a level, or of one unit with hours of its own."""
    return [row for row in catalog.channels() if row.is_walk_in and (row.unit_level or row.hours)]


def kept(channel: ChannelRow) -> WorkingTime:
    """Return the working time of a channel's counter. Hours of its own hold in every season."""
    offices = clocks.working_time()
    return offices if channel.hours is None else replace(offices, hours=channel.hours, seasons=())


def spells(hours: Hours) -> tuple[Spell, ...]:
    """Return a week's hours, days that follow each other with the same hours together."""
    found: list[Spell] = []
    for day, span in enumerate(hours):
        if span is None:
            continue
        last = found[-1] if found else None
        if last and last.last == day - 1 and (last.begin, last.end) == span:
            found[-1] = replace(last, last=day)
        else:
            found.append(Spell(day, day, *span))
    return tuple(found)
