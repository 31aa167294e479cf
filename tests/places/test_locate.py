"""A point finds its lowest area, or the refusal says what is wrong with it."""

import contextlib
import math
import threading
from decimal import Decimal

import pytest
import shapely
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from shapely import box

from tanggap.core.refusal import NotFound, Refusal
from tanggap.places import locate as door
from tanggap.places.boundaries import Plane, boundaries
from tanggap.places.locate import Found, Neighbour, locate
from tanggap.places.names import names

SUNTER = (106.85847, -6.15125)
KEMAYORAN = (106.84551, -6.15075)
BEKASI = (106.9989, -6.2349)
SEA = (106.85, -6.05)
MONAS = (106.8272, -6.1754)


def _name(code: str) -> str:
    return names().by_code[code].name


class TestInside:
    def test_a_point_inside_has_no_distance_and_far_from_borders_no_neighbours(self):
        assert locate(*MONAS) == Found("31.71.01.1001", 0.0, ())

    def test_decimals_are_numbers_too(self):
        assert locate(Decimal("106.8272"), Decimal("-6.1754")).area == "31.71.01.1001"

    def test_a_point_near_a_border_names_the_others_nearest_first(self):
        found = locate(106.8437, -6.2433)  # the Pancoran roundabout, where three kelurahan meet

        assert _name(found.area) == "Tebet Barat"
        assert [_name(near.area) for near in found.neighbours] == ["Pancoran", "Menteng Dalam"]
        assert [round(near.distance_m) for near in found.neighbours] == [12, 20]

    @hypothesis_settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(data=st.data())
    def test_any_point_in_a_polygon_is_located_there(self, kelurahan, data):
        code = data.draw(st.sampled_from(sorted(kelurahan)))
        west, south, east, north = kelurahan[code].bounds
        lon = data.draw(st.floats(west, east))
        lat = data.draw(st.floats(south, north))
        holders = [other for other, shape in kelurahan.items() if shape.contains(shapely.Point(lon, lat))]

        if holders:
            found = locate(lon, lat)
            assert found.area in holders
            assert found.distance_m == 0
            assert {near.area for near in found.neighbours} >= set(holders) - {found.area}

    @hypothesis_settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(data=st.data())
    def test_neighbours_are_those_within_50_metres(self, kelurahan, data):
        lon = data.draw(st.floats(106.70, 106.95))
        lat = data.draw(st.floats(-6.35, -6.12))
        plane = Plane.at(lat)
        metres = {
            code: shapely.transform(shape, lambda points: points * [plane.metres_per_lon, plane.metres_per_lat])
            for code, shape in kelurahan.items()
            if shape.distance(shapely.Point(lon, lat)) < 0.001
        }
        distances = {code: shape.distance(shapely.Point(plane.metres(lon, lat))) for code, shape in metres.items()}
        certain = {code for code, distance in distances.items() if distance < 49.5}
        possible = {code for code, distance in distances.items() if distance < 50.5}

        if certain:
            found = locate(lon, lat)
            named = [found.distance_m, *(near.distance_m for near in found.neighbours)]
            assert certain <= {found.area, *(near.area for near in found.neighbours)} <= possible
            assert named == sorted(named)


