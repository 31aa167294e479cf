"""The tails of distributions against exact fractions, and their points against closed forms."""

import math
from fractions import Fraction

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tanggap.evaluation.arithmetic import special

shares = st.fractions(Fraction(1, 50), Fraction(49, 50), max_denominator=50)


@settings(max_examples=25)
@given(st.integers(1, 60), st.integers(0, 60), shares)
def test_a_binomial_tail_is_the_sum_of_its_terms(n, hits, share):
    hits = min(hits, n)
    exact = sum(math.comb(n, k) * share**k * (1 - share) ** (n - k) for k in range(hits + 1))
    assert special.binomial_up_to(hits, n, float(share)) == pytest.approx(float(exact), rel=1e-10)
    assert special.binomial_from(hits + 1, n, float(share)) == pytest.approx(float(1 - exact), rel=1e-9, abs=1e-15)


@settings(max_examples=25)
@given(st.integers(0, 80), st.floats(0.05, 80))
def test_a_poisson_tail_is_the_sum_of_its_terms(count, expected):
    exact = math.fsum(math.exp(k * math.log(expected) - expected - math.lgamma(k + 1)) for k in range(count + 1))
    assert special.poisson_up_to(count, expected) == pytest.approx(exact, rel=1e-10, abs=1e-13)
    assert special.poisson_from(count + 1, expected) == pytest.approx(1 - exact, abs=1e-12)


def test_tails_of_large_counts_come_close_to_the_normal_ones():
    for n in (10**4, 10**6):
        half = special.binomial_up_to(n // 2, n, 0.5)
        assert half == pytest.approx(0.5 + 0.5 / math.sqrt(math.pi * n / 2), rel=1e-6)


def test_between_whole_numbers_a_tail_only_grows():
    tails = [special.binomial_up_to(hits / 10, 12.5, 0.3) for hits in range(126)]
    assert tails == sorted(tails)


@settings(max_examples=20)
@given(st.floats(0.51, 0.9999))
def test_students_points_have_closed_forms_for_one_and_two_degrees(share):
    assert special.student_point(1, share) == pytest.approx(math.tan(math.pi * (share - 0.5)), rel=1e-8)
    assert special.student_point(2, share) == pytest.approx(
        (2 * share - 1) / math.sqrt(2 * share * (1 - share)), rel=1e-8
    )


@settings(max_examples=20)
@given(st.floats(25, 3000), st.floats(0.6, 0.999))
def test_students_points_leave_the_tail_that_was_asked_for(freedom, share):
    t = special.student_point(freedom, share)
    assert special.beta_tail(freedom / 2, 0.5, freedom / (freedom + t * t)) == pytest.approx(2 * (1 - share), rel=5e-5)


@settings(max_examples=20)
@given(st.floats(0.01, 60))
def test_a_chi_square_of_two_degrees_is_exponential(x):
    assert special.chi_square_above(2, x) == pytest.approx(math.exp(-x / 2), rel=1e-6, abs=1e-15)


@settings(max_examples=20)
@given(st.floats(1, 500), st.floats(1, 500), st.floats(0.001, 0.999))
def test_a_point_leaves_the_tail_that_was_asked_for(a, b, share):
    """With a and b from 1 on, as an interval of whole hits has them; below, the tail leaps between two neighbouring numbers near 1."""
    assert special.beta_tail(a, b, special.beta_point(a, b, share)) == pytest.approx(share, rel=1e-8)


@settings(max_examples=20)
@example(2.0, 0.203125, 0.998046875)
@given(st.floats(0.2, 500), st.floats(0.2, 500), st.floats(0.001, 0.999))
def test_a_point_stands_where_the_tail_passes_what_was_asked_for(a, b, share):
    point = special.beta_point(a, b, share)
    below, above = point * (1 - 1e-12), min(1.0, point * (1 + 1e-12))
    assert special.beta_tail(a, b, below) - 1e-9 <= share <= special.beta_tail(a, b, above) + 1e-9


@settings(max_examples=20)
@given(st.floats(0.2, 500), st.floats(0.001, 0.999))
def test_a_gamma_point_leaves_the_tail_that_was_asked_for(a, share):
    assert special.gamma_tail(a, special.gamma_point(a, share)) == pytest.approx(share, rel=1e-8)


def test_a_root_is_found_to_the_last_digits_or_as_close_as_asked():
    looks = []
    found = special.root(lambda x: looks.append(x) or x**3 - 2, 0.0, 2.0)
    assert (found, len(looks) < 20) == (pytest.approx(2 ** (1 / 3), rel=1e-14), True)
    assert special.root(lambda x: x**3 - 2, 0.0, 2.0, within=0.1) == pytest.approx(2 ** (1 / 3), abs=0.1)
    assert special.root(lambda x: x + 1, 0.0, 2.0) == 0.0
