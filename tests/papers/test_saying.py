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


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("unit", ["%", "reports", "count", "money", "per", "days", "hours", ""])
def test_values_of_a_table_are_said_as_each_alone(unit, language):
    values = (None, 0.0, 0.00001, 0.5, 0.99999, 1.0, 3.25, 1234.5, -0.001)
    with override(language):
        table = saying.Saying.of(unit, "IDR")
        assert [table.said(one) for one in values] == [saying.said(one, unit, "IDR") for one in values]
        assert table.between(0.25, None) == saying.between(0.25, None, unit, "IDR")


def test_a_share_that_is_not_all_or_none_is_never_said_so():
    with override("en"):
        said = [saying.said(one, "%") for one in (0.0, 0.00001, 0.99999, 1.0)]
    assert said == ["0%", "0.1%", "99.9%", "100%"]
