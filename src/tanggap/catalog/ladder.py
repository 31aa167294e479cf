"""The escalation ladder of a policy, as data: who hears when how much of the promised time is left, and when they are told of it.

Pure: each function is handed its instants. Shares are per cent of the promised time that are left; negative ones are over.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

ANSWER, VERIFY, RESOLVE = "answer", "verify", "resolve"
PROMISES = (ANSWER, VERIFY, RESOLVE)
TOLD = ("officer", "supervisor", "leader")
MOST_RUNGS = 30  # a bit of Report.steps_told each


@dataclass(frozen=True, slots=True)
class Rung:
    """A step: at `share` of `promise` the holder of the role `tell` hears of it.

    In the unit that answers for the report; in the area office of `level` around its place; or in the unit `unit`.
    """

    share: int
    tell: str
    promise: str = RESOLVE
    level: str = ""
    unit: str = ""

    @property
    def is_own(self) -> bool:
        """Return whether it stays in the unit that answers for the report."""
        return not self.level and not self.unit


@dataclass(frozen=True, slots=True)
class Escalation:
    """The ladder of a policy, latest shares last.

    Notices wait for the end of a window of `digest_minutes` and, between the two times of `quiet` on the city's wall clock, for the
    later one; an urgent policy has neither. What nobody acknowledges within `acknowledge_minutes` goes one rung up.
    """

    rungs: tuple[Rung, ...] = ()
    digest_minutes: int = 60
    acknowledge_minutes: int = 240
    quiet: tuple[time, time] | None = None

    def told_at(self, at: datetime, zone: ZoneInfo) -> datetime:
        """Return when (UTC) somebody hears of what happened at `at`."""
        at = at.astimezone(UTC)
        if self.digest_minutes:
            at = window_end(at, self.digest_minutes)
        return self._after_quiet(at, zone)

    def _after_quiet(self, at: datetime, zone: ZoneInfo) -> datetime:
        if self.quiet is None:
            return at
        begin, end = self.quiet
        wall = at.astimezone(zone)
        is_quiet = begin <= wall.time() < end if begin < end else wall.time() >= begin or wall.time() < end
        if not is_quiet:
            return at
        day = wall.date() + timedelta(days=1) if begin > end and wall.time() >= begin else wall.date()
        return max(at, datetime.combine(day, end, zone).astimezone(UTC))


@dataclass(frozen=True, slots=True)
class Extension:
    """How far a promise may be put off: by the unit's people `times` times, `days` days in all; by who supervises, `most_days`."""

    times: int = 2
    days: int = 14
    most_days: int = 90


@dataclass(frozen=True, slots=True)
class Rules:
    """What a policy says besides its minutes."""

    escalation: Escalation = field(default_factory=Escalation)
    extension: Extension = field(default_factory=Extension)


def window_end(at: datetime, minutes: int) -> datetime:
    """Return the end of the window of `minutes` (a divisor of a day, UTC) in which `at` lies; what lies on an end is told then."""
    day = at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    windows = -((day - at) // timedelta(minutes=minutes))
    return day + windows * timedelta(minutes=minutes)


def read(escalation: dict[str, Any], extension: dict[str, Any]) -> Rules:
    """Return the rules that a policy's two JSON columns hold."""
    quiet = escalation.get("quiet")
    return Rules(
        Escalation(
            rungs=tuple(Rung(**rung) for rung in escalation.get("ladder", ())),
            digest_minutes=escalation.get("digest_minutes", 60),
            acknowledge_minutes=escalation.get("acknowledge_minutes", 240),
            quiet=(time.fromisoformat(quiet[0]), time.fromisoformat(quiet[1])) if quiet else None,
        ),
        Extension(**extension),
    )
