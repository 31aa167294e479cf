"""From a point to the lowest area that it lies in, in memory, with distances in metres.

A point in a gap between areas, in a lake that is nobody's, or on a beach belongs to the nearest area within `REACH_M`.
Within the city's `border_metres` of other areas it names them too: a report near a corner often belongs to the other street.
"""

import math
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import shapely
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from tanggap.core.refusal import NotFound, Refusal
from tanggap.places.boundaries import Boundaries, Bounds, boundaries
from tanggap.places.city import city as facts
from tanggap.places.names import names

REACH_M = 500.0
NULL_ISLAND_M = 1_000.0
EARTH_RADIUS_M = 6_371_008.8


class Misplaced(Refusal):
    """The place cannot be used. The message says why and what to do."""

    message = _("This place cannot be used. Please choose another point.")
    status = 422
    field = "location"


class NotANumber(Misplaced):
    """Longitude or latitude is missing, not a number, or infinite."""

    message = _("A place is two numbers, longitude and latitude in degrees, such as 106.827 and -6.175.")


class OutOfRange(Misplaced):
    """No such point on Earth."""

    message = _("Longitude lies between -180 and 180 degrees and latitude between -90 and 90. Please check the place.")


class NullIsland(Misplaced):
    """0, 0: what a device sends when it does not know where it is."""

    message = _(
        "The place is 0, 0. A device sends that when it does not know where it is. "
        "Please choose the point on the map, or type an address."
    )


class Swapped(Misplaced):
    """Longitude and latitude came in the wrong order. `lon`, `lat`, `area` are what they mean the other way round."""

    def __init__(self, *, lon: float, lat: float, area: str) -> None:
        super().__init__(
            _(
                "Longitude and latitude seem to be swapped. The other way round the place is in %(area)s. "
                "Please check it and send it again."
            )
            % {"area": names().spoken(area)}
        )
        self.lon, self.lat, self.area = lon, lat, area


class OutsideCity(Misplaced):
    """Further than `REACH_M` from every area. Boundaries cannot tell whether it is sea or a neighbouring city."""

    def __init__(self, *, nearest: str, distance_m: float) -> None:
        kilometres = distance_m / 1000
        super().__init__(
            _(
                "This place is outside the city, on land or at sea. "
                "The nearest area is %(area)s, %(distance)s km away. "
                "Please move the point into the city, or describe the place in words."
            )
            % {
                "area": names().spoken(nearest),
                "distance": number_format(kilometres, 1 if kilometres < 100 else 0, force_grouping=True),
            }
        )
        self.nearest, self.distance_m = nearest, distance_m


