"""What a public list or map is narrowed to, and the SQL of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tanggap.catalog import queries as catalog
from tanggap.places import queries as places
from tanggap.reports.words import OPEN, Visibility

_OPEN = [str(state) for state in sorted(OPEN)]


@dataclass(frozen=True, slots=True)
class Filter:
    """What a public list or map is narrowed to. `area` may be of any level; `bbox` is west, south, east, north."""

    category: str | None = None
    area: str | None = None
    state: str | None = None
    is_open: bool | None = None
    unit: str | None = None
    bbox: tuple[float, float, float, float] | None = None


def where(
    wanted: Filter, *, before: tuple[datetime, int] | None = None, since: datetime | None = None
) -> tuple[str, list[Any]]:
    """Return the condition (and its values) of public reports as `wanted`, older than the row (received, id) of `before`."""
    parts: list[tuple[str, list[Any]]] = [("visibility = %s", [Visibility.PUBLIC.value])]
    if wanted.category:
        below = [row.code for row in catalog.categories() if row.parent == wanted.category]
        parts.append(_among("category_id", below or [wanted.category]))
    if wanted.area:
        parts.append(_among("area_id", [row.code for row in places.areas() if row.is_leaf and wanted.area in row.path]))
    if wanted.state:
        parts.append(("state = %s", [wanted.state]))
    if wanted.unit:
        parts.append(("unit_id = %s", [wanted.unit]))
    if wanted.is_open is not None:
        parts.append((f"state {'= ANY' if wanted.is_open else '<> ALL'} (%s)", [_OPEN]))
    if wanted.bbox:
        parts.append(("point(lon, lat) <@ box(point(%s, %s), point(%s, %s))", list(wanted.bbox)))
    if since:
        parts.append(("received_at >= %s", [since]))
    if before:
        parts.append(("(received_at, id) < (%s, %s)", list(before)))
    return " AND ".join(part for part, _values in parts), [value for _part, values in parts for value in values]


def _among(column: str, codes: list[str]) -> tuple[str, list[Any]]:
    return (f"{column} = %s", codes) if len(codes) == 1 else (f"{column} = ANY (%s)", [codes])
