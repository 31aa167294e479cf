"""How unsure what was learned is, and one of the fits that the past allows for each future: a range has to hold both kinds of not knowing.

Weeks differ by more than the chance of single reports explains: a week of rain, a sick foreman, an audit. So a week's reports are no cases
of their own: how alike they are is measured (an intraclass correlation), and what was learned of few weeks is worth few cases. The weeks
that are foretold differ from those that were learned just as these do from each other. Distributions are drawn by the Bayesian bootstrap
(Rubin 1981), shares by the beta law that belongs to it, both with as many cases as that makes. Pure.
"""

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from tanggap.staffing.drawing import Floats, Stream, rng, sample
from tanggap.staffing.engine import NEVER
from tanggap.staffing.fits import Estimate, Fit, Kind, Spread, Unsure
from tanggap.staffing.pooling import STEPS

WEEK = 7
LEAST_WEEKS, LEAST_OF_WEEK = 4, 3
MOST_ALIKE = 0.5
PARTS = (0.25, 0.5, 0.75)
LEAST_CASES = 2.0
NEIGHBOURS = 2.0  # weeks that follow each other are alike, too: so many of them count as one
HANDS = 0.1  # what the minutes of people may be off, either way, as part of them: they are prices, no time sheets


def alike(weeks: Sequence[Sequence[bool]]) -> float:
    """Return how alike the cases of one week are beside those of others: 0 where weeks differ by chance alone, 1 where each is all or none.

    The intraclass correlation of yes and no by the one-way analysis of variance (Donner 1986), never negative.
    """
    rows = [(sum(week), len(week)) for week in weeks if len(week) >= LEAST_OF_WEEK]
    if len(rows) < LEAST_WEEKS:
        return 0.0
    hits, sizes = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    total, groups = sizes.sum(), len(sizes)
    share = hits.sum() / total
    if not 0 < share < 1:
        return 0.0
    between = float((sizes * (hits / sizes - share) ** 2).sum()) / (groups - 1)
    within = float((hits * (1 - hits / sizes)).sum()) / (total - groups)
    usual = (total - float((sizes**2).sum()) / total) / (groups - 1)
    return min(MOST_ALIKE, max(0.0, float((between - within) / (between + (usual - 1) * within))))


def alike_times(weeks: Sequence[Sequence[tuple[float | None, float]]]) -> float:
    """Return how alike the times of one week are: (time, None while it is not over; how long it was watched) of each case.

    Told by what is over within the quartiles, of what was watched for as long, so that what is not over yet misleads nobody.
    """
    over = [time for week in weeks for time, _watched in week if time is not None]
    if not over:
        return 0.0
    limits = np.quantile(over, PARTS)
    found = [
        alike([[time is not None and time <= limit for time, watched in week if watched >= limit] for week in weeks])
        for limit in limits
    ]
    return float(np.mean(found))


def worth(n: float, alike_: float, weeks: float, ahead: float) -> float:
    """Return as how many independent cases `n` of so many `weeks` count, for a forecast of the `ahead` weeks that come."""
    variance = NEIGHBOURS * alike_ * (1 / max(weeks, 1.0) + 1 / max(ahead, 1.0)) + 1 / max(n, 1.0)
    return max(LEAST_CASES, 1 / variance - 1)


def possible(fit: Fit, days: int, *, seed: int, run: int) -> Fit:
    """Return one of the fits that the past allows, for `days` that come; the fit itself where it does not say how unsure it is.

    The same seed and run give every policy the same one.
    """
    unsure = fit.unsure
    if unsure is None:
        return fit
    random, ahead = rng(seed, run, Stream.FIT), days / WEEK

    def cases(n: float, how: float) -> float:
        return worth(n, how, unsure.weeks, ahead)

    answers = _places(cases(fit.answer_delay.n, unsure.answers), random)
    works = _places(cases(fit.solve_delay.n, unsure.works), random)
    longer = np.exp(np.array([unsure.answers_off, unsure.works_off]) * random.standard_normal(2))
    slower = float(np.exp(HANDS * random.standard_normal()))
    return replace(
        fit,
        arrivals=replace(fit.arrivals, rate=_rate(fit, ahead)),
        answer_hands=replace(fit.answer_hands, mean=fit.answer_hands.mean * slower),
        solve_hands=replace(fit.solve_hands, mean=fit.solve_hands.mean * slower),
        answer_delay=_moved(fit.answer_delay, answers, longer[0]),
        solve_delay=_moved(fit.solve_delay, works, longer[1]),
        kinds=tuple(_moved_kind(kind, works, longer[1]) for kind in fit.kinds),
        leaves=_share(fit.leaves, cases(fit.leaves.n, unsure.leaves), random),
        comes_answered=_share(fit.comes_answered, cases(fit.comes_answered.n, unsure.comes_answered), random),
        presence=_share(fit.presence, cases(fit.presence.n / WEEK, 0.0), random),  # who is ill is so for days
        unsure=None,
    )


