"""Public reports and their facts as data files hold them: read through the same filter, screened and rounded as the pages are.

    exported(filter)   what a list shows, newest first, page by page
    whole(after)       every public report, in the order in which they came into the city
    told(after)        the public facts of their histories, without words

Each row is an allow-list: a new column of a report is in no file until it stands here and among the file's columns.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import connection

from tanggap.catalog import queries as catalog
from tanggap.core import clock
from tanggap.core.paging import Page, cursor, read_cursor
from tanggap.reports import events
from tanggap.reports.masking import public_text
from tanggap.reports.queries.public.filters import Filter, where
from tanggap.reports.queries.public.rows import coarse
from tanggap.reports.words import FAST, PENDING, Visibility


@dataclass(frozen=True, slots=True)
class Exported:
    """A public report as everybody may take it home. `lon`/`lat` (WGS 84) are coarse and `is_guarded` true where the category is sensitive,
    confidential, or not yet known: such a report leads to a person more easily, so files tell less of it (`insight.opendata.anonymity`).
    """

    id: int
    code: str
    state: str
    category: str | None
    area: str | None
    unit: str
    channel: str
    origin: str
    text: str
    received_at: datetime
    occurred_at: datetime | None
    changed_at: datetime
    answer_due_at: datetime
    resolve_due_at: datetime
    answered_at: datetime | None
    closed_at: datetime | None
    outcome: str
    verifier: str | None
    reopened: int
    supporters: int
    parent: str | None
    lon: float | None
    lat: float | None
    is_guarded: bool

    @property
    def is_open(self) -> bool:
        """Return whether it is not closed: somebody works on it, or it waits for a budget."""
        return self.state in PENDING

    @property
    def answer_kept(self) -> bool | None:
        """Return whether the first answer came as promised, None before there is one."""
        return None if self.answered_at is None else self.answered_at <= self.answer_due_at

    @property
    def resolve_kept(self) -> bool | None:
        """Return whether it was closed as promised, None while it is open."""
        return None if self.closed_at is None else self.closed_at <= self.resolve_due_at

    @property
    def is_fast(self) -> bool:
        """Return whether it was closed sooner than anybody can have been there: shown apart everywhere."""
        return self.closed_at is not None and self.closed_at - self.received_at <= FAST


@dataclass(frozen=True, slots=True)
class Told:
    """One public fact of a report's history: what happened, through whom, and who answers for the report after it. No words, no person."""

    report: int
    code: str
    version: int
    kind: str
    state_before: str
    state_after: str
    unit: str
    actor_unit: str | None
    at: datetime


class _Read(NamedTuple):
    """The columns of a report that a file may be made from, as read."""

    id: int
    code: str
    state: str
    category_id: str | None
    area_id: str | None
    unit_id: str
    channel_id: str
    origin: str
    text: str
    public_text: str | None
    received_at: datetime
    occurred_at: datetime | None
    changed_at: datetime
    answer_due_at: datetime
    resolve_due_at: datetime
    answered_at: datetime | None
    closed_at: datetime | None
    outcome: str
    verifier_id: str | None
    reopened_count: int
    supporters: int
    lon: float | None
    lat: float | None
    parent: tuple[str, str | None] | None


_PARENT = (
    "(SELECT json_build_array(p.code, p.category_id) FROM reports_report p"
    " WHERE p.id = reports_report.parent_id AND p.visibility = 'public') AS parent"
)
COLUMNS = ", ".join({"text": '"text"', "parent": _PARENT}.get(name, name) for name in _Read._fields)


def exported(wanted: Filter, *, after: str | None = None, limit: int = 1000) -> Page[Exported]:
    """Return public reports as the list shows them, newest first. One statement. Raises Invalid, OfAnotherQuery."""
    condition, values = where(wanted, before=read_cursor(after, of=wanted.mark))
    rows = _read(condition, values, f"ORDER BY received_at DESC, id DESC LIMIT {limit + 1:d}")
    following = cursor(rows[limit - 1].received_at, rows[limit - 1].id, of=wanted.mark) if len(rows) > limit else None
    return Page(rows[:limit], following)


