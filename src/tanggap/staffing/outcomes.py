"""What a simulation tells, with how sure it is."""

from dataclasses import dataclass
from datetime import date

from tanggap.staffing.policies import Policy, Target
from tanggap.staffing.words import Doubt, Goal


@dataclass(frozen=True, slots=True)
class Measure:
    """A number over the runs: its mean with the 95 % interval of that mean, and between what nine of ten runs lie (`least`, `most`).

    `low`–`high` narrows with more runs; `least`–`most` is how much one future differs from another, and does not. `runs` had a value.
    """

    mean: float
    low: float
    high: float
    least: float
    most: float
    runs: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a policy brings in a period. Shares are 0 to 1, of the reports received in the period whose limit ends within it.

    None where no run had such a report (or the history holds no answers). `backlog` is how many reports are open at the end of each day,
    the first being the evening of the first day; `done` how many left the desk in the period. `utilisation` is the share of the time on
    duty that hands were at work; `load` what comes in (in minutes of work) by what the people can do, 1 and more never ends. Waits are
    medians and ninetieth parts over the answered.
    `hours` are paid hours of the period, `cost` these at the price of an hour, None without a price.
    """

    policy: Policy
    first: date
    days: int
    runs: int
    seed: int
    received: Measure
    answered_in_six: Measure | None
    answered_in_time: Measure | None
    solved_in_time: Measure | None
    answer_hours: Measure | None
    answer_hours_90: Measure | None
    solve_days: Measure | None
    solve_days_90: Measure | None
    backlog: tuple[Measure, ...]
    done: Measure
    utilisation: Measure | None
    load: float
    hours: float
    cost: float | None
    currency: str
    doubts: tuple[Doubt, ...]

    def of(self, goal: Goal) -> Measure | None:
        """Return the share that a goal names."""
        found: Measure | None = getattr(self, goal.value)
        return found


@dataclass(frozen=True, slots=True)
class Futures:
    """What each future of an outcome tells, in the order of the runs: shares 0 to 1 (None where it has none), and what lies open at last.

    Kept beside the outcome, so that two staffings which met the same reports can be compared future by future.
    """

    answered_in_six: tuple[float | None, ...]
    answered_in_time: tuple[float | None, ...]
    solved_in_time: tuple[float | None, ...]
    backlog: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """One number of a staffing less that of another: over the futures that both met, `of` as `Measure` says. Shares 0 to 1."""

    name: str
    of: Measure

    @property
    def is_told(self) -> bool:
        """Return whether it is more than chance explains: its 95 % interval leaves 0 out."""
        return self.of.low > 0 or self.of.high < 0

    @property
    def is_none(self) -> bool:
        """Return whether the two were the same in each future."""
        return self.of.mean == self.of.low == self.of.high == 0


@dataclass(frozen=True, slots=True)
class Contrast:
    """What a staffing has more than another that met the same reports: numbers of chance, and paid hours and money of a week, which are
    no matter of chance (None without one price for both).
    """

    differences: tuple[Difference, ...]
    hours_a_week: float
    cost_a_week: float | None
    currency: str

    def of(self, name: str) -> Difference | None:
        """Return one of the differences."""
        return next((one for one in self.differences if one.name == name), None)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two staffings that met the same reports, and what the first has more."""

    staffing: Outcome
    other: Outcome
    more: Contrast


@dataclass(frozen=True, slots=True)
class Tried:
    """A policy that the search looked at: paid hours a week, the share reached, and in how many of the futures the target was met."""

    policy: Policy
    hours_a_week: float
    share: float | None
    met: float


@dataclass(frozen=True, slots=True)
class Search:
    """The cheapest staffing that meets a target, None when none of those within the bounds does: then `best` is the nearest.

    `is_proved`: everything cheaper within the bounds fails, too (more people never help less), rather than the search having been ended.
    `met_again` is in how many of as many other futures, with which it was not sought, it meets the target. `cost_a_week` is None without a
    price. `tried` is in the order of the search.
    """

    target: Target
    found: Policy | None
    outcome: Outcome | None
    best: Tried | None
    cost_a_week: float | None
    currency: str
    tried: tuple[Tried, ...]
    is_proved: bool = False
    met_again: float | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """One number of a past window: what was, what the fit had said (with the range of nine of ten runs), and the naive guesses.

    `naive` is the last period's value, `formula` that of a queue in balance (Erlang C), None where it has none.
    """

    name: str
    real: float
    predicted: float
    least: float
    most: float
    naive: float | None
    formula: float | None
    n: int


@dataclass(frozen=True, slots=True)
class Window:
    """One test: learned up to `origin`, predicted the `days` after it."""

    unit: str
    origin: date
    days: int
    checks: tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class Error:
    """The mean absolute error of one number over all windows, beside the naive ones; `within` is how often the range held what was."""

    name: str
    windows: int
    error: float
    naive: float | None
    formula: float | None
    within: float


@dataclass(frozen=True, slots=True)
class Validation:
    """How far the method explains the past of a unit. `refused` says by origin why a window could not be told."""

    unit: str
    windows: tuple[Window, ...]
    errors: tuple[Error, ...]
    refused: tuple[tuple[date, str], ...] = ()
