"""Boundaries and landmarks that a pack has must fit its areas."""

import gzip
import json

import pytest
from tests.catalog import small_pack

from tanggap.catalog import pack

SQUARE = {"type": "Polygon", "coordinates": [[[4.1, 52.0], [4.2, 52.0], [4.2, 52.1], [4.1, 52.1], [4.1, 52.0]]]}
BOW = {"type": "Polygon", "coordinates": [[[4.1, 52.0], [4.2, 52.1], [4.2, 52.0], [4.1, 52.1], [4.1, 52.0]]]}
HEADER = "name,lon,lat,kind,aliases,area\n"


def drawn(folder, *features):
    """Write the small pack with a boundary for each (code, shape), and return its faults as text."""
    small_pack.write(folder)
    shapes = [{"type": "Feature", "properties": {"code": code}, "geometry": shape} for code, shape in features]
    (folder / "areas.geojson.gz").write_bytes(gzip.compress(json.dumps({"features": shapes}).encode()))
    return faults_of(folder)


def faults_of(folder):
    try:
        pack.read(folder)
    except pack.BrokenPack as broken:
        return [str(fault) for fault in broken.faults]
    return []


def test_boundaries_that_fit_are_sound(tmp_path):
    assert drawn(tmp_path, ("t.1", SQUARE), ("t.2", SQUARE)) == []


def test_an_area_without_its_boundary_is_a_fault(tmp_path):
    assert drawn(tmp_path, ("t.1", SQUARE)) == [
        'areas.geojson.gz: the area "t.2" has no boundary; add it, or leave the whole file out'
    ]


@pytest.mark.parametrize(
    ("feature", "fault"),
    [
        (("t.9", SQUARE), "areas.geojson.gz: feature 1: code t.9 is not in areas.csv"),
        (("t", SQUARE), "areas.geojson.gz: feature 1: t is divided further; only the lowest areas have a shape"),
        (("t.1", BOW), "areas.geojson.gz: feature 1: the shape of t.1 is not a valid polygon"),
    ],
)
def test_a_boundary_that_does_not_fit_is_a_fault(tmp_path, feature, fault):
    assert drawn(tmp_path, feature, ("t.2", SQUARE)) == [fault]


def test_a_file_that_is_not_compressed_is_a_fault(tmp_path):
    small_pack.write(tmp_path)
    (tmp_path / "areas.geojson.gz").write_bytes(b"{}")

    assert [fault.split(" (")[0] for fault in faults_of(tmp_path)] == [
        "areas.geojson.gz: this file cannot be read: Not a gzipped file"
    ]


def test_a_landmark_that_does_not_fit_is_a_fault_with_its_line(tmp_path):
    rows = HEADER + "Station,4.1,52.0,station,,t.1\nMarket,4.1,52.0,station,,t.7\n"

    assert faults_of(small_pack.write(tmp_path, **{"landmarks.csv": rows})) == [
        "landmarks.csv:3: area t.7 is not in areas.csv"
    ]
