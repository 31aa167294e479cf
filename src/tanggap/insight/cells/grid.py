"""The grid of the map: H3 cells as whole numbers, and which resolution suits a zoom."""

import math
from collections.abc import Sequence

import h3

FINEST = 11  # edges of about 28 m: finer than pins are drawn
ROLLED = (5, 6, 7, 8)  # resolutions that are counted beforehand
ALL = "*"  # in place of a category: reports of any
SCALE = 100_000  # parts of a degree
MOST_CELLS = 1_500  # that a part of the map is asked for by name; a larger one is asked for whole
_EDGE_DEGREES = {5: 0.0885, 6: 0.0335, 7: 0.0126, 8: 0.0048, 9: 0.0018, 10: 0.00068, 11: 0.00026}
_EARTH_KM2 = 111.2**2  # of a square degree at the equator
_RESOLUTION_OF_ZOOM = ((10.0, 5), (11.5, 6), (13.0, 7), (14.5, 8), (15.5, 9), (17.0, 10))
Bbox = tuple[float, float, float, float]


def resolution(zoom: float) -> int:
    """Return the resolution whose cells stand 60 to 110 pixels apart at a zoom of the map."""
    return next((found for until, found in _RESOLUTION_OF_ZOOM if zoom < until), FINEST)


def cell_of(lon: float, lat: float, resolution: int = FINEST) -> int:
    """Return the cell around a point in degrees."""
    return int(h3.str_to_int(h3.latlng_to_cell(lat, lon, resolution)))


def bits(resolution: int) -> tuple[int, int]:
    """Return what a finer cell is and-ed and then or-ed with to become the cell of `resolution` that it lies in."""
    unused = (1 << 3 * (15 - resolution)) - 1
    return ~(15 << 52), resolution << 52 | unused


def parent(cell: int, resolution: int) -> int:
    """Return the cell of `resolution` that a finer one lies in."""
    keep, put = bits(resolution)
    return cell & keep | put


def span(cell: int, resolution: int) -> tuple[int, int]:
    """Return the first and last cell of `FINEST` in a cell of `resolution`: all between them lie in it."""
    free = 3 * (FINEST - resolution)
    fine = cell & ~(15 << 52) & ~(((1 << free) - 1) << 3 * (15 - FINEST)) | FINEST << 52
    return fine, fine | ((1 << free) - 1) << 3 * (15 - FINEST)


def cells_in(bbox: Bbox, resolution: int) -> Sequence[int] | None:
    """Return the cells of `resolution` whose reports may stand in a box, and a ring around them; None when they are too many to name."""
    west, south, east, north = bbox
    edge = 2 * _EDGE_DEGREES[resolution]
    narrower = max(0.05, math.cos(math.radians(max(abs(south), abs(north)))))
    west, south = max(-180.0, west - edge / narrower), max(-89.9, south - edge)
    east, north = min(180.0, east + edge / narrower), min(89.9, north + edge)
    size_km2 = (east - west) * (north - south) * _EARTH_KM2 * narrower
    if east - west > 90 or size_km2 > MOST_CELLS * h3.average_hexagon_area(resolution, unit="km^2"):
        return None
    shape = h3.LatLngPoly([(south, west), (south, east), (north, east), (north, west)])
    return [int(h3.str_to_int(cell)) for cell in h3.polygon_to_cells(shape, resolution)]
