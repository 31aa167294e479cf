"""Places and units as a desk officer picks them: typed, searched, shown as radio buttons."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from tanggap.agencies import queries as agencies
from tanggap.agencies.search import units_like
from tanggap.core.refusal import Refusal
from tanggap.places import gazetteer, locate
from tanggap.places import queries as places

SMALL_M = 250.0  # a landmark within this radius is a point; of a larger one only the area is sure
LONGEST = 300


@dataclass(frozen=True, slots=True)
class Option:
    """A radio button: its value, its words, and the reason why it is offered; a place says where the map shall look."""

    value: str
    label: str
    reason: str = ""
    lon: float | None = None
    lat: float | None = None


@dataclass(frozen=True, slots=True)
class Spot:
    """A chosen place: a leaf area, a point in degrees (WGS 84), or both."""

    area: str | None = None
    lon: float | None = None
    lat: float | None = None

    def __str__(self) -> str:
        return f"{self.area or ''}" if self.lon is None else f"{self.area or ''}@{self.lon:.6f},{self.lat:.6f}"


def unique(options: Iterable[Option | None]) -> list[Option]:
    """Return the options, each value once, in their order."""
    found: dict[str, Option] = {}
    for option in options:
        if option is not None:
            found.setdefault(option.value, option)
    return list(found.values())


def read_spot(value: str) -> Spot | None:
    """Return what a place's radio button says, None for nothing and for what is no place."""
    area, at, point = value[:80].partition("@")
    if places.area(area) is None:
        area = ""
    if not at:
        return Spot(area) if area else None
    try:
        lon, lat = (float(part) for part in point.split(","))
    except ValueError:
        return None
    return Spot(area or None, lon, lat)


def spot_options(typed: str, *, near: tuple[float, float] | None = None, limit: int = 6) -> list[Option]:
    """Return the places that typed words, coordinates or a plus code may mean, best first; whole districts are left out."""
    options = []
    for place in gazetteer.suggest(typed[:LONGEST], limit * 2, near):
        row = places.area(place.area)
        if row is None or not row.is_leaf:
            continue
        is_point = place.lon is not None and place.radius_m <= SMALL_M
        spot = Spot(place.area, place.lon if is_point else None, place.lat if is_point else None)
        within = place.within or places.full_name(place.area)
        options.append(Option(str(spot), place.name, within, place.lon, place.lat))
    return options[:limit]


def spot_label(spot: Spot) -> str:
    """Return a chosen place in words: its area, or its coordinates and the area around them."""
    if spot.lon is None or spot.lat is None:
        return places.full_name(spot.area)
    written = f"{spot.lat:.5f}, {spot.lon:.5f}"
    try:
        area = locate.locate(spot.lon, spot.lat).area if locate.has_boundaries() else spot.area
    except Refusal:
        return written
    return f"{places.full_name(area)} · {written}"


def unit_options(typed: str, *, without: Collection[str] = ()) -> list[Option]:
    """Return the units that typed words may mean, best first."""
    return [Option(row.code, row.label, places.full_name(row.area)) for row in units_like(typed, without=without)]


def unit_option(code: str, reason: str = "") -> Option | None:
    """Return one unit as an option, None for one that is not active."""
    row = agencies.unit(code)
    return Option(code, row.label, reason) if row else None
