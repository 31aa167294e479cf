"""What is unusual now, and what was: read from few rows, however many reports there are.

queries.current()                                  # open alarms, the worst first
queries.last_hour(now=clock.now())                 # the city's last hour beside the usual
queries.since(yesterday, until=clock.now())        # for the morning's brief
queries.behind(7, staff=leader)                    # the reports of alarm 7
`areas` narrows to alarms that lie in, or take in, one of these codes; None is the whole city.
"""

from collections.abc import Collection
from datetime import datetime

from tanggap.agencies.models import Staff
from tanggap.anomalies.rows import AlarmRow, BehindRow, Hour, MuteRow, Watch
from tanggap.anomalies.words import ANY, CITY

__all__ = [
    "AlarmRow", "BehindRow", "Hour", "MuteRow", "Watch",
    "alarm", "behind", "course", "current", "last_hour", "mutes", "since", "watch",
]  # fmt: skip


def current(*, areas: Collection[str] | None = None, with_muted: bool = False, limit: int = 20) -> list[AlarmRow]:
    """Return the alarms that are not over, the most improbable first; muted ones only when asked for. One statement."""
    raise NotImplementedError


def since(
    instant: datetime, *, until: datetime, areas: Collection[str] | None = None, limit: int = 50
) -> list[AlarmRow]:
    """Return the alarms raised from `instant` to before `until`, latest first, those that are over too. One statement."""
    raise NotImplementedError


def alarm(number: int) -> AlarmRow:
    """Return one alarm. One statement. Raises NotFound."""
    raise NotImplementedError


def behind(number: int, *, staff: Staff, limit: int = 50) -> list[BehindRow]:
    """Return the reports behind an alarm that a person may see, newest first. Three statements at most. Raises NotFound, NotAllowed."""
    raise NotImplementedError


def last_hour(*, now: datetime, area: str = CITY) -> Hour:
    """Return the last sixty minutes before `now` of an area (not a lowest one) beside the usual. At most three statements."""
    raise NotImplementedError


def course(*, now: datetime, area: str = CITY, category: str = ANY, hours: int = 24) -> list[Hour]:
    """Return the last `hours` (at most 48) hours, the present one last and not full, beside the usual. At most three statements."""
    raise NotImplementedError


def mutes(*, now: datetime) -> list[MuteRow]:
    """Return what nobody is told of at present, the one that ends first at the beginning. One statement."""
    raise NotImplementedError


def watch(*, now: datetime) -> Watch:
    """Return how well it is watched. One statement."""
    raise NotImplementedError