class NoBoundaries(Refusal):
    """The pack has no shapes; a place is chosen by the name of its area."""

    message = _("This city has no boundaries on file, so a point cannot be placed. Please choose the area by its name.")
    field = "location"


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another area near the point, and how far its border is."""

    area: str
    distance_m: float


@dataclass(frozen=True, slots=True)
class Found:
    """The lowest area of a point: `distance_m` is 0 inside it, more in a gap or a lake. `neighbours` lie within the city's
    `border_metres`, nearest first."""

    area: str
    distance_m: float
    neighbours: tuple[Neighbour, ...] = ()


def has_boundaries() -> bool:
    """Return whether points can be placed at all in this city."""
    return boundaries() is not None


def locate(lon: float | Decimal, lat: float | Decimal) -> Found:
    """Return the area of a point in degrees, WGS 84.

    Raises NotANumber, OutOfRange, NullIsland, Swapped, OutsideCity; NoBoundaries when the pack has no shapes.
    """
    city = _city()
    lon, lat = _number(lon), _number(lat)
    found = _find(city, lon, lat)
    if found:
        return found
    other_way = _find(city, lat, lon)
    if other_way:
        raise Swapped(lon=lat, lat=lon, area=other_way.area)
    if not (abs(lon) <= 180 and abs(lat) <= 90):
        raise OutOfRange
    if _globe_m(lon, lat, 0, 0) <= NULL_ISLAND_M:
        raise NullIsland
    raise _outside(city, lon, lat)


def inside(code: str, lon: float | Decimal, lat: float | Decimal) -> bool:
    """Return whether `locate` puts the point into area `code` or an area below it. Raises NoBoundaries."""
    try:
        found = locate(lon, lat)
    except Misplaced:
        return False
    return any(name.code == code for name in names().path(found.area))


def bounds(code: str) -> Bounds:
    """Return the bounding box of an area of any level. Raises NotFound for an unknown one, NoBoundaries."""
    boxes = _city().boxes[_positions(code)]
    return Bounds(
        west=float(boxes[:, 0].min()),
        south=float(boxes[:, 1].min()),
        east=float(boxes[:, 2].max()),
        north=float(boxes[:, 3].max()),
    )


def middle(code: str) -> tuple[float, float]:
    """Return lon and lat of a point that surely lies in the area, near its middle. Raises NotFound, NoBoundaries."""
    city = _city()
    shapes = city.shapes[_positions(code)]
    weights = shapely.area(shapes)
    centres = shapely.get_coordinates(shapely.centroid(shapes))
    x, y = (float(sum_ / weights.sum()) for sum_ in weights @ centres)
    distances = shapely.distance(shapes, shapely.Point(x, y))
    if distances.min() > 0:
        spot = shapes[distances.argmin()].representative_point()
        x, y = spot.x, spot.y
    return city.plane.degrees(x, y)


def distance_m(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """Return the metres between two points, good to 0.5 % anywhere."""
    return _globe_m(lon, lat, other_lon, other_lat)


def _city() -> Boundaries:
    city = boundaries()
    if city is None:
        raise NoBoundaries
    return city


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise NotANumber
    try:
        number = float(value)
    except (OverflowError, ValueError):
        raise NotANumber from None
    if not math.isfinite(number):
        raise NotANumber
    return number


def _find(city: Boundaries, lon: float, lat: float) -> Found | None:
    x, y = city.plane.metres(lon, lat)
    point, border_m = shapely.Point(x, y), float(facts().border_metres)
    close = np.sort(city.tree.query(shapely.box(x - border_m, y - border_m, x + border_m, y + border_m)))
    shapes = city.shapes[close]
    holds = shapely.intersects_xy(shapes, x, y)
    near = ~holds & shapely.dwithin(shapes, point, border_m)
    around = sorted(
        (0.0 if held else float(shapely.distance(shape, point)), city.codes[position])
        for position, shape, held, is_near in zip(close, shapes, holds, near, strict=True)
        if held or is_near
    )
    if not around:
        nearest, distances = city.tree.query_nearest(point, max_distance=REACH_M, return_distance=True)
        around = sorted(zip(map(float, distances), map(city.codes.__getitem__, nearest), strict=True))[:1]
    if not around:
        return None
    (far, code), *others = around
    return Found(code, far, tuple(Neighbour(other, metres) for metres, other in others))


def _outside(city: Boundaries, lon: float, lat: float) -> OutsideCity:
    x, y = city.plane.metres(lon, lat)
    point = shapely.Point(x, y)
    position = city.tree.nearest(point)
    on_border = shapely.shortest_line(city.shapes[position], point).coords[0]
    return OutsideCity(nearest=city.codes[position], distance_m=_globe_m(lon, lat, *city.plane.degrees(*on_border)))


def _positions(code: str) -> list[int]:
    city = _city()
    try:
        return [city.position[leaf] for leaf in names().leaves(code)]
    except KeyError:
        raise NotFound from None


def _globe_m(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """Return the great-circle distance (haversine, mean radius)."""
    phi, other_phi = math.radians(lat), math.radians(other_lat)
    half = math.sin((other_phi - phi) / 2) ** 2
    half += math.cos(phi) * math.cos(other_phi) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    return 2 * EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(half)))
