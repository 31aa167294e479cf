"""Of many rows at once the same is told as of each alone: times, shares, their intervals, and who was watched so long."""

import math
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from tanggap.insight.buckets import LAST, NEVER, bucket
from tanggap.insight.statistics import survival
from tanggap.insight.statistics.tables import Table, reach

BUCKETS = st.integers(0, 30) | st.sampled_from([LAST, NEVER])
COUNTS = st.dictionaries(BUCKETS, st.integers(1, 50), max_size=12)
KEYS = st.tuples(st.integers(0, 3), st.sampled_from("abc"))
ROWS = st.dictionaries(KEYS, st.tuples(COUNTS, COUNTS), min_size=1, max_size=4)
SHARES = st.sampled_from((0.5, 0.9, 0.25))


def watched(over, waiting):
    return max({*over, *waiting} - {NEVER}, default=-1)


@given(ROWS, st.floats(1, 40))
def test_the_share_over_by_a_time_is_told_of_each_row_as_if_it_were_alone(rows, minutes):
    table = Table.of(rows)
    alone = [survival.until(survival.curve(*row), minutes, watched=watched(*row)) for row in rows.values()]
    assert table.until(minutes) == alone
    shares = [None if math.isnan(share) else share for share in table.shares(minutes).tolist()]
    assert shares == [one.value for one in alone]


@given(ROWS, SHARES)
def test_the_time_after_which_a_share_is_over_is_told_of_each_row_as_if_it_were_alone(rows, share):
    assert Table.of(rows).quantiles(share) == [survival.quantile(survival.curve(*row), share) for row in rows.values()]


@given(ROWS, st.floats(1, 40))
def test_who_waits_since_later_was_not_watched_so_long(rows, minutes):
    long_enough = [
        sum(over.values()) + sum(reports for at, reports in waiting.items() if at >= bucket(minutes))
        for over, waiting in rows.values()
    ]
    assert Table.of(rows).watched(minutes).tolist() == long_enough


@given(ROWS)
def test_all_rows_together_are_their_sum(rows):
    over, waiting = Table.of(rows).whole()
    for together, of in ((over, 0), (waiting, 1)):
        assert sum(together.values()) == sum(sum(one[of].values()) for one in rows.values())
        assert together[NEVER] == sum(one[of].get(NEVER, 0) for one in rows.values())


def test_nothing_is_told_of_no_rows():
    table = Table.of({})
    assert (table.until(60.0), table.quantiles(0.5), table.whole()) == ([], [], (Counter(), Counter()))


OVER = st.dictionaries(st.one_of(st.integers(0, 120), st.just(NEVER)), st.integers(1, 400), max_size=25)
WAITING = st.dictionaries(st.integers(0, LAST), st.integers(1, 300), max_size=25)


def reached(rows, share, least=-1):
    """Return the last bucket on which anything depends of rows of what is over and how many wait."""
    table = Table.of({(number, ""): (over, {0: waiting}) for number, (over, waiting) in enumerate(rows)})
    return reach(table.over, table.waiting.sum(axis=1), share, least)


@given(st.lists(st.tuples(OVER, WAITING), min_size=1, max_size=3), SHARES, st.integers(-1, 100))
def test_what_waits_longer_than_a_quantile_reaches_may_stand_together(rows, share, least):
    last = reached([(over, sum(waiting.values())) for over, waiting in rows], share, least)
    for over, waiting in rows:
        together = Counter()
        for at, reports in waiting.items():
            together[min(at, last + 1)] += reports
        whole, cut = (survival.quantile(survival.steps(over, of), share) for of in (waiting, together))
        assert whole == cut
    assert least <= last <= max((least, *(at for over, _waiting in rows for at in over if at != NEVER)))


def test_a_quantile_of_many_depends_on_little_of_what_waits():
    over = dict.fromkeys(range(60, 100), 100)
    assert reached([(over, 0)], 0.5) == 80
    assert reached([(over, 1000)], 0.5) < 90
    assert reached([(over, 9000)], 0.5) == reached([(over, 0), (over, 9000)], 0.5) == 99
    assert reached([({}, 10)], 0.5) == reached([({NEVER: 10}, 10)], 0.5) == -1
