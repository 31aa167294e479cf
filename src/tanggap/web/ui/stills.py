"""A small still picture of one place for pages without scripts: an area of any level, what lies around it, and perhaps a point."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import shapely
from django.conf import settings

from tanggap.places import queries as places
from tanggap.places.boundaries import Boundaries, boundaries

PICTURE = (320, 200)  # width and height, in the picture's own units
ROOM = 1.25  # how much wider than the area the picture is


@dataclass(frozen=True, slots=True)
class Still:
    """A picture of one place as SVG paths: the area, the areas around it, and where the point stands (None: no point)."""

    width: int
    height: int
    area: str
    around: str
    x: float | None
    y: float | None


@dataclass(frozen=True, slots=True)
class _Drawn:
    """The paths of one area, and how a point in metres comes into the picture."""

    area: str
    around: str
    west: float
    north: float
    scale: float

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point (metres) stands in the picture."""
        return round((x - self.west) / self.scale, 1), round((self.north - y) / self.scale, 1)


def still(area: str | None, lon: float | None = None, lat: float | None = None) -> Still | None:
    """Return the picture of a place; None in a city without boundaries or for an area without a shape."""
    city = boundaries()
    leaves = _leaves(city, area) if city else ()
    if city is None or area is None or not leaves:
        return None
    drawn = _drawn(Path(settings.TANGGAP_PACK), area, leaves)
    pin = (None, None) if lon is None or lat is None else drawn.at(*city.plane.metres(lon, lat))
    return Still(*PICTURE, drawn.area, drawn.around, *pin)


def _leaves(city: Boundaries, area: str | None) -> tuple[str, ...]:
    if area in city.position:
        return (str(area),)
    within = places.leaves(area) if area else []
    return tuple(code for code in within if code in city.position)


@lru_cache(512)
def _drawn(pack: Path, area: str, leaves: tuple[str, ...]) -> _Drawn:
    city = boundaries()
    assert city is not None  # noqa: S101 - `still` asked
    shapes = [city.shape(code) for code in leaves]
    own = shapes[0] if len(shapes) == 1 else shapely.union_all(shapes)
    width, height = PICTURE
    west, south, east, north = own.bounds
    middle_x, middle_y = (west + east) / 2, (south + north) / 2
    scale = max((east - west) / width, (north - south) / height) * ROOM
    half_x, half_y = scale * width / 2, scale * height / 2
    frame = shapely.box(middle_x - half_x, middle_y - half_y, middle_x + half_x, middle_y + half_y)
    drawn = _Drawn("", "", middle_x - half_x, middle_y + half_y, scale)

    def path(shape: Any) -> str:
        seen = shape.intersection(frame).simplify(scale / 2)
        parts = [part for part in getattr(seen, "geoms", [seen]) if part.geom_type == "Polygon" and not part.is_empty]
        rings = [ring for part in parts for ring in (part.exterior, *part.interiors)]
        return "".join(
            "M" + "L".join(f"{x} {y}" for x, y in (drawn.at(*point) for point in ring.coords)) + "z" for ring in rings
        )

    inside = set(leaves)
    others = [city.shapes[position] for position in city.tree.query(frame) if city.codes[position] not in inside]
    around = "".join(path(shape) for shape in others)
    return _Drawn(path(own), around, drawn.west, drawn.north, scale)
