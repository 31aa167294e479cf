"""How often something happens in a time or among so many: rates with exact intervals, and one rate against another."""

import math
from dataclasses import dataclass

from tanggap.evaluation.arithmetic.intervals import CONFIDENCE, Interval, clopper_pearson, poisson, wilson


@dataclass(frozen=True, slots=True)
class Rate:
    """`count` in `exposure` (days, people, reports …): the rate for one of them, and the ends of its exact interval; None for none."""

    count: int
    exposure: float
    value: float | None
    low: float | None
    high: float | None


def rate(count: int, exposure: float, confidence: float = CONFIDENCE) -> Rate:
    """Return a rate with Garwood's interval. Without exposure there is none: nothing is ever divided by zero."""
    if exposure <= 0:
        return Rate(count, exposure, None, None, None)
    ends = poisson(count, confidence)
    return Rate(count, exposure, count / exposure, ends.low / exposure, ends.high / exposure)


def ratio(
    one: tuple[float, float], other: tuple[float, float], confidence: float = CONFIDENCE, *, is_exact: bool = True
) -> Interval | None:
    """Return the interval of the first rate ÷ the second, each a count and its exposure; None without exposure or cases.

    Given both counts together, the first is binomial (Przyborowski and Wilenski 1940, Biometrika 31, 313-323): the interval of that share,
    turned back into a ratio. That is Clopper and Pearson's, or, not `is_exact` but a hundred times as quick, Wilson's. The upper end is
    infinite where the second count is 0.
    """
    n = one[0] + other[0]
    if n == 0 or min(one[1], other[1]) <= 0:
        return None
    ends = clopper_pearson(int(one[0]), int(n), confidence) if is_exact else wilson(one[0], n, confidence)
    scale = other[1] / one[1]
    low, high = (share / (1 - share) * scale if share < 1 else math.inf for share in ends)
    return Interval(low, high)
