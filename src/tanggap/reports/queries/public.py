"""What everybody may read of a report."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import h3
from django.db.models import Q, QuerySet

from tanggap.agencies import queries as agencies
from tanggap.catalog import queries as catalog
from tanggap.core.paging import Page, cursor, read_cursor
from tanggap.core.refusal import NotFound
from tanggap.places import queries as places
from tanggap.reports.masking import masked
from tanggap.reports.models import Report
from tanggap.reports.queries import photos, timeline
from tanggap.reports.queries.photos import PhotoRow
from tanggap.reports.queries.timeline import Entry
from tanggap.reports.words import OPEN, State, Visibility

FIRST_WORDS = 140
SENSITIVE_DECIMALS = 3  # about 110 m: a sensitive report's pin must not point at one door


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


@dataclass(frozen=True, slots=True)
class PublicReport:
    """A report on its tracking page. `answer_kept`/`resolve_kept` are None while it is not yet known."""

    code: str
    version: int
    state: str
    category: str
    category_code: str | None
    icon: str
    place: str
    area: str | None
    address: str
    text: str
    channel: str
    unit: str
    unit_code: str
    verifier: str
    received_at: datetime
    occurred_at: datetime | None
    answered_at: datetime | None
    answer_due_at: datetime
    resolve_due_at: datetime
    closed_at: datetime | None
    paused_at: datetime | None
    outcome: str
    answer_kept: bool | None
    resolve_kept: bool | None
    supporters: int
    reopened_count: int
    lon: float | None
    lat: float | None
    origin: str
    visibility: str
    parent: str | None
    children: tuple[str, ...]
    photos: tuple[PhotoRow, ...]
    timeline: tuple[Entry, ...]

    @property
    def is_open(self) -> bool:
        """Return whether somebody still works on it."""
        return self.state in OPEN

    @property
    def state_label(self) -> str:
        """Return the state's public word."""
        return str(State(self.state).label)

    @property
    def before(self) -> tuple[PhotoRow, ...]:
        """Return the photos of the problem."""
        return tuple(photo for photo in self.photos if photo.role == "before")

    @property
    def after(self) -> tuple[PhotoRow, ...]:
        """Return the photos of the result, of the last claim only."""
        last = max((photo.version for photo in self.photos if photo.role == "after"), default=None)
        return tuple(photo for photo in self.photos if photo.role == "after" and photo.version == last)


@dataclass(frozen=True, slots=True)
class Filter:
    """What a public list or map is narrowed to. `area` may be of any level; `bbox` is west, south, east, north."""

    category: str | None = None
    area: str | None = None
    state: str | None = None
    is_open: bool | None = None
    unit: str | None = None
    bbox: tuple[float, float, float, float] | None = None


def report(code: str) -> PublicReport:
    """Return a public report. Raises NotFound for unknown and private ones alike. At most four statements."""
    found = Report.objects.select_related("parent").filter(code=code, visibility=Visibility.PUBLIC).first()
    if found is None:
        raise NotFound
    events = timeline.of_report(found)
    return _public_report(found, timeline.public(events), photos.only_public(found, photos.of_report(found)))


def version_of(code: str) -> int:
    """Return a public report's version: with the clock it alone changes what its page shows. One statement. Raises NotFound."""
    found = Report.objects.filter(code=code, visibility=Visibility.PUBLIC).values_list("version", flat=True).first()
    if found is None:
        raise NotFound
    return found


def own_report(found: Report) -> PublicReport:
    """Return a report for the holder of its private link: all its photos, and the words exchanged with the unit."""
    events = timeline.of_report(found)
    return _public_report(found, timeline.reporter(events), photos.of_report(found))


def listed(wanted: Filter, *, after: str | None = None, limit: int = 30) -> Page[PublicRow]:
    """Return public reports, newest first. One statement. Raises Invalid for a foreign cursor."""
    rows = _filtered(wanted)
    position = read_cursor(after)
    if position:
        rows = rows.filter(Q(received_at__lt=position[0]) | Q(received_at=position[0], id__lt=position[1]))
    found = list(rows.only(*_LIST_COLUMNS).order_by("-received_at", "-id")[: limit + 1])
    following = cursor(found[limit - 1].received_at, found[limit - 1].id) if len(found) > limit else None
    return Page([public_row(row) for row in found[:limit]], following)


_LIST_COLUMNS = (
    "code", "state", "category", "area", "text", "received_at", "supporters", "lon", "lat", "cover", "visibility", "origin",
)  # fmt: skip


