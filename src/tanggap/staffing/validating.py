"""How far the method explains the past: windows of it, each predicted from what was known before, beside naive guesses."""

import math
from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np

from tanggap.staffing import drawing, reading, theory
from tanggap.staffing.fits import Fit
from tanggap.staffing.fitting import TooFew, fit_history
from tanggap.staffing.outcomes import Check, Error, Measure, Validation, Window
from tanggap.staffing.policies import Period, Policy
from tanggap.staffing.reading import History
from tanggap.staffing.simulating import SIX_HOURS, simulate, today
from tanggap.staffing.words import Priority

NINE_OF_TEN = 1.6449  # standard deviations to each side
NAMES = ("answered_in_six", "solved_in_time", "backlog_end", "done")


def validate(
    unit: str,
    *,
    end: date | None = None,
    windows: int = 4,
    days: int = 14,
    learn: int = 56,
    runs: int = 30,
    seed: int = 1,
    priority: Priority = Priority.FIFO,
) -> Validation:
    """Return the errors over the last `windows` windows of `days` before `end`, each predicted from the `learn` days before it, with the
    staff of today, beside the naive guesses. A window that cannot be told is named with its reason. Raises NotFound.
    """
    end = end or reading.today()
    first = end - timedelta(days=windows * days + learn)
    history = reading.read(unit, first=first, end=end)
    return validate_history(history, windows=windows, days=days, learn=learn, runs=runs, seed=seed, priority=priority)


def validate_history(
    history: History,
    *,
    windows: int,
    days: int,
    learn: int,
    runs: int = 30,
    seed: int = 1,
    priority: Priority = Priority.FIFO,
) -> Validation:
    """Return the errors over the last windows of a history that was read."""
    told: list[Window] = []
    refused: list[tuple[date, str]] = []
    for number in range(windows, 0, -1):
        origin = history.end - timedelta(days=number * days)
        try:
            fit = fit_history(history, end=origin, days=learn, priority=priority)
        except TooFew as refusal:
            refused.append((origin, str(refusal)))
            continue
        told.append(window(history, fit, days, runs=runs, seed=seed))
    return Validation(history.unit, tuple(told), tuple(errors(told)), tuple(refused))


def errors(windows: Sequence[Window]) -> list[Error]:
    """Return the mean absolute error of each number over windows, of one unit or of many; compared where all have a guess."""
    found = []
    for name in NAMES:
        rows = [check for window in windows for check in window.checks if check.name == name]
        guessed = [row for row in rows if row.naive is not None and row.formula is not None]
        if rows:
            found.append(_error(name, guessed or rows))
    return found


def _error(name: str, rows: Sequence[Check]) -> Error:
    def mean(guesses: Sequence[float | None]) -> float | None:
        off = [abs(guess - row.real) for guess, row in zip(guesses, rows, strict=True) if guess is not None]
        return float(np.mean(off)) if len(off) == len(rows) else None

    return Error(
        name=name,
        windows=len(rows),
        error=mean([row.predicted for row in rows]) or 0.0,
        naive=mean([row.naive for row in rows]),
        formula=mean([row.formula for row in rows]),
        within=float(np.mean([row.least <= row.real <= row.most for row in rows])),
    )


def window(
    history: History, fit: Fit, days: int, *, policy: Policy | None = None, runs: int = 30, seed: int = 1
) -> Window:
    """Return what was in the `days` after a fit beside what it says of them, with the staff of today or with a `policy` that came then."""
    period, policy = Period(fit.end, days), policy or today(fit)
    outcome = simulate(fit, policy, period=period, runs=runs, seed=seed)
    real, before = facts(history, fit.end, days), facts(history, fit.end - timedelta(days=days), days)
    formula = in_balance(fit, period, policy)
    predicted: dict[str, Measure | None] = {
        "answered_in_six": outcome.answered_in_six,
        "solved_in_time": outcome.solved_in_time,
        "backlog_end": outcome.backlog[-1],
        "done": outcome.done,
    }
    came = outcome.received.mean
    over = sum(kind.share * max(0.0, 1 - kind.solve_limit / (days * drawing.DAY)) for kind in fit.kinds)
    of = {
        "answered_in_six": came * (1 - fit.comes_answered.value),
        "solved_in_time": came * (1 - fit.leaves.value) * over,
    }
    checks = []
    for name in NAMES:
        said = predicted[name]
        if said is None or name not in real:
            continue
        value, n = real[name]
        naive = before[name][0] if name in before else None
        least, most = _range(said, n, of.get(name))
        checks.append(Check(name, value, said.mean, least, most, naive, formula.get(name), n))
    return Window(history.unit, fit.end, days, tuple(checks))


