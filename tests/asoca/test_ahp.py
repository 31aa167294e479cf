"""Weights from comparisons in pairs, held against published examples and against exact arithmetic."""

import math
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tanggap.asoca import ahp
from tanggap.asoca.words import STEPS, nearest_step, ratio

# Saaty 1990, "How to make a decision: the Analytic Hierarchy Process", Eur. J. Oper. Res. 48, 9-26: the family that buys a house. Rows:
# size, transportation, neighbourhood, age, yard, modern facilities, condition, financing.
HOUSE = [
    "1 5 3 7 6 6 1/3 1/4",
    "1/5 1 1/3 5 3 3 1/5 1/7",
    "1/3 3 1 6 3 4 6 1/5",
    "1/7 1/5 1/6 1 1/3 1/4 1/7 1/8",
    "1/6 1/3 1/3 3 1 1/2 1/5 1/6",
    "1/6 1/3 1/4 4 2 1 1/5 1/6",
    "3 5 1/6 7 5 5 1 1/2",
    "4 7 5 8 6 6 2 1",
]
HOUSE_WEIGHTS = [0.173, 0.054, 0.188, 0.018, 0.031, 0.036, 0.167, 0.333]

steps = st.sampled_from(sorted(STEPS))


def read(rows):
    return [[float(Fraction(word)) for word in row.split()] for row in rows]


def judged(size, chosen):
    pairs = [(i, j) for i in range(size) for j in range(i + 1, size)]
    return ahp.matrix(size, dict(zip(pairs, chosen, strict=True)))


def test_the_house_of_saaty_1990_has_its_printed_weights_and_consistency():
    told = ahp.weights(read(HOUSE))

    assert [round(value, 3) for value in told.values] == pytest.approx(HOUSE_WEIGHTS, abs=0.001)
    assert (round(told.lambda_max, 3), round(told.ci, 3), round(told.cr, 3)) == (9.669, 0.238, 0.169)
    assert not told.is_consistent


def test_the_eigenvector_is_one_whichever_way_it_is_computed():
    """By its definition: the matrix times the weights is the weights times the eigenvalue."""
    matrix, told = read(HOUSE), ahp.weights(read(HOUSE))

    grown = [sum(a * b for a, b in zip(row, told.values, strict=True)) for row in matrix]

    assert grown == pytest.approx([told.lambda_max * value for value in told.values], rel=1e-9)
    assert math.fsum(told.values) == pytest.approx(1)


def test_of_three_things_the_eigenvalue_is_a_closed_formula():
    """lambda = 1 + c + 1/c with c = the cube root of a12 a23 / a13; the weights are the rows' geometric means."""
    told = ahp.weights(judged(3, [4, 3, 3]))

    c = (4 * 3 / 3) ** (1 / 3)
    means = [(4 * 3) ** (1 / 3), (1 / 4 * 3) ** (1 / 3), (1 / 3 * 1 / 3) ** (1 / 3)]
    assert told.lambda_max == pytest.approx(1 + c + 1 / c)
    assert told.values == pytest.approx([mean / sum(means) for mean in means])
    assert told.cr == pytest.approx((c + 1 / c - 2) / 2 / 0.58)


@given(st.lists(st.integers(1, 9), min_size=1, max_size=9))
@settings(max_examples=40, deadline=None)
def test_judgements_that_agree_give_back_the_weights_they_come_from(parts):
    size, total = len(parts), sum(parts)
    told = ahp.weights(
        ahp.of_ratios(size, {(i, j): parts[i] / parts[j] for i in range(size) for j in range(i + 1, size)})
    )

    assert told.values == pytest.approx([part / total for part in parts])
    assert (told.lambda_max, told.cr) == pytest.approx((size, 0), abs=1e-9)


@given(st.lists(steps, min_size=6, max_size=6))
@settings(max_examples=40, deadline=None)
def test_whatever_is_judged_there_are_weights_and_no_ratio_below_nothing(chosen):
    told = ahp.weights(judged(4, chosen))

    assert math.fsum(told.values) == pytest.approx(1)
    assert min(told.values) > 0
    assert told.cr >= 0


