"""What may be tried: who works when, what is taken up first, how long, and what comes besides. Frozen, and storable as JSON."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from tanggap.staffing.words import Goal, Priority

MOST_STAFF = 500
MOST_DAYS = 366
MOST_RUNS = 500
MOST_STORM = 100_000
MOST_REPORTS = 3_000_000  # of all runs together: what one call may cost


@dataclass(frozen=True, slots=True)
class Shift:
    """So many people from `begin` to `end` (minutes of the local day; an `end` not after `begin` is on the next day) on `weekdays`.

    Weekdays count from Monday = 0. On holidays nobody comes unless `on_holidays`.
    """

    staff: int
    begin: int
    end: int
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4)
    on_holidays: bool = False

    @property
    def minutes(self) -> int:
        """Return how long the shift is, in minutes (1440 when it ends as it begins: a whole day)."""
        return (self.end - self.begin - 1) % 1440 + 1

    @property
    def hours_a_week(self) -> float:
        """Return the paid hours of an ordinary week, of all its people."""
        return self.staff * self.minutes / 60 * len(self.weekdays)


@dataclass(frozen=True, slots=True)
class Policy:
    """Who works, and in which order. `reserved` of the people on duty take first answers alone.

    `presence` overrides the share of working days on which people are there; None keeps the fitted one.
    """

    shifts: tuple[Shift, ...]
    priority: Priority = Priority.FIFO
    reserved: int = 0
    presence: float | None = None

    @property
    def staff(self) -> int:
        """Return how many people there are in all shifts."""
        return sum(shift.staff for shift in self.shifts)

    @property
    def hours_a_week(self) -> float:
        """Return the paid hours of an ordinary week."""
        return sum(shift.hours_a_week for shift in self.shifts)


@dataclass(frozen=True, slots=True)
class Storm:
    """Extra reports on one day, all of them within `hours` from `begin` (minutes of the local day)."""

    on: date
    reports: int
    begin: int = 360
    hours: float = 12.0


@dataclass(frozen=True, slots=True)
class Demand:
    """What comes besides the usual: arrivals times `growth` (1.1 is a tenth more), and storms."""

    growth: float = 1.0
    storms: tuple[Storm, ...] = ()


@dataclass(frozen=True, slots=True)
class Period:
    """The days that are simulated, from midnight of `first` in the city's zone."""

    first: date
    days: int


@dataclass(frozen=True, slots=True)
class Target:
    """A share that is to be reached, with which confidence (share of the simulated futures in which it is)."""

    goal: Goal
    share: float
    confidence: float = 0.95


def check(policy: Policy, period: Period, demand: Demand, *, runs: int) -> dict[str, str]:
    """Return what is wrong, by field (`shifts.0.staff`, `period.days`, `demand.storms.0.reports` …), as sentences; empty for nothing."""
    raise NotImplementedError


def dump(policy: Policy) -> dict[str, Any]:
    """Return a policy as JSON values."""
    raise NotImplementedError


def load(kept: dict[str, Any]) -> Policy:
    """Return the policy that `dump` wrote. Raises KeyError, ValueError for anything else."""
    raise NotImplementedError
