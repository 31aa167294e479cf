"""The index: the regulation's arithmetic to the printed digit, and an interval that covers."""

import random
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tanggap.surveys.bands import printed
from tanggap.surveys.ikm import LEAST, PRINTED_WEIGHT, Sums, index, student, sums, weighted

# Published by the regency of Sekadau as "Nilai hasil survey kepuasan masyarakat semester I 2019" (sekadaukab.go.id, article 923): the first
# 20 rows of its table "per responden dan per unsur pelayanan". What is expected of them is counted here with exact fractions.
SEKADAU = [
    "223434443", "332333323", "333443334", "224444343", "332333323", "333433334", "333333324", "343334434", "333333333", "323444443",
    "234444443", "333333323", "343433324", "344433444", "323333323", "333333323", "333333432", "224444444", "333433334", "113433332",
]  # fmt: skip
SCORES = st.binary(min_size=9, max_size=9).map(
    lambda drawn: [1 + byte % 4 for byte in drawn]
)  # one draw a person, not nine
PEOPLE = st.lists(SCORES, min_size=LEAST, max_size=16)


def rows(texts):
    return [[int(one) for one in text] for text in texts]


def test_published_answers_give_the_index_of_exact_fractions():
    people = rows(SEKADAU)
    means = [Fraction(sum(row[place] for row in people), len(people)) for place in range(9)]

    told = index(sums(people))

    assert [one.mean for one in told.elements] == means
    assert told.value == sum(means) / 9 * 25
    assert (told.n, str(told.printed), told.band.grade) == (20, "78.61", "B")


def test_four_everywhere_is_100_and_by_the_printed_weight_99_90():
    """As the register office of Tulang Bawang Barat prints it (e-smile.tubaba.go.id, 2023, first half): 0.44 an element, 100, very good."""
    told = index(sums(rows(["4" * 9] * LEAST)))

    assert [printed(one.weighted) for one in told.elements] == [Decimal("0.44")] * 9
    assert (told.printed, told.by_printed_weight, told.band.grade) == (Decimal("100.00"), Decimal("99.90"), "A")


def test_a_worked_example_with_a_printed_weight():
    """Three elements of 20 people with sums 74, 76 and 60 and the weight 0.33: printed are 3.70, 3.80, 3.00 and an index of 86.63
    (worked sheet published as scribd.com/document/429061031)."""
    means = [Fraction(total, 20) for total in (74, 76, 60)]

    assert [str(printed(mean)) for mean in means] == ["3.70", "3.80", "3.00"]
    assert (printed(weighted(means, Decimal("0.33"))), printed(weighted(means, Fraction(1, 3)))) == (
        Decimal("86.63"),
        Decimal("87.50"),
    )


@settings(max_examples=25)
@given(PEOPLE)
def test_the_printed_weight_tells_a_thousandth_less(people):
    told = index(sums(people))

    assert told.by_printed_weight == printed(told.value * 9 * Fraction(PRINTED_WEIGHT))


@settings(max_examples=25)
@given(PEOPLE)
def test_an_index_lies_in_its_interval_and_both_on_the_scale(people):
    told = index(sums(people))

    assert 25 <= told.low <= float(told.value) + 1e-9
    assert float(told.value) - 1e-9 <= told.high <= 100


@settings(max_examples=25)
@given(PEOPLE, PEOPLE)
def test_sums_of_two_groups_are_those_of_both_together(some, others):
    assert index(sums(some) + sums(others)).value == index(sums(some + others)).value


def test_below_the_least_number_nothing_is_told():
    told = index(sums(rows(["4" * 9] * 3)))

    assert (told.value, told.low, told.band, told.n) == (None, None, None, 3)
    assert "3" in told.reason


def test_an_element_that_nobody_answered_leaves_no_index():
    told = index(sums([[None, *[3] * 8]] * LEAST))

    assert (told.value, told.elements[0].mean, told.elements[1].mean) == (None, None, 3)
    assert told.reason


def test_who_left_an_element_out_counts_in_the_others():
    told = index(sums([[None, *[3] * 8], *[[4] * 9] * 9]))

    assert [(one.n, one.total) for one in told.elements[:2]] == [(9, 36), (10, 39)]


def test_all_the_same_does_not_prove_it_of_everybody():
    told = index(sums(rows(["4" * 9] * 30)))

    assert (round(told.low, 2), told.high) == (91.49, 100.0)


def test_who_asked_everybody_is_sure():
    told = index(sums(rows(SEKADAU)), population=20)

    assert told.low == pytest.approx(float(told.value)) == pytest.approx(told.high)


@pytest.mark.parametrize(("degrees", "quantile"), [(9, 2.262), (14, 2.145), (19, 2.093), (29, 2.045), (99, 1.984)])
def test_student_s_quantiles_are_those_of_the_tables(degrees, quantile):
    assert student(degrees) == pytest.approx(quantile, abs=0.001)


def test_nothing_asked_is_nothing_told():
    assert (index(Sums()).value, index(Sums()).n) == (None, 0)


@pytest.mark.parametrize(("n", "least"), [(12, 0.89), (30, 0.93), (120, 0.93)])
def test_intervals_cover_what_they_promise(n, least):
    """400 surveys of people who answer everything alike, the hardest case: 95 % but for chance, and 91 % where only 12 answered."""
    source = random.Random(14_2017)
    weights = {4: 0.45, 3: 0.4, 2: 0.1, 1: 0.05}
    scores, shares = list(weights), list(weights.values())
    truth = sum(score * share for score, share in weights.items()) * 25
    held = 0
    for _survey in range(400):
        people = [source.choices(scores, shares)[0] for _person in range(n)]
        moments = Sums(n, (sum(people),) * 9, (n,) * 9, n, float(sum(people)), float(sum(one * one for one in people)))
        told = index(moments)
        held += told.low <= truth <= told.high
    assert held / 400 >= least
