"""The facts of the shared data's README about areas, one test each."""

import gzip
import json

import pytest
import shapely
from shapely import Polygon

from tanggap.places.boundaries import boundaries, web_boundaries
from tanggap.places.locate import locate
from tanggap.places.names import names

from .conftest import PACK


def _below(level: str, code: str = "31") -> list[str]:
    return [row.code for row in names().by_code.values() if row.level == level and row.code.startswith(code)]


def test_the_register_has_318_rows(rows):
    assert len(rows) == 318
    assert set(names().by_code) == {row["code"] for row in rows}


def test_there_are_267_kelurahan_44_kecamatan_and_6_kota_or_kabupaten():
    assert (len(_below("kelurahan")), len(_below("kecamatan"))) == (267, 44)
    assert len(_below("kota")) + len(_below("kabupaten")) == 6


def test_every_kelurahan_and_nothing_else_has_a_shape():
    assert boundaries().codes == sorted(_below("kelurahan"))


def test_east_jakarta_has_10_kecamatan_and_65_kelurahan():
    assert (len(_below("kecamatan", "31.75")), len(_below("kelurahan", "31.75"))) == (10, 65)
    assert len(list(names().leaves("31.75"))) == 65


def test_all_polygons_are_valid(kelurahan):
    assert [code for code, shape in kelurahan.items() if not shape.is_valid] == []


@pytest.mark.parametrize(
    ("what", "lon", "lat", "where"),
    [
        ("Monas", 106.8272, -6.1754, "Gambir, Gambir"),
        ("Ragunan", 106.8206, -6.3125, "Ragunan, Pasar Minggu"),
        ("Kota Tua", 106.8133, -6.1352, "Pinangsia, Taman Sari"),
        ("mayor of East Jakarta", 106.9466, -6.2128, "Pulo Gebang, Cakung"),
        ("Pulau Pramuka", 106.6137, -5.7460, "Pulau Panggang, Kepulauan Seribu Utara"),
    ],
)
def test_well_known_places_lie_where_they_lie(what, lon, lat, where):
    found = locate(lon, lat)

    assert (names().spoken(found.area), found.distance_m) == (where, 0.0)


def test_there_are_exactly_two_lakes_that_are_nobodys(kelurahan):
    land = shapely.union_all(list(kelurahan.values()), grid_size=1e-6)
    holes = [Polygon(ring) for part in shapely.get_parts(land) for ring in part.interiors]
    lakes = sorted(hole.centroid.x for hole in holes if hole.area > 1e-7)

    assert [round(x, 2) for x in lakes] == [106.85, 106.86]


def test_neighbours_do_not_match_exactly_so_gaps_are_real(kelurahan):
    assert not shapely.coverage_is_valid(list(kelurahan.values()))


def test_the_boundaries_for_browsers_are_small_valid_and_complete(kelurahan):
    data = (PACK / "areas.web.geojson.gz").read_bytes()
    features = json.loads(gzip.decompress(data))["features"]
    shapes = [shapely.from_geojson(json.dumps(feature["geometry"])) for feature in features]

    assert len(data) < 45_000
    assert {feature["properties"]["code"] for feature in features} == set(kelurahan)
    assert {feature["properties"]["name"] for feature in features} == {names().by_code[code].name for code in kelurahan}
    assert all(shape.is_valid and not shape.is_empty for shape in shapes)


def test_the_boundaries_for_browsers_show_no_slivers_only_the_two_lakes():
    features = json.loads(gzip.decompress((PACK / "areas.web.geojson.gz").read_bytes()))["features"]
    land = shapely.union_all([shapely.from_geojson(json.dumps(feature["geometry"])) for feature in features])

    assert sum(len(part.interiors) for part in shapely.get_parts(land)) == 2


def test_the_boundaries_for_browsers_are_served_as_they_are():
    assert web_boundaries() == (PACK / "areas.web.geojson.gz").read_bytes()
