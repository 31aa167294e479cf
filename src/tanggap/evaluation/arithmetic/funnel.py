"""Funnel plots: how far parts of different size may lie from the whole by chance alone (Spiegelhalter 2005, Stat. Med. 24, 1185-1202).

Two limits: a part that is like the whole lies beyond the inner one at most once in twenty (95 %), beyond the outer at most once in five
hundred (99.8 %). For shares and counts they are exact: what lies outside has a binomial (Poisson) tail below 2.5 % or 0.1 %. Spiegelhalter
draws a straight line between two whole numbers of cases; here the tail itself is continued between them, which says the same at each whole
number and lets a part weigh more or less than its cases (`standardising`).

Where parts differ by more than chance (by what nobody measured), nearly all would stand out. Then the limits are widened by the root of the
dispersion φ: the mean square of the z, after the outermost tenth at each end was drawn in (Winsorised, there in section 5), so that who
stands out does not widen the limits that are to show it. Drawing in makes 0.679 of what is chance alone, by which we divide. φ is
used where ten parts or more show more than 1 + 3 ÷ √parts, as chance does in one of twenty comparisons (docs/evaluation-methods.md).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final

from tanggap.evaluation.arithmetic import special

INNER: Final = 0.95
OUTER: Final = 0.998
INSIDE, BEYOND_INNER, BEYOND_OUTER = "inside", "beyond_95", "beyond_99_8"
SHARE, MEAN, RATIO = "share", "mean", "ratio"
FEWEST: Final = 10  # parts from which on a dispersion is told
DRAWN_IN: Final = 0.1  # at each end
OF_CHANCE: Final = 0.6787  # the mean of min(z², 1.2816²) for a normal z
ALARM: Final = 3.0
CLOSE: Final = 1e-4  # cases to which a limit is found
NEAR: Final = 0.05  # cases by which the expansion is mostly off
SMOOTH: Final = 20.0  # cases of a standard deviation from which on it is closer than that
SURELY_INSIDE, SURELY_BEYOND = (
    1.7,
    3.6,
)  # standard deviations from the centre, of the limits' 1.96 and 3.09, of what is so smooth
_NORMAL: Final = NormalDist()


@dataclass(frozen=True, slots=True)
class Limits:
    """Between which values parts of one weight lie, if they are like the whole: 95 % and 99.8 % of them."""

    weight: float
    inner_low: float
    inner_high: float
    outer_low: float
    outer_high: float


@dataclass(frozen=True, slots=True)
class Dispersion:
    """How much more than by chance `parts` scatter: `measured` is φ, `factor` that by which limits are widened: 1 where it is chance."""

    factor: float = 1.0
    measured: float = 1.0
    parts: int = 0

    @property
    def is_wide(self) -> bool:
        """Return whether the limits are widened."""
        return self.factor > 1


@dataclass(frozen=True, slots=True)
class Funnel:
    """The limits around the value of the whole.

    `kind`: `share` of so many cases (the weight); `mean` of so many numbers of a standard deviation `spread`; `ratio` of what was counted
    to what was expected, the weight being what was expected.
    """

    kind: str
    centre: float
    spread: float = 0.0
    dispersion: Dispersion = Dispersion()

    def flag(self, value: float, weight: float) -> str:
        """Return where a part lies: `inside`, `beyond_95` or `beyond_99_8`. What weighs nothing lies inside."""
        if clear := self._clear(value, weight):
            return clear
        tail = self.tail(value, weight)
        return BEYOND_OUTER if tail < (1 - OUTER) / 2 else BEYOND_INNER if tail < (1 - INNER) / 2 else INSIDE

    def _clear(self, value: float, weight: float) -> str:
        """Return where a part lies that is so far from both limits that no tail need be reckoned; empty for the others."""
        if self.kind == MEAN or weight <= 0 or not self._can_vary():
            return ""
        error = self._error(weight)
        if error * weight < SMOOTH:
            return ""
        far = abs(value - self.centre) / (error * math.sqrt(self.dispersion.factor))
        return INSIDE if far < SURELY_INSIDE else BEYOND_OUTER if far > SURELY_BEYOND else ""

    def tail(self, value: float, weight: float) -> float:
        """Return the chance that a part which is like the whole lies as far as `value` on its side, or farther."""
        if weight <= 0 or not self._can_vary():
            return 0.5
        width = math.sqrt(self.dispersion.factor)
        return self._tail(self.centre + (value - self.centre) / width, weight, is_low=value < self.centre)

    def limits(self, weight: float) -> Limits:
        """Return the limits of parts of one weight."""
        inner, outer = ((1 - share) / 2 for share in (INNER, OUTER))
        ends = (
            self._end(weight, inner, is_low=True),
            self._end(weight, inner, is_low=False),
            self._end(weight, outer, is_low=True),
            self._end(weight, outer, is_low=False),
        )
        return Limits(weight, *ends)

    def _can_vary(self) -> bool:
        return self.centre * (1 - self.centre) > 0 if self.kind == SHARE else self.kind == RATIO or self.spread > 0

    def _error(self, weight: float) -> float:
        """Return the standard error of a part of one weight."""
        if self.kind == SHARE:
            return math.sqrt(self.centre * (1 - self.centre) / weight)
        return math.sqrt(self.centre / weight) if self.kind == RATIO else self.spread / math.sqrt(weight)

    def _tail(self, value: float, weight: float, *, is_low: bool) -> float:
        if self.kind == MEAN:
            return _NORMAL.cdf(-abs(value - self.centre) / self._error(weight))
        cases = value * weight
        if self.kind == SHARE:
            of_share = special.binomial_up_to if is_low else special.binomial_from
            return of_share(cases, weight, self.centre)
        of_count = special.poisson_up_to if is_low else special.poisson_from
        return of_count(cases, weight * self.centre)

    def _end(self, weight: float, tail: float, *, is_low: bool) -> float:
        """Return the value beyond which a part has less than `tail`; the farthest there is where none has."""
        sign = -1 if is_low else 1
        least, most = {SHARE: (0.0, 1.0), RATIO: (0.0, math.inf)}.get(self.kind, (-math.inf, math.inf))
        farthest = least if is_low else most
        if weight <= 0 or not self._can_vary():
            return self.centre if weight > 0 else farthest
        error = self._error(weight)
        if self.kind == MEAN:
            reach = -_NORMAL.inv_cdf(tail) * error
        elif math.isfinite(farthest) and self._tail(farthest, weight, is_low=is_low) >= tail:
            reach = abs(farthest - self.centre)
        else:
            reach = self._reach(weight, tail, error, sign, abs(farthest - self.centre))
        return min(most, max(least, self.centre + sign * reach * math.sqrt(self.dispersion.factor)))

    def _reach(self, weight: float, tail: float, error: float, sign: int, farthest: float) -> float:
        """Return how far from the centre a tail falls to `tail`: sought near the expansion's answer, which large weights need not mend."""
        deviation = error * weight
        guess = self._guess(deviation, sign * -_NORMAL.inv_cdf(tail), sign) / weight
        if deviation > SMOOTH:
            return min(farthest, guess)

        def beyond(reach: float) -> float:
            return tail - self._tail(self.centre + sign * reach, weight, is_low=sign < 0)

        low, high = max(0.0, guess - NEAR / weight), min(farthest, max(0.0, guess) + NEAR / weight)
        if beyond(low) > 0:
            low = 0.0
        while beyond(high) < 0:
            high = min(farthest, high * 1.5)
        return special.root(beyond, low, high, within=CLOSE / weight)

    def _guess(self, deviation: float, z: float, sign: int) -> float:
        """Return how many cases from the centre a tail of `z` begins, after Cornish and Fisher (1938, Rev. Int. Stat. Inst. 5, 307-320)."""
        is_share = self.kind == SHARE
        skew = (1 - 2 * self.centre if is_share else 1.0) / deviation
        peak = (1 - 6 * self.centre * (1 - self.centre) if is_share else 1.0) / deviation**2
        w = z + skew * (z * z - 1) / 6 + peak * (z**3 - 3 * z) / 24 - skew**2 * (2 * z**3 - 5 * z) / 36
        return sign * w * deviation + 0.5


def dispersion(zs: Sequence[float]) -> Dispersion:
    """Return how much more than by chance parts scatter, from their standard scores."""
    parts = len(zs)
    if parts < FEWEST:
        return Dispersion(parts=parts)
    many = int(parts * DRAWN_IN)
    ordered = sorted(zs)
    least, most = ordered[many], ordered[-many - 1]
    measured = sum(min(most, max(least, one)) ** 2 for one in zs) / parts / OF_CHANCE
    is_more = measured > 1 + ALARM / math.sqrt(parts)
    return Dispersion(measured if is_more else 1.0, measured, parts)
