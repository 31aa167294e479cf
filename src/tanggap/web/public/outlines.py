"""The city drawn: outlines of the lowest areas for the map.

The pack's polygons are finer than a screen needs; `coverage_simplify` thins shared borders once, so no gaps appear.
"""

import gzip
import json
import threading
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import shapely
from django.conf import settings

from tanggap.core.crypto import fingerprint
from tanggap.places import queries as places
from tanggap.places.boundaries import Boundaries, boundaries

TOLERANCE_M = 55.0
DECIMALS = 4  # of a degree: 11 m
PICTURE_WIDTH = 600  # units; a phone shows about one a pixel
PICTURE_TOLERANCE = 1.6  # units
FAR = 1.6  # times the distance from the middle that four fifths of the areas have
LEAST_POINTS = 4  # of a ring, the first told again at its end
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
    """Return `{"areas": [{code, name, up, shape}], "labels": [{name, lon, lat, depth}]}`; empty lists in a city without boundaries."""
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
        {"code": code, "name": row.name, "up": row.parent, "shape": _geometry(city, shape)}
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
class Picture:
    """The areas of one level as SVG paths by code, in units of a box; `far` are those too far off to be drawn at the same scale."""

    width: int
    height: int
    paths: dict[str, str]
    far: tuple[str, ...]


_pictures: dict[tuple[Path, int, int], Picture | None] = {}


def picture(depth: int = 0) -> Picture | None:
    """Return the city's lowest areas as a picture, `depth` 1: those one level above; None in a city without boundaries."""
    key = (Path(settings.TANGGAP_PACK), len(places.areas()), depth)
    with _lock:
        if key not in _pictures:
            city = boundaries()
            _pictures[key] = _picture(city, depth) if city else None
        return _pictures[key]


def _picture(city: Boundaries, depth: int) -> Picture:
    near = _near(city)
    codes = [_above(code, depth) for code in city.codes]
    kept = [position for position, code in enumerate(city.codes) if code in near]
    together: dict[str, list[int]] = {}
    for position in kept:
        together.setdefault(codes[position], []).append(position)
    shapes = [shapely.union_all(city.shapes[positions]) for positions in together.values()]
    west, south, east, north = shapely.total_bounds(shapes)
    scale = (east - west) / PICTURE_WIDTH
    thin = shapely.coverage_simplify(shapes, scale * PICTURE_TOLERANCE)
    paths = {code: _path(shape, west, north, scale) for code, shape in zip(together, thin, strict=True)}
    far = dict.fromkeys(code for code in codes if code not in together)
    return Picture(PICTURE_WIDTH, int((north - south) / scale) + 1, paths, tuple(far))


def _above(code: str, depth: int) -> str:
    row = places.area(code)
    return row.path[max(0, len(row.path) - 1 - depth)] if row else code


def _near(city: Boundaries) -> set[str]:
    """Return the areas that are not much farther from the middle than most: islands far out would make the rest small."""
    middle = shapely.centroid(shapely.multipoints(shapely.centroid(city.shapes)))
    away = shapely.distance(shapely.centroid(city.shapes), middle)
    usual = sorted(away)[int(len(away) * 0.8)]
    return {code for code, distance in zip(city.codes, away, strict=True) if distance <= FAR * usual}


def _path(shape: Any, west: float, north: float, scale: float) -> str:
    """Return a shape as SVG path of whole units, each point told from the one before."""
    rings = [ring for part in getattr(shape, "geoms", [shape]) for ring in (part.exterior, *part.interiors)]
    drawn = []
    for ring in rings:
        points = [(round((x - west) / scale), round((north - y) / scale)) for x, y in ring.coords]
        points = [point for at, point in enumerate(points) if not at or point != points[at - 1]]
        if len(points) < LEAST_POINTS:
            continue
        steps = "".join(f"{x - px} {y - py} " for (px, py), (x, y) in pairwise(points[:-1])).strip().replace(" -", "-")
        drawn.append(f"M{points[0][0]} {points[0][1]}l{steps}z")
    return (
        "".join(drawn)
        or f"M{round((shape.centroid.x - west) / scale)} {round((north - shape.centroid.y) / scale)}h1v1h-1z"
    )
