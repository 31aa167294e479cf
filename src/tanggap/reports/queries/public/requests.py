"""Public reports as other cities' programs ask for them (GeoReport v2): by codes, or by time, categories, state and place."""

import math
from collections.abc import Collection, Sequence
from dataclasses import astuple, dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from tanggap.catalog import queries as catalog
from tanggap.core.paging import Page, cursor, read_cursor
from tanggap.places import queries as places
from tanggap.reports import events
from tanggap.reports.masking import masked, public_text
from tanggap.reports.models import Event
from tanggap.reports.queries import photos, timeline
from tanggap.reports.queries.public.exported import is_guarded
from tanggap.reports.queries.public.filters import SENSITIVE_DECIMALS, Filter, where
from tanggap.reports.queries.public.rows import coarse
from tanggap.reports.words import CLOSED, PENDING, Outcome, PhotoRole, State

EARTH_METRES = 6_371_008.8
_OPEN = sorted(map(str, PENDING))
_CLOSED = sorted(map(str, CLOSED))
UPDATED = "COALESCE(closed_at, changed_at)"
"""When a report was last updated, as GeoReport means it: a closed one when it was closed. As the index says it."""


@dataclass(frozen=True, slots=True)
class Circle:
    """What lies within `metres` of a point (WGS 84 degrees), as everybody may see where it lies."""

    lon: float
    lat: float
    metres: float

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Return west, south, east, north of the box around it."""
        north = math.degrees(self.metres / EARTH_METRES)
        east = north / max(0.01, math.cos(math.radians(self.lat)))
        return self.lon - east, self.lat - north, self.lon + east, self.lat + north


@dataclass(frozen=True, slots=True)
class Sought:
    """What is asked for; all of it must hold. Instants are included on both sides. `updated`: sorted by the last update, not by receipt.

    `recent_from` is where a question without times begins: it moves on with the clock, and pages of one question stay its own.
    """

    received_from: datetime | None = None
    received_to: datetime | None = None
    updated_from: datetime | None = None
    updated_to: datetime | None = None
    categories: tuple[str, ...] = ()
    is_open: bool | None = None
    near: Circle | None = None
    recent_from: datetime | None = None

    @property
    def is_by_update(self) -> bool:
        """Return whether the last update decides the order."""
        return self.updated_from is not None or self.updated_to is not None

    @property
    def mark(self) -> str:
        """Return what tells the pages of one question from those of another."""
        return sha256(repr(astuple(replace(self, recent_from=None))).encode()).hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class Requested:
    """A public report as GeoReport tells of it. `note` is the last thing that everybody could read of it, `address` empty where guarded."""

    id: int
    code: str
    version: int
    state: str
    outcome: str
    category: str | None
    area: str | None
    unit: str
    verifier: str | None
    channel: str
    origin: str
    text: str
    address: str
    note: str
    received_at: datetime
    updated_at: datetime
    changed_at: datetime
    answered_at: datetime | None
    answer_due_at: datetime
    resolve_due_at: datetime
    closed_at: datetime | None
    is_paused: bool
    supporters: int
    reopened: int
    lon: float | None
    lat: float | None
    cover: UUID | None

    @property
    def is_open(self) -> bool:
        """Return whether it is not closed: somebody works on it, or it waits for a budget."""
        return self.state in PENDING

    @property
    def state_label(self) -> str:
        """Return the state's public word."""
        return str(State(self.state).label)

    @property
    def outcome_label(self) -> str:
        """Return what the closure came to in words, empty while there is none."""
        return str(Outcome(self.outcome).label) if self.outcome in Outcome.values else ""


class _Read(NamedTuple):
    """The columns of a report that this list needs, as read."""

    id: int
    code: str
    version: int
    state: str
    outcome: str
    category_id: str | None
    area_id: str | None
    unit_id: str
    verifier_id: str | None
    channel_id: str
    origin: str
    visibility: str
    text: str
    public_text: str | None
    address: str
    received_at: datetime
    changed_at: datetime
    answered_at: datetime | None
    answer_due_at: datetime
    resolve_due_at: datetime
    closed_at: datetime | None
    paused_at: datetime | None
    supporters: int
    reopened_count: int
    lon: float | None
    lat: float | None
    cover: UUID | None


_COLUMNS = ", ".join(f'"{name}"' for name in _Read._fields)


def requested(codes: Collection[str]) -> list[Requested]:
    """Return those of `codes` that everybody may read, newest first. At most two statements."""
    condition, values = where(Filter())
    with connection.cursor() as reading:
        reading.execute(
            f"SELECT {_COLUMNS} FROM reports_report WHERE {condition} AND code = ANY (%s) ORDER BY received_at DESC, id DESC",  # noqa: S608
            [*values, list(codes)],
        )
        return _told([_Read(*row) for row in reading.fetchall()])


def requests(sought: Sought, *, after: str | None = None, limit: int, skip: int = 0) -> Page[Requested]:
    """Return the public reports that are sought, the latest first, behind `skip` of them. Two statements. Raises Invalid."""
    rows = _found(sought, read_cursor(after, of=sought.mark), limit + 1, skip)
    following = None
    if len(rows) > limit:
        last = rows[limit - 1]
        following = cursor(_updated(last) if sought.is_by_update else last.received_at, last.id, of=sought.mark)
    return Page(_told(rows[:limit]), following)


