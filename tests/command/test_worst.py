"""The worst places: one formula, no report twice, the same order for the same city."""

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from tanggap.command import worst
from tanggap.command.worst import Spot
from tanggap.insight.cells import grid

AT = datetime(2026, 3, 2, tzinfo=UTC)
MIDDLE = (106.9454, -6.2119)


def spot(steps=0, *, n=1, late=0, urgent=0, repeats=0, category="sampah", unit="kel-a", area="31.75.06.1005"):
    """Return the reports of a cell some two hundred metres times `steps` east of the middle."""
    lon, lat = MIDDLE[0] + 0.0032 * steps, MIDDLE[1]
    cell = grid.cell_of(lon, lat, worst.RESOLUTION)
    east, north = round(lon * grid.SCALE) * n, round(lat * grid.SCALE) * n
    return Spot(cell, area, category, unit, n, late, urgent, repeats, east, north, AT)


def test_a_late_report_weighs_as_much_as_three_in_time():
    assert worst.score(open=1, late=1, urgent=0, repeats=0) == worst.score(open=3, late=0, urgent=0, repeats=0)


def test_the_place_with_more_points_comes_first_though_it_has_fewer_reports():
    first, second = worst.places_of([spot(0, n=4), spot(30, n=3, late=3)])
    assert [(row.number, row.open, row.late, row.score) for row in (first, second)] == [(1, 3, 3, 9.0), (2, 4, 0, 4.0)]


def test_neighbouring_cells_are_one_place_and_those_far_away_another():
    near = worst.places_of([spot(0, n=2), spot(1, n=2), spot(30, n=2)])
    assert [row.open for row in near] == [4, 2]
    assert len(near[0].cells) == 2


def test_one_report_alone_is_no_place():
    assert worst.places_of([spot(0, urgent=1, late=1)]) == ()


def test_a_place_tells_its_kinds_units_and_middle():
    (row,) = worst.places_of([spot(n=3, category="pohon", unit="kel-b"), spot(n=2)])
    assert (row.category, row.units, row.category_reports) == (
        "pohon",
        ("kel-b", "kel-a"),
        (("pohon", 3), ("sampah", 2)),
    )
    assert (round(row.lon, 4), round(row.lat, 4)) == MIDDLE


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 25), st.integers(1, 5), st.integers(0, 5), st.integers(0, 9)), max_size=30))
def test_no_report_counts_twice_and_the_order_is_by_points_and_steady(drawn):
    spots = [spot(at, n=number, late=min(late, number), repeats=said) for at, number, late, said in drawn]
    found = worst.places_of(spots)

    assert len(found) <= worst.MOST
    assert len({cell for row in found for cell in row.cells}) == sum(len(row.cells) for row in found)
    assert sum(row.open for row in found) <= sum(one.open for one in spots)
    assert [row.score for row in found] == sorted((row.score for row in found), reverse=True)
    assert found == worst.places_of(list(reversed(spots)))
