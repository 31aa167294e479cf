"""Intervals against the papers that gave them, and against what defines them."""

import math
from collections import Counter
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tanggap.evaluation.arithmetic import intervals, rates

cases = st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def test_newcombes_own_examples():
    """Newcombe 1998, Stat. Med. 17, 873-890, Table II, method 10: (a) 56/70 - 48/80 and (b) 9/10 - 3/10."""
    assert intervals.newcombe(56, 70, 48, 80) == pytest.approx((0.0524, 0.3339), abs=5e-5)
    assert intervals.newcombe(9, 10, 3, 10) == pytest.approx((0.1705, 0.8090), abs=5e-5)


@settings(max_examples=40)
@given(cases, cases)
def test_a_difference_of_shares_stays_within_bounds_and_turns_with_its_sides(one, other):
    low, high = intervals.newcombe(*one, *other)
    back = intervals.newcombe(*other, *one)
    assert -1 <= low <= one[0] / one[1] - other[0] / other[1] <= high <= 1
    assert (low, high) == pytest.approx((-back.high, -back.low))


def test_a_share_of_nothing_says_nothing():
    assert intervals.clopper_pearson(0, 0) == (0.0, 1.0)
    one = intervals.wilson(5, 10)
    assert intervals.newcombe(0, 0, 5, 10) == (-one.high, 1 - one.low)
    assert intervals.newcombe(0, 0, 0, 0) == (-1.0, 1.0)
    with pytest.raises(ValueError, match="between 0 and n"):
        intervals.clopper_pearson(3, 2)


@settings(max_examples=30)
@given(cases)
def test_clopper_and_pearsons_ends_are_where_each_tail_is_two_and_a_half_per_cent(case):
    hits, n = case
    low, high = intervals.clopper_pearson(hits, n)
    if hits:
        assert _from(hits, n, low) == pytest.approx(0.025, rel=1e-6)
    if hits < n:
        assert 1 - _from(hits + 1, n, high) == pytest.approx(0.025, rel=1e-6)
    assert (low, high) == (0.0 if hits == 0 else low, 1.0 if hits == n else high)


def _from(hits, n, share):
    exact = Fraction(share)
    return float(sum(math.comb(n, k) * exact**k * (1 - exact) ** (n - k) for k in range(hits, n + 1)))


def test_one_of_one_is_no_hundred_per_cent():
    assert intervals.clopper_pearson(1, 1) == pytest.approx((0.025, 1.0))
    assert intervals.wilson(1, 1) == pytest.approx((0.2065, 1.0), abs=5e-5)


def test_garwoods_interval_of_a_count():
    """Garwood 1936, Biometrika 28, 437-442: 25 may be 16.18 to 36.90; none may be up to -ln 0.025."""
    assert intervals.poisson(25) == pytest.approx((16.18, 36.90), abs=0.006)
    assert intervals.poisson(0) == pytest.approx((0, -math.log(0.025)))


@settings(max_examples=40)
@given(st.integers(1, 5000))
def test_byars_ends_are_close_to_the_exact_ones(count):
    exact, quick = intervals.poisson(count), intervals.byar(count)
    assert quick.high == pytest.approx(exact.high, rel=0.006)
    assert quick.low == pytest.approx(exact.low, rel=0.005 if count >= 10 else 0.03, abs=0.02)


def test_a_mean_has_students_interval():
    """1, 2, 3, 4, 5: mean 3, standard deviation 1.5811, t(4) = 2.7764: 1.037 to 4.963."""
    assert intervals.mean(5, 15, 55) == pytest.approx((1.0368, 4.9632), abs=5e-4)
    assert intervals.mean(1, 3, 9) is None
    assert intervals.mean(4, 12, 36) == (3.0, 3.0)


def test_welchs_difference_of_equal_groups_is_students():
    group = (5, 15.0, 55.0)
    found = intervals.mean_difference(group, (5, 10.0, 30.0))
    assert found == pytest.approx((1 - 2.306, 1 + 2.306), abs=1e-3)
    assert intervals.mean_difference(group, (1, 3.0, 9.0)) is None
    assert intervals.mean_difference((3, 6.0, 12.0), (3, 3.0, 3.0)) == (1.0, 1.0)


@settings(max_examples=20, deadline=None)
@given(st.dictionaries(st.integers(1, 40), st.integers(1, 50), min_size=1, max_size=8))
def test_a_bootstrap_from_counts_is_the_same_whenever_it_is_drawn(counts):
    counts = Counter(counts)
    if counts.total() < 2:
        assert intervals.bootstrap_counts(counts, intervals.mean_of) is None
        return
    low, high = intervals.bootstrap_counts(counts, intervals.mean_of, draws=200)
    assert (low, high) == intervals.bootstrap_counts(counts, intervals.mean_of, draws=200)
    assert min(counts) <= low <= high <= max(counts)


def test_a_bootstrap_from_counts_draws_what_single_cases_would_give():
    counts = {1: 30, 2: 45, 3: 15, 4: 110}
    single = np.repeat(list(counts), list(counts.values())).astype(float)
    drawn = np.random.default_rng(7).choice(single, size=(4000, single.size))
    found = intervals.bootstrap_counts(counts, intervals.mean_of, draws=4000)
    assert found == pytest.approx(np.quantile(drawn.mean(axis=1), [0.0243, 0.9757]), abs=0.02)
    middle = intervals.bootstrap_counts(counts, intervals.quantile_of(0.5))
    assert middle == (3.0, 4.0)


def test_a_ratio_is_drawn_by_whole_days():
    """Days of one ratio leave no doubt, however few; days that differ leave much."""
    assert intervals.bootstrap_ratio([(2, 1), (20, 10), (8, 4)]) == (2.0, 2.0)
    low, high = intervals.bootstrap_ratio([(1, 10), (30, 10)] * 5)
    assert (low < 1, high > 2) == (True, True)
    assert intervals.bootstrap_ratio([(1, 10), (5, 0)]) is None


def test_a_rate_without_exposure_is_none():
    assert rates.rate(3, 0).value is None
    found = rates.rate(25, 50)
    assert (found.value, found.low, found.high) == pytest.approx((0.5, 0.3236, 0.7381), abs=1e-4)


def test_a_ratio_of_rates_is_a_binomial_share_turned_back():
    low, high = intervals.clopper_pearson(10, 15)
    assert rates.ratio((10, 100), (5, 200)) == pytest.approx((2 * low / (1 - low), 2 * high / (1 - high)))
    assert rates.ratio((3, 10), (0, 10)).high == math.inf
    assert rates.ratio((0, 10), (0, 10)) is None
