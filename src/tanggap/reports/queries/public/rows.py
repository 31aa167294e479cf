"""Public reports in lists and on the map. Plain SQL: these pages are read by thousands at once."""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

import h3
from django.db import connection

from tanggap.catalog import queries as catalog
from tanggap.core import planned
from tanggap.core.paging import Page, cursor, read_cursor
from tanggap.places import queries as places
from tanggap.reports.masking import public_text
from tanggap.reports.queries import photos
from tanggap.reports.queries.public.filters import SENSITIVE_DECIMALS, Filter, where
from tanggap.reports.words import State, Visibility

FIRST_WORDS = 140
TIMES_AT_HAND = 20
AT_HAND = 4_000  # of the newest reports: more than fill a page unless what is asked for is rare


@dataclass(frozen=True, slots=True)
class PublicRow:
    """A report in a public list or on the map. `lon`/`lat` are WGS 84 degrees, coarse for sensitive categories."""

    id: int
    code: str
    state: str
    category: str
    icon: str
    place: str
    words: str
    received_at: datetime
    supporters: int
    lon: float | None
    lat: float | None
    cover: UUID | None
    origin: str
    distance_m: int | None = None

    @property
    def state_label(self) -> str:
        """Return the state's public word."""
        return str(State(self.state).label)


class Spot(NamedTuple):
    """Where a public report stands on the map, and what it is counted by; `lon`/`lat` as everybody may see them."""

    id: int
    lon: float
    lat: float
    category: str | None
    area: str | None
    state: str
    unit: str
    channel: str
    received_at: datetime


class _Read(NamedTuple):
    """The columns of a public row, as read."""

    id: int
    code: str
    state: str
    category_id: str | None
    area_id: str | None
    text: str
    public_text: str | None
    received_at: datetime
    supporters: int
    lon: float | None
    lat: float | None
    cover: UUID | None
    visibility: str
    origin: str


def listed(wanted: Filter, *, after: str | None = None, limit: int = 30) -> Page[PublicRow]:
    """Return public reports, newest first. One statement. Raises Invalid, and OfAnotherQuery for a cursor of another filter."""
    found = [_Read(*row) for row in _newest(_COLUMNS, wanted, after, limit + 1)]
    following = (
        cursor(found[limit - 1].received_at, found[limit - 1].id, of=wanted.mark) if len(found) > limit else None
    )
    return Page([public_row(row) for row in found[:limit]], following)


def held(wanted: Filter, *, after: str | None = None, limit: int = 30) -> tuple[tuple[int, int], ...]:
    """Return what `listed` would show, as (id, version) only: equal answers mean an equal list. One statement. Raises Invalid."""
    return tuple(_newest("id, version", wanted, after, limit + 1))


def spots(reports: Collection[int]) -> list[Spot]:
    """Return where those of `reports` stand that are public and have a place. One statement."""
    condition = "visibility = %s AND id = ANY (%s) AND lon IS NOT NULL"
    return _seen(_read(_SPOT, condition, [Visibility.PUBLIC.value, sorted(reports)], "", is_planned=False))


def found_spots(wanted: Filter, *, limit: int) -> list[Spot]:
    """Return where public reports as `wanted` stand, the newest `limit`; those without a place are left out. One statement."""
    return _seen(_newest(_SPOT, wanted, None, limit, at_hand=limit * TIMES_AT_HAND))


def _seen(rows: Sequence[tuple[Any, ...]]) -> list[Spot]:
    found = [Spot(*row) for row in rows if row[1] is not None]
    return [spot._replace(lon=lon, lat=lat) for spot in found for lon, lat in [_coarse_point(spot)]]


def _coarse_point(spot: Spot) -> tuple[float, float]:
    lon, lat = coarse(spot.category, spot.lon, spot.lat)
    return lon or 0.0, lat or 0.0


def near(
    lon: float, lat: float, *, metres: int, since: datetime | None = None, category: str | None = None, limit: int = 5
) -> list[PublicRow]:
    """Return open public reports within `metres` of a point (lon/lat degrees), nearest first. One statement.

    A report is where everybody may see it, so that no distances tell where a sensitive one truly is.
    """
    narrower = max(0.1, math.cos(math.radians(lat)))  # a degree of longitude, in degrees of latitude
    dlat = metres / 111_320
    dlon = dlat / narrower
    box = (lon - dlon, lat - dlat, lon + dlon, lat + dlat)
    condition, values = where(Filter(category=category, is_open=True, bbox=box), received_from=since)
    nearest = f"ORDER BY ((lon - %s) * %s) ^ 2 + (lat - %s) ^ 2, id LIMIT {limit:d}"
    rows = _read(_COLUMNS, condition, [*values, lon, narrower, lat], nearest)
    measured = [(distance, row) for row in map(_Read._make, rows) if (distance := _metres(lon, lat, row)) <= metres]
    measured.sort(key=lambda pair: (pair[0], pair[1].id))
    return [public_row(row, distance_m=distance) for distance, row in measured[:limit]]