def luck_of_answers(fit: Fit, days: int, *, seed: int, run: int) -> float:
    """Return by how many of its standard deviations of one report (√(p(1-p))) a share of answers in a future is off, besides its delays.

    A round of the inbox makes many answers late or none, and that is no matter of delays. The same for every policy.
    """
    if fit.unsure is None:
        return 0.0
    cases = worth(fit.answer_delay.n, fit.unsure.answers, fit.unsure.weeks, days / WEEK)
    return float(rng(seed, run, Stream.FIT, 1).standard_normal()) / math.sqrt(cases + 1)


def _rate(fit: Fit, ahead: float) -> Estimate:
    """Return how much comes on an ordinary day, with how much weeks differ besides what days do."""
    rate, unsure = fit.arrivals.rate, fit.unsure
    if unsure is None or rate.value <= 0:
        return rate
    error = math.hypot(
        (rate.high - rate.low) / 3.92, rate.value * unsure.arrivals * math.sqrt(NEIGHBOURS / max(ahead, NEIGHBOURS))
    )
    return replace(rate, low=rate.value - 1.96 * error, high=rate.value + 1.96 * error)


def _places(cases: float, random: np.random.Generator) -> Floats:
    """Return where the steps of a distribution come to stand: the old ranks at equal steps of the new ones."""
    steps = STEPS - 1
    parts = random.gamma(cases / steps, 1.0, steps)
    total = parts.sum()
    grid = np.linspace(0, 1, STEPS)
    if total <= 0:
        return grid
    found: Floats = np.interp(grid, np.concatenate([[0.0], np.cumsum(parts) / total]), grid)
    return found


def _moved(one: Spread, places: Floats, longer: float) -> Spread:
    if not one.quantiles:
        return one
    found = np.maximum.accumulate(sample(one, places))
    found[found < NEVER] *= longer
    return replace(one, quantiles=tuple(float(value) if value < NEVER else NEVER for value in found))


def _moved_kind(kind: Kind, places: Floats, longer: float) -> Kind:
    return kind if kind.delay is None else replace(kind, delay=_moved(kind.delay, places, longer))


def _share(one: Estimate, cases: float, random: np.random.Generator) -> Estimate:
    if not one.n or not 0 < one.value < 1:
        return one
    return replace(one, value=float(random.beta(cases * one.value, cases * (1 - one.value))))


def of_rows(
    *,
    answers: Sequence[Sequence[tuple[float | None, float]]],
    works: Sequence[Sequence[tuple[float | None, float]]],
    leaves: Sequence[Sequence[bool]],
    comes_answered: Sequence[Sequence[bool]],
    arrived: Sequence[float],
    expected: Sequence[float],
    spread: float,
) -> Unsure:
    """Return how unsure what was learned is. Rows are those of each week; `arrived`, `expected` its reports, `spread` that of days."""
    return Unsure(
        weeks=float(len(arrived)),
        answers=alike_times(answers),
        works=alike_times(works),
        leaves=alike(leaves),
        comes_answered=alike(comes_answered),
        arrivals=_restless(arrived, expected, spread),
    )


def _restless(arrived: Sequence[float], expected: Sequence[float], spread: float) -> float:
    """Return by which part weeks differ from what is expected of them, besides the scatter of their days (method of moments)."""
    real, usual = np.asarray(arrived, dtype=float), np.asarray(expected, dtype=float)
    usable = usual > 0
    if usable.sum() < LEAST_WEEKS:
        return 0.0
    real, usual = real[usable], usual[usable]
    usual = usual * real.sum() / usual.sum() if real.sum() else usual
    over = float(((real - usual) ** 2 - spread * usual).sum() / (usual**2).sum())
    return math.sqrt(max(0.0, over))
