"""Funnel limits: against every number of cases counted out in fractions, and against what chance does."""

import math
from fractions import Fraction
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tanggap.evaluation.arithmetic import funnel
from tanggap.evaluation.arithmetic.funnel import BEYOND_INNER, BEYOND_OUTER, INSIDE, MEAN, RATIO, SHARE, Funnel

TAILS = ((Fraction(25, 1000), BEYOND_INNER), (Fraction(1, 1000), BEYOND_OUTER))


@settings(max_examples=15, deadline=None)
@given(st.integers(1, 60), st.fractions(Fraction(1, 20), Fraction(19, 20), max_denominator=20))
def test_every_number_of_cases_lies_where_its_exact_tail_says(n, share):
    """The limits after Spiegelhalter 2005: outside is what has a binomial tail of less than 2.5 % or 0.1 %."""
    terms = [math.comb(n, k) * share**k * (1 - share) ** (n - k) for k in range(n + 1)]
    around = Funnel(SHARE, float(share))
    limits = around.limits(n)
    for hits in range(n + 1):
        value = hits / n
        tail = sum(terms[: hits + 1]) if value < share else sum(terms[hits:])
        exact = next((word for end, word in reversed(TAILS) if tail < end), INSIDE)
        assert around.flag(value, n) == exact
        near = min(
            abs(value - end) for end in (limits.inner_low, limits.inner_high, limits.outer_low, limits.outer_high)
        )
        if near * n > 2e-4 or near == 0:
            assert (limits.inner_low <= value <= limits.inner_high) == (exact == INSIDE)
            assert (limits.outer_low <= value <= limits.outer_high) == (exact != BEYOND_OUTER)


@settings(max_examples=40, deadline=None)
@given(st.floats(1, 1e5), st.floats(0.01, 0.99), st.sampled_from([SHARE, RATIO]))
def test_a_limit_is_where_the_tail_is_what_it_should_be(weight, centre, kind):
    around = Funnel(kind, centre)
    limits = around.limits(weight)
    for value, tail in (
        (limits.inner_low, 0.025),
        (limits.inner_high, 0.025),
        (limits.outer_low, 0.001),
        (limits.outer_high, 0.001),
    ):
        if 0 < value < 1:
            assert around.tail(value, weight) == pytest.approx(tail, rel=0.01)
        else:
            assert around.tail(value, weight) >= tail * 0.99


def test_limits_of_large_parts_are_the_textbooks_two_and_three_errors():
    limits = Funnel(SHARE, 0.73).limits(10_000)
    error = math.sqrt(0.73 * 0.27 / 10_000)
    assert (limits.inner_high - 0.73) / error == pytest.approx(1.96, abs=0.03)
    assert (0.73 - limits.outer_low) / error == pytest.approx(3.09, abs=0.03)


def test_a_part_of_three_cases_is_never_far_out_and_one_of_one_is_inside():
    around = Funnel(SHARE, 0.73)
    assert {around.flag(hits / 3, 3) for hits in range(4)} == {INSIDE, BEYOND_INNER}
    assert (around.flag(1.0, 1), around.flag(0.0, 1)) == (INSIDE, INSIDE)


def test_where_all_are_alike_nobody_stands_out():
    assert (Funnel(SHARE, 1.0).flag(1.0, 50), Funnel(SHARE, 0.0).flag(0.0, 50)) == (INSIDE, INSIDE)
    assert Funnel(SHARE, 0.5).flag(0.1, 0) == INSIDE
    assert Funnel(SHARE, 0.5).limits(0).outer_high == 1.0


def test_means_have_the_normal_limits():
    limits = Funnel(MEAN, 75.0, spread=20.0).limits(40)
    half = NormalDist().inv_cdf(0.999) * 20 / math.sqrt(40)
    assert (limits.outer_low, limits.outer_high) == pytest.approx((75 - half, 75 + half))
    assert Funnel(MEAN, 75.0, spread=20.0).flag(75 + 1.01 * half, 40) == BEYOND_OUTER


def test_chance_alone_stands_out_no_more_often_than_said():
    """Parts that are all like the whole: at most 5 % beyond the inner limits, 0.2 % beyond the outer ones (simulated)."""
    drawn = np.random.default_rng(2019)
    sizes = drawn.integers(20, 400, 4000)
    hits = drawn.binomial(sizes, 0.8)
    flags = [Funnel(SHARE, 0.8).flag(float(h / n), int(n)) for h, n in zip(hits, sizes, strict=True)]
    beyond = 1 - flags.count(INSIDE) / len(flags)
    assert 0.025 < beyond < 0.05
    assert flags.count(BEYOND_OUTER) / len(flags) < 0.003


def test_chance_alone_seldom_widens_the_limits_and_real_differences_do():
    drawn = np.random.default_rng(2020)
    wide = [funnel.dispersion(list(row)).is_wide for row in drawn.standard_normal((600, 44))]
    assert 0.02 < sum(wide) / 600 < 0.08
    measured = [funnel.dispersion(list(row)).measured for row in 2 * drawn.standard_normal((300, 44))]
    assert sum(measured) / 300 == pytest.approx(4.0, abs=0.3)


def test_who_stands_out_does_not_widen_the_limits_that_show_it():
    zs = [*np.random.default_rng(3).standard_normal(40), 25.0, -30.0]
    found = funnel.dispersion(zs)
    assert (found.is_wide, found.parts) == (False, 42)
    assert funnel.dispersion([9.0] * 9) == funnel.Dispersion(parts=9)


@settings(max_examples=40)
@given(st.floats(1.0, 20.0), st.integers(5, 500), st.floats(0.05, 0.95), st.floats(0, 1))
def test_widened_limits_and_flags_say_the_same(factor, n, centre, value):
    around = Funnel(SHARE, centre, dispersion=funnel.Dispersion(factor, factor, 20))
    limits = around.limits(n)
    if around.flag(value, n) != INSIDE:
        assert value <= limits.inner_low + 0.01 or value >= limits.inner_high - 0.01
    elif around.tail(value, n) > 0.03:
        assert limits.inner_low - 1e-3 <= value <= limits.inner_high + 1e-3


@settings(max_examples=200)
@given(
    st.sampled_from([SHARE, RATIO]), st.floats(0.002, 0.998), st.floats(1.3, 6), st.floats(-6, 6), st.sampled_from([1.0, 7.5])
)  # fmt: skip
def test_a_part_that_needs_no_tail_is_told_apart_as_by_its_tail(kind, centre, magnitude, errors, factor):
    around, weight = Funnel(kind, centre, dispersion=funnel.Dispersion(factor, factor, 20)), 10**magnitude
    spread = math.sqrt(centre * (1 - centre if kind == SHARE else 1) / weight * factor)
    value = max(0.0, centre + errors * spread)
    tail = around.tail(value, weight)
    assert around.flag(value, weight) == (BEYOND_OUTER if tail < 0.001 else BEYOND_INNER if tail < 0.025 else INSIDE)
