"""The one clock: every instant of the product is UTC and comes from here."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings

_simulated: ContextVar[datetime | None] = ContextVar("simulated_instant", default=None)


def now() -> datetime:
    """Return the present instant (UTC, aware), or the simulated one inside `at`."""
    return _simulated.get() or datetime.now(UTC)


@contextmanager
def at(instant: datetime) -> Iterator[None]:
    """Let `now` answer `instant` in this context: the demo city and imports of history live through it."""
    if instant.tzinfo is None:
        raise ValueError("a simulated instant needs a zone")
    token = _simulated.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _simulated.reset(token)


def city_zone() -> ZoneInfo:
    """Return the zone in which the city lives (`time_zone` of its pack)."""
    return ZoneInfo(settings.TIME_ZONE)


def local(instant: datetime) -> datetime:
    """Return `instant` on the city's wall clock: the one local-time function under pages, exports and rollups."""
    return instant.astimezone(city_zone())


def midnight(day: date) -> datetime:
    """Return the instant (UTC) at which a local day of the city begins."""
    return datetime(day.year, day.month, day.day, tzinfo=city_zone()).astimezone(UTC)
