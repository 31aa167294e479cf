"""Tests of places run on the Jakarta pack, and on small packs of their own."""

import csv
import gzip
import json
from pathlib import Path

import pytest
import shapely
from django.utils import translation

ROOT = Path(__file__).resolve().parents[2]
PACK = ROOT / "packs" / "jakarta"


@pytest.fixture(autouse=True)
def jakarta(settings):
    """Serve Jakarta, and speak English."""
    settings.TANGGAP_PACK = PACK
    with translation.override("en"):
        yield


@pytest.fixture
def kelurahan():
    """The polygons in degrees by code, read without any of our code."""
    features = json.loads(gzip.decompress((PACK / "areas.geojson.gz").read_bytes()))["features"]
    return {
        feature["properties"]["code"]: shapely.from_geojson(json.dumps(feature["geometry"])) for feature in features
    }


@pytest.fixture
def rows():
    """The rows of `areas.csv`."""
    with (PACK / "areas.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def make_pack(tmp_path, settings):
    """Make a pack of `areas` (lines of areas.csv) and `shapes` (code -> polygon), and serve it."""

    def make(areas: str, shapes: dict | None = None, landmarks: str = "") -> Path:
        (tmp_path / "areas.csv").write_text("code,level,name,parent_code\n" + areas, "utf-8")
        (tmp_path / "pack.toml").write_text((PACK / "pack.toml").read_text("utf-8"), "utf-8")
        if landmarks:
            (tmp_path / "landmarks.csv").write_text("name,lon,lat,kind,aliases,area\n" + landmarks, "utf-8")
        if shapes is not None:
            features = [
                {"type": "Feature", "properties": {"code": code}, "geometry": json.loads(shapely.to_geojson(shape))}
                for code, shape in shapes.items()
            ]
            text = json.dumps({"type": "FeatureCollection", "features": features})
            (tmp_path / "areas.geojson.gz").write_bytes(gzip.compress(text.encode()))
        settings.TANGGAP_PACK = tmp_path
        return tmp_path

    return make
