"""The tails of four distributions, and the points that leave a given tail: what `scipy.special` has, for plain floats.

The incomplete beta and gamma functions are summed as Press et al., Numerical Recipes, 3rd edition (2007), sections 6.2 and 6.4, do
(series and Lentz's continued fractions). They are exact to ten digits for counts up to ten thousand, and to eight up to a million, where
the logarithms of the factorials lose digits; `tests/evaluation/arithmetic` compares them with exact fractions.
"""

import math
from collections.abc import Callable
from statistics import NormalDist
from typing import Final

NORMAL: Final = NormalDist()
_TINY: Final = 1e-300
_PRECISION: Final = 1e-15
_STEPS: Final = 200
_JUMPS: Final = 16  # three or four are enough: each triples the digits
_SETTLED: Final = 1e-6  # of a point: the jump after it would be its cube


def beta_tail(a: float, b: float, x: float) -> float:
    """Return the regularised incomplete beta function I_x(a, b): the share of a beta distribution of `a`, `b` > 0 that lies below `x`."""
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x))
    if x < (a + 1) / (a + b + 2):
        return min(1.0, front * _beta_fraction(a, b, x) / a)
    return max(0.0, 1 - front * _beta_fraction(b, a, 1 - x) / b)


def _beta_fraction(a: float, b: float, x: float) -> float:
    c, d = 1.0, 1 / ((1 - (a + b) * x / (a + 1)) or _TINY)
    found, both, over, under = d, a + b, a + 1, a - 1
    for m in range(1, 200 + int(10 * math.sqrt(max(a, b)))):
        twice = 2 * m
        step = m * (b - m) * x / ((under + twice) * (a + twice))
        d = 1 / ((1 + step * d) or _TINY)
        c = (1 + step / c) or _TINY
        found *= d * c
        step = -(a + m) * (both + m) * x / ((a + twice) * (over + twice))
        d = 1 / ((1 + step * d) or _TINY)
        c = (1 + step / c) or _TINY
        change = d * c
        found *= change
        if -_PRECISION < change - 1 < _PRECISION:
            break
    return found


def gamma_tail(a: float, x: float) -> float:
    """Return the regularised incomplete gamma function P(a, x): the share of a gamma distribution of shape `a` > 0, rate 1, below `x`."""
    if x <= 0:
        return 0.0
    front = math.exp(a * math.log(x) - x - math.lgamma(a))
    if x < a + 1:
        term = found = 1 / a
        for n in range(1, 200 + int(20 * math.sqrt(a))):
            term *= x / (a + n)
            found += term
            if term < found * _PRECISION:
                break
        return min(1.0, front * found)
    return max(0.0, 1 - front * _gamma_fraction(a, x))


def _gamma_fraction(a: float, x: float) -> float:
    b = x + 1 - a
    c, d = 1 / _TINY, 1 / (b or _TINY)
    found = d
    for n in range(1, 200 + int(20 * math.sqrt(a))):
        step = -n * (n - a)
        b += 2
        d = 1 / ((step * d + b) or _TINY)
        c = (b + step / c) or _TINY
        change = d * c
        found *= change
        if -_PRECISION < change - 1 < _PRECISION:
            break
    return found


def beta_point(a: float, b: float, share: float) -> float:
    """Return the point below which `share` of a beta distribution lies."""
    return root(lambda x: beta_tail(a, b, x) - share, 0.0, 1.0)


def gamma_point(a: float, share: float) -> float:
    """Return the point below which `share` of a gamma distribution of shape `a` and rate 1 lies.

    By Halley's jumps from the answer of Wilson and Hilferty (1931, Proc. Natl. Acad. Sci. 17, 684-688), as Press et al., section 6.2.1.
    """
    x = _near_gamma_point(a, share)
    norm = math.lgamma(a)
    for _jump in range(_JUMPS):
        if x <= _TINY:
            return 0.0
        density = math.exp((a - 1) * math.log(x) - x - norm)
        if not density:
            break
        step = (gamma_tail(a, x) - share) / density
        jump = step / (1 - 0.5 * min(1.0, step * ((a - 1) / x - 1)))
        x = x - jump if jump < x else x / 2
        if abs(jump) < _SETTLED * x:
            break
    return x


