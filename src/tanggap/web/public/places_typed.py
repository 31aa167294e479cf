"""Places as citizens give them: a point of their device or a name they type, shown back as the area it means."""

from dataclasses import dataclass

from tanggap.core.refusal import Refusal
from tanggap.places import gazetteer, locate
from tanggap.places import queries as places
from tanggap.web.public.forms import Chosen

SMALL_M = 250.0  # a landmark of this radius is a point to start from; a larger one only says the area
LONGEST = 300


@dataclass(frozen=True, slots=True)
class Option:
    """A place that a typed name may mean, as a radio button shows it."""

    value: str
    name: str
    within: str
    kind: str
    lon: float | None
    lat: float | None


def options(typed: str, *, near: tuple[float, float] | None = None, limit: int = 5) -> list[Option]:
    """Return the places that `typed` may mean, best first; those of several leaf areas (a whole district) are left out."""
    found = []
    for place in gazetteer.suggest(typed[:LONGEST], limit * 2, near):
        row = places.area(place.area)
        if row is None or not row.is_leaf:
            continue
        is_point = place.lon is not None and place.radius_m <= SMALL_M
        chosen = Chosen(place.area, place.lon if is_point else None, place.lat if is_point else None)
        within = place.within or places.full_name(place.area)
        found.append(Option(str(chosen), place.name, within, place.kind_label, place.lon, place.lat))
    return found[:limit]


@dataclass(frozen=True, slots=True)
class Shown:
    """What a point means: the area's full name and those close by, or the sentence that says why it cannot be used."""

    area: str = ""
    name: str = ""
    neighbours: tuple[str, ...] = ()
    refused: str = ""


def shown(lon: float, lat: float) -> Shown:
    """Return the area of a point in degrees (WGS 84), or why there is none."""
    try:
        found = locate.locate(lon, lat)
    except Refusal as refusal:
        return Shown(refused=str(refusal))
    neighbours = tuple(places.full_name(one.area) for one in found.neighbours)
    return Shown(found.area, places.full_name(found.area), neighbours)
