"""What of the waiting is a queue, and what is not: the fit is changed until the simulation of today brings the times that were seen.

A history tells how long an answer took, not why: nobody free, or nobody looking, a material, a contractor. The minutes of hands are
those of the city's prices (or assumed), the people and their hours are known, so the queue follows; what is left of each time is a delay
that more people do not shorten. Where the queue alone would take longer than what was seen, the minutes must be fewer, and are. So today's
policy reproduces the past by construction; what other policies bring rests on the minutes (docs/staffing.md tells how much).
"""

import math
from dataclasses import dataclass, replace

import numpy as np

from tanggap.staffing import drawing, engine
from tanggap.staffing.drawing import DAY, Bools, Floats, Ints
from tanggap.staffing.engine import NEVER
from tanggap.staffing.fits import Fit, Kind, Spread
from tanggap.staffing.policies import Demand, Period, Policy
from tanggap.staffing.pooling import STEPS, of_quantiles
from tanggap.staffing.simulating import SIX_HOURS, load_of, today
from tanggap.staffing.words import Doubt

SEED = 20260
DAYS, WARM_DAYS, LAST_DAYS = 42, 7, 5
SAMPLE = 4000  # reports, about
ROUNDS, SCALINGS = 5, 6
FULL, KEPT_UP = 0.9, 0.95
TOO_SLOW, LESS, BETTER = 1.05, 0.85, 0.99
LEAST_SEEN = 20
LEAST_TOLD = 60.0  # minutes: what is quicker is not told apart
LEAST_FACTOR, MOST_FACTOR, TRIES, NEAR = 0.1, 4.0, 5, 0.01
QUEUE = 0.2  # below this part of the time a queue is not what people wait for


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the simulation of today brings: quantiles of both times, the mean waits in the queues, and of the answered what still waits."""

    answers: Floats
    works: Floats
    by_kind: tuple[Floats, ...]
    answer_wait: float
    work_wait: float
    queued: float


@dataclass(frozen=True, slots=True)
class Calibrated:
    """A fit that agrees with its times, which share of the answered waits in the queue, and by how much (mean distance of logarithms)
    the times of today's simulation still differ from those that were seen.
    """

    fit: Fit
    queued: float = 0.0
    answers_off: float = 0.0
    works_off: float = 0.0


def calibrated(fit: Fit, *, done: float) -> Calibrated:
    """Return the fit with delays and minutes of hands made to agree with its times.

    The delays that come in are the whole times that were seen. `done` is how much was done for each report that came.
    """
    if fit.arrivals.rate.value <= 0:
        return Calibrated(fit)
    fit = _able(fit, today(fit), done)
    whole = fit
    policy = today(fit)
    fit, seen = _balanced(fit, whole, policy)
    for _scaling in range(SCALINGS):
        excess = _excess(whole, seen)
        if excess <= TOO_SLOW:
            break
        other, other_seen = _balanced(_scaled(fit, LESS), whole, policy)
        if _excess(whole, other_seen) > BETTER * excess:
            break  # it is not the minutes: people are not there when it is quick
        fit, seen = other, other_seen
    fit, seen = _within_six(fit, seen, whole, policy)
    if _is_unseen(whole, seen):
        fit = replace(fit, doubts=(*fit.doubts, Doubt.HANDS_UNSEEN))
    return Calibrated(fit, seen.queued, *_unlike(whole, seen))


def _balanced(fit: Fit, whole: Fit, policy: Policy) -> tuple[Fit, _Seen]:
    """Return the fit with the delays that bring the times of `whole`, as far as any do, and what it brings."""
    fit = replace(fit, answer_delay=whole.answer_delay, solve_delay=whole.solve_delay, kinds=whole.kinds)
    for _round in range(ROUNDS):
        seen = _simulate(fit, policy)
        kinds = zip(fit.kinds, whole.kinds, seen.by_kind, strict=True)
        worked = seen.work_wait + fit.solve_hands.mean
        fit = replace(
            fit,
            answer_delay=_less(fit.answer_delay, whole.answer_delay, seen.answers, seen.answer_wait),
            solve_delay=_less(fit.solve_delay, whole.solve_delay, seen.works, worked),
            kinds=tuple(_less_of_kind(one, its, found, worked) for one, its, found in kinds),
        )
    return fit, _simulate(fit, policy)


def _within_six(fit: Fit, seen: _Seen, whole: Fit, policy: Policy) -> tuple[Fit, _Seen]:
    """Return the fit with the delay of answers so much longer or shorter that as many are answered within six hours as were.

    Quantile by quantile a delay is not found where nights hide it: what comes at night waits for the morning, whatever the delay.
    """
    if not fit.has_answers or not whole.answer_delay.quantiles or not len(seen.answers):
        return fit, seen
    wanted = _share_within(np.asarray(whole.answer_delay.quantiles))
    found, best = (fit, seen), abs(_share_within(seen.answers) - wanted)
    low, high = LEAST_FACTOR, MOST_FACTOR
    for _try in range(TRIES):
        if best <= NEAR:
            break
        factor = math.sqrt(low * high)
        other = replace(fit, answer_delay=_longer(fit.answer_delay, factor))
        its = _simulate(other, policy)
        off = _share_within(its.answers) - wanted
        if abs(off) < best:
            found, best = (other, its), abs(off)
        low, high = (factor, high) if off > 0 else (low, factor)
    return found


def _share_within(times: Floats) -> float:
    return float((times <= SIX_HOURS).mean())


def _longer(one: Spread, factor: float) -> Spread:
    times = [value if value >= NEVER else value * factor for value in one.quantiles]
    return of_quantiles(times, n=one.n, source=one.source)


def _able(fit: Fit, policy: Policy, done: float) -> Fit:
    """Return the fit with no more minutes than the people evidently manage: who keeps up is not overloaded."""
    load = load_of(fit, policy, Period(fit.end, 28), Demand())
    if load <= FULL or not np.isfinite(load):
        return fit
    wanted = FULL if done >= KEPT_UP else max(FULL, min(load, 1 / max(done, 0.05)))
    return _scaled(fit, wanted / load)


def _scaled(fit: Fit, by: float) -> Fit:
    return replace(
        fit,
        answer_hands=replace(fit.answer_hands, mean=fit.answer_hands.mean * by),
        solve_hands=replace(fit.solve_hands, mean=fit.solve_hands.mean * by),
    )


def _simulate(fit: Fit, policy: Policy) -> _Seen:
    a_day = max(fit.arrivals.rate.value, 0.01)
    days = DAYS if a_day * DAYS < 4 * SAMPLE else WARM_DAYS + LAST_DAYS + 9
    runs = int(min(20, max(1, np.ceil(SAMPLE / (a_day * (days - WARM_DAYS - LAST_DAYS))))))
    parts = [_one(fit, policy, Period(fit.end, days), run) for run in range(runs)]
    answers, works, kinds, answer_waits, work_waits, queued = (
        np.concatenate(part) for part in zip(*parts, strict=True)
    )
    return _Seen(
        answers=_quantiles(answers),
        works=_quantiles(works),
        by_kind=tuple(_quantiles(works[kinds == number]) for number in range(len(fit.kinds))),
        answer_wait=float(answer_waits.mean()) if len(answer_waits) else 0.0,
        work_wait=float(work_waits.mean()) if len(work_waits) else 0.0,
        queued=float(queued.mean()) if len(queued) else 0.0,
    )


def _one(fit: Fit, policy: Policy, period: Period, run: int) -> tuple[Floats, Floats, Ints, Floats, Floats, Bools]:
    future = drawing.draw(fit, policy, period, Demand(), seed=SEED, run=run)
    course = engine.run(future.case)
    answered, begun, done = (np.asarray(values) for values in (course.answered, course.begun, course.done))
    ready, end = np.asarray(future.case.ready), period.days * DAY
    usual = (future.received >= WARM_DAYS * DAY) & (future.received < end - LAST_DAYS * DAY)
    asked = usual & future.asks
    worked = usual & future.works & (answered < end)
    took = np.where(done[worked] < NEVER, done[worked] - answered[worked], NEVER)
    open_ = future.works & (answered < end) & (done > end)
    return (
        np.where(answered[asked] < NEVER, answered[asked] - future.received[asked], NEVER),
        took,
        future.kind[worked],
        (np.minimum(answered, end) - ready)[asked],
        (np.minimum(begun, end) - answered)[worked],
        begun[open_] >= NEVER,
    )


def _quantiles(values: Floats) -> Floats:
    if len(values) < LEAST_SEEN:
        return np.zeros(0)
    found: Floats = np.quantile(values, np.linspace(0, 1, STEPS), method="inverted_cdf")
    return found


def _less_of_kind(now: Kind, whole: Kind, seen: Floats, waited: float) -> Kind:
    if now.delay is None or whole.delay is None:
        return now
    return replace(now, delay=_less(now.delay, whole.delay, seen, waited))


def _less(now: Spread, whole: Spread, seen: Floats, waited: float) -> Spread:
    """Return the delay that lacks what was simulated too much: quantile by quantile, never negative.

    Nor is it longer, in the mean, than what the times that were seen leave beside the mean of what was `waited` and worked: a wait over a
    weekend hides in the highest quantiles what the mean tells.
    """
    if not whole.quantiles or not len(seen):
        return now
    delay, wanted = np.asarray(now.quantiles), np.asarray(whole.quantiles)
    over = np.where(seen < NEVER, seen - wanted, delay)
    corrected = np.maximum.accumulate(np.maximum(delay - over, 0.0))
    corrected = np.where(wanted < NEVER, np.minimum(corrected, wanted), NEVER)
    ends = corrected < NEVER
    mean = float(corrected[ends].mean()) if ends.any() else 0.0
    if mean > 0:
        corrected[ends] *= min(1.0, max(0.0, whole.mean - waited) / mean)
    return of_quantiles([float(value) for value in corrected], n=whole.n, source=whole.source)


def _excess(whole: Fit, seen: _Seen) -> float:
    """Return how many times longer the times are in the simulation than they were on average, the worse of answers and work.

    On average, and not quartile by quartile: in whatever order work is taken up, its mean wait is the same as long as nobody looks at the
    minutes that it will take (Kleinrock 1965, the conservation law), while single quartiles tell the order.
    """
    found = [1.0]
    for one, times in ((whole.answer_delay, seen.answers), (whole.solve_delay, seen.works)):
        if one.quantiles and len(times):
            wanted = np.asarray(one.quantiles)
            both = (times < NEVER) & (wanted < NEVER)
            if both.any():
                found.append(float(times[both].mean()) / max(float(wanted[both].mean()), LEAST_TOLD))
    return max(found)


def _unlike(whole: Fit, seen: _Seen) -> tuple[float, float]:
    """Return by how much the times of the simulation differ from those that were, of answers and of work."""
    return _apart(whole.answer_delay, seen.answers), _apart(whole.solve_delay, seen.works)


def _apart(one: Spread, times: Floats) -> float:
    """Return the mean distance of logarithms, part by part."""
    wanted = np.asarray(one.quantiles)
    if not len(wanted) or not len(times):
        return 0.0
    both = (times < NEVER) & (wanted < NEVER)
    logs = np.log(times[both] + LEAST_TOLD) - np.log(wanted[both] + LEAST_TOLD)
    return float(np.abs(logs).mean()) if both.any() else 0.0


def _is_unseen(whole: Fit, seen: _Seen) -> bool:
    times = whole.answer_delay.mean + whole.solve_delay.mean
    return times > 0 and (seen.answer_wait + seen.work_wait) / times < QUEUE
