"""Several units as one pool: everybody may take up everything."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

import numpy as np

from tanggap.staffing.drawing import sample
from tanggap.staffing.engine import NEVER
from tanggap.staffing.fits import Arrivals, Estimate, Fit, Kind, Spread, Unsure
from tanggap.staffing.words import Doubt, Priority, Source

STEPS = 201  # quantiles of a distribution: two for each per cent


def pool(fits: Sequence[Fit]) -> Fit:
    """Return the work of several units as that of one: arrivals, backlog and staff added up, times weighed. Raises ValueError.

    The fits must be of one day. The people of the pool keep their shifts.
    """
    if not fits or len({(fit.end, fit.zone) for fit in fits}) > 1:
        raise ValueError("a pool needs fits of one day")
    if len(fits) == 1:
        return fits[0]
    weights = [fit.arrivals.rate.value for fit in fits]
    asking = [w * (1 - fit.comes_answered.value) for w, fit in zip(weights, fits, strict=True)]
    working = [w * (1 - fit.leaves.value) for w, fit in zip(weights, fits, strict=True)]
    hours = [sum(shift.hours_a_week for shift in fit.staff) for fit in fits]
    doubts = dict.fromkeys(chain.from_iterable(fit.doubts for fit in fits))
    if any(fit.has_answers for fit in fits):
        doubts.pop(Doubt.NO_ANSWERS, None)
    return Fit(
        units=tuple(chain.from_iterable(fit.units for fit in fits)),
        first=min(fit.first for fit in fits),
        end=fits[0].end,
        at=fits[0].at,
        zone=fits[0].zone,
        n=sum(fit.n for fit in fits),
        arrivals=_arrivals([fit.arrivals for fit in fits], weights),
        kinds=_kinds(fits, weights),
        answer_hands=mixed([fit.answer_hands for fit in fits], asking),
        answer_delay=mixed([fit.answer_delay for fit in fits], asking),
        solve_hands=mixed([fit.solve_hands for fit in fits], working),
        solve_delay=mixed([fit.solve_delay for fit in fits], working),
        leaves=_weighed([fit.leaves for fit in fits], weights),
        comes_answered=_weighed([fit.comes_answered for fit in fits], weights),
        staff=tuple(chain.from_iterable(fit.staff for fit in fits)),
        presence=_weighed([fit.presence for fit in fits], hours),
        backlog=tuple(chain.from_iterable(fit.backlog for fit in fits)),
        closed=tuple(sorted(set(chain.from_iterable(fit.closed for fit in fits)))),
        has_answers=any(fit.has_answers for fit in fits),
        doubts=tuple(doubts),
        unsure=_unsure([fit.unsure for fit in fits], weights),
        priority=fits[0].priority if len({fit.priority for fit in fits}) == 1 else Priority.FIFO,
    )


def mixed(spreads: Sequence[Spread], weights: Sequence[float]) -> Spread:
    """Return the distribution of a time that is one of `spreads`, each as often as its weight says."""
    shares = _shares(weights)
    grid = np.linspace(0.0025, 0.9975, 400)
    values = np.concatenate([sample(one, grid) for one in spreads])
    weight = np.concatenate([np.full(len(grid), share) for share in shares])
    order = np.argsort(values, kind="stable")
    values, reached = values[order], np.cumsum(weight[order])
    places = np.searchsorted(reached, np.linspace(0, 1, STEPS) * reached[-1]).clip(0, len(values) - 1)
    return of_quantiles(
        [float(value) for value in values[places]], n=sum(one.n for one in spreads), source=_source(spreads)
    )


def of_quantiles(quantiles: Sequence[float], *, n: int, source: Source = Source.OWN) -> Spread:
    """Return the distribution with these quantiles, its mean and coefficient of variation those of what ends."""
    ending = np.array([value for value in quantiles if value < NEVER])
    mean = float(ending.mean()) if len(ending) else 0.0
    cv = float(ending.std()) / mean if mean else 0.0
    return Spread(mean, cv, n, source, tuple(round(value, 3) for value in quantiles))


def _arrivals(rows: Sequence[Arrivals], weights: Sequence[float]) -> Arrivals:
    shares = _shares(weights)
    rates = [row.rate for row in rows]
    low = float(np.sqrt(sum((rate.value - rate.low) ** 2 for rate in rates)))
    high = float(np.sqrt(sum((rate.high - rate.value) ** 2 for rate in rates)))
    total = sum(rate.value for rate in rates)
    return Arrivals(
        rate=Estimate(total, max(0.0, total - low), total + high, sum(rate.n for rate in rates), _source(rates)),
        weekdays=tuple(float(np.dot(shares, [row.weekdays[day] for row in rows])) for day in range(7)),
        holiday=float(np.dot(shares, [row.holiday for row in rows])),
        hours=tuple(float(np.dot(shares, [row.hours[hour] for row in rows])) for hour in range(24)),
        spread=float(np.dot(shares, [row.spread for row in rows])),
    )


def _unsure(rows: Sequence[Unsure | None], weights: Sequence[float]) -> Unsure | None:
    """Return how unsure the pool is: as alike as its units are on average, as weeks may be bad ones in all of them at once."""
    known = [row for row in rows if row is not None]
    if len(known) < len(rows):
        return None
    shares = _shares(weights)

    def mean(name: str) -> float:
        return float(np.dot(shares, [getattr(row, name) for row in known]))

    names = ("answers", "works", "leaves", "comes_answered", "arrivals", "answers_off", "works_off")
    return Unsure(weeks=min(row.weeks for row in known), **{name: mean(name) for name in names})


def _kinds(fits: Sequence[Fit], weights: Sequence[float]) -> tuple[Kind, ...]:
    """Return the kinds of all, those of one code and promise made one; each with the delays that it has in its own unit."""
    found: dict[tuple[str, float, float], list[tuple[Kind, float, Spread]]] = {}
    for fit, weight in zip(fits, _shares(weights), strict=True):
        for kind in fit.kinds:
            row = (kind, kind.share * weight, kind.delay or fit.solve_delay)
            found.setdefault((kind.code, kind.answer_limit, kind.solve_limit), []).append(row)
    return tuple(
        replace(
            rows[0][0],
            share=sum(share for _kind, share, _delay in rows),
            n=sum(kind.n for kind, _share, _delay in rows),
            delay=mixed([delay for _kind, _share, delay in rows], [share for _kind, share, _delay in rows]),
        )
        for rows in found.values()
    )


def _weighed(rows: Sequence[Estimate], weights: Sequence[float]) -> Estimate:
    shares = _shares(weights)
    value, low, high = (
        float(np.dot(shares, [getattr(row, name) for row in rows])) for name in ("value", "low", "high")
    )
    return Estimate(value, low, high, sum(row.n for row in rows), _source(rows))


def _shares(weights: Sequence[float]) -> list[float]:
    total = sum(weights)
    return [weight / total if total else 1 / len(weights) for weight in weights]


def _source(rows: Sequence[Estimate] | Sequence[Spread]) -> Source:
    return Source.OWN if any(row.source == Source.OWN for row in rows) else rows[0].source
