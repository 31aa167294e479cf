"""Numbers in words: what would be written as minus zero is zero."""

from decimal import Decimal

import pytest
from django.utils.translation import override

from tanggap.papers import saying


@pytest.mark.parametrize(
    ("value", "places", "told"),
    [
        (-0.04, 1, "0.0"),
        (-0.0, 0, "0"),
        (-0.06, 1, "-0.1"),
        (-3, 0, "-3"),
        (Decimal("-0.001"), 2, "0.00"),
        (1234.5, 1, "1,234.5"),
    ],
)
def test_a_number_is_never_minus_zero(value, places, told):
    with override("en"):
        assert saying.number(value, places) == told


def test_a_share_is_never_minus_zero():
    with override("en"):
        assert (saying.percent(-0.0004, 1), saying.percent(-0.0006, 1)) == ("0.0%", "-0.1%")