def _found(sought: Sought, before: tuple[datetime, int] | None, limit: int, skip: int) -> list[_Read]:
    """Read rows in their order. Several categories or states each give their latest from their own index, however rare they are."""
    by = UPDATED if sought.is_by_update else "received_at"
    condition, values = _condition(sought, before, by)
    order = f"ORDER BY {by} DESC, id DESC"
    column, codes = _branches(sought)
    if codes:
        statement = (
            f"SELECT {_COLUMNS} FROM unnest(%s::text[]) AS branch (leaf) CROSS JOIN LATERAL (SELECT * FROM reports_report"  # noqa: S608
            f" WHERE {column} = branch.leaf AND {condition} {order} LIMIT {limit + skip:d}) AS found"
            f" {order} LIMIT {limit:d} OFFSET {skip:d}"
        )
        values = [codes, *values]
    else:
        statement = f"SELECT {_COLUMNS} FROM reports_report WHERE {condition} {order} LIMIT {limit:d} OFFSET {skip:d}"  # noqa: S608
    with connection.cursor() as reading:  # planned for these very values: the way depends on what they hold
        reading.execute(statement, values)
        return [_Read(*row) for row in reading.fetchall()]


def _branches(sought: Sought) -> tuple[str, list[str]]:
    """Return the column and its values from whose own index the latest are taken; none where the order's own index does."""
    if sought.is_by_update:
        return "", []
    if sought.categories:
        return "category_id", sorted(set(sought.categories))
    if sought.is_open is not None:
        return "state", _OPEN if sought.is_open else _CLOSED
    return "", []


def _condition(sought: Sought, before: tuple[datetime, int] | None, by: str) -> tuple[str, list[Any]]:
    condition, values = where(Filter(bbox=sought.near.box if sought.near else None))
    parts: list[tuple[str, list[Any]]] = [(condition, values)]
    bounds = (
        ("received_at >=", sought.recent_from),
        ("received_at >=", sought.received_from),
        ("received_at <=", sought.received_to),
        (f"{UPDATED} >=", sought.updated_from),
        (f"{UPDATED} <=", sought.updated_to),
    )
    parts += [(f"{sign} %s", [instant]) for sign, instant in bounds if instant is not None]
    if sought.categories and sought.is_by_update:
        parts.append(("category_id = ANY (%s)", [sorted(set(sought.categories))]))
    if sought.is_open is not None and (sought.categories or sought.is_by_update):
        parts.append(("state = ANY (%s)", [_OPEN if sought.is_open else _CLOSED]))
    if sought.near is not None:
        parts.append(_within(sought.near))
    if before is not None:
        parts.append((f"({by}, id) < (%s, %s)", list(before)))
    return " AND ".join(part for part, _values in parts), [value for _part, given in parts for value in given]


def _within(near: Circle) -> tuple[str, list[Any]]:
    """Return that the point which everybody may see lies in the circle: circles made ever smaller must not find the true one."""
    hidden = [row.code for row in catalog.categories() if row.is_sensitive or row.is_confidential]
    guarded = "(category_id IS NULL OR category_id = ANY (%s))"
    lon = f"CASE WHEN {guarded} THEN round(lon::numeric, {SENSITIVE_DECIMALS})::float8 ELSE lon END"
    lat = f"CASE WHEN {guarded} THEN round(lat::numeric, {SENSITIVE_DECIMALS})::float8 ELSE lat END"
    chord = f"power(sin(radians({lat} - %s) / 2), 2) + cos(radians(%s)) * cos(radians({lat})) * power(sin(radians({lon} - %s) / 2), 2)"
    half = math.sin(min(near.metres / (2 * EARTH_METRES), math.pi / 2)) ** 2
    return f"({chord} <= %s)", [hidden, near.lat, near.lat, hidden, hidden, near.lon, half]


def _updated(row: _Read) -> datetime:
    return row.closed_at or row.changed_at


def _told(rows: Sequence[_Read]) -> list[Requested]:
    notes = _notes([row.id for row in rows])
    return [_requested(row, notes.get(row.id, "")) for row in rows]


def _notes(reports: list[int]) -> dict[int, str]:
    """Return the words of the last thing that everybody can read of each report. One statement, none for none."""
    if not reports:
        return {}
    kinds = [kind.name for kind in events.KINDS.values() if kind.audience == events.PUBLIC]
    told = Event.objects.filter(report__in=reports, kind__in=kinds).order_by("report_id", "-version")
    entries = [(event.report_id, timeline.public([event])) for event in told.distinct("report_id")]
    return {report: entry.message for report, found in entries for entry in found}


def _requested(row: _Read, note: str) -> Requested:
    lon, lat = coarse(row.category_id, row.lon, row.lat)
    street = "" if is_guarded(row.category_id) else masked(row.address)
    return Requested(
        id=row.id,
        code=row.code,
        version=row.version,
        state=row.state,
        outcome=row.outcome,
        category=row.category_id,
        area=row.area_id,
        unit=row.unit_id,
        verifier=row.verifier_id,
        channel=row.channel_id,
        origin=row.origin,
        text=public_text(row),
        address=", ".join(part for part in (street, places.full_name(row.area_id)) if part),
        note=note,
        received_at=row.received_at,
        updated_at=_updated(row),
        changed_at=row.changed_at,
        answered_at=row.answered_at,
        answer_due_at=row.answer_due_at,
        resolve_due_at=row.resolve_due_at,
        closed_at=row.closed_at,
        is_paused=row.paused_at is not None,
        supporters=row.supporters,
        reopened=row.reopened_count,
        lon=lon,
        lat=lat,
        cover=row.cover if photos.is_public(row, PhotoRole.BEFORE) else None,
    )
