"""The round numbers at an axis."""

from hypothesis import given
from hypothesis import strategies as st

from tanggap.papers import axis


def test_a_share_beyond_the_half_is_quartered() -> None:
    assert axis.ticks([0.2, 0.61], "%") == (0, 0.25, 0.5, 0.75, 1)


def test_reports_are_counted_in_whole_steps() -> None:
    assert axis.ticks([3], "reports") == (0, 1, 2, 3)


def test_an_axis_for_places_begins_where_they_are() -> None:
    assert axis.between(0.42, 0.58, "%") == (0.4, 0.45, 0.5, 0.55, 0.6)


def test_a_single_place_has_an_axis_around_it() -> None:
    assert axis.between(0.5, 0.5, "%")[0] <= 0.5 <= axis.between(0.5, 0.5, "%")[-1]


@given(st.floats(0, 1), st.floats(0, 1))
def test_an_axis_of_shares_holds_them_and_stays_within_all(one: float, other: float) -> None:
    low, high = min(one, other), max(one, other)
    marks = axis.between(low, high, "%")
    assert 0 <= marks[0] <= low + 1e-9
    assert high - 1e-9 <= marks[-1] <= 1
    assert list(marks) == sorted(set(marks))