def _range(said: Measure, n: int, of: float | None) -> tuple[float, float]:
    """Return between what nine of ten futures lie; wider for a share that was counted of fewer reports (`n`) than the simulation's `of`.

    Reports that were passed on are simulated, but of those that were real only the ones that stayed can be counted.
    """
    if of is None or n >= of or not 0 < said.mean < 1:
        return said.least, said.most
    chance = NINE_OF_TEN * math.sqrt(said.mean * (1 - said.mean) * (1 / n - 1 / of))
    low, high = math.hypot(said.mean - said.least, chance), math.hypot(said.most - said.mean, chance)
    return max(0.0, said.mean - low), min(1.0, said.mean + high)


def facts(history: History, origin: date, days: int) -> dict[str, tuple[float, int]]:
    """Return what was in a window, by name, with n: shares of those that came in it and whose limit ended in it, as in `Outcome`."""
    begin, end = history.midnight(origin), history.midnight(origin + timedelta(days=days))
    came = [row for row in history.rows if begin <= row.came_at < end]
    six = timedelta(minutes=SIX_HOURS)
    asked = [row for row in came if not row.comes_answered and row.came_at + six <= end]
    in_six = [row.answered_at is not None and row.answered_at <= row.came_at + six for row in asked]
    worked = [row for row in came if not row.leaves and row.resolve_due_at <= end]
    in_time = [row.done_at is not None and row.done_at <= row.resolve_due_at for row in worked]
    here = [row for row in history.rows if row.came_at < end]
    open_ = sum(row.done_at is None or row.done_at > end for row in here)
    done = sum(row.done_at is not None and begin < row.done_at <= end for row in here)
    passed = max(0, _arrived(history, origin, days) - len(came))  # what came and is elsewhere now was passed on
    found = {"backlog_end": (float(open_), len(here)), "done": (float(done + passed), len(came))}
    if in_six:
        found["answered_in_six"] = float(np.mean(in_six)), len(in_six)
    if in_time:
        found["solved_in_time"] = float(np.mean(in_time)), len(in_time)
    return found


def _arrived(history: History, origin: date, days: int) -> int:
    first = (origin - history.first).days
    return sum(history.arrived[max(0, first) : max(0, first + days)])


def in_balance(fit: Fit, period: Period, policy: Policy | None = None) -> dict[str, float]:
    """Return what M/M/c says of the same people and minutes: all tasks alike, no nights, no backlog, no delays. Empty without people.

    Time is that on duty: so many people on average while anybody is, tasks of the mean length, coming evenly (Erlang C).
    """
    on_duty, covered = _duty(fit, period, policy or today(fit))
    if not covered:
        return {}
    coming = sum(drawing.mean_of_day(fit, period.first + timedelta(days=day)) for day in range(period.days))
    tasks_a_report = (1 - fit.comes_answered.value) + (1 - fit.leaves.value)
    if not coming or not tasks_a_report:
        return {}
    rate, service = coming * tasks_a_report / covered, fit.minutes_a_report / tasks_a_report
    servers = max(1, round(on_duty / covered))
    part = covered / (period.days * drawing.DAY)
    limit = float(np.median([kind.solve_limit for kind in fit.kinds]))
    wait = theory.mean_wait(rate, service, servers)
    found = {
        "answered_in_six": theory.share_within(SIX_HOURS * part, rate, service, servers),
        "solved_in_time": theory.share_within(limit * part, rate, service, servers),
        "done": coming if np.isfinite(wait) else covered * servers / fit.minutes_a_report,
    }
    if np.isfinite(wait):
        found["backlog_end"] = coming / covered * (wait + service) * tasks_a_report
    else:
        found["backlog_end"] = fit.open + coming - found["done"]
    if not fit.has_answers:
        del found["answered_in_six"]
    return found


def _duty(fit: Fit, period: Period, policy: Policy) -> tuple[float, float]:
    """Return the minutes of all people on duty, and those in which anybody is."""
    presence = fit.presence.value
    spans = [
        (day * 1440 + shift.begin, day * 1440 + shift.begin + shift.minutes, shift.staff)
        for shift in policy.shifts
        for day in drawing.duty_days(shift, period, fit)
        if day >= 0
    ]
    covered, until = 0.0, -1.0
    for begin, end, _staff in sorted(spans):
        covered += max(0.0, end - max(begin, until))
        until = max(until, end)
    return sum((end - begin) * staff for begin, end, staff in spans) * presence, covered
