"""Well-known places of a pack, from its `landmarks.csv`: `name,lon,lat,kind,aliases,area`.

`aliases` are further names, separated by `;`. `area` is the code of the lowest area that holds the place.
A row of kind `area` has no point: it gives the area further names (`Jaktim`).
"""

import csv
import math
from dataclasses import dataclass
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tanggap.places.names import Names

COLUMNS = ("name", "lon", "lat", "kind", "aliases", "area")
KINDS: dict[str, str | Promise] = {
    "area": _("area"),
    "campus": _("campus"),
    "government": _("government office"),
    "hospital": _("hospital"),
    "junction": _("junction"),
    "lake": _("lake or canal"),
    "landmark": _("landmark"),
    "mall": _("shopping centre"),
    "market": _("market"),
    "park": _("park"),
    "point": _("coordinates"),
    "road": _("road"),
    "station": _("station"),
    "terminal": _("bus terminal or port"),
    "venue": _("hall or sports ground"),
    "worship": _("house of worship"),
}


@dataclass(frozen=True, slots=True)
class Landmark:
    """One named place; `lon` and `lat` are None in a row that only gives an area further names."""

    name: str
    lon: float | None
    lat: float | None
    kind: str
    aliases: tuple[str, ...]
    area: str


def read(pack: Path, names: Names) -> list[Landmark]:
    """Return the rows of `pack`/landmarks.csv, none when it is absent.

    Raises OSError, or ValueError that names the file, the line and the fault.
    """
    path = pack / "landmarks.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        if not set(COLUMNS) <= set(rows.fieldnames or ()):
            raise ValueError(f"{path}, line 1: the columns must be {', '.join(COLUMNS)}")
        landmarks = []
        for row in rows:
            try:
                landmarks.append(_landmark(row, names))
            except ValueError as fault:
                raise ValueError(f"{path}, line {rows.line_num}: {fault}") from None
    return landmarks


def _landmark(row: dict[str, str | None], names: Names) -> Landmark:
    name, lon, lat, kind, aliases, area = ((row[column] or "").strip() for column in COLUMNS)
    if not name:
        raise ValueError("name must be given")
    if kind not in KINDS or kind == "point":
        raise ValueError(f"kind {kind!r} is none of {', '.join(sorted(set(KINDS) - {'point'}))}")
    if area not in names.by_code:
        raise ValueError(f"area {area} is not in areas.csv")
    if kind != "area" and area in names.below:
        raise ValueError(f"area {area} is divided further; name the lowest area")
    others = tuple(alias.strip() for alias in aliases.split(";") if alias.strip())
    if kind == "area":
        return Landmark(name, None, None, kind, others, area)
    point = float(lon), float(lat)
    if not all(map(math.isfinite, point)):
        raise ValueError("lon and lat must be numbers")
    return Landmark(name, *point, kind, others, area)
