"""What chance decides of one future: which reports come when, what each takes, and who is there. Each has a stream of its own.

So two policies tried with one seed meet the same reports and the same people (common random numbers), and what differs is the policy.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from tanggap.staffing.engine import NEVER, Case
from tanggap.staffing.fits import Fit, Spread
from tanggap.staffing.policies import Demand, Period, Policy, Shift
from tanggap.staffing.words import Priority

DAY = 1440.0
BEYOND = 0.005
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
Times = tuple[list[float], list[float]]


class Stream(IntEnum):
    """What a row of random numbers is for."""

    ARRIVALS = 1
    TIMES = 2
    PEOPLE = 3
    BACKLOG = 4
    FIT = 5


@dataclass(slots=True)
class Future:
    """The case of one run, and what the engine need not know: each report's receipt (minutes, before 0: in the backlog) and its limits.

    `asks` are those that need a first answer, `works` those with work after it. `on_duty` are the minutes of all people.
    """

    case: Case
    received: Floats
    kind: Ints
    answer_limit: Floats
    solve_limit: Floats
    asks: Bools
    works: Bools
    is_begun: Bools
    begun_done: Floats
    on_duty: float


@dataclass(slots=True)
class _Reports:
    received: Floats
    kind: Ints
    ready: Floats
    asks: Bools
    works: Bools
    answer_hands: Floats
    solve_hands: Floats
    solve_delay: Floats


def rng(seed: int, run: int, stream: Stream, *more: int) -> np.random.Generator:
    """Return the random numbers of one purpose in one run."""
    return np.random.default_rng((seed, run, stream, *more))


def draw(fit: Fit, policy: Policy, period: Period, demand: Demand, *, seed: int, run: int) -> Future:
    """Return one future of a policy."""
    end = period.days * DAY
    new = _new(fit, period, demand, seed=seed, run=run)
    old, begun_received, begun_kind, begun_done = _old(fit, seed=seed, run=run)
    reports = _together(old, new)
    order = np.argsort(reports.ready, kind="stable")
    answer_key, solve_key = _keys(fit, policy.priority, reports, order)
    people, is_reserved = _people(fit, policy, period, seed=seed, run=run)
    case = Case(
        ready=reports.ready[order].tolist(),
        asks=reports.asks[order].tolist(),
        answer_hands=reports.answer_hands[order].tolist(),
        solve_hands=np.where(reports.works, reports.solve_hands, -1.0)[order].tolist(),
        solve_delay=reports.solve_delay[order].tolist(),
        answer_key=answer_key,
        solve_key=solve_key,
        people=people,
        is_reserved=is_reserved,
        end=end,
    )
    kind = np.concatenate([reports.kind[order], begun_kind])
    none = np.zeros(len(begun_kind), dtype=bool)
    return Future(
        case=case,
        received=np.concatenate([reports.received[order], begun_received]),
        kind=kind,
        answer_limit=np.array([one.answer_limit for one in fit.kinds])[kind],
        solve_limit=np.array([one.solve_limit for one in fit.kinds])[kind],
        asks=np.concatenate([reports.asks[order], none]),
        works=np.concatenate([reports.works[order], ~none]),
        is_begun=np.concatenate([np.zeros(len(order), dtype=bool), ~none]),
        begun_done=begun_done,
        on_duty=sum(sum(ends) - sum(begins) for begins, ends in people),
    )


def sample(spread: Spread, share: Floats) -> Floats:
    """Return the times at the given shares (0 to 1) of a distribution."""
    if spread.quantiles:
        table = np.asarray(spread.quantiles)
        at = share * (len(table) - 1)
        low = np.minimum(at.astype(int), len(table) - 2)
        part, left, right = at - low, table[low], table[low + 1]
        found: Floats = np.where(
            right < NEVER, left + part * (np.minimum(right, NEVER) - left), np.where(part < 0.5, left, NEVER)
        )
        return found
    if spread.mean <= 0:
        return np.zeros(len(share))
    if spread.cv <= 0:
        return np.full(len(share), spread.mean)
    sigma2 = np.log1p(spread.cv**2)
    drawn: Floats = np.exp(np.log(spread.mean) - sigma2 / 2 + np.sqrt(sigma2) * normal_point(share))
    return drawn


def left_of(spread: Spread, share: Floats, elapsed: Floats) -> Floats:
    """Return what is left of times of which `elapsed` has passed already, at the given shares of what is still possible.

    What has lasted longer than all but a two-hundredth of them lasts as long again in half of the cases (a Pareto tail), as nothing else is
    known of it.
    """
    grid = sample(spread, np.linspace(0.0005, 0.9995, 1000))
    gone = np.searchsorted(grid, elapsed, side="right") / len(grid)
    whole = sample(spread, np.minimum(gone + share * (1 - gone), 1.0))
    longer = elapsed / np.maximum(1 - share, 1e-6) - elapsed
    is_beyond = (gone > 1 - BEYOND) & (spread.mean > 0)
    found: Floats = np.where(is_beyond, longer, np.maximum(whole - elapsed, 0.0))
    return found


def normal_point(share: Floats) -> Floats:
    """Return the standard normal quantiles (Acklam's rational approximation, relative error below 1.2e-9)."""
    p = np.clip(share, 1e-12, 1 - 1e-12)
    a = (
        -3.969683028665376e1,
        2.209460984245205e2,
        -2.759285104469687e2,
        1.383577518672690e2,
        -3.066479806614716e1,
        2.506628277459239,
    )
    b = (
        -5.447609879822406e1,
        1.615858368580409e2,
        -1.556989798598866e2,
        6.680131188771972e1,
        -1.328068155288572e1,
        1.0,
    )
    c = (
        -7.784894002430293e-3,
        -3.223964580411365e-1,
        -2.400758277161838,
        -2.549732539343734,
        4.374664141464968,
        2.938163982698783,
    )
    d = (7.784695709041462e-3, 3.224671290700398e-1, 2.445134137142996, 3.754408661907416, 1.0)
    middle = p - 0.5
    square = middle * middle
    tail = np.sqrt(-2 * np.log(np.minimum(p, 1 - p)))
    outer = np.polyval(c, tail) / np.polyval(d, tail) * np.where(p < 0.5, 1, -1)
    inner = middle * np.polyval(a, square) / np.polyval(b, square)
    found: Floats = np.where((p < 0.02425) | (p > 1 - 0.02425), outer, inner)
    return found


def mean_of_day(fit: Fit, day: date) -> float:
    """Return how many reports are expected on a day."""
    factor = fit.arrivals.holiday if day in fit.closed else fit.arrivals.weekdays[day.weekday()]
    return fit.arrivals.rate.value * factor


def _new(fit: Fit, period: Period, demand: Demand, *, seed: int, run: int) -> _Reports:
    random = rng(seed, run, Stream.ARRIVALS)
    rate = fit.arrivals.rate
    error = (rate.high - rate.low) / 3.92 / rate.value if rate.value > 0 else 0.0
    sure = max(
        0.05, 1 + error * random.standard_normal()
    )  # how much comes on an ordinary day is itself not known for sure
    means = np.array([mean_of_day(fit, period.first + timedelta(days=day)) for day in range(period.days)])
    counts = _counts(means * demand.growth * sure, fit.arrivals.spread, random)
    days = np.repeat(np.arange(period.days), counts)
    hours = random.choice(24, size=len(days), p=np.asarray(fit.arrivals.hours) / sum(fit.arrivals.hours))
    at = days * DAY + hours * 60 + random.random(len(days)) * 60
    storms = [
        (storm.on - period.first).days * DAY + storm.begin + random.random(storm.reports) * storm.hours * 60
        for storm in demand.storms
    ]
    received = np.concatenate([at, *storms])
    return _times(fit, received[received < period.days * DAY], rng(seed, run, Stream.TIMES))


def _counts(means: Floats, spread: float, random: np.random.Generator) -> Ints:
    """Return how many come on each day: negative binomial with the variance `spread` × mean, Poisson where that is 1."""
    if spread > 1.001:
        means = random.gamma(np.maximum(means, 1e-9) / (spread - 1), spread - 1)
    return random.poisson(means)


def delays(fit: Fit, kind: Ints, share: Floats, elapsed: Floats | None = None) -> Floats:
    """Return what work of each kind takes besides hands, at the given shares; what is left of it where so much has `elapsed`."""
    found = np.zeros(len(kind))
    for number, one in enumerate(fit.kinds):
        its = kind == number
        spread = one.delay or fit.solve_delay
        found[its] = sample(spread, share[its]) if elapsed is None else left_of(spread, share[its], elapsed[its])
    return found


def _times(fit: Fit, received: Floats, random: np.random.Generator, kind: Ints | None = None) -> _Reports:
    n = len(received)
    shares = random.random((7, n))
    weights = np.cumsum([one.share for one in fit.kinds])
    if kind is None:
        kind = np.searchsorted(weights / weights[-1], shares[0]).clip(0, len(fit.kinds) - 1)
    return _Reports(
        received=received,
        kind=kind,
        asks=shares[1] >= fit.comes_answered.value,
        works=shares[2] >= fit.leaves.value,
        ready=received + np.where(shares[1] >= fit.comes_answered.value, sample(fit.answer_delay, shares[3]), 0.0),
        answer_hands=sample(fit.answer_hands, shares[4]),
        solve_hands=sample(fit.solve_hands, shares[5]),
        solve_delay=delays(fit, kind, shares[6]),
    )


def _old(fit: Fit, *, seed: int, run: int) -> tuple[_Reports, Floats, Ints, Floats]:
    """Return the backlog: what waits in a queue, and (receipt, kind, end) of what only has to run out."""
    random = rng(seed, run, Stream.BACKLOG)
    codes = {one.code: number for number, one in enumerate(fit.kinds)}
    counts = np.array([one.count for one in fit.backlog], dtype=int)
    age = np.repeat(np.array([one.age for one in fit.backlog], dtype=float), counts)
    since = np.repeat(np.array([one.since for one in fit.backlog], dtype=float), counts)
    kind = np.repeat(np.array([codes.get(one.kind, 0) for one in fit.backlog], dtype=int), counts)
    answered = np.repeat(np.array([one.is_answered for one in fit.backlog], dtype=bool), counts)
    begun = np.repeat(np.array([one.is_begun for one in fit.backlog], dtype=bool), counts)
    reports = _times(fit, -age, random, kind)
    more = random.random((2, len(age)))
    reports.asks = ~answered
    reports.works |= answered  # what was answered and still lies there was not passed on
    reports.ready = np.where(answered, 0.0, left_of(fit.answer_delay, more[0], age))
    done = delays(fit, kind, more[1], since)
    queued = ~begun
    kept = {name: getattr(reports, name)[queued] for name in _Reports.__slots__}
    return _Reports(**kept), -age[begun], kind[begun], done[begun]


def _together(old: _Reports, new: _Reports) -> _Reports:
    both = {name: np.concatenate([getattr(old, name), getattr(new, name)]) for name in _Reports.__slots__}
    return _Reports(**both)


def _keys(
    fit: Fit, priority: Priority, reports: _Reports, order: Ints
) -> tuple[list[float] | None, list[float] | None]:
    """Return what is taken up first, the smallest; None for the moment at which a task came."""
    received, kind = reports.received[order], reports.kind[order]
    if priority == Priority.ANSWERS:
        return (reports.ready[order] - 2 * NEVER).tolist(), None
    if priority == Priority.OLDEST:
        return received.tolist(), received.tolist()
    if priority == Priority.URGENT:
        ranked = np.array([one.rank for one in fit.kinds])[kind] * NEVER + received
        return ranked.tolist(), ranked.tolist()
    if priority == Priority.PROMISE:
        limits = [(one.answer_limit, one.solve_limit) for one in fit.kinds]
        due = received[:, None] + np.array(limits)[kind]
        return due[:, 0].tolist(), due[:, 1].tolist()
    return None, None


def _people(fit: Fit, policy: Policy, period: Period, *, seed: int, run: int) -> tuple[list[Times], list[bool]]:
    presence = fit.presence.value if policy.presence is None else policy.presence
    people: list[Times] = []
    is_reserved: list[bool] = []
    for number, shift in enumerate(policy.shifts):
        days = duty_days(shift, period, fit)
        there = rng(seed, run, Stream.PEOPLE, number).random((shift.staff, len(days))) < presence
        spans = [_span(day, shift, period.days * DAY) for day in days]
        for person in range(shift.staff):
            own = [span for span, is_there in zip(spans, there[person], strict=True) if is_there and span[0] < span[1]]
            people.append(_joined(own))
            is_reserved.append(person < policy.reserved)
    return people, is_reserved


def duty_days(shift: Shift, period: Period, fit: Fit) -> list[int]:
    """Return the days on which a shift begins, counted from the period's first; -1 is the evening before."""
    first = -1 if shift.end <= shift.begin else 0
    days = [(number, period.first + timedelta(days=number)) for number in range(first, period.days)]
    closed = set() if shift.on_holidays else set(fit.closed)
    return [number for number, day in days if day.weekday() in shift.weekdays and day not in closed]


def _span(day: int, shift: Shift, end: float) -> tuple[float, float]:
    begin = day * DAY + shift.begin
    return max(0.0, begin), min(end, begin + shift.minutes)


def _joined(spans: list[tuple[float, float]]) -> Times:
    """Return begins and ends, spans that touch made one: a whole day after a whole day is no end of a shift."""
    begins: list[float] = []
    ends: list[float] = []
    for begin, end in spans:
        if ends and begin <= ends[-1]:
            ends[-1] = max(ends[-1], end)
        else:
            begins.append(begin)
            ends.append(end)
    return begins, ends
