"""Many rates of few cases each, told together: each is drawn towards all of them, the more, the less is known of it.

Gamma and Poisson (Clayton and Kaldor 1987, Biometrics 43, 671-681): counts are Poisson with mean ratio x expected, and the ratios of the
parts are spread as a gamma distribution of mean 1, whose shape is found by maximum likelihood (the counts are then negative binomial).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tanggap.evaluation.arithmetic.intervals import gamma_poisson

_LEAST, _MOST = 0.05, 1e5  # shapes between which is sought; above, the parts do not differ
_GOLDEN: Final = (math.sqrt(5) - 1) / 2
_STEPS: Final = 44


@dataclass(frozen=True, slots=True)
class Shrunk:
    """A ratio drawn towards 1, with the middle 95 % of what it may be; `own` is how much of it is the part's own, 0 to 1."""

    value: float
    low: float
    high: float
    own: float


def shape(rows: Sequence[tuple[float, float]]) -> float:
    """Return the shape of the gamma distribution of ratios behind counts and their expectations; large where nothing but chance differs."""
    seen = [row for row in rows if row[1] > 0]
    if len(seen) < 2:
        return _MOST
    low, high = math.log(_LEAST), math.log(_MOST)
    left, right = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
    at_left, at_right = _likelihood(left, seen), _likelihood(right, seen)
    for _step in range(_STEPS):
        if at_left >= at_right:
            high, right, at_right = right, left, at_left
            left = high - _GOLDEN * (high - low)
            at_left = _likelihood(left, seen)
        else:
            low, left, at_left = left, right, at_right
            right = low + _GOLDEN * (high - low)
            at_right = _likelihood(right, seen)
    return math.exp((low + high) / 2)


def shrunk(count: float, expected: float, of_all: float) -> Shrunk:
    """Return one part's ratio, where `of_all` is the `shape` of all of them."""
    seen = of_all + expected
    ends = gamma_poisson(count, expected, of_all, of_all)
    return Shrunk((of_all + count) / seen, ends.low, ends.high, expected / seen)


def _likelihood(logarithm: float, rows: Sequence[tuple[float, float]]) -> float:
    a = math.exp(logarithm)
    start = a * logarithm - math.lgamma(a)
    return math.fsum(math.lgamma(count + a) + start - (count + a) * math.log(expected + a) for count, expected in rows)
