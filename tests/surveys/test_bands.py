"""Table 4: every edge falls where it is printed, and an edge that is printed twice falls where the hundred puts it."""

import itertools
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanggap.surveys.bands import BANDS, band, band4, printed


@pytest.mark.parametrize("row", BANDS, ids=lambda row: row.grade)
def test_the_printed_edges_of_a_band_belong_to_it(row):
    assert (band(row.low), band(row.high)) == (row, row)


@pytest.mark.parametrize(
    ("mean", "grade"),
    [
        (1, "D"),
        (2.57, "D"),
        (2.599, "D"),
        (2.6, "C"),
        (3.064, "C"),
        (3.0644, "B"),
        (3.07, "B"),
        (3.22, "B"),
        (3.532, "B"),
        (3.5324, "A"),
        (4, "A"),
    ],
)
def test_a_mean_of_four_falls_where_its_hundred_falls(mean, grade):
    assert band4(mean).grade == grade


def test_the_study_s_city_of_2_57_is_d_by_the_table():
    assert (printed(2.57 * 25), band4(2.57).grade) == (Decimal("64.25"), "D")


def test_the_scale_of_four_meets_at_two_edges_and_the_hundred_at_none():
    pairs = list(itertools.pairwise(BANDS))

    assert [low.high_of_four for low, high in pairs if low.high_of_four == high.low_of_four] == [
        Decimal("3.064"),
        Decimal("3.532"),
    ]
    assert [high.low - low.high for low, high in pairs] == [Decimal("0.01")] * 3


@pytest.mark.parametrize("hundred", [0, 24.99, 100.01, -1])
def test_what_is_no_mean_of_answers_has_no_band(hundred):
    with pytest.raises(ValueError, match="no index"):
        band(hundred)


@given(st.fractions(min_value=1, max_value=4))
def test_every_mean_has_exactly_one_band(mean):
    hundred = printed(mean * 25)

    assert [row for row in BANDS if row.low <= hundred <= row.high] == [band4(mean)]


def test_a_half_is_rounded_up():
    assert (printed(Fraction(12999, 200)), band(64.995).grade) == (Decimal("65.00"), "C")
