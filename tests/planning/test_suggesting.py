"""Which reports are one cluster. Pure."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from tanggap.planning.queries import suggesting
from tanggap.planning.queries.suggesting import Spot, clusters

AT = datetime(2026, 1, 1, tzinfo=UTC)
RADIUS = 100.0
PLACES = st.lists(st.tuples(st.floats(-2000, 2000), st.floats(-2000, 2000)), min_size=1, max_size=40)


def spots(places: list[tuple[float, float]]) -> list[Spot]:
    return [Spot(n, f"R{n}", "jalan", "31", 0, 0, AT, x, y) for n, (x, y) in enumerate(places)]


def test_a_chain_is_one_cluster_and_what_is_farther_another(monkeypatch):
    monkeypatch.setattr(suggesting, "_radius", lambda _category: RADIUS)

    found = clusters(spots([(0, 0), (90, 0), (180, 0), (500, 0)]))

    assert sorted(len(group) for group in found) == [1, 3]


@given(PLACES)
def test_two_within_the_radius_are_always_together(places):
    suggesting_radius, suggesting._radius = suggesting._radius, lambda _category: RADIUS
    try:
        group_of = {spot.id: number for number, group in enumerate(clusters(spots(places))) for spot in group}
    finally:
        suggesting._radius = suggesting_radius

    assert len(group_of) == len(places)
    for one, (x, y) in enumerate(places):
        for other, (u, v) in enumerate(places):
            if (x - u) ** 2 + (y - v) ** 2 <= RADIUS**2:
                assert group_of[one] == group_of[other]
