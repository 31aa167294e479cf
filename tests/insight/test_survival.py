"""Times of which some are not over yet: against worked examples, and against counting them one by one."""

import math
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanggap.insight.buckets import LAST, NEVER, STEP, bucket, median
from tanggap.insight.statistics import survival

counts = st.dictionaries(st.integers(0, 100), st.integers(1, 30), max_size=12)


def test_the_textbook_example_of_kaplan_and_meier():
    """Freireich's 21 patients on 6-MP: S(6) = 0.857, S(7) = 0.807, S(10) = 0.753, S(23) = 0.448 with Greenwood's error 0.1346."""
    ends = {6: 3, 7: 1, 10: 1, 13: 1, 16: 1, 22: 1, 23: 1}
    censored = {6: 1, 9: 1, 10: 1, 11: 1, 17: 1, 19: 1, 20: 1, 25: 1, 32: 2, 34: 1, 35: 1}
    left = {jump.bucket: round(1 - jump.share, 3) for jump in survival.curve(ends, censored)}
    assert left == {6: 0.857, 7: 0.807, 10: 0.753, 13: 0.690, 16: 0.627, 22: 0.538, 23: 0.448}

    last = survival.curve(ends, censored)[-1]
    error = 0.1346
    width = survival.Z * error / (0.4482 * abs(math.log(0.4482)))
    assert last.low == pytest.approx(1 - 0.4482 ** math.exp(-width), abs=0.001)
    assert last.high == pytest.approx(1 - 0.4482 ** math.exp(width), abs=0.001)


def test_the_median_of_the_textbook_example_and_its_interval():
    """Brookmeyer and Crowley's way, log(-log): the median is 23 weeks, from 13 on, and without an upper end."""
    ends = {6: 3, 7: 1, 10: 1, 13: 1, 16: 1, 22: 1, 23: 1}
    censored = {6: 1, 9: 1, 10: 1, 11: 1, 17: 1, 19: 1, 20: 1, 25: 1, 32: 2, 34: 1, 35: 1}
    found = survival.quantile(survival.curve(ends, censored), 0.5)
    assert found.value is not None
    assert bucket(found.value) == 23
    assert (found.low, found.high) == (STEP**13, None)


def test_half_of_an_even_number_is_the_median_however_the_shares_round():
    """The product of nine tenths, eight ninths and so on misses the half by a rounding error."""
    for n in range(2, 80, 2):
        over = dict.fromkeys(range(n), 1)
        found = survival.quantile(survival.curve(over, {}), 0.5).value
        assert (n, found) == (n, pytest.approx(median(over)))


def test_behind_the_interval_of_a_median_the_curve_is_not_made():
    over, waiting, seen = dict.fromkeys(range(100), 10), {60: 30}, []

    def looked_at():
        for jump in survival.steps(over, waiting):
            seen.append(jump.bucket)
            yield jump

    found = survival.quantile(looked_at(), 0.5)
    assert found == survival.quantile(survival.curve(over, waiting), 0.5)
    assert found.high == STEP ** (seen[-1] + 1) < STEP**60


@given(counts.filter(bool))
def test_when_all_is_over_the_median_is_the_plain_one(over):
    found = survival.quantile(survival.curve(over, {}), 0.5)
    assert found.value == pytest.approx(median(over))


@given(counts, counts, st.integers(0, 20))
def test_the_share_grows_up_to_one_within_its_interval(over, waiting, given_up):
    jumps = survival.curve(over | ({NEVER: given_up} if given_up else {}), waiting)
    shares = [jump.share for jump in jumps]
    assert shares == sorted(shares)
    assert all(0 <= jump.low <= jump.share <= jump.high <= 1 for jump in jumps)
    assert all(jump.share < 1 for jump in jumps) or not given_up


@given(counts.filter(bool), counts.filter(bool))
def test_who_still_waits_makes_it_no_faster(over, waiting):
    without = survival.quantile(survival.curve(over, {}), 0.5).value
    found = survival.quantile(survival.curve(over, waiting), 0.5).value
    assert without is not None
    assert found is None or found >= without - 1e-9


@given(st.lists(st.tuples(st.integers(0, 40), st.booleans()), min_size=1, max_size=60))
def test_counted_one_by_one_it_is_the_same(seen):
    """Kaplan and Meier's product, written out for single cases."""
    over = Counter(time for time, is_over in seen if is_over)
    waiting = Counter(time for time, is_over in seen if not is_over)
    left = 1.0
    for time in sorted(over):
        at_risk = sum(other >= time for other, _ in seen)
        left *= 1 - over[time] / at_risk
    jumps = survival.curve(over, waiting)
    assert (1 - jumps[-1].share if jumps else 1.0) == pytest.approx(left)


def test_what_was_given_up_is_never_over():
    jumps = survival.curve({10: 4, NEVER: 6}, {})
    assert [round(jump.share, 9) for jump in jumps] == [0.4]
    assert survival.quantile(jumps, 0.5).value is None
    assert survival.until(jumps, STEP**20, watched=10).value is None


def test_behind_the_last_that_was_seen_nothing_is_known():
    jumps = survival.curve({10: 5}, {40: 5})
    assert survival.until(jumps, STEP**30.5, watched=40).value == pytest.approx(0.5)
    assert survival.until(jumps, STEP**50, watched=40).value is None
    assert survival.until(survival.curve({10: 5}, {}), STEP**50, watched=10).value == 1


def test_within_a_bucket_the_share_grows_evenly_on_the_scale_of_logarithms():
    jumps = survival.curve({10: 10}, {LAST: 10})
    assert survival.until(jumps, STEP**10.5, watched=LAST).value == pytest.approx(0.25)
    assert survival.until(jumps, STEP**9.5, watched=LAST).value == 0


def test_of_nothing_there_is_no_curve():
    assert survival.curve({}, {}) == []
    assert survival.quantile([], 0.5) == survival.Estimate(None)
    assert survival.until([], 60, watched=-1) == survival.Estimate(None)


@given(counts, counts, st.integers(0, 110), st.floats(0, 1, exclude_max=True))
def test_a_share_depends_on_the_last_two_steps_alone(over, waiting, last, part):
    minutes = STEP ** (last + part)
    jumps = survival.curve(over, waiting)
    found = survival.last_steps(over, waiting, bucket(minutes))
    until = [jump for jump in jumps if jump.bucket <= bucket(minutes)]
    assert found == until[-2:]
    assert survival.until(found, minutes, watched=200) == survival.until(until, minutes, watched=200)
