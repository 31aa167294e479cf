"""The shapes of a pack's lowest areas, held in memory in metres, so that a point finds its area without a database.

A pack may have none (`areas.geojson.gz` absent): then areas are chosen by name only.
"""

import gzip
import json
import math
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import shapely
from django.conf import settings
from shapely import STRtree
from shapely.geometry.base import BaseGeometry

from tanggap.places import names


class Bounds(NamedTuple):
    """A bounding box in degrees, WGS 84."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class Plane:
    """A flat map of the city in metres: equirectangular, true to the WGS 84 ellipsoid at one latitude.

    Half a degree away from that latitude a distance is wrong by less than 0.3 %.
    """

    metres_per_lon: float
    metres_per_lat: float

    @classmethod
    def at(cls, lat: float) -> "Plane":
        """Return the plane of a latitude, from the usual series for the length of a degree."""
        phi = math.radians(lat)
        cos = [math.cos(times * phi) for times in range(7)]
        return cls(
            metres_per_lon=111_412.84 * cos[1] - 93.5 * cos[3] + 0.118 * cos[5],
            metres_per_lat=111_132.92 - 559.82 * cos[2] + 1.175 * cos[4] - 0.0023 * cos[6],
        )

    def metres(self, lon: float, lat: float) -> tuple[float, float]:
        """Return the point in metres from 0, 0."""
        return lon * self.metres_per_lon, lat * self.metres_per_lat

    def degrees(self, x: float, y: float) -> tuple[float, float]:
        """Return the lon and lat of a point in metres."""
        return x / self.metres_per_lon, y / self.metres_per_lat


class Boundaries:
    """The lowest areas of one pack: `codes` in order, their `shapes` in metres on `plane`, and the `tree` over them.

    Everything that GEOS builds on first use is built here, so threads only read afterwards.
    """

    def __init__(self, codes: list[str], degrees: npt.NDArray[np.object_]) -> None:
        west, south, east, north = (float(edge) for edge in shapely.total_bounds(degrees))
        self.codes = codes
        self.bounds = Bounds(west, south, east, north)
        self.plane = Plane.at((south + north) / 2)
        scale = np.array([self.plane.metres_per_lon, self.plane.metres_per_lat])
        self.shapes: npt.NDArray[np.object_] = shapely.transform(degrees, lambda points: points * scale)
        self.boxes: npt.NDArray[np.float64] = shapely.bounds(degrees)
        self.position = {code: position for position, code in enumerate(codes)}
        self.tree = STRtree(self.shapes)
        shapely.prepare(self.shapes)
        self._build()

    def _build(self) -> None:
        for shape in self.shapes:
            spot = shape.representative_point()
            shapely.intersects_xy(shape, spot.x, spot.y)
            shapely.dwithin(shape, spot, 1.0)
        self.tree.query_nearest(shapely.Point(0, 0), max_distance=1.0)

    def shape(self, code: str) -> BaseGeometry:
        """Return one lowest area's shape in metres. Raises KeyError."""
        found: BaseGeometry = self.shapes[self.position[code]]
        return found


def read(pack: Path) -> Boundaries | None:
    """Return the boundaries of `pack`/areas.geojson.gz, None when it has none.

    Raises OSError, or ValueError that names the file, the feature and the fault.
    """
    path = pack / "areas.geojson.gz"
    if not path.exists():
        return None
    known = names.read(pack)
    features: list[dict[str, Any]] = json.loads(gzip.decompress(path.read_bytes()))["features"]
    codes: list[str] = []
    for number, feature in enumerate(features, start=1):
        code = feature["properties"].get("code")
        if code not in known.by_code:
            raise ValueError(f"{path}, feature {number}: code {code} is not in areas.csv")
        if code in known.below:
            raise ValueError(f"{path}, feature {number}: {code} is divided further; only the lowest areas have a shape")
        codes.append(code)
    if len(set(codes)) != len(codes):
        raise ValueError(f"{path}: a code is there twice")
    shapes = shapely.from_geojson([json.dumps(feature["geometry"]) for feature in features])
    for number, (code, shape) in enumerate(zip(codes, shapes, strict=True), start=1):
        if shape is None or shape.is_empty or shape.geom_type not in {"Polygon", "MultiPolygon"} or not shape.is_valid:
            raise ValueError(f"{path}, feature {number}: the shape of {code} is not a valid polygon")
    order = sorted(range(len(codes)), key=codes.__getitem__)
    return Boundaries([codes[position] for position in order], shapes[order])


_read: dict[Path, Boundaries | None] = {}
_lock = threading.Lock()


def boundaries() -> Boundaries | None:
    """Return the boundaries of the installation's pack, None when it has none; read once a process."""
    pack = Path(settings.TANGGAP_PACK)
    with _lock:
        if pack not in _read:
            _read[pack] = read(pack)
        return _read[pack]


def web_boundaries() -> bytes | None:
    """Return the small gzipped GeoJSON for maps in browsers that the pack ships, None when it ships none.

    `tools/boundaries.py` makes it; each feature has `code` and `name`.
    """
    path = Path(settings.TANGGAP_PACK) / "areas.web.geojson.gz"
    return path.read_bytes() if path.exists() else None
