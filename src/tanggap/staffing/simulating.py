"""Policies tried on a fit."""

import math
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Required, TypedDict, Unpack

import numpy as np
from django.utils.translation import gettext_lazy as _

from tanggap.core.refusal import Invalid, Refusal
from tanggap.staffing import comparing, doubting, drawing, engine
from tanggap.staffing.drawing import DAY, Bools, Floats, Future
from tanggap.staffing.engine import Course
from tanggap.staffing.fits import Fit
from tanggap.staffing.measuring import measure
from tanggap.staffing.outcomes import Futures, Outcome
from tanggap.staffing.policies import MOST_REPORTS, Demand, Period, Policy, check
from tanggap.staffing.words import Doubt

RUNS = 30
SIX_HOURS = 360.0
NEARLY = 0.9
SHARES = ("answered_in_six", "answered_in_time", "solved_in_time")
_ANSWERS = ("answered_in_six", "answered_in_time", "answer_hours", "answer_hours_90")


class TooMuch(Refusal):
    """More reports than one call may simulate."""

    message = _("This is more than can be simulated at once. Choose a shorter period, fewer runs or fewer reports.")
    status = 422


@dataclass(slots=True)
class Told:
    """What one run tells: numbers by name (NaN where there is none), and what lies open at the end of each day."""

    numbers: dict[str, float]
    backlog: Floats = field(default_factory=lambda: np.zeros(0))


def today(fit: Fit) -> Policy:
    """Return the policy of today as the fit found it: its shifts, and what they take up next."""
    return Policy(fit.staff, fit.priority)


class How(TypedDict, total=False):
    """What besides fit and policy `simulated` takes."""

    period: Required[Period]
    demand: Demand | None
    runs: int
    seed: int
    price_an_hour: float | None
    currency: str


def simulate(fit: Fit, policy: Policy, **how: Unpack[How]) -> Outcome:
    """Return what `policy` would bring, as `simulated` does."""
    return simulated(fit, policy, **how)[0]


def simulated(
    fit: Fit,
    policy: Policy,
    *,
    period: Period,
    demand: Demand | None = None,
    runs: int = RUNS,
    seed: int = 1,
    price_an_hour: float | None = None,
    currency: str = "",
) -> tuple[Outcome, Futures]:
    """Return what `policy` would bring in `period`, and what each future tells. The same arguments give the same numbers; the same seed
    gives every policy the same reports (common random numbers), so that two may be compared. Pure: no statement. Raises Invalid (by
    field), TooMuch.
    """
    demand = demand or Demand()
    if wrong := check(policy, period, demand, runs=runs):
        raise Invalid(wrong)
    must_be_affordable(fit, period, demand, runs=runs)
    told = [play(fit, policy, period, demand, seed=seed, run=run) for run in range(runs)]
    measures = {name: measure(one.numbers[name] for one in told) for name in told[0].numbers}
    if not fit.has_answers:
        measures.update(dict.fromkeys(_ANSWERS))
    paths = np.array([one.backlog for one in told])
    hours = paid_hours(fit, policy, period)
    load = load_of(fit, policy, period, demand)
    received, done = measures.pop("received"), measures.pop("done")
    assert received is not None  # noqa: S101  every run has such a number
    assert done is not None  # noqa: S101
    outcome = Outcome(
        policy=policy,
        first=period.first,
        days=period.days,
        runs=runs,
        seed=seed,
        received=received,
        done=done,
        backlog=tuple(found for day in paths.T if (found := measure(day)) is not None),
        load=load,
        hours=hours,
        cost=None if price_an_hour is None else hours * price_an_hour,
        currency=currency,
        doubts=_doubts(fit, policy, load),
        **measures,
    )
    return outcome, comparing.futures([one.numbers for one in told], paths[:, -1].tolist(), has_answers=fit.has_answers)