def test_one_thing_and_two_things_cannot_contradict_themselves():
    assert ahp.weights([[1.0]]) == ahp.Weights((1.0,), 1.0, 0.0, 0.0, 0, 0)
    told = ahp.weights(judged(2, [-9]))
    assert told.values == pytest.approx((0.1, 0.9))
    assert told.cr == 0


def test_a_missing_judgement_is_taken_to_be_what_the_others_say():
    """2 and 3 in a chain make 6, whether the sixth is told or not (Harker 1987)."""
    chain = ahp.matrix(3, {(0, 1): 2, (1, 2): 3})

    told = ahp.weights(chain)

    assert told.values == pytest.approx((6 / 10, 3 / 10, 1 / 10))
    assert (told.cr, told.given, told.wanted, told.is_whole) == (pytest.approx(0, abs=1e-9), 2, 3, False)


def test_things_that_nobody_compared_with_the_rest_have_no_weight():
    with pytest.raises(ahp.NotConnected):
        ahp.weights(ahp.matrix(4, {(0, 1): 2, (2, 3): 2}))


@pytest.mark.parametrize(
    "wrong",
    [
        [],
        [[1.0, 2.0], [2.0, 1.0]],
        [[1.0, 2.0]],
        [[2.0]],
        [[1.0, None], [0.5, 1.0]],
        [[1.0, -2.0], [-0.5, 1.0]],
        [[1.0] * 10] * 10,
    ],
)
def test_what_is_no_such_matrix_is_refused(wrong):
    with pytest.raises(ValueError, match=r"matrix|judgement"):
        ahp.weights(wrong)


def test_the_geometric_mean_joins_opposite_judges_to_indifference():
    joined = ahp.group([judged(2, [9]), judged(2, [-9])])

    assert joined[0][1] == pytest.approx(1)


def test_the_group_is_reciprocal_and_counts_only_who_spoke():
    first, second, silent = judged(3, [2, 4, 2]), judged(3, [8, 1, 3]), ahp.of_ratios(3, {})

    joined = ahp.group([first, second, silent])

    assert [joined[0][1], joined[0][2], joined[1][2]] == pytest.approx([4, 2, 6**0.5])
    assert joined[1][0] * joined[0][1] == pytest.approx(1)


def test_matrices_of_different_sizes_are_not_joined():
    with pytest.raises(ValueError, match="one size"):
        ahp.group([judged(2, [1]), judged(3, [1, 1, 1])])


def test_the_pair_to_mend_is_the_one_that_contradicts_the_others():
    """Four things weighed 8 : 4 : 2 : 1, one judgement turned round: it is found, and put right to the step."""
    matrix = judged(4, [2, 4, -8, 2, 4, 2])

    found = ahp.mend(matrix)

    assert ahp.weights(matrix).cr > 0.1
    assert found is not None
    assert (found.first, found.second, found.step) == (0, 3, 8)
    assert found.cr == pytest.approx(0, abs=1e-9)


def test_nothing_is_to_be_mended_where_the_ratio_is_small():
    assert ahp.mend(judged(3, [2, 4, 2])) is None


def test_judges_who_agree_have_no_spread_and_opposite_ones_a_large_one():
    assert ahp.spread([judged(2, [3])] * 3, 0, 1) == 1
    assert ahp.spread([judged(2, [3])], 0, 1) == 1
    assert ahp.spread([judged(2, [4]), judged(2, [-4])], 0, 1) == pytest.approx(math.exp(math.log(4) * 2**0.5))


@given(steps)
def test_a_step_is_nearest_to_its_own_ratio(step):
    assert nearest_step(ratio(step)) == step


def test_what_is_no_step_has_no_ratio():
    for wrong in (0, -1, 10, -10):
        with pytest.raises(ValueError, match="Saaty"):
            ratio(wrong)
