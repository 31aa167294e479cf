"""One public report, whole."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from tanggap.agencies import queries as agencies
from tanggap.catalog import queries as catalog
from tanggap.core import planned
from tanggap.core.refusal import NotFound
from tanggap.places import queries as places
from tanggap.reports import reading
from tanggap.reports.masking import masked, public_text
from tanggap.reports.models import Report
from tanggap.reports.queries import photos, timeline
from tanggap.reports.queries.photos import PhotoRow
from tanggap.reports.queries.public.rows import coarse
from tanggap.reports.queries.timeline import Entry
from tanggap.reports.words import PENDING, State, Visibility


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
        """Return whether it is not closed: somebody works on it, or it waits for a budget."""
        return self.state in PENDING

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


def report(code: str) -> PublicReport:
    """Return a public report. Raises NotFound for unknown and private ones alike. At most five statements."""
    found = reading.report(code, is_public=True)
    if found is None:
        raise NotFound
    events = timeline.of_report(found)
    return _public_report(found, _readable(timeline.public(events)), photos.only_public(found, photos.of_report(found)))


def version_of(code: str) -> int:
    """Return a public report's version: with the clock it alone changes what its page shows. One statement. Raises NotFound.

    The row at the code's place in the index is read, the next code's where there is none: so that an unknown code costs what a private
    one does, to the microsecond (P18).
    """
    with planned.cursor() as cursor:
        cursor.execute(
            "SELECT code, visibility, version FROM reports_report WHERE code >= %s ORDER BY code LIMIT 1", [code]
        )
        at, visibility, version = cursor.fetchone() or ("", "", 0)
    if at != code or visibility != Visibility.PUBLIC:
        raise NotFound
    return int(version)


def own_report(found: Report) -> PublicReport:
    """Return a report for the holder of its private link: all its photos, and the words exchanged with the unit."""
    entries = timeline.reporter(timeline.of_report(found))
    if found.state == State.MERGED and found.parent is not None:
        entries += timeline.added_by(found.code, timeline.of_report(found.parent))
    return _public_report(found, _readable(entries), photos.without_notes(photos.of_report(found)))


OTHERS = frozenset({"parent", "child", "repeat", "earlier"})
"""What of a history is the code of another report, which may have been hidden since."""


def _readable(entries: list[Entry]) -> list[Entry]:
    """Return `entries` without the codes of reports that the public does not see now. One statement, none where no other is named."""
    told = {value for entry in entries for key, value in entry.facts if key in OTHERS}
    if not told:
        return entries
    known = set(Report.objects.filter(code__in=told, visibility=Visibility.PUBLIC).values_list("code", flat=True))
    return [
        replace(entry, facts=tuple(fact for fact in entry.facts if fact[0] not in OTHERS or fact[1] in known))
        for entry in entries
    ]


def _children(row: Report) -> tuple[str, ...]:
    with planned.cursor() as cursor:
        cursor.execute(
            "SELECT code FROM reports_report WHERE parent_id = %s AND visibility = 'public' ORDER BY id LIMIT 50",
            [row.pk],
        )
        return tuple(code for (code,) in cursor.fetchall())


def _kept(done_at: datetime | None, due_at: datetime) -> bool | None:
    return None if done_at is None else done_at <= due_at


def _public_report(row: Report, entries: list[Entry], shown: Iterable[PhotoRow]) -> PublicReport:
    category = catalog.category(row.category_id)
    channel = catalog.channel(row.channel_id)
    lon, lat = coarse(row.category_id, row.lon, row.lat)
    sensitive = category is None or category.is_sensitive or category.is_confidential
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
        text=public_text(row),
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
        children=_children(row),
        photos=tuple(shown),
        timeline=tuple(entries),
    )
