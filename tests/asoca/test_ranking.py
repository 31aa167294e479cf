"""The order of the strategies, computed by hand in exact fractions; and how firm it is."""

import itertools
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tanggap.asoca import laid, ranking, sensitivity
from tanggap.asoca.ranking import Said, rank
from tanggap.asoca.words import STEPS, Letter, Pair, ratio

GROUPS = {letter: [f"{letter}1", f"{letter}2"] for letter in Letter.values}
KEYS = [key for keys in GROUPS.values() for key in keys]
PAIRS = laid.pairs(GROUPS)


def said(steps=None, ratings=None):
    """Return an assessor to whom all is alike, but for what is given."""
    return Said(dict.fromkeys(PAIRS, 1) | (steps or {}), dict.fromkeys(KEYS, 2) | (ratings or {}))


# consistent: Ab is twice S and four times Ag; culture three times opportunity; Ab1 three times Ab2
CLEAR = said(
    {
        ("internal", "Ab", "S"): 2, ("internal", "Ab", "Ag"): 4, ("internal", "S", "Ag"): 2,
        ("external", "O", "C"): -3, ("Ab", "Ab1", "Ab2"): 3,
    },
    {"Ab1": 4, "Ab2": 1, "C1": 4, "C2": 3, "Ag1": 4},
)  # fmt: skip


def test_the_scores_are_those_of_the_sums_by_hand():
    told = rank(GROUPS, [CLEAR])

    ability = Fraction(4, 7) * (Fraction(3, 4) * 4 + Fraction(1, 4) * 1)
    strength, agility = Fraction(2, 7) * 2, Fraction(1, 7) * 3
    opportunity, culture = Fraction(1, 4) * 2, Fraction(3, 4) * Fraction(7, 2)
    by_hand = {
        "Ab-O": ability + opportunity, "S-O": strength + opportunity, "Ag-O": agility + opportunity,
        "Ab-C": ability + culture, "S-C": strength + culture, "Ag-C": agility + culture,
    }  # fmt: skip
    assert {one.pair: one.weight for one in told.strategies} == pytest.approx({k: float(v) for k, v in by_hand.items()})
    assert told.order == ("Ab-C", "S-C", "Ag-C", "Ab-O", "S-O", "Ag-O")
    assert [one.rank for one in told.strategies] == [4, 5, 6, 1, 2, 3]


def test_weights_sum_to_one_on_each_side_and_scores_add_up():
    told = rank(GROUPS, [CLEAR])

    sides = {one.letter: one for one in told.groups}
    assert sum(sides[letter].weight for letter in ("Ab", "S", "Ag")) == pytest.approx(1)
    assert sum(sides[letter].weight for letter in ("O", "C")) == pytest.approx(1)
    for letter, group in sides.items():
        assert group.score == pytest.approx(sum(one.score for one in told.elements if one.group == letter))


def test_where_all_is_alike_all_are_first():
    assert {one.rank for one in rank(GROUPS, [said()]).strategies} == {1}


def test_equal_weights_share_the_better_rank():
    assert ranking.ranks([3.0, 1.0, 3.0, 2.0]) == [1, 4, 1, 3]


def test_several_assessors_are_joined_by_geometric_mean_and_mean_rating():
    one, other = said({("external", "O", "C"): 9}, {"Ab1": 1}), said({("external", "O", "C"): -9}, {"Ab1": 4})

    told = rank(GROUPS, [one, other])

    assert told.weights["external"].values == pytest.approx((0.5, 0.5))
    assert next(row for row in told.elements if row.key == "Ab1").rating == 2.5


def test_who_left_something_out_does_not_count_there():
    whole, part = CLEAR, Said({("external", "O", "C"): 3}, {"Ab1": 2})

    told = rank(GROUPS, [whole, part])

    assert told.weights["external"].values == pytest.approx((0.5, 0.5))
    assert told.weights["Ab"].values == pytest.approx((0.75, 0.25))
    assert [(row.rating, row.raters) for row in told.elements if row.key in {"Ab1", "Ab2"}] == [(3, 2), (1, 1)]


@pytest.mark.parametrize("nobody", [[], [Said({}, {})], [Said({}, dict.fromkeys(KEYS, 3))]])
def test_without_comparisons_there_is_no_order_and_a_sentence_says_so(nobody):
    told = rank(GROUPS, nobody)

    assert (told.strategies, told.order) == ((), ())
    assert len(told.missing) >= 7


def test_without_a_rating_there_is_no_order():
    unrated = Said(CLEAR.steps, {key: 2 for key in KEYS if key != "S2"})

    assert rank(GROUPS, [unrated]).missing == (f"{ranking._('Nobody has rated %(keys)s yet.') % {'keys': 'S2'}}",)


