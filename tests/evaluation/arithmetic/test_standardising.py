"""A part against what its mix lets expect: by hand, by brute force, and what must hold of any parts."""

import math

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tanggap.evaluation.arithmetic import standardising

cases = st.integers(0, 40).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
parts_of_cases = st.dictionaries(
    st.sampled_from("abcd"),
    st.dictionaries(st.sampled_from("xyz"), cases, min_size=1, max_size=3),
    min_size=1,
    max_size=4,
)


def test_a_part_with_the_hard_cases_is_not_worse_for_that():
    """Easy ones are solved 90 of 100, hard ones 20 of 100; the part with the hard ones solves both as everywhere."""
    parts = {"easy": {"e": (81, 90), "h": (2, 10)}, "hard": {"e": (9, 10), "h": (18, 90)}}
    found = standardising.shares(parts)
    hard = found["hard"]
    assert (hard.value, hard.expected) == (0.27, pytest.approx((10 * 0.9 + 90 * 0.2) / 100))
    assert hard.ratio.value == pytest.approx(1.0)
    assert hard.adjusted.value == pytest.approx(0.55)
    assert hard.z == pytest.approx(0.0, abs=1e-12)


def test_observed_by_expected_by_hand():
    """120 of 200 in the whole: expected of the part are 50 x 0.7 + 50 x 0.5 = 60 of 100, and it has 50."""
    parts = {"one": {"x": (30, 50), "y": (20, 50)}, "other": {"x": (40, 50), "y": (30, 50)}}
    one = standardising.shares(parts)["one"]
    assert (one.n, one.value, one.expected) == (100, 0.5, pytest.approx(0.6))
    assert one.ratio.value == pytest.approx(50 / 60)
    assert one.z == pytest.approx((50 - 60) / math.sqrt(50 * 0.7 * 0.3 + 50 * 0.5 * 0.5))
    assert one.adjusted.value == pytest.approx(0.5)


@settings(max_examples=20)
@given(parts_of_cases)
def test_what_is_expected_of_all_is_what_was_seen_of_all(parts):
    found = standardising.shares(parts)
    hits = sum(row[0] for strata in parts.values() for row in strata.values())
    assert math.fsum(one.n * one.expected for one in found.values()) == pytest.approx(hits)


@settings(max_examples=20)
@given(parts_of_cases)
def test_a_share_and_its_ends_stay_within_zero_and_one_and_keep_their_order(parts):
    for one in standardising.shares(parts).values():
        if one.adjusted:
            assert 0 <= one.adjusted.low <= one.adjusted.value <= one.adjusted.high <= 1
            assert one.weight > 0


@settings(max_examples=20)
@given(st.lists(cases.filter(lambda case: case[1] > 0), min_size=2, max_size=5))
def test_without_a_mix_the_adjusted_share_is_the_plain_one_and_weighs_its_cases(rows):
    hits, n = sum(row[0] for row in rows), sum(row[1] for row in rows)
    assume(0 < hits < n)
    found = standardising.shares({str(number): {"all": row} for number, row in enumerate(rows)})
    for number, row in enumerate(rows):
        one = found[str(number)]
        assert one.adjusted.value == pytest.approx(row[0] / row[1], abs=1e-12)
        assert one.weight == pytest.approx(row[1])


def test_nothing_is_divided_by_zero():
    assert standardising.shares({}) == {}
    assert standardising.shares({"a": {"x": (0, 0)}}) == {}
    alone = standardising.shares({"a": {"x": (5, 5)}, "b": {"y": (0, 7)}})
    assert [(one.adjusted, one.weight, one.z) for one in alone.values()] == [(None, 0.0, 0.0)] * 2
    assert standardising.counts({"a": {"x": (3, 0.0)}})["a"].ratio is None
    assert standardising.means({"a": {"x": (0, 0.0, 0.0)}})[0] == {}


def test_means_are_moved_by_what_the_mix_explains():
    easy, hard = (10, 900.0, 81_010.0), (10, 500.0, 25_040.0)
    found, centre, spread = standardising.means({"a": {"e": easy}, "b": {"h": hard}, "c": {"e": easy, "h": hard}})
    assert centre == pytest.approx(70.0)
    assert found["a"].adjusted.value == pytest.approx(70.0)
    assert found["a"].ratio.value == pytest.approx(1.0)
    assert (found["c"].weight, found["c"].z) == (pytest.approx(20.0), 0.0)
    assert spread == pytest.approx(math.sqrt((20 * 20 / 19 + 20 * 80 / 19) / 40))


def test_counts_against_what_the_load_lets_expect():
    """Of 100 received 10 lie open everywhere: a part with 200 received and 30 open has one and a half times what is expected."""
    found = standardising.counts({"one": {"x": (30, 200.0)}, "rest": {"x": (70, 800.0)}})["one"]
    assert (found.expected, found.ratio.value, found.adjusted.value) == (
        pytest.approx(20.0),
        pytest.approx(1.5),
        pytest.approx(0.15),
    )
    assert (found.weight, found.z) == (pytest.approx(20.0), pytest.approx(10 / math.sqrt(20)))
    assert found.ratio.low < 1.5 < found.ratio.high


def test_a_share_of_which_only_the_mix_is_known_is_expected_from_the_rates_of_the_mix():
    """60 of the mix solved at 0.9, 40 at 0.5: 0.74 are expected; what has no rate is taken for the whole."""
    seen = standardising.Around(0.74, 0.65, 0.82)
    found = standardising.share_by_mix(100, seen, {"x": 6, "y": 4}, {"x": 0.9, "y": 0.5}, 0.7)
    assert (found.expected, found.adjusted.value, found.z) == pytest.approx((0.74, 0.7, 0.0), abs=1e-12)
    plain = standardising.share_by_mix(100, seen, {"x": 6}, {}, 0.7)
    assert (plain.expected, plain.adjusted.value, plain.weight) == pytest.approx((0.7, 0.74, 100.0))
    assert standardising.share_by_mix(100, seen, {}, {}, 0.7).expected == pytest.approx(0.7)
