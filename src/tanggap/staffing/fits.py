"""What is known of a unit's work: how reports come, what they take, who is there, and what lies open. Frozen, and storable as JSON."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tanggap.staffing.policies import Shift
from tanggap.staffing.words import Doubt, Source


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with its 95 % interval, from how many cases it comes, and whence."""

    value: float
    low: float
    high: float
    n: int
    source: Source = Source.OWN


@dataclass(frozen=True, slots=True)
class Spread:
    """A lognormal time: its mean in minutes and its coefficient of variation; a mean of 0 takes no time."""

    mean: float
    cv: float
    n: int = 0
    source: Source = Source.OWN


@dataclass(frozen=True, slots=True)
class Kind:
    """Reports with one promise: their share of what comes, and the usual span to each due moment, in wall-clock minutes.

    `code` is the policy's code, `rank` its place by urgency (0 is the most urgent).
    """

    code: str
    share: float
    answer_limit: float
    solve_limit: float
    rank: int = 0
    n: int = 0


@dataclass(frozen=True, slots=True)
class Arrivals:
    """How reports come: `rate` an ordinary day; factors of weekdays (from Monday) and of a holiday; shares of the 24 hours of a day.

    `spread` is the variance of a day divided by its mean (1: by chance alone).
    """

    rate: Estimate
    weekdays: tuple[float, ...]
    holiday: float
    hours: tuple[float, ...]
    spread: float


@dataclass(frozen=True, slots=True)
class Waiting:
    """Reports that lie open at the fit's end: `count` of one kind, received `age` minutes before, answered or not, in whose hands.

    `is_begun`: somebody has taken it up, and the rest of its course needs no queue any more.
    """

    kind: str
    age: float
    is_answered: bool
    is_begun: bool
    count: int = 1


@dataclass(frozen=True, slots=True)
class Fit:
    """A unit's (or several pooled units') work, learned from [`first`, `end`).

    Every report needs a first answer (`answer_hands` minutes of a person, then `answer_delay` minutes that need no hands) and, but for the
    share `leaves` (refused, joined, given to others), work (`solve_hands`, then `solve_delay`). `staff` are the shifts of today, `presence`
    the share of its working days on which somebody is there, `closed` the holidays. `at` is when the period of a forecast begins (UTC).
    """

    units: tuple[str, ...]
    first: date
    end: date
    at: datetime
    zone: str
    n: int
    arrivals: Arrivals
    kinds: tuple[Kind, ...]
    answer_hands: Spread
    answer_delay: Spread
    solve_hands: Spread
    solve_delay: Spread
    leaves: Estimate
    staff: tuple[Shift, ...]
    presence: Estimate
    backlog: tuple[Waiting, ...]
    closed: tuple[date, ...]
    has_answers: bool = True
    doubts: tuple[Doubt, ...] = ()

    @property
    def open(self) -> int:
        """Return how many reports lie open at the fit's end."""
        return sum(one.count for one in self.backlog)

    @property
    def minutes_a_report(self) -> float:
        """Return the minutes of people's hands that an average report takes."""
        return self.answer_hands.mean + (1 - self.leaves.value) * self.solve_hands.mean


def dump(fit: Fit) -> dict[str, Any]:
    """Return a fit as JSON values: kept with a scenario, it gives the same numbers again."""
    raise NotImplementedError


def load(kept: dict[str, Any]) -> Fit:
    """Return the fit that `dump` wrote. Raises KeyError, ValueError for anything else."""
    raise NotImplementedError


def pool(fits: "tuple[Fit, ...]") -> Fit:
    """Return the work of several units as that of one: arrivals, backlog and staff added up, times weighed. Raises ValueError."""
    raise NotImplementedError