def near(
    lon: float, lat: float, *, metres: int, since: datetime | None = None, category: str | None = None, limit: int = 5
) -> list[PublicRow]:
    """Return open public reports within `metres` of a point (lon/lat degrees), nearest first. One statement."""
    dlat = metres / 111_320
    dlon = dlat / max(0.1, math.cos(math.radians(lat)))
    rows = _filtered(Filter(category=category, is_open=True, bbox=(lon - dlon, lat - dlat, lon + dlon, lat + dlat)))
    if since:
        rows = rows.filter(received_at__gte=since)
    measured = [(round(h3.great_circle_distance((lat, lon), (r.lat, r.lon), unit="m")), r) for r in rows[:200]]
    measured.sort(key=lambda pair: (pair[0], pair[1].id))
    return [public_row(row, distance_m=distance) for distance, row in measured if distance <= metres][:limit]


def near_window(category: str | None, now: datetime) -> tuple[int, datetime]:
    """Return the radius (metres) and the earliest instant in which a report of `category` may be the same problem."""
    row = catalog.category(category)
    return (row.near_metres, now - timedelta(days=row.near_days)) if row else (250, now - timedelta(days=84))


def _filtered(wanted: Filter) -> QuerySet[Report]:
    rows = Report.objects.filter(visibility=Visibility.PUBLIC)
    if wanted.category:
        below = [row.code for row in catalog.categories() if row.parent == wanted.category]
        rows = rows.filter(category__in=below) if below else rows.filter(category=wanted.category)
    if wanted.area:
        leaves = [row.code for row in places.areas() if row.is_leaf and wanted.area in row.path]
        rows = rows.filter(area=leaves[0]) if len(leaves) == 1 else rows.filter(area__in=leaves)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.unit:
        rows = rows.filter(unit=wanted.unit)
    if wanted.is_open is not None:
        rows = rows.filter(state__in=sorted(OPEN)) if wanted.is_open else rows.exclude(state__in=sorted(OPEN))
    if wanted.bbox:
        rows = rows.extra(where=["point(lon, lat) <@ box(point(%s, %s), point(%s, %s))"], params=list(wanted.bbox))
    return rows


def public_row(row: Report, *, distance_m: int | None = None) -> PublicRow:
    """Return the public list row of a report."""
    category = catalog.category(row.category_id)
    lon, lat = coarse(row)
    return PublicRow(
        id=row.id,
        code=row.code,
        state=row.state,
        category=category.label if category else "",
        icon=category.icon if category else "dots",
        place=places.full_name(row.area_id),
        words=first_words(masked(row.text)),
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


def coarse(row: Report) -> tuple[float | None, float | None]:
    """Return the point that everybody may see: rounded for sensitive categories and unplaced ones."""
    category = catalog.category(row.category_id)
    if row.lon is None or row.lat is None:
        return None, None
    if category is None or category.is_sensitive or category.is_confidential:
        return round(row.lon, SENSITIVE_DECIMALS), round(row.lat, SENSITIVE_DECIMALS)
    return row.lon, row.lat


def _kept(done_at: datetime | None, due_at: datetime) -> bool | None:
    return None if done_at is None else done_at <= due_at


def _public_report(row: Report, entries: list[Entry], shown: Iterable[PhotoRow]) -> PublicReport:
    category = catalog.category(row.category_id)
    channel = catalog.channel(row.channel_id)
    lon, lat = coarse(row)
    sensitive = category is None or category.is_sensitive or category.is_confidential
    children = (
        Report.objects.filter(parent=row, visibility=Visibility.PUBLIC).order_by("id").values_list("code", flat=True)
    )
    return PublicReport(
        code=row.code,
        version=row.version,
        state=row.state,
        category=category.label if category else "",
        category_code=row.category_id,
        icon=category.icon if category else "dots",
        place=places.full_name(row.area_id),
        area=row.area_id,
        address="" if sensitive else masked(row.address),
        text=masked(row.text),
        channel=channel.label if channel else row.channel_id,
        unit=agencies.unit_label(row.unit_id),
        unit_code=row.unit_id,
        verifier=agencies.unit_label(row.verifier_id),
        received_at=row.received_at,
        occurred_at=row.occurred_at,
        answered_at=row.answered_at,
        answer_due_at=row.answer_due_at,
        resolve_due_at=row.resolve_due_at,
        closed_at=row.closed_at,
        paused_at=row.paused_at,
        outcome=row.outcome,
        answer_kept=_kept(row.answered_at, row.answer_due_at),
        resolve_kept=_kept(row.closed_at, row.resolve_due_at),
        supporters=row.supporters,
        reopened_count=row.reopened_count,
        lon=lon,
        lat=lat,
        origin=row.origin,
        visibility=row.visibility,
        parent=row.parent.code if row.parent and row.parent.visibility == Visibility.PUBLIC else None,
        children=tuple(children[:50]),
        photos=tuple(shown),
        timeline=tuple(entries),
    )
