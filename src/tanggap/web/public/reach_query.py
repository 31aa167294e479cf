"""What an address or a sent form asks news of: the same names as the map's address, so that a search can be followed as it stands."""

import math
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from tanggap.catalog import queries as catalog
from tanggap.core import ids
from tanggap.notify.targets import RADII, Target, words_only
from tanggap.notify.words import Rhythm, Wished
from tanggap.places import queries as places
from tanggap.places.city import city
from tanggap.planning.rules import is_planned, rules

LONGEST = 200
NOT_FOLLOWED = ("state", "unit", "channel", "from", "to", "period", "bbox")
"""What the map narrows by and a subscription does not."""


def first_values(asked: Mapping[str, str]) -> dict[str, Any]:
    """Return what the form begins with; what is not known is left out, because addresses are old and shared."""
    given: dict[str, Any] = {
        "area": places.current(asked.get("area", "")[:LONGEST]) or "",
        "category": row.code if (row := _category(asked)) else "",
        "words": words_only((asked.get("words") or asked.get("q") or "")[:LONGEST]),
        "wished": _one_of(asked.get("wished"), Wished.values, Wished.ALL),
        "rhythm": _one_of(asked.get("rhythm"), Rhythm.values, Rhythm.DAILY),
    }
    return given | _point(asked)


def read(asked: Mapping[str, str]) -> Target | None:
    """Return what is asked for as a whole, None when it is nothing yet."""
    given = first_values(asked)
    how = {"wished": given["wished"], "rhythm": given["rhythm"]}
    if asked.get("proposal"):
        planned = _proposal_code(asked)
        return Target(proposal=planned, rhythm=given["rhythm"]) if planned else None
    if asked.get("code"):
        meant = ids.read_code(asked["code"], city().prefix)
        return Target(code=meant, rhythm=given["rhythm"]) if meant else None
    search = {"category": given["category"], "words": given["words"], **how}
    if "lon" in given:
        radius = _one_of(asked.get("radius"), [str(each) for each in RADII], "500")
        return Target(lon=given["lon"], lat=given["lat"], radius_metres=int(radius), **search)
    is_narrowed = given["area"] or given["category"] or given["words"]
    return Target(area=given["area"], **search) if is_narrowed else None


def left_out(asked: Mapping[str, str]) -> bool:
    """Return whether an address of the map narrows by more than a subscription can."""
    return any(asked.get(name) for name in NOT_FOLLOWED)


def written(target: Target) -> str:
    """Return the query string that `read` reads `target` from."""
    said: dict[str, Any] = {
        "code": target.code, "proposal": target.proposal, "area": target.area, "category": target.category,
        "lon": target.lon, "lat": target.lat,
        "radius": target.radius_metres, "words": target.words, "wished": target.wished, "rhythm": target.rhythm,
    }  # fmt: skip
    return urlencode({name: value for name, value in said.items() if value})


def _proposal_code(asked: Mapping[str, str]) -> str | None:
    return ids.read_code(asked["proposal"], rules().prefix) if is_planned() else None


def _category(asked: Mapping[str, str]) -> catalog.CategoryRow | None:
    row = catalog.category(asked.get("category", "")[:LONGEST])
    return None if row is None or row.is_confidential else row


def _one_of(given: str | None, known: list[str], otherwise: str) -> str:
    return given if given in known else str(otherwise)


def _point(asked: Mapping[str, str]) -> dict[str, float]:
    try:
        lon, lat = float(asked["lon"]), float(asked["lat"])
    except (KeyError, ValueError):
        return {}
    is_on_earth = math.isfinite(lon) and math.isfinite(lat) and abs(lon) <= 180 and abs(lat) <= 90
    return {"lon": lon, "lat": lat} if is_on_earth else {}
