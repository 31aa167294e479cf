"""The negative binomial distribution against sums of its masses, and where it is Poisson."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanggap.anomalies import chance

means = st.floats(0.001, 300)
shapes = st.one_of(st.just(math.inf), st.floats(0.5, 500))


@pytest.mark.parametrize(
    ("count", "mean", "known"),
    [(1, 1.0, 1 - math.exp(-1)), (3, 2.0, 1 - math.exp(-2) * 5), (5, 0.02, 0.02**5 / 120 * math.exp(-0.02) * 1.00334)],
)
def test_without_a_shape_it_is_poisson(count, mean, known):
    assert chance.tail(count, mean) == pytest.approx(known, rel=1e-5)


def test_with_shape_one_it_is_geometric():
    assert chance.tail(4, 3.0, 1.0) == pytest.approx((3 / 4) ** 4)


@given(means, shapes, st.integers(0, 400))
def test_more_is_less_probable_and_each_count_is_a_probability(mean, shape, count):
    assert 0.0 <= chance.tail(count + 1, mean, shape) <= chance.tail(count, mean, shape) + 1e-12 <= 1.0 + 1e-12


@given(means, shapes, st.sampled_from([0.005, 0.1, 0.5, 0.9, 0.995]))
def test_a_quantile_is_the_least_number_that_is_seldom_passed(mean, shape, part):
    found = chance.quantile(part, mean, shape)

    assert 1 - chance.tail(found + 1, mean, shape) >= part - 1e-6
    assert found == 0 or 1 - chance.tail(found, mean, shape) <= part + 1e-6


def test_two_reasons_to_scatter_add_up():
    assert chance.both(10.0, math.inf, 10.0) == pytest.approx(5.0)