def holds_more(wanted: Filter, most: int) -> bool:
    """Return whether a filter holds more than `most` reports; they are counted up to there and no further. One statement."""
    condition, values = where(wanted)
    with connection.cursor() as reading:
        reading.execute(
            f"SELECT count(*) FROM (SELECT 1 FROM reports_report WHERE {condition} LIMIT {most + 1:d}) AS counted",  # noqa: S608
            values,
        )
        return bool(reading.fetchone()[0] > most)


def whole(*, after: int = 0, limit: int = 2000) -> list[Exported]:
    """Return public reports with ids behind `after`, in their order. One statement, by the primary key."""
    condition, values = where(Filter())
    return _read(f"{condition} AND id > %s", [*values, after], f"ORDER BY id LIMIT {limit:d}")


def of_ids(ids: Sequence[int]) -> dict[int, Exported]:
    """Return those of `ids` that are public. One statement, none for none."""
    if not ids:
        return {}
    condition, values = where(Filter())
    return {row.id: row for row in _read(f"{condition} AND id = ANY (%s)", [*values, list(ids)], "")}


def told(*, after: tuple[int, int] = (0, 0), limit: int = 5000) -> list[Told]:
    """Return the public facts of public reports that no category guards, behind (report, version) `after`. One statement."""
    with connection.cursor() as reading:
        reading.execute(
            "SELECT e.report_id, r.code, e.version, e.kind, e.state_before, e.state_after, e.unit_id, e.actor_unit_id, e.at"
            " FROM reports_event e JOIN reports_report r ON r.id = e.report_id"
            " WHERE (e.report_id, e.version) > (%s, %s) AND e.kind = ANY (%s)"
            " AND r.visibility = %s AND r.category_id = ANY (%s)"
            " ORDER BY e.report_id, e.version LIMIT %s",
            [*after, _public_kinds(), Visibility.PUBLIC.value, unguarded(), limit],
        )
        return [Told(*row) for row in reading.fetchall()]


def guarded_counts() -> list[tuple[str | None, str | None, date, str, int]]:
    """Return how many public reports of guarded categories came by area, category, local day of receipt and channel. One statement."""
    condition, values = where(Filter())
    with connection.cursor() as reading:
        reading.execute(
            "SELECT area_id, category_id, (received_at AT TIME ZONE %s)::date, channel_id, count(*) FROM reports_report"  # noqa: S608
            f" WHERE {condition} AND NOT coalesce(category_id = ANY (%s), false) GROUP BY 1, 2, 3, 4",
            [str(clock.city_zone()), *values, unguarded()],
        )
        return list(reading.fetchall())


def is_guarded(category: str | None) -> bool:
    """Return whether files tell less of reports of a category: sensitive, confidential, or not known."""
    row = catalog.category(category)
    return row is None or row.is_sensitive or row.is_confidential


def _read(condition: str, values: Sequence[Any], ending: str) -> list[Exported]:
    with connection.cursor() as reading:
        reading.execute(f"SELECT {COLUMNS} FROM reports_report WHERE {condition} {ending}", values)  # noqa: S608
        return [_exported(_Read(*row)) for row in reading.fetchall()]


def _exported(row: _Read) -> Exported:
    lon, lat = coarse(row.category_id, row.lon, row.lat)
    return Exported(
        id=row.id,
        code=row.code,
        state=row.state,
        category=row.category_id,
        area=row.area_id,
        unit=row.unit_id,
        channel=row.channel_id,
        origin=row.origin,
        text=public_text(row),
        received_at=row.received_at,
        occurred_at=row.occurred_at,
        changed_at=row.changed_at,
        answer_due_at=row.answer_due_at,
        resolve_due_at=row.resolve_due_at,
        answered_at=row.answered_at,
        closed_at=row.closed_at,
        outcome=row.outcome,
        verifier=row.verifier_id,
        reopened=row.reopened_count,
        supporters=row.supporters,
        parent=row.parent[0] if row.parent and not is_guarded(row.parent[1]) else None,
        lon=lon,
        lat=lat,
        is_guarded=is_guarded(row.category_id),
    )


def _public_kinds() -> list[str]:
    return [kind.name for kind in events.KINDS.values() if kind.audience == events.PUBLIC]


def unguarded() -> list[str]:
    """Return the categories whose reports files tell whole."""
    return [row.code for row in catalog.categories() if not (row.is_sensitive or row.is_confidential)]