class TestGapsAndLakes:
    @pytest.mark.parametrize(
        ("lake", "nearest", "metres"), [(SUNTER, "Sunter Agung", 124), (KEMAYORAN, "Pademangan Timur", 145)]
    )
    def test_a_lake_belongs_to_the_nearest_shore(self, lake, nearest, metres):
        found = locate(*lake)

        assert (_name(found.area), round(found.distance_m)) == (nearest, metres)

    def test_a_gap_between_neighbours_belongs_to_the_nearer_and_names_the_other(self, make_pack):
        metre = 1 / 111_000
        make_pack(
            "0,city,City,\n1,ward,West,0\n2,ward,East,0\n",
            {"1": box(0.1, 0, 0.2, 0.1), "2": box(0.2 + 3 * metre, 0, 0.3, 0.1)},
        )

        found = locate(0.2 + metre, 0.05)

        assert (found.area, [near.area for near in found.neighbours]) == ("1", ["2"])
        assert found.distance_m == pytest.approx(1, abs=0.01)
        assert found.neighbours[0].distance_m == pytest.approx(2, abs=0.02)

    def test_the_beach_counts_up_to_500_metres(self, make_pack):
        make_pack("0,city,City,\n1,ward,Ward,0\n", {"1": box(10, 50, 10.1, 50.1)})
        metre = 1 / Plane.at(50.05).metres_per_lon

        assert locate(10.1 + 499 * metre, 50.05).distance_m == pytest.approx(499, abs=0.5)
        with pytest.raises(door.OutsideCity):
            locate(10.1 + 501 * metre, 50.05)

    def test_a_point_on_a_shared_border_has_one_answer_and_a_neighbour_at_0_metres(self, make_pack):
        make_pack("0,city,City,\n2,ward,East,0\n1,ward,West,0\n", {"2": box(1, 0, 2, 1), "1": box(0, 0, 1, 1)})

        assert locate(1, 0.5) == Found("1", 0.0, (Neighbour("2", 0.0),))


class TestMetres:
    """Lengths of a degree on WGS 84, from published tables."""

    @pytest.mark.parametrize(
        ("lat", "of_lon", "of_lat"),
        [(0, 111_320, 110_574), (15, 107_550, 110_649), (45, 78_847, 111_132), (60, 55_800, 111_412)],
    )
    def test_a_degree_is_as_long_as_on_the_ellipsoid(self, lat, of_lon, of_lat):
        plane = Plane.at(lat)

        assert plane.metres_per_lon == pytest.approx(of_lon, rel=2e-5)
        assert plane.metres_per_lat == pytest.approx(of_lat, rel=2e-5)

    def test_long_ways_are_great_circles(self):
        half_round = math.pi * door.EARTH_RADIUS_M

        assert door.distance_m(106.8, -6.2, -73.2, 6.2) == pytest.approx(half_round)
        assert door.distance_m(0, 60, 180, 60) == pytest.approx(half_round / 3)


class TestRefused:
    @pytest.mark.parametrize("lon", [math.nan, math.inf, -math.inf, None, "106.8", True, 10**400, Decimal("NaN")])
    def test_what_is_no_number(self, lon):
        with pytest.raises(door.NotANumber):
            locate(lon, -6.2)
        with pytest.raises(door.NotANumber):
            locate(106.8, lon)

    @pytest.mark.parametrize(("lon", "lat"), [(181, 0), (-180.5, 1), (10, 91), (10, -90.1), (1e308, 1e308)])
    def test_what_is_not_on_earth(self, lon, lat):
        with pytest.raises(door.OutOfRange):
            locate(lon, lat)

    @pytest.mark.parametrize(("lon", "lat"), [(0, 0), (0.005, -0.005), (-0.0, 0.0)])
    def test_null_island(self, lon, lat):
        with pytest.raises(door.NullIsland):
            locate(lon, lat)

    def test_swapped_says_so_and_names_what_was_meant(self):
        with pytest.raises(door.Swapped) as refused:
            locate(MONAS[1], MONAS[0])

        assert "swapped" in str(refused.value)
        assert "Gambir, Gambir" in str(refused.value)
        assert (refused.value.lon, refused.value.lat, refused.value.area) == (*MONAS, "31.71.01.1001")

    @pytest.mark.parametrize(
        ("point", "nearest", "kilometres"),
        [(SEA, "Pulau Untung Jawa", "5.2 km"), (BEKASI, "Pulo Gebang", "4.6 km")],
    )
    def test_sea_and_neighbouring_city_name_the_nearest_area_and_how_far_it_is(self, point, nearest, kilometres):
        with pytest.raises(door.OutsideCity) as refused:
            locate(*point)

        assert nearest in str(refused.value)
        assert kilometres in str(refused.value)
        assert _name(refused.value.nearest) == nearest

    @pytest.mark.parametrize("refusal", [door.NotANumber, door.OutOfRange, door.NullIsland, door.OutsideCity])
    def test_each_is_bad_input_about_the_location(self, refusal):
        assert (refusal.status, refusal.field) == (422, "location")
        assert issubclass(refusal, Refusal)

    @hypothesis_settings(deadline=None, max_examples=200)
    @given(lon=st.one_of(st.floats(), st.integers(), st.none()), lat=st.one_of(st.floats(), st.integers(), st.none()))
    def test_nothing_else_ever_happens(self, lon, lat):
        with contextlib.suppress(door.Misplaced):
            assert locate(lon, lat).area in boundaries().position


