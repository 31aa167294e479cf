"""Who answers, and what the result were if all groups had answered alike."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanggap.surveys.bias import Stratum, rates, weighted


def stratum(invited, scores):
    return Stratum(invited, len(scores), float(sum(scores)), float(sum(score * score for score in scores)))


def test_a_group_that_answers_less_often_is_said_to():
    found = rates({"solved": (200, 120), "refused": (100, 12), "few": (4, 4)})

    assert [(one.code, one.share, one.differs) for one in found] == [
        ("solved", 0.6, 1),
        ("refused", 0.12, -1),
        ("few", None, 0),
    ]


def test_nobody_invited_answers_nothing():
    assert [rates({}), rates({"solved": (0, 0)})[0].share] == [[], None]


def test_the_weighted_result_counts_each_group_as_it_was_invited():
    """90 of 100 satisfied people answer 4, 10 of 100 others answer 1: raw 3.7, weighted (4 + 1) / 2 = 2.5."""
    told = weighted([stratum(100, [4] * 90), stratum(100, [1] * 10)])

    assert told.raw == pytest.approx(float(Fraction(370, 100) * 25))
    assert (told.value, told.strata, told.n) == (pytest.approx(62.5), 2, 100)
    assert told.difference == pytest.approx(-30)


def test_groups_with_few_answers_are_one():
    told = weighted([stratum(50, [3, 4] * 10), stratum(10, [2, 2, 3]), stratum(10, [1, 2])])

    assert (told.strata, told.n) == (2, 25)
    assert told.value == pytest.approx((50 * 3.5 + 20 * 2.0) / 70 * 25)


def test_a_group_without_an_answer_joins_the_smallest_other():
    told = weighted([stratum(30, [4] * 20), stratum(30, [2] * 8), stratum(40, [])])

    assert (told.strata, told.value) == (2, pytest.approx((30 * 4 + 70 * 2) / 100 * 25))


def test_too_few_answers_weigh_nothing():
    assert weighted([stratum(30, [4] * 6), stratum(30, [])]).value is None
    assert weighted([]).value is None


@given(st.lists(st.lists(st.integers(1, 4), min_size=6, max_size=20), min_size=2, max_size=5))
def test_who_answered_everywhere_alike_is_not_weighted_away(groups):
    told = weighted([stratum(len(scores) * 3, scores) for scores in groups])

    assert told.value == pytest.approx(told.raw)
    assert told.low - 1e-9 <= told.value <= told.high + 1e-9