def play(fit: Fit, policy: Policy, period: Period, demand: Demand, *, seed: int, run: int) -> Told:
    """Return what one run of a policy tells, each with another of the fits that the past allows."""
    off = doubting.luck_of_answers(fit, period.days, seed=seed, run=run)
    fit = doubting.possible(fit, period.days, seed=seed, run=run)
    future = drawing.draw(fit, policy, period, demand, seed=seed, run=run)
    told = _tell(future, engine.run(future.case), period.days)
    for name in ("answered_in_six", "answered_in_time"):
        share = told.numbers[name]
        if 0 < share < 1:
            told.numbers[name] = min(1.0, max(0.0, share + off * math.sqrt(share * (1 - share))))
    return told


def must_be_affordable(fit: Fit, period: Period, demand: Demand, *, runs: int, times: int = 1) -> None:
    """Refuse what would take minutes of a processor. Raises TooMuch."""
    coming = fit.arrivals.rate.value * max(*fit.arrivals.weekdays, 1.0) * demand.growth * period.days
    reports = fit.open + coming + sum(storm.reports for storm in demand.storms)
    if reports * runs * times > MOST_REPORTS:
        raise TooMuch


def paid_hours(fit: Fit, policy: Policy, period: Period) -> float:
    """Return the paid hours of a period: all people of each shift on each of its days, there or not."""
    return sum(
        len([day for day in drawing.duty_days(shift, period, fit) if day >= 0]) * shift.staff * shift.minutes / 60
        for shift in policy.shifts
    )


def load_of(fit: Fit, policy: Policy, period: Period, demand: Demand) -> float:
    """Return the work that comes in on usual days by what the people can do; infinite without people, 0 without work."""
    means = [drawing.mean_of_day(fit, period.first + timedelta(days=day)) for day in range(period.days)]
    work = sum(means) * demand.growth * fit.minutes_a_report
    presence = fit.presence.value if policy.presence is None else policy.presence
    can = paid_hours(fit, policy, period) * 60 * presence
    return work / can if can else (float("inf") if work else 0.0)


def _tell(future: Future, course: Course, days: int) -> Told:
    """Read a run: shares of those received in the period whose limit ends within it."""
    end = days * DAY
    rest = np.full(len(future.begun_done), -1.0)
    answered = np.concatenate([np.asarray(course.answered), rest])
    done = np.concatenate([np.asarray(course.done), future.begun_done])
    received, asks, works = future.received, future.asks, future.works
    is_new = received >= 0

    def share(limit: Floats | float, at: Floats, counted: Bools) -> float:
        due = received + limit
        asked = is_new & counted & (due <= end)
        return float((at[asked] <= due[asked]).mean()) if asked.any() else float("nan")

    waited = (answered - received)[is_new & asks & (answered <= end)] / 60
    took = (done - received)[is_new & works & (done <= end)] / DAY
    evenings = np.arange(1, days + 1) * DAY
    come = np.searchsorted(np.sort(received), evenings, side="right")
    gone = np.searchsorted(np.sort(done), evenings, side="right")
    numbers = {
        "received": float(is_new.sum()),
        "done": float((done <= end).sum()),
        "answered_in_six": share(SIX_HOURS, answered, asks),
        "answered_in_time": share(future.answer_limit, answered, asks),
        "solved_in_time": share(future.solve_limit, done, works),
        "answer_hours": _part(waited, 50),
        "answer_hours_90": _part(waited, 90),
        "solve_days": _part(took, 50),
        "solve_days_90": _part(took, 90),
        "utilisation": course.busy / future.on_duty if future.on_duty else float("nan"),
    }
    return Told(numbers, (come - gone).astype(float))


def _part(values: Floats, percent: float) -> float:
    return float(np.percentile(values, percent)) if len(values) else float("nan")


def _doubts(fit: Fit, policy: Policy, load: float) -> tuple[Doubt, ...]:
    found = list(fit.doubts)
    if not policy.staff:
        return (*found, Doubt.NO_STAFF)
    if load >= 1:
        found.append(Doubt.UNSTABLE)
    elif load > NEARLY:
        found.append(Doubt.NEARLY_FULL)
    return tuple(found)
