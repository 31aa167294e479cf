"""The four bands of the quality of a service (the study's Table 4; annex of PermenPAN-RB 14/2017).

Printed are two scales: a mean of 1 to 4 with three decimals, and the same times 25 with two. On the scale of four the printed
edges meet: 3.064 closes C and opens B, 3.532 closes B and opens A. On the scale of a hundred they do not (76.60 | 76.61 and
88.30 | 88.31), so the hundred decides: 3.064 × 25 = 76.60 is C, 3.532 × 25 = 88.30 is B.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Number = Decimal | Fraction | float | int

SCALE: Final = 25
"""What takes a mean of 1 to 4 to the scale of 25 to 100."""


@dataclass(frozen=True)
class Band:
    """One row of Table 4: the grade, its word, and both scales' edges as they are printed (all edges belong to the band)."""

    grade: str
    quality: Promise
    low_of_four: Decimal
    high_of_four: Decimal
    low: Decimal
    high: Decimal


# fmt: off
BANDS: Final = (
    #    grade  quality             scale of four                       scale of a hundred
    Band("D", _("Not good"),        Decimal("1.000"), Decimal("2.599"), Decimal("25.00"), Decimal("64.99")),
    Band("C", _("Less than good"),  Decimal("2.600"), Decimal("3.064"), Decimal("65.00"), Decimal("76.60")),
    Band("B", _("Good"),            Decimal("3.064"), Decimal("3.532"), Decimal("76.61"), Decimal("88.30")),
    Band("A", _("Very good"),       Decimal("3.532"), Decimal("4.000"), Decimal("88.31"), Decimal("100.00")),
)
# fmt: on


def band(hundred: Number) -> Band:
    """Return the band of an index of 25 to 100, which is first rounded to the two decimals that are printed.

    Raises ValueError for what no mean of answers of 1 to 4 can be.
    """
    rounded = printed(hundred)
    for row in BANDS:
        if row.low <= rounded <= row.high:
            return row
    raise ValueError(f"{rounded} is no index between 25 and 100")


def band4(score: Number) -> Band:
    """Return the band of a mean of 1 to 4: that of the mean times 25. Raises ValueError like `band`."""
    return band(exact(score) * SCALE)


def exact(number: Number) -> Fraction:
    """Return the number itself; a float is read as the shortest decimal that it is written as (3.064 is 3.064)."""
    return Fraction(repr(number)) if isinstance(number, float) else Fraction(number)


def printed(number: Number, places: int = 2) -> Decimal:
    """Return the number with `places` decimals, halves rounded up, as the regulation's tables are printed."""
    whole = exact(number)
    step = Decimal(1).scaleb(-places)
    return (Decimal(whole.numerator) / Decimal(whole.denominator)).quantize(step, rounding=ROUND_HALF_UP)
