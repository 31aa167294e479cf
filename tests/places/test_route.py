"""The visiting order: every place once, no crossing way, and what is due soon weighs."""

from hypothesis import given
from hypothesis import strategies as st

from tanggap.places import route
from tanggap.places.route import Stop, order

HERE = (106.90, -6.20)
STOPS = st.lists(st.builds(Stop, st.floats(106.7, 107.0), st.floats(-6.4, -6.1), st.floats(-5000, 5000)), max_size=12)


@given(STOPS)
def test_every_place_is_visited_once(stops):
    assert sorted(order(HERE, stops)) == list(range(len(stops)))


def test_without_haste_the_way_along_a_street_is_walked_from_end_to_end():
    street = [Stop(106.90 + step / 100, -6.20, 10_000) for step in (3, 1, 4, 2)]

    assert order(HERE, street) == [1, 3, 0, 2]


def test_what_is_overdue_is_worth_a_detour():
    near, late = Stop(106.905, -6.20, 10_000), Stop(106.89, -6.20, -60)

    assert order(HERE, [near, late]) == [1, 0]


def test_a_nearest_next_way_that_crosses_itself_is_untangled():
    corners = [Stop(106.90, -6.21, 1e6), Stop(106.92, -6.20, 1e6), Stop(106.92, -6.21, 1e6), Stop(106.90, -6.22, 1e6)]

    assert order(HERE, corners) in ([1, 2, 0, 3], [0, 3, 2, 1])


def test_metres_are_those_of_the_globe_within_a_city():
    assert round(route.metres(106.8272, -6.1754, 106.9454, -6.2119)) in range(13_600, 13_750)
