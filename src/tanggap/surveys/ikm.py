"""The index of satisfaction (IKM) of PermenPAN-RB 14/2017, with how sure it is. Pure arithmetic on sums; no database.

The mean of each element (NRR), all nine of equal weight, times 25. The weight is one ninth; the regulation's tables print 0.111, by
which an index comes out a thousandth too small: four everywhere would be 99.90 and not 100. Both are told (`value`, `by_printed_weight`).
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from operator import add
from statistics import NormalDist
from typing import Final

from django.utils.translation import gettext as _

from tanggap.surveys.bands import SCALE, Band, band, band4, exact, printed
from tanggap.surveys.elements import CODES, COUNT
from tanggap.surveys.samples import correction
from tanggap.verification.estimates import wilson

WEIGHT: Final = Fraction(1, COUNT)
PRINTED_WEIGHT: Final = Decimal("0.111")
LEAST: Final = 10
"""Below so many answers nothing is told: an index of three people is chance, and could say what one of them thinks."""
LOWEST, HIGHEST = 1, 4
Scores = Sequence[int | None]


@dataclass(frozen=True, slots=True)
class Sums:
    """What an index needs of `n` people: of each element the sum and the number of its answers; of the people's own means (1 to 4) the
    sum and the sum of squares, and of how many of them there is one."""

    n: int = 0
    totals: tuple[int, ...] = (0,) * COUNT
    counts: tuple[int, ...] = (0,) * COUNT
    people: int = 0
    means: float = 0.0
    squares: float = 0.0

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(
            self.n + other.n,
            tuple(map(add, self.totals, other.totals)),
            tuple(map(add, self.counts, other.counts)),
            self.people + other.people,
            self.means + other.means,
            self.squares + other.squares,
        )


@dataclass(frozen=True, slots=True)
class Value:
    """One element: its mean of 1 to 4 from `n` answers with a sum of `total` (0: none, or not told), weighted, and of a hundred."""

    code: str
    n: int
    total: int

    @property
    def mean(self) -> Fraction | None:
        """Return the mean of its answers."""
        return Fraction(self.total, self.n) if self.total else None

    @property
    def weighted(self) -> Fraction | None:
        """Return the mean times one ninth."""
        return None if self.mean is None else self.mean * WEIGHT

    @property
    def hundred(self) -> Fraction | None:
        """Return the mean times 25."""
        return None if self.mean is None else self.mean * SCALE

    @property
    def band(self) -> Band | None:
        """Return its band."""
        return None if self.mean is None else band4(self.mean)


@dataclass(frozen=True, slots=True)
class Ikm:
    """An index of 25 to 100 from `n` people with its 95 % interval; None where it cannot be told, and `reason` says why.

    `totals` and `counts` are of the nine elements in their order; the totals are zero where they are not told.
    """

    n: int
    totals: tuple[int, ...]
    counts: tuple[int, ...]
    value: Fraction | None = None
    low: float | None = None
    high: float | None = None
    reason: str = ""

    @property
    def elements(self) -> tuple[Value, ...]:
        """Return the nine elements in their order: made when asked for, for most parts of a result are told without."""
        return tuple(map(Value, CODES, self.counts, self.totals))

    @property
    def band(self) -> Band | None:
        """Return the band of the index as it is printed, with two decimals."""
        return None if self.value is None else band(self.value)

    @property
    def printed(self) -> Decimal | None:
        """Return the index with two decimals."""
        return None if self.value is None else printed(self.value)

    @property
    def by_printed_weight(self) -> Decimal | None:
        """Return what comes out with the weight of 0.111 that the regulation prints, with two decimals."""
        means = [one.mean for one in self.elements]
        if self.value is None or any(mean is None for mean in means):
            return None
        return printed(weighted([mean for mean in means if mean is not None], PRINTED_WEIGHT))


def weighted(means: Sequence[Fraction | Decimal | float], weight: Fraction | Decimal | float) -> Fraction:
    """Return the sum of the means, each times `weight`, times 25: the regulation's formula for any number of elements."""
    return sum((exact(mean) * exact(weight) for mean in means), Fraction(0)) * SCALE


def sums(people: Iterable[Scores]) -> Sums:
    """Return the sums of the nine scores of each person; None where there is no answer, or none that can be counted."""
    found = Sums()
    for scores in people:
        given = [score for score in scores if score is not None]
        own = sum(given) / len(given) if given else 0.0
        found += Sums(
            1,
            tuple(score or 0 for score in scores),
            tuple(int(score is not None) for score in scores),
            int(bool(given)),
            own,
            own * own,
        )
    return found


def index(asked: Sums, *, population: int | None = None, least: int = LEAST) -> Ikm:
    """Return the index of what was answered; `population` is how many people there are to ask, where it is known.

    The interval is Student's of the people's own means (of a population that is known, with its correction), cut at 25 and 100. Where
    everybody answered the same there is nothing to measure it by, and it is that of a share (Wilson): 30 who all say 4 do not prove 100.
    """
    if asked.n < least:
        reason = _("Only %(n)d of at least %(least)d answers.") % {"n": asked.n, "least": least}
        return Ikm(asked.n, (0,) * COUNT, asked.counts, reason=reason)
    if not all(asked.counts):
        reason = _("An element has no answer that can be counted.")
        return Ikm(asked.n, asked.totals, asked.counts, reason=reason)
    value = _value(asked)
    low, high = interval(asked, float(value), population=population)
    return Ikm(asked.n, asked.totals, asked.counts, value, low, high)


def _value(asked: Sums) -> Fraction:
    """Return the sum of the elements' means, each times a ninth, times 25: exactly, and as one fraction."""
    whole = math.lcm(*asked.counts)
    means = sum(total * (whole // count) for total, count in zip(asked.totals, asked.counts, strict=True))
    return Fraction(SCALE * means, COUNT * whole)


def interval(asked: Sums, value: float, *, population: int | None = None) -> tuple[float, float]:
    """Return the 95 % interval around an index."""
    n = asked.people
    variance = (asked.squares - asked.means**2 / n) / (n - 1) if n > 1 else 0.0
    if variance < 1e-12:
        share = (value / SCALE - LOWEST) / (HIGHEST - LOWEST)
        ends = wilson(min(max(share, 0.0), 1.0) * n, n)
        return tuple((LOWEST + end * (HIGHEST - LOWEST)) * SCALE for end in ends)  # type: ignore[return-value]
    half = student(n - 1) * math.sqrt(variance / n) * correction(n, population) * SCALE
    return max(float(LOWEST * SCALE), value - half), min(float(HIGHEST * SCALE), value + half)


def student(degrees: int, confidence: float = 0.95) -> float:
    """Return the two-sided quantile of Student's t (Abramowitz and Stegun 1964, 26.7.5), exact to 0.001 from nine degrees on."""
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    return (
        z
        + (z**3 + z) / (4 * degrees)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * degrees**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * degrees**3)
    )
