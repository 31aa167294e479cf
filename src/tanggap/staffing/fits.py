"""What is known of a unit's work: how reports come, what they take, who is there, and what lies open. Frozen, and storable as JSON."""

import json
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from tanggap.staffing.policies import Shift, shift
from tanggap.staffing.words import Doubt, Priority, Source


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
    """A time in minutes as chance draws it: by its `quantiles`, and without any lognormal with a mean and a coefficient of variation.

    `quantiles` stand at equal steps of probability from 0 to 1; what is `NEVER` (`engine.NEVER`) does not come to an end. A mean of 0
    takes no time; with quantiles it is the mean of what ends.
    """

    mean: float
    cv: float
    n: int = 0
    source: Source = Source.OWN
    quantiles: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """Reports with one promise: their share of what comes, and the usual span to each due moment, in wall-clock minutes.

    `code` is the policy's code (days such as `5d` where reports have none), `rank` its place by urgency (0 is the most urgent). `delay` is
    what its work takes besides hands, None where there are too few of its own: then it is the fit's `solve_delay`.
    """

    code: str
    share: float
    answer_limit: float
    solve_limit: float
    rank: int = 0
    n: int = 0
    delay: Spread | None = None


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

    `is_begun`: the work was taken up, and the rest of its course needs no queue any more. `since` it is so (or answered), in minutes.
    """

    kind: str
    age: float
    is_answered: bool
    is_begun: bool
    count: int = 1
    since: float = 0.0


@dataclass(frozen=True, slots=True)
class Unsure:
    """How unsure a fit is: from how many `weeks` it is, and how alike the cases of one week are beside those of others (0 to 1).

    `arrivals` is by which part weeks differ in what comes, besides what days do; `answers_off` and `works_off` by how much (of the
    logarithm) the times of today's simulation differ from those that were seen, part by part.
    """

    weeks: float
    answers: float = 0.0
    works: float = 0.0
    leaves: float = 0.0
    comes_answered: float = 0.0
    arrivals: float = 0.0
    answers_off: float = 0.0
    works_off: float = 0.0


@dataclass(frozen=True, slots=True)
class Fit:
    """A unit's (or several pooled units') work, learned from [`first`, `end`).

    Every report but the share `comes_answered` needs a first answer: `answer_delay` minutes until somebody could take it up, a queue, and
    `answer_hands` minutes of a person. But for the share `leaves` (refused, joined, given to others) work follows: a queue, `solve_hands`,
    and `solve_delay` minutes that need no hands. `staff` are the shifts of today, who take up what is next by `priority`, `presence` the
    share of its working days on which somebody is there, `closed` the holidays. `backlog` is what lay open `at` (UTC), the local midnight
    at which `end` begins. `unsure` is None for a fit that is taken as sure, such as those that were kept before that was learned: their
    numbers stay the same.
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
    comes_answered: Estimate
    staff: tuple[Shift, ...]
    presence: Estimate
    backlog: tuple[Waiting, ...]
    closed: tuple[date, ...]
    has_answers: bool = True
    doubts: tuple[Doubt, ...] = ()
    unsure: Unsure | None = None
    priority: Priority = Priority.FIFO

    @property
    def open(self) -> int:
        """Return how many reports lie open at the fit's end."""
        return sum(one.count for one in self.backlog)

    @property
    def minutes_a_report(self) -> float:
        """Return the minutes of people's hands that an average report takes."""
        answering = (1 - self.comes_answered.value) * self.answer_hands.mean
        return answering + (1 - self.leaves.value) * self.solve_hands.mean


def dump(fit: Fit) -> dict[str, Any]:
    """Return a fit as JSON values: kept with a scenario, it gives the same numbers again."""
    kept: dict[str, Any] = json.loads(json.dumps(asdict(fit), default=_plain))
    return kept


def load(kept: dict[str, Any]) -> Fit:
    """Return the fit that `dump` wrote. Raises KeyError, TypeError or ValueError for anything else."""
    rows = dict(kept)
    unsure = rows.pop("unsure", None)
    return Fit(
        units=tuple(rows.pop("units")),
        first=date.fromisoformat(rows.pop("first")),
        end=date.fromisoformat(rows.pop("end")),
        at=datetime.fromisoformat(rows.pop("at")),
        arrivals=_arrivals(rows.pop("arrivals")),
        kinds=tuple(_kind(row) for row in rows.pop("kinds")),
        staff=tuple(shift(row) for row in rows.pop("staff")),
        backlog=tuple(Waiting(**row) for row in rows.pop("backlog")),
        closed=tuple(date.fromisoformat(day) for day in rows.pop("closed")),
        doubts=tuple(Doubt(code) for code in rows.pop("doubts")),
        answer_hands=_spread(rows.pop("answer_hands")),
        answer_delay=_spread(rows.pop("answer_delay")),
        solve_hands=_spread(rows.pop("solve_hands")),
        solve_delay=_spread(rows.pop("solve_delay")),
        leaves=_estimate(rows.pop("leaves")),
        comes_answered=_estimate(rows.pop("comes_answered")),
        presence=_estimate(rows.pop("presence")),
        unsure=Unsure(**unsure) if unsure else None,
        priority=Priority(rows.pop("priority", Priority.FIFO)),
        **rows,
    )


def _plain(value: Any) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(value)


def _estimate(row: dict[str, Any]) -> Estimate:
    return Estimate(**{**row, "source": Source(row["source"])})


def _spread(row: dict[str, Any]) -> Spread:
    return Spread(**{**row, "source": Source(row["source"]), "quantiles": tuple(row["quantiles"])})


def _kind(row: dict[str, Any]) -> Kind:
    delay = row.get("delay")
    return Kind(**{**row, "delay": _spread(delay) if delay else None})


def _arrivals(row: dict[str, Any]) -> Arrivals:
    lists = {name: tuple(row[name]) for name in ("weekdays", "hours")}
    return Arrivals(**{**row, **lists, "rate": _estimate(row["rate"])})
