"""A median told from sums is close to the true one."""

from statistics import median

from hypothesis import given
from hypothesis import strategies as st

from tanggap.insight import buckets


def counts(minutes: list[float]) -> dict[int, int]:
    found: dict[int, int] = {}
    for value in minutes:
        found[buckets.bucket(value)] = found.get(buckets.bucket(value), 0) + 1
    return found


def test_nothing_has_no_median():
    assert buckets.median({}) is None


@given(st.floats(1, 4_000_000))
def test_a_bucket_holds_what_it_says(minutes):
    number = buckets.bucket(minutes)
    assert buckets.STEP**number <= minutes * 1.0001
    assert minutes < buckets.STEP ** (number + 1) * 1.0001


@given(st.lists(st.floats(1, 500_000), min_size=1).filter(lambda values: len(values) % 2))
def test_the_median_is_exact_to_a_tenth(values):
    found = buckets.median(counts(values))
    assert found is not None
    assert abs(found / median(values) - 1) <= 0.1001


def test_less_than_a_minute_counts_as_one():
    assert buckets.bucket(0) == 0