class TestWithoutBoundaries:
    def test_only_who_asks_for_a_point_is_refused(self, make_pack):
        make_pack("0,city,Baltimore,\n1,neighborhood,Canton,0\n")

        assert not door.has_boundaries()
        with pytest.raises(door.NoBoundaries):
            locate(-76.6, 39.3)
        with pytest.raises(door.NoBoundaries):
            door.bounds("1")


class TestAreas:
    def test_a_kecamatan_is_as_wide_as_its_kelurahan(self, kelurahan):
        shapes = [shape for code, shape in kelurahan.items() if code.startswith("31.75.06.")]

        assert door.bounds("31.75.06") == pytest.approx(shapely.total_bounds(shapes))

    def test_the_province_is_as_wide_as_everything(self):
        assert door.bounds("31") == boundaries().bounds

    def test_an_unknown_area_is_not_found(self):
        with pytest.raises(NotFound):
            door.bounds("99")

    def test_inside_looks_at_all_levels(self):
        for code in ("31.71.01.1001", "31.71.01", "31.71", "31"):
            assert door.inside(code, *MONAS)
        assert not door.inside("31.75", *MONAS)

    def test_nowhere_is_inside_nothing(self):
        assert not door.inside("31", *SEA)

    def test_the_middle_of_every_area_lies_in_it(self):
        for code in names().by_code:
            assert door.inside(code, *door.middle(code)), code


def test_many_threads_that_ask_first_get_the_same_answer(make_pack):
    make_pack("0,city,City,\n1,ward,Ward,0\n", {"1": box(10, 50, 10.1, 50.1)})
    answers = []
    start = threading.Barrier(8)

    def ask():
        start.wait()
        answers.extend(locate(10.05, 50.05) for _ in range(200))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers == [Found("1", 0.0, ())] * 1600


class TestBrokenPacks:
    @pytest.mark.parametrize(
        ("areas", "fault"),
        [
            ("1,ward,,\n", "line 2: code, level and name must be given"),
            ("1,ward,One,\n1,ward,Two,\n", "line 3: code 1 is there twice"),
            ("1,ward,One,0\n", "line 2: parent_code 0 is not in a line above"),
        ],
    )
    def test_a_bad_register_is_named_by_line(self, make_pack, areas, fault):
        make_pack(areas, {"1": box(0, 0, 1, 1)})

        with pytest.raises(ValueError, match=fault):
            boundaries()

    @pytest.mark.parametrize(
        ("shapes", "fault"),
        [
            ({"7": box(0, 0, 1, 1)}, "feature 1: code 7 is not in areas.csv"),
            ({"0": box(0, 0, 1, 1)}, "feature 1: 0 is divided further"),
            ({"1": shapely.Point(0, 0)}, "feature 1: the shape of 1 is not a valid polygon"),
            ({"1": shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])}, "not a valid polygon"),
        ],
    )
    def test_a_bad_shape_is_named_by_feature(self, make_pack, shapes, fault):
        make_pack("0,city,City,\n1,ward,One,0\n", shapes)

        with pytest.raises(ValueError, match=fault):
            boundaries()