def _near_gamma_point(a: float, share: float) -> float:
    if a > 1:
        return a * max(1e-3, 1 - 1 / (9 * a) + NORMAL.inv_cdf(share) / (3 * math.sqrt(a))) ** 3
    head = 1 - a * (0.253 + a * 0.12)
    return (share / head) ** (1 / a) if share < head else 1 - math.log(1 - (share - head) / (1 - head))


def student_point(freedom: float, share: float) -> float:
    """Return the point below which `share` (a half or more) of Student's distribution with that many degrees of freedom lies.

    From 25 degrees on by the expansion of Abramowitz and Stegun (1964, Handbook of Mathematical Functions, 26.7.5), to five digits.
    """
    if freedom >= 25:
        z = NORMAL.inv_cdf(share)
        y = z * z
        terms = (
            z * (y + 1) / 4,
            z * (5 * y * y + 16 * y + 3) / 96,
            z * (3 * y**3 + 19 * y * y + 17 * y - 15) / 384,
            z * (79 * y**4 + 776 * y**3 + 1482 * y * y - 1920 * y - 945) / 92160,
        )
        return z + sum(term / freedom ** (power + 1) for power, term in enumerate(terms))
    x = beta_point(freedom / 2, 0.5, 2 * (1 - share))
    return math.sqrt(freedom * (1 - x) / x) if x > 0 else math.inf


def chi_square_above(freedom: float, x: float) -> float:
    """Return the share of a chi-square distribution that lies above `x`."""
    return 1 - gamma_tail(freedom / 2, x / 2)


def binomial_up_to(hits: float, n: float, share: float) -> float:
    """Return the chance of at most `hits` of `n`, each with chance `share`; between whole numbers it grows evenly (by `beta_tail`)."""
    if hits < 0 or hits >= n:
        return 0.0 if hits < 0 else 1.0
    return beta_tail(n - hits, hits + 1, 1 - share)


def binomial_from(hits: float, n: float, share: float) -> float:
    """Return the chance of at least `hits` of `n`, each with chance `share`."""
    return binomial_up_to(n - hits, n, 1 - share)


def poisson_up_to(count: float, expected: float) -> float:
    """Return the chance of at most `count` where so many are expected; between whole numbers it grows evenly (by `gamma_tail`)."""
    return 0.0 if count < 0 else 1 - gamma_tail(count + 1, expected)


def poisson_from(count: float, expected: float) -> float:
    """Return the chance of at least `count` where so many are expected."""
    return 1.0 if count <= 0 else gamma_tail(count, expected)


def root(rising: Callable[[float], float], low: float, high: float, *, within: float = 0.0) -> float:
    """Return where a function that is below zero at `low` and above it at `high` crosses zero, to the last digits or to `within`.

    Chandrupatla, Advances in Engineering Software 28 (1997) 145-149: inverse quadratic steps where they can be trusted, halves otherwise.
    """
    a, b, at_a, at_b = high, low, rising(high), rising(low)
    c, at_c, step = a, at_a, 0.5
    if at_b >= 0 or at_a <= 0:
        return low if at_b >= 0 else high
    for _number in range(_STEPS):
        x = a + step * (b - a)
        at_x = rising(x)
        if (at_x > 0) == (at_a > 0):
            c, at_c = a, at_a
        else:
            c, b, at_c, at_b = b, a, at_b, at_a
        a, at_a = x, at_x
        best = a if abs(at_a) < abs(at_b) else b
        least = (_PRECISION * abs(best) + _TINY + within / 2) / abs(b - c) if b != c else 1.0
        if least > 0.5 or at_a == 0:
            return best
        step = min(1 - least, max(least, _step(a, b, c, at_a, at_b, at_c)))
    return best


def _step(a: float, b: float, c: float, at_a: float, at_b: float, at_c: float) -> float:
    """Return how far from `a` to `b` the next look goes: by inverse quadratic interpolation, or the half."""
    phi, xi = (at_a - at_b) / (at_c - at_b), (a - b) / (c - b)
    if not (phi * phi < xi and (1 - phi) ** 2 < 1 - xi):
        return 0.5
    return at_a / (at_b - at_a) * at_c / (at_b - at_c) + (c - a) / (b - a) * at_a / (at_c - at_a) * at_b / (at_c - at_b)
