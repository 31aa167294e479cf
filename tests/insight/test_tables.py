"""Of many parts at once the same is told as of each alone: the share that is over by a time, and who was watched so long."""

import math

from hypothesis import given
from hypothesis import strategies as st

from tanggap.insight.buckets import LAST, NEVER, bucket
from tanggap.insight.statistics import survival
from tanggap.insight.statistics.tables import Table

BUCKETS = st.integers(0, 30) | st.sampled_from([LAST, NEVER])
COUNTS = st.dictionaries(BUCKETS, st.integers(1, 50), max_size=12)
PARTS = st.dictionaries(st.text("abc", min_size=1), st.tuples(COUNTS, COUNTS), min_size=1, max_size=4)


def alone(over, waiting, minutes):
    watched = max({*over, *waiting} - {NEVER}, default=-1)
    return survival.until(survival.last_steps(over, waiting, bucket(minutes)), minutes, watched=watched).value


@given(PARTS, st.floats(1, 40))
def test_each_part_of_a_table_is_told_as_if_it_were_alone(parts, minutes):
    table = Table.of(parts)
    shares = [None if math.isnan(share) else share for share in table.shares(minutes).tolist()]
    assert dict(zip(table.parts, shares, strict=True)) == {code: alone(*of, minutes) for code, of in parts.items()}


@given(PARTS, st.floats(1, 40))
def test_who_waits_since_later_was_not_watched_so_long(parts, minutes):
    table = Table.of(parts)
    watched = [
        sum(over.values()) + sum(reports for at, reports in waiting.items() if at >= bucket(minutes))
        for over, waiting in parts.values()
    ]
    assert table.watched(minutes).tolist() == watched


@given(PARTS)
def test_all_parts_together_are_their_sum(parts):
    over, waiting = Table.of(parts).whole()
    for together, of in ((over, 0), (waiting, 1)):
        assert sum(together.values()) == sum(sum(one[of].values()) for one in parts.values())
        assert together[NEVER] == sum(one[of].get(NEVER, 0) for one in parts.values())