def near_window(category: str | None, now: datetime) -> tuple[int, datetime]:
    """Return the radius (metres) and the earliest instant in which a report of `category` may be the same problem."""
    row = catalog.category(category)
    return (row.near_metres, now - timedelta(days=row.near_days)) if row else (250, now - timedelta(days=84))


def public_row(row: _Read, *, distance_m: int | None = None) -> PublicRow:
    """Return the public list row of a report."""
    category = catalog.category(row.category_id)
    lon, lat = coarse(row.category_id, row.lon, row.lat)
    return PublicRow(
        id=row.id,
        code=row.code,
        state=row.state,
        category=category.label if category else "",
        icon=category.icon if category else "dots",
        place=places.full_name(row.area_id),
        words=first_words(public_text(row)),
        received_at=row.received_at,
        supporters=row.supporters,
        lon=lon,
        lat=lat,
        cover=row.cover if photos.is_public(row, "before") else None,
        origin=row.origin,
        distance_m=distance_m,
    )


def first_words(text: str) -> str:
    """Return the beginning of a text on one line, cut between words."""
    line = " ".join(text[: FIRST_WORDS * 2].split())
    return line if len(line) <= FIRST_WORDS else line[:FIRST_WORDS].rsplit(" ", 1)[0] + "…"


def coarse(category: str | None, lon: float | None, lat: float | None) -> tuple[float | None, float | None]:
    """Return the point (degrees) that everybody may see: rounded for sensitive categories and unplaced ones."""
    row = catalog.category(category)
    if lon is None or lat is None:
        return None, None
    if row is None or row.is_sensitive or row.is_confidential:
        return round(lon, SENSITIVE_DECIMALS), round(lat, SENSITIVE_DECIMALS)
    return lon, lat


_SPOT = "id, lon, lat, category_id, area_id, state, unit_id, channel_id, received_at"
_COLUMNS = ", ".join(name if name != "text" else '"text"' for name in _Read._fields)


def _newest(
    columns: str, wanted: Filter, after: str | None, limit: int, *, at_hand: int = AT_HAND
) -> list[tuple[Any, ...]]:
    """Read the newest reports as `wanted`.

    A part of the map, a word, or a unit with all below it may hold nearly all reports or nearly none. So the newest `at_hand` are looked
    through first, and only where these do not fill the page, the indexes of points, words and units are asked: whichever it is, little is
    read. Units are read whole and sorted (`OFFSET 0`): PostgreSQL cannot tell that one has no reports, and would look for them in all.
    """
    before = read_cursor(after, of=wanted.mark)
    order = f"ORDER BY received_at DESC, id DESC LIMIT {limit:d}"
    if not (wanted.bbox or wanted.words or wanted.unit):
        return _read(columns, *where(wanted, before=before), order)
    latest, latest_values = where(Filter(since=wanted.since, until=wanted.until), before=before)
    asked, asked_values = where(wanted, at_hand=True)
    found, found_values = where(wanted, before=before)
    whole = " OFFSET 0" if wanted.unit else ""
    statement = (
        f"WITH newest AS (SELECT * FROM reports_report WHERE {latest} ORDER BY received_at DESC, id DESC LIMIT {at_hand:d}),"  # noqa: S608
        f" hand AS MATERIALIZED (SELECT id FROM newest AS reports_report WHERE {asked} {order}),"
        f" few AS (SELECT id, received_at FROM reports_report WHERE {found} AND (SELECT count(*) FROM hand) < {limit:d}{whole}),"
        f" found AS MATERIALIZED (SELECT id FROM few {order})"
        f" SELECT {columns} FROM reports_report"
        f" WHERE id IN (SELECT id FROM hand WHERE (SELECT count(*) FROM hand) >= {limit:d} UNION ALL TABLE found)"
        " ORDER BY received_at DESC, id DESC"
    )
    with connection.cursor() as reading:  # planned for these very values: the way depends on what they hold
        reading.execute(statement, [*latest_values, *asked_values, *found_values])
        return list(reading.fetchall())


def _read(
    columns: str, condition: str, values: Sequence[Any], ending: str, *, is_planned: bool = True
) -> list[tuple[Any, ...]]:
    """Read rows; not `is_planned`: planned anew for these very values."""
    with planned.cursor() if is_planned else connection.cursor() as reading:
        reading.execute(f"SELECT {columns} FROM reports_report WHERE {condition} {ending}", values)  # noqa: S608
        return list(reading.fetchall())


def _metres(lon: float, lat: float, row: _Read) -> int:
    seen_lon, seen_lat = coarse(row.category_id, row.lon, row.lat)
    return int(h3.great_circle_distance((lat, lon), (seen_lat or 0.0, seen_lon or 0.0), unit="m") + 0.5)
