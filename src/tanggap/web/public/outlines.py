"""The city drawn: outlines of the lowest areas for the map.

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
