"""How an alarm goes on: which finding belongs to which alarm, when it is told again, and when it is over. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tanggap.anomalies.cells import Layout
from tanggap.anomalies.finding import Finding, Length, is_about_the_same

QUIET = timedelta(hours=1)  # usual for so long, it is over
AFTERGLOW = timedelta(hours=3)  # what is unusual again so soon is the same alarm, opened again
FAST = timedelta(hours=6)  # what rises within so long is another alarm than what rose over days
GROWN = 4  # times as many reports as when it was told last are told again


@dataclass(frozen=True, slots=True)
class Running:
    """An alarm that was raised, over since `over_at` when that is set."""

    areas: tuple[str, ...]
    category: str
    length: Length
    seen_at: datetime
    over_at: datetime | None = None


def matched(found: Sequence[Finding], running: Sequence[Running], now: datetime, layout: Layout) -> list[int | None]:
    """Return for each finding the number of the alarm that it belongs to; None for a new one.

    One of the very same area is preferred. Of several findings of one alarm the first, which explains most, tells its numbers.
    """
    return [_alarm(one, running, now, layout) for one in found]


def _alarm(one: Finding, running: Sequence[Running], now: datetime, layout: Layout) -> int | None:
    near = [
        number
        for number, alarm in enumerate(running)
        if (alarm.over_at is None or now - alarm.over_at < AFTERGLOW)
        and (alarm.length.span <= FAST) == (one.length.span <= FAST)
        and is_about_the_same(one.areas, one.category, alarm.areas, alarm.category, layout)
    ]
    return min(near, key=lambda number: (not set(one.areas) & set(running[number].areas), number), default=None)


def is_over(alarm: Running, now: datetime) -> bool:
    """Return whether it was usual for long enough; a long span that is seldom looked at is given two looks."""
    return now - alarm.seen_at >= max(QUIET, 2 * alarm.length.every)
