"""How far a figure may be off by chance: intervals of shares, their differences, counts, means, and whatever can be drawn again."""

import math
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from statistics import NormalDist
from typing import Final

import numpy as np
import numpy.typing as npt

from tanggap.evaluation.arithmetic import special
from tanggap.verification.estimates import Interval, wilson

__all__ = [
    "CONFIDENCE",
    "Interval",
    "bootstrap_counts",
    "bootstrap_ratio",
    "byar",
    "clopper_pearson",
    "gamma_poisson",
    "mean",
    "mean_difference",
    "newcombe",
    "normal",
    "poisson",
    "wilson",
]

CONFIDENCE: Final = 0.95
SEED: Final = 20190
DRAWS: Final = 2000
Floats = npt.NDArray[np.float64]


def clopper_pearson(hits: int, n: int, confidence: float = CONFIDENCE) -> Interval:
    """Return the exact interval of a share of which `hits` of `n` were seen (Clopper and Pearson 1934, Biometrika 26, 404-413).

    It holds the truth at least as often as it says, and mostly more often: for judging one unit alone. n = 0 says nothing: 0 to 1.
    """
    _must_be_counts(hits, n)
    tail = _tail(confidence)
    low = 0.0 if hits == 0 else special.beta_point(hits, n - hits + 1, tail)
    high = 1.0 if hits == n else special.beta_point(hits + 1, n - hits, 1 - tail)
    return Interval(low, high)


def newcombe(hits: float, n: float, other_hits: float, other_n: float, confidence: float = CONFIDENCE) -> Interval:
    """Return the interval of the first share less the second (Newcombe 1998, Stat. Med. 17, 873-890, method 10: from two score intervals).

    56 of 70 less 48 of 80: 0.0524 to 0.3339. It never leaves -1 to 1. Where one n is 0 its share may be anything.
    """
    one, other = wilson(hits, n, confidence), wilson(other_hits, other_n, confidence)
    if not n or not other_n:
        return Interval(one.low - other.high, one.high - other.low)
    share, other_share = hits / n, other_hits / other_n
    low = share - other_share - math.hypot(share - one.low, other.high - other_share)
    high = share - other_share + math.hypot(one.high - share, other_share - other.low)
    return Interval(max(-1.0, low), min(1.0, high))


def poisson(count: int, confidence: float = CONFIDENCE) -> Interval:
    """Return the exact interval of what a count is expected to be (Garwood 1936, Biometrika 28, 437-442): 25 may be 16.18 to 36.90."""
    _must_be_counts(count, count)
    tail = _tail(confidence)
    low = 0.0 if count == 0 else special.gamma_point(count, tail)
    return Interval(low, special.gamma_point(count + 1, 1 - tail))


def byar(count: int, confidence: float = CONFIDENCE) -> Interval:
    """Return Byar's approximation to `poisson` (Breslow and Day 1987, Statistical Methods in Cancer Research II, p. 69): closed, so quick.

    From 10 on it is the exact one but for half a per cent; 0 has the exact upper end.
    """
    _must_be_counts(count, count)
    z = _z(confidence)
    low = 0.0 if count == 0 else count * max(0.0, 1 - 1 / (9 * count) - z / (3 * math.sqrt(count))) ** 3
    more = count + 1
    high = more * (1 - 1 / (9 * more) + z / (3 * math.sqrt(more))) ** 3 if count else -math.log(_tail(confidence))
    return Interval(low, high)


def gamma_poisson(count: float, exposure: float, shape: float, rate: float, confidence: float = CONFIDENCE) -> Interval:
    """Return the middle of what a rate may be, after `count` in `exposure`, where rates are spread as a gamma of `shape` and `rate`."""
    tail, seen = _tail(confidence), rate + exposure
    return Interval(
        special.gamma_point(shape + count, tail) / seen, special.gamma_point(shape + count, 1 - tail) / seen
    )


def normal(value: float, error: float, confidence: float = CONFIDENCE) -> Interval:
    """Return value ± z standard errors."""
    half = _z(confidence) * error
    return Interval(value - half, value + half)


def mean(n: int, total: float, squares: float, confidence: float = CONFIDENCE) -> Interval | None:
    """Return the interval of a mean from n, the sum and the sum of squares (Student 1908); None for fewer than two."""
    if n < 2:
        return None
    half = special.student_point(n - 1, 0.5 + confidence / 2) * math.sqrt(variance(n, total, squares) / n)
    return Interval(total / n - half, total / n + half)


