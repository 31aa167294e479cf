"""What a public list, map, feed or file is narrowed to, and the SQL of it: one door, so that they all hold the same reports."""

from dataclasses import astuple, dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any

from tanggap.agencies import queries as agencies
from tanggap.catalog import queries as catalog
from tanggap.core import clock
from tanggap.places import queries as places
from tanggap.places.city import city
from tanggap.reports.queries.public import words
from tanggap.reports.words import FAST, PENDING, Visibility

SENSITIVE_DECIMALS = 3  # about 110 m: a sensitive report's pin must not point at one door
WIDE = 0.02  # of the city's own box
_HALF = 0.5 * 10**-SENSITIVE_DECIMALS + 1e-9
_FAST = f"closed_at - received_at <= interval '{FAST // timedelta(minutes=1)} minutes'"  # as the index says it
_OPEN = [str(state) for state in sorted(PENDING)]


@dataclass(frozen=True, slots=True)
class Filter:
    """What a public list or map is narrowed to. `area`, `category` and `unit` are codes of any level.

    `bbox` is west, south, east, north in degrees. `since` and `until` are local days of receipt, both included. `words` is what somebody
    typed. `is_fast`: closed within `reports.words.FAST`, which is shown apart.
    """

    category: str | None = None
    area: str | None = None
    state: str | None = None
    is_open: bool | None = None
    unit: str | None = None
    bbox: tuple[float, float, float, float] | None = None
    channel: str | None = None
    since: date | None = None
    until: date | None = None
    words: str | None = None
    is_fast: bool | None = None

    @property
    def mark(self) -> str:
        """Return what tells the pages of one query from those of another: eight characters."""
        return sha256(repr(astuple(self)).encode()).hexdigest()[:8]


def where(
    wanted: Filter,
    *,
    before: tuple[datetime, int] | None = None,
    received_from: datetime | None = None,
    at_hand: bool = False,
) -> tuple[str, list[Any]]:
    """Return the condition (and its values) of public reports as `wanted`, older than the row (received, id) of `before`.

    `at_hand`: box and words are asked of rows that lie there already, not of the indexes by which rows are found.
    """
    parts: list[tuple[str, list[Any]]] = [("visibility = %s", [Visibility.PUBLIC.value])]
    if wanted.category:
        parts.append(_among("category_id", category_codes(wanted.category)))
    if wanted.area:
        parts.append(_among("area_id", leaf_codes(wanted.area)))
    if wanted.state:
        parts.append(("state = %s", [wanted.state]))
    if wanted.unit:
        parts.append(_among("unit_id", unit_codes(wanted.unit)))
    if wanted.channel:
        parts.append(("channel_id = %s", [wanted.channel]))
    if wanted.is_open is not None:
        parts.append((f"state {'= ANY' if wanted.is_open else '<> ALL'} (%s)", [_OPEN]))
    if wanted.is_fast is not None:
        parts.append((_FAST if wanted.is_fast else f"({_FAST}) IS NOT TRUE", []))
    if wanted.words:
        parts.append(words.says(wanted.words, at_hand=at_hand))
    if wanted.bbox:
        parts += _inside(wanted.bbox, at_hand=at_hand)
    parts += _received(wanted, received_from)
    if before:
        parts.append(("(received_at, id) < (%s, %s)", list(before)))
    return " AND ".join(part for part, _values in parts), [value for _part, values in parts for value in values]


def category_codes(code: str) -> list[str]:
    """Return the categories that a category of any level stands for."""
    return [row.code for row in catalog.categories() if row.parent == code] or [code]


def leaf_codes(code: str) -> list[str]:
    """Return the lowest areas that an area of any level stands for."""
    return places.leaves(code)


def unit_codes(code: str) -> list[str]:
    """Return a unit and all below it, also those that are no longer active."""
    rows = [*agencies.units(), *(former.row for former in agencies.former_units())]
    below: dict[str | None, list[str]] = {}
    for row in rows:
        below.setdefault(row.parent, []).append(row.code)
    found = [code]
    for one in found:
        found += [child for child in below.get(one, ()) if child not in found]
    return found


def _received(wanted: Filter, received_from: datetime | None) -> list[tuple[str, list[Any]]]:
    """Return the conditions of receipt: from the first instant of `since` to before the first of the day after `until`."""
    parts: list[tuple[str, list[Any]]] = []
    if wanted.since and wanted.since > date.min:
        parts.append(("received_at >= %s", [clock.midnight(wanted.since)]))
    if received_from:
        parts.append(("received_at >= %s", [received_from]))
    if wanted.until and wanted.until < date.max:
        parts.append(("received_at < %s", [clock.midnight(wanted.until + timedelta(days=1))]))
    return parts


def _inside(bbox: tuple[float, float, float, float], *, at_hand: bool) -> list[tuple[str, list[Any]]]:
    """Return that the point which everybody may see lies in the box: else boxes made ever smaller would find the true one.

    The index answers for a box that is wider by as much as a coarse point may lie away from the true one.
    """
    west, south, east, north = bbox
    around = [west - _HALF, south - _HALF, east + _HALF, north + _HALF]
    hidden = [row.code for row in catalog.categories() if row.is_sensitive or row.is_confidential]
    rounded = f"point(round(lon::numeric, {SENSITIVE_DECIMALS}), round(lat::numeric, {SENSITIVE_DECIMALS}))"
    seen = f"CASE WHEN category_id IS NULL OR category_id = ANY (%s) THEN {rounded} ELSE point(lon, lat) END"
    box = "<@ box(point(%s, %s), point(%s, %s))"
    exact = (f"{seen} {box}", [hidden, *bbox])
    return [exact] if at_hand or _is_wide(bbox) else [(f"point(lon, lat) {box}", around), exact]


def _is_wide(bbox: tuple[float, float, float, float]) -> bool:
    """Return whether a box holds so much of the city that its points are no way to find anything: PostgreSQL would try them first."""
    west, south, east, north = city().bbox
    across = max(0.0, min(bbox[2], east) - max(bbox[0], west)) * max(0.0, min(bbox[3], north) - max(bbox[1], south))
    return across >= WIDE * (east - west) * (north - south)


def _among(column: str, codes: list[str]) -> tuple[str, list[Any]]:
    return (f"{column} = %s", codes) if len(codes) == 1 else (f"{column} = ANY (%s)", [codes])
