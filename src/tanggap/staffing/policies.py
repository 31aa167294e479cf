"""What may be tried: who works when, what is taken up first, how long, and what comes besides. Frozen, and storable as JSON."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tanggap.staffing.words import Goal, Priority

MOST_STAFF = 500
MOST_GROWTH = 10.0
LEAST_RUNS = 2  # one run has no interval
MOST_DAYS = 366
MOST_RUNS = 500
MOST_STORM = 100_000
MOST_REPORTS = 3_000_000  # of all runs together: what one call may cost
DAY = 1440
Wrong = Iterator[tuple[str, str | Promise]]


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


def dump(policy: Policy) -> dict[str, Any]:
    """Return a policy as JSON values."""
    kept: dict[str, Any] = json.loads(json.dumps(asdict(policy)))
    return kept


def load(kept: dict[str, Any]) -> Policy:
    """Return the policy that `dump` wrote. Raises KeyError, TypeError or ValueError for anything else."""
    shifts = tuple(shift(row) for row in kept["shifts"])
    return Policy(shifts, Priority(kept["priority"]), int(kept["reserved"]), kept["presence"])


def shift(row: dict[str, Any]) -> Shift:
    """Return the shift of JSON values. Raises KeyError, TypeError or ValueError."""
    return Shift(**{**row, "weekdays": tuple(int(day) for day in row["weekdays"])})


def check(policy: Policy, period: Period, demand: Demand, *, runs: int) -> dict[str, str | Promise]:
    """Return what is wrong, by field (`shifts.0.staff`, `period.days`, `demand.storms.0.reports` …), as sentences; empty for nothing.

    A policy without people is possible: it answers nothing.
    """
    return dict([*_policy(policy), *_period(period, runs), *_demand(demand, period)])


def check_target(target: Target) -> dict[str, str | Promise]:
    """Return what is wrong with a target, by field; empty for nothing."""
    wanted = {"target.share": target.share, "target.confidence": target.confidence}
    return {name: _("Enter a share between 0 and 100 %.") for name, share in wanted.items() if not 0 < share <= 1}


def _policy(policy: Policy) -> Wrong:
    for number, shift in enumerate(policy.shifts):
        for name, message in _shift(shift):
            yield f"shifts.{number}.{name}", message
    if policy.staff > MOST_STAFF:
        yield "shifts", _("All shifts together have more people than can be tried; enter at most 500.")
    if policy.reserved < 0:
        yield "reserved", _("Enter how many people are kept for first answers: 0 or more.")
    if policy.presence is not None and not 0 < policy.presence <= 1:
        yield "presence", _("Enter on which share of their days people are there: more than 0, at most 100 %.")


def _shift(shift: Shift) -> Wrong:
    if not 0 <= shift.staff <= MOST_STAFF:
        yield "staff", _("Enter a whole number of people from 0 to 500.")
    if not 0 <= shift.begin < DAY:
        yield "begin", _("Enter a time of the day, such as 07:30.")
    if not 0 <= shift.end <= DAY:
        yield "end", _("Enter a time of the day, such as 16:00.")
    if not shift.weekdays or set(shift.weekdays) - set(range(7)):
        yield "weekdays", _("Choose at least one day of the week.")


def _period(period: Period, runs: int) -> Wrong:
    if not 1 <= period.days <= MOST_DAYS:
        yield "period.days", _("Choose a period of 1 to 366 days.")
    if not LEAST_RUNS <= runs <= MOST_RUNS:
        yield "runs", _("Choose 2 to 500 runs.")


def _demand(demand: Demand, period: Period) -> Wrong:
    if not 0 <= demand.growth <= MOST_GROWTH:
        yield "demand.growth", _("Enter by how much more comes in, as a factor from 0 to 10.")
    for number, storm in enumerate(demand.storms):
        for name, message in _storm(storm, period):
            yield f"demand.storms.{number}.{name}", message


def _storm(storm: Storm, period: Period) -> Wrong:
    if not 0 < storm.reports <= MOST_STORM:
        yield "reports", _("Enter how many reports the storm brings: 1 to 100,000.")
    if not 0 <= (storm.on - period.first).days < period.days:
        yield "on", _("Choose a day within the period.")
    if not (0 <= storm.begin < DAY and 0 < storm.hours <= 24):
        yield "hours", _("Enter when the storm begins, and how long it lasts: up to 24 hours.")
