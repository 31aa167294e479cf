"""The city drawn: outlines of the lowest areas for the map, and a small still picture of one place for pages without scripts.

The pack's polygons are finer than a screen needs; `coverage_simplify` thins shared borders once, so no gaps appear.
"""

import gzip
import json
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely
from django.conf import settings

from tanggap.core.crypto import fingerprint
from tanggap.places import queries as places
from tanggap.places.boundaries import Boundaries, boundaries

TOLERANCE_M = 55.0
DECIMALS = 4  # of a degree: 11 m
PICTURE = (320, 200)  # width and height of the still picture, in its own units
ROOM = 1.25  # how much wider than the area the still picture is
LEAST_WORDS = 2  # of a name on the map

_lock = threading.Lock()
_drawn: dict[tuple[Path, int], "Drawn"] = {}


@dataclass(frozen=True, slots=True)
class Drawn:
    """The map's file, the same gzipped, and a tag that changes with its content."""

    body: bytes
    packed: bytes
    tag: str


def areas_file() -> Drawn:
    """Return `{"areas": [{code, name, shape}], "labels": [{name, lon, lat, depth}]}`; empty lists in a city without boundaries."""
    key = (Path(settings.TANGGAP_PACK), len(places.areas()))
    with _lock:
        if key not in _drawn:
            city = boundaries()
            content = {"areas": _areas(city), "labels": _labels(city)} if city else {"areas": [], "labels": []}
            body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
            _drawn[key] = Drawn(body, gzip.compress(body, mtime=0), fingerprint(body).hex()[:16])
        return _drawn[key]


def _areas(city: Boundaries) -> list[dict[str, Any]]:
    thin = shapely.coverage_simplify(city.shapes, TOLERANCE_M)
    return [
        {"code": code, "name": row.name, "shape": _geometry(city, shape)}
        for code, shape in zip(city.codes, thin, strict=True)
        if (row := places.area(code)) and not shape.is_empty
    ]


def _geometry(city: Boundaries, shape: Any) -> dict[str, Any]:
    parts = list(shape.geoms) if shape.geom_type == "MultiPolygon" else [shape]
    return {
        "type": "MultiPolygon",
        "coordinates": [[_ring(city, ring) for ring in (part.exterior, *part.interiors)] for part in parts],
    }


def _ring(city: Boundaries, ring: Any) -> list[tuple[float, float]]:
    degrees = (city.plane.degrees(x, y) for x, y in ring.coords)
    return [(round(lon, DECIMALS), round(lat, DECIMALS)) for lon, lat in degrees]


def _labels(city: Boundaries) -> list[dict[str, Any]]:
    """Return a name for each area of the three lowest levels, at a point surely inside it; depth 2 is the lowest."""
    below: dict[str, list[int]] = {}
    for position, code in enumerate(city.codes):
        row = places.area(code)
        for ancestor in row.path[-3:] if row else ():
            below.setdefault(ancestor, []).append(position)
    labels = []
    for code, positions in below.items():
        row = places.area(code)
        leaf = places.area(city.codes[positions[0]])
        if row is None or leaf is None:
            continue
        whole = city.shapes[positions[0]] if len(positions) == 1 else shapely.union_all(city.shapes[positions])
        middle = whole.centroid if whole.contains(whole.centroid) else whole.representative_point()
        lon, lat = city.plane.degrees(middle.x, middle.y)
        depth = 2 - (len(leaf.path) - len(row.path))
        labels.append(
            (whole.area, {"name": row.name, "lon": round(lon, DECIMALS), "lat": round(lat, DECIMALS), "depth": depth})
        )
    largest_first = [label for _size, label in sorted(labels, key=lambda pair: -pair[0])]
    return _shortened(largest_first)


def _shortened(labels: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave out the words with which most names of one depth begin (`Kota Administrasi Jakarta Utara` -> `Jakarta Utara`)."""
    for depth in {label["depth"] for label in labels}:
        level = [label for label in labels if label["depth"] == depth]
        for label in level:
            words = label["name"].split()
            while len(words) > LEAST_WORDS and 2 * sum(words[0] in other["name"].split() for other in level) > len(
                level
            ):
                words = words[1:]
            label["short"] = " ".join(words)
    return [{**label, "name": label.pop("short")} for label in labels]


@dataclass(frozen=True, slots=True)
class Still:
    """A picture of one place as SVG paths: the area, the areas around it, and where the point stands (None: no point)."""

    width: int
    height: int
    area: str
    around: str
    x: float | None
    y: float | None


def still(area: str | None, lon: float | None, lat: float | None) -> Still | None:
    """Return the picture of a report's place; None in a city without boundaries or for an area without a shape."""
    city = boundaries()
    if city is None or area not in city.position:
        return None
    own = city.shape(area)
    width, height = PICTURE
    west, south, east, north = own.bounds
    middle_x, middle_y = (west + east) / 2, (south + north) / 2
    scale = max((east - west) / width, (north - south) / height) * ROOM
    half_x, half_y = scale * width / 2, scale * height / 2
    frame = shapely.box(middle_x - half_x, middle_y - half_y, middle_x + half_x, middle_y + half_y)

    def at(x: float, y: float) -> tuple[float, float]:
        return round((x - middle_x + half_x) / scale, 1), round((middle_y + half_y - y) / scale, 1)

    def path(shape: Any) -> str:
        seen = shape.intersection(frame).simplify(scale / 2)
        parts = [part for part in getattr(seen, "geoms", [seen]) if part.geom_type == "Polygon" and not part.is_empty]
        rings = [ring for part in parts for ring in (part.exterior, *part.interiors)]
        return "".join(
            "M" + "L".join(f"{x} {y}" for x, y in (at(*point) for point in ring.coords)) + "z" for ring in rings
        )

    others = [city.shapes[position] for position in city.tree.query(frame) if city.codes[position] != area]
    pin = (None, None) if lon is None or lat is None else at(*city.plane.metres(lon, lat))
    return Still(width, height, path(own), "".join(path(shape) for shape in others), *pin)
