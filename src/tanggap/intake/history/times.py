"""Wall-clock times of another system as instants. What a clock change makes unclear is settled by one rule, and counted.

A time that occurs twice (autumn) is the first of the two, unless the report would then be closed before it was received.
A time that never was (spring) lies as far after the change as it is written after it: 02:23 is 03:23.
"""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from tanggap.intake.history.tables import Cell

TWICE = "time_occurs_twice"
NEVER = "time_never_was"
ISO = "iso"
UNIX = "unix"


class NoTime(Exception):
    """The text is no time in any of the formats that the map names."""


def instant(cell: Cell, *, formats: tuple[str, ...], zone: ZoneInfo, months: dict[str, str]) -> tuple[datetime, str]:
    """Return the instant (UTC) that a cell means, and what was unclear about it (empty, TWICE or NEVER). Raises NoTime."""
    wall = cell if isinstance(cell, datetime) else _read(cell, formats, months)
    if wall.tzinfo is not None:
        return wall.astimezone(UTC), ""
    try:
        first, second = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    except OverflowError:
        raise NoTime from None
    if first == second:
        return first, ""
    return first, TWICE if first < second else NEVER


def later(at: datetime, zone: ZoneInfo) -> datetime:
    """Return the second of the two instants that have the same wall-clock time, `at` being the first."""
    return at.astimezone(zone).replace(fold=1).astimezone(UTC)


def _read(text: str, formats: tuple[str, ...], months: dict[str, str]) -> datetime:
    for ours, theirs in months.items():
        text = text.replace(ours, theirs)
    for form in formats:
        try:
            if form == ISO:
                return datetime.fromisoformat(text)
            if form == UNIX:
                return datetime.fromtimestamp(float(text), UTC)
            return datetime.strptime(text, form)  # noqa: DTZ007  the zone is the map's
        except (ValueError, OverflowError, OSError):
            continue
    raise NoTime