def test_a_group_of_one_element_needs_no_comparison():
    groups = {**GROUPS, "O": ["O1"]}
    steps = dict.fromkeys(laid.pairs(groups), 1)

    assert not rank(groups, [Said(steps, dict.fromkeys(KEYS, 2))]).missing


def test_contradicting_judgements_still_rank_and_are_named():
    told = rank(GROUPS, [said({("internal", "Ab", "S"): 9, ("internal", "S", "Ag"): 9, ("internal", "Ab", "Ag"): -9})])

    assert told.inconsistent == ("internal",)
    assert len(told.strategies) == 6


def shifted(among, name, to):
    """Return the order when one weight is `to` and the others of its set keep their proportions, computed without `sensitivity`."""
    now = rank(GROUPS, [CLEAR])
    weights = {key: dict(zip(laid.sets(GROUPS)[key], one.values, strict=True)) for key, one in now.weights.items()}
    rest = 1 - weights[among][name]
    weights[among] = {key: to if key == name else value * (1 - to) / rest for key, value in weights[among].items()}
    ratings = {one.key: one.rating for one in now.elements}
    means = {letter: sum(weights[letter][key] * ratings[key] for key in keys) for letter, keys in GROUPS.items()}
    sides = {**weights["internal"], **weights["external"]}
    scores = [
        sides[pair.internal.value] * means[pair.internal.value]
        + sides[pair.external.value] * means[pair.external.value]
        for pair in Pair
    ]
    return ranking.ranks(scores)


def test_each_reach_ends_exactly_where_the_leader_or_the_order_changes():
    now = rank(GROUPS, [CLEAR])
    order = [one.rank for one in now.strategies]
    for reach in sensitivity.reaches(GROUPS, now):
        for end, sign, of in (
            (reach.leader_low, -1, slice(3, 4)), (reach.leader_high, 1, slice(3, 4)), (reach.order_low, -1, slice(0, 6)),
            (reach.order_high, 1, slice(0, 6)),
        ):  # fmt: skip
            inside, beyond = (end or 0) - sign * 1e-4, (end or 0) + sign * 1e-4
            if end is None:
                assert shifted(reach.among, reach.name, 0.0001 if sign < 0 else 0.9999)[of] == order[of], reach
            else:
                assert shifted(reach.among, reach.name, inside)[of] == order[of], reach
                if 0 <= beyond <= 1:
                    assert shifted(reach.among, reach.name, beyond)[of] != order[of], reach


def test_the_draws_say_the_same_every_time_and_add_up():
    first, second = (sensitivity.of(GROUPS, [CLEAR, said(), CLEAR]) for _again in range(2))

    assert first == second
    assert first.draws + first.left_out == sensitivity.DRAWS
    assert all(sum(shares) == pytest.approx(1) for shares in first.ranks.values())
    assert 0 <= first.stays <= first.leads <= 1


def test_a_unanimous_clear_panel_is_firm_and_a_divided_one_is_not():
    agreed = sensitivity.of(GROUPS, [CLEAR] * 5)
    turned = Said({pair: step if step == 1 else -step for pair, step in CLEAR.steps.items()}, CLEAR.ratings)
    divided = sensitivity.of(GROUPS, [CLEAR, turned])

    assert agreed.leads > 0.9
    assert divided.leads < agreed.leads


def test_a_draw_without_judgements_of_something_is_left_out():
    part = Said({("external", "O", "C"): 3}, {})

    told = sensitivity.of(GROUPS, [CLEAR, part])

    assert (
        0.15 < told.left_out / sensitivity.DRAWS < 0.35
    )  # both places of a panel of two go to the second with a chance of a quarter


@given(st.lists(st.sampled_from(sorted(STEPS)), min_size=3, max_size=3), st.integers(2, 4))
@settings(max_examples=15, deadline=None)
def test_many_panels_at_once_are_weighed_as_one_by_itself(steps, panels):
    """The draws compute eigenvectors of many matrices at once; `ahp` one at a time."""
    import numpy as np

    from tanggap.asoca import ahp

    pairs = list(itertools.combinations(range(3), 2))
    matrix = ahp.matrix(3, dict(zip(pairs, steps, strict=True)))
    values, is_whole = sensitivity._principal(np.array([[[value or 0.0 for value in row] for row in matrix]] * panels))

    assert values == pytest.approx(np.array([ahp.weights(matrix).values] * panels), abs=1e-6)
    assert is_whole.all()
    assert ratio(steps[0]) == pytest.approx(matrix[0][1])
