"""What a sample says of all: pure arithmetic on counts. No database, no rounding, no clock."""

import math
from collections import Counter
from collections.abc import Hashable, Iterable
from functools import cache
from statistics import NormalDist
from typing import NamedTuple


class Interval(NamedTuple):
    """The two ends of a confidence interval of a share, 0 to 1."""

    low: float
    high: float


class Kappa(NamedTuple):
    """How far two judges agree beyond chance: `value` 1 is always, 0 is what chance gives; None where chance alone gives 1 or n is 0."""

    value: float | None
    low: float
    high: float
    n: int


class Weighted(NamedTuple):
    """A share estimated from rows drawn with unequal probability, and the equal-probability sample size that would say as much."""

    share: float
    n: float


def wilson(successes: float, n: float, confidence: float = 0.95) -> Interval:
    """Return the score interval of a share of which `successes` of `n` were seen (Wilson 1927, J. Am. Stat. Assoc. 22, 209-212).

    3 of 40 give 2.6 % to 20 %. It never leaves 0 to 1, and is right on average where few were seen or none; n = 0 says nothing: 0 to 1.
    `n` may be an effective size (`weighted`). Raises ValueError unless 0 <= successes <= n and 0 < confidence < 1.
    """
    _must_be_counts(successes, n)
    z = _z(confidence)
    if n == 0:
        return Interval(0.0, 1.0)
    share, square = successes / n, z * z
    centre = (share + square / (2 * n)) / (1 + square / n)
    half = z / (1 + square / n) * math.sqrt(share * (1 - share) / n + square / (4 * n * n))
    low = 0.0 if successes == 0 else max(0.0, centre - half)
    high = 1.0 if successes == n else min(1.0, centre + half)
    return Interval(low, high)


def excluded_by_none(n: int, confidence: float = 0.95) -> float:
    """Return the smallest share that `n` checks without one failure rule out: 1 - (1 - confidence)^(1/n); 299 checks rule out 1 %.

    One-sided and exact (Clopper and Pearson 1934, Biometrika 26, 404-413, for no success). n = 0 rules out nothing: 1.
    """
    _must_be_counts(0, n)
    _z(confidence)
    return 1.0 if n == 0 else 1 - math.exp(math.log(1 - confidence) / n)


def weighted(rows: Iterable[tuple[bool, float]]) -> Weighted:
    """Return the share of True among rows (value, probability with which it was drawn), each standing for 1/probability of all.

    The ratio form of Horvitz and Thompson (1952); the effective size is (sum w)^2 / sum w^2 (Kish 1965), which is the plain n when all
    were drawn with one probability. Raises ValueError for a probability outside 0 to 1.
    """
    total = square = hits = 0.0
    for value, probability in rows:
        if not 0 < probability <= 1:
            raise ValueError("a probability lies above 0 and at most 1")
        weight = 1 / probability
        total, square, hits = total + weight, square + weight * weight, hits + weight * value
    return Weighted(hits / total, total * total / square) if total else Weighted(0.0, 0.0)


def kappa(pairs: Iterable[tuple[Hashable, Hashable]], confidence: float = 0.95) -> Kappa:
    """Return the agreement of two judges beyond chance over `pairs` of verdicts (Cohen 1960, Educ. Psychol. Meas. 20, 37-46).

    (po - pe) / (1 - pe) with Cohen's standard error sqrt(po (1 - po) / (n (1 - pe)^2)); the ends are cut at -1 and 1. Where both
    judges always said the same one word, agreement beyond chance cannot be told: value None, -1 to 1.
    """
    seen = list(pairs)
    n = len(seen)
    first, second = Counter(one for one, _ in seen), Counter(two for _, two in seen)
    by_chance = sum(first[word] * second[word] for word in first) / (n * n) if n else 1.0
    z = _z(confidence)
    if by_chance == 1:
        return Kappa(None, -1.0, 1.0, n)
    agreed = sum(one == two for one, two in seen) / n
    value = (agreed - by_chance) / (1 - by_chance)
    half = z * math.sqrt(agreed * (1 - agreed) / n) / (1 - by_chance)
    return Kappa(value, max(-1.0, value - half), min(1.0, value + half), n)


@cache
def _z(confidence: float) -> float:
    if not 0 < confidence < 1:
        raise ValueError("a confidence lies between 0 and 1")
    return NormalDist().inv_cdf(0.5 + confidence / 2)


def _must_be_counts(successes: float, n: float) -> None:
    if not 0 <= successes <= n:
        raise ValueError("successes lie between 0 and n")