def mean_difference(
    one: tuple[int, float, float], other: tuple[int, float, float], confidence: float = CONFIDENCE
) -> Interval | None:
    """Return the interval of the first mean less the second, each of n, sum and sum of squares (Welch 1947, Biometrika 34, 28-35).

    None where either has fewer than two.
    """
    if min(one[0], other[0]) < 2:
        return None
    errors = [variance(*row) / row[0] for row in (one, other)]
    difference = one[1] / one[0] - other[1] / other[0]
    if not sum(errors):
        return Interval(difference, difference)
    freedom = sum(errors) ** 2 / sum(error**2 / (row[0] - 1) for error, row in zip(errors, (one, other), strict=True))
    half = special.student_point(freedom, 0.5 + confidence / 2) * math.sqrt(sum(errors))
    return Interval(difference - half, difference + half)


def variance(n: int, total: float, squares: float) -> float:
    """Return the variance of n numbers (with n - 1) from their sum and sum of squares; 0 for fewer than two."""
    return max(0.0, squares - total * total / n) / (n - 1) if n > 1 else 0.0


def bootstrap_counts(
    counts: Mapping[float, int],
    figure: Callable[[Floats, Floats], Floats],
    *,
    confidence: float = CONFIDENCE,
    draws: int = DRAWS,
    seed: int = SEED,
) -> Interval | None:
    """Return the expanded percentile interval (`_middle`) of a figure of values of which only `counts` are kept.

    Drawing n cases again from a histogram is one multinomial draw, so no case is needed. `figure` takes the values (rising) and an array
    of counts, one row a draw, and returns one number a draw: `mean_of` and `quantile_of` are such. The seed is fixed: the same counts
    give the same interval. None for fewer than two cases.
    """
    n = sum(counts.values())
    if n < 2:
        return None
    values = np.array(sorted(counts), dtype=np.float64)
    shares = np.array([counts[value] for value in sorted(counts)], dtype=np.float64) / n
    drawn = np.random.default_rng(seed).multinomial(n, shares, size=draws).astype(np.float64)
    return _middle(figure(values, drawn), n, confidence)


def mean_of(values: Floats, counts: Floats) -> Floats:
    """Return the mean of each row of counts."""
    found: Floats = counts @ values / counts.sum(axis=1)
    return found


def quantile_of(share: float) -> Callable[[Floats, Floats], Floats]:
    """Return the figure that takes, of each row of counts, the smallest value up to which `share` of the cases lie."""

    def figure(values: Floats, counts: Floats) -> Floats:
        upto = counts.cumsum(axis=1)
        found: Floats = values[(upto >= share * upto[:, -1:] - 1e-9).argmax(axis=1)]
        return found

    return figure


def bootstrap_ratio(
    pairs: Sequence[tuple[float, float]],
    *,
    confidence: float = CONFIDENCE,
    draws: int = DRAWS,
    seed: int = SEED,
) -> Interval | None:
    """Return the expanded percentile interval of the sum of the first ÷ that of the second, when whole rows (days) are drawn again.

    So what belongs together on a day stays together (Davison and Hinkley 1997, Bootstrap Methods and their Application, section 3.8).
    A draw whose second sum is 0 is left out. None for fewer than two rows of which the second is not 0.
    """
    rows = np.array([pair for pair in pairs if pair[1]], dtype=np.float64).reshape(-1, 2)
    if len(rows) < 2:
        return None
    drawn = np.random.default_rng(seed).multinomial(len(rows), np.full(len(rows), 1 / len(rows)), size=draws)
    sums = drawn.astype(np.float64) @ rows
    sums = sums[sums[:, 1] != 0]
    return _middle(sums[:, 0] / sums[:, 1], len(rows), confidence) if len(sums) else None


def _middle(found: Floats, n: int, confidence: float) -> Interval:
    """Return the middle of what was drawn (the percentile interval of Efron 1979, Ann. Stat. 7, 1-26), a little more of it for few rows.

    The plain one is too short by √((n - 1) ÷ n) and by the normal distribution in place of Student's (Hesterberg 2015, Am. Stat. 69,
    371-386): its tails are made smaller by both.
    """
    wider = math.sqrt(n / (n - 1)) * special.student_point(n - 1, 1 - _tail(confidence))
    tail = NormalDist().cdf(-wider)
    low, high = np.quantile(found, [tail, 1 - tail])
    return Interval(float(low), float(high))


def _tail(confidence: float) -> float:
    if not 0 < confidence < 1:
        raise ValueError("a confidence lies between 0 and 1")
    return (1 - confidence) / 2


@cache
def _z(confidence: float) -> float:
    return NormalDist().inv_cdf(1 - _tail(confidence))


def _must_be_counts(hits: float, n: float) -> None:
    if not 0 <= hits <= n:
        raise ValueError("hits lie between 0 and n")
