"""Public reports as feeds, calendars and an area's page tell of them: when each last changed, what is promised, what was solved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from tanggap.catalog import queries as catalog
from tanggap.core import planned
from tanggap.places import queries as places
from tanggap.reports.masking import public_text
from tanggap.reports.queries import photos
from tanggap.reports.queries.public.filters import Filter, leaf_codes, where
from tanggap.reports.queries.public.rows import first_words
from tanggap.reports.words import PhotoRole, State

LATE_DAYS = timedelta(days=30)
RECENT = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Told:
    """One public report in a feed or a calendar. `words` are its first ones, screened; `due_at` is the solution's promise."""

    code: str
    category: str
    place: str
    state: str
    words: str
    received_at: datetime
    changed_at: datetime
    due_at: datetime

    @property
    def state_label(self) -> str:
        """Return the state's public word."""
        return str(State(self.state).label)


@dataclass(frozen=True, slots=True)
class Solved:
    """A solved report with a photo of the problem and one of the result, where everybody may see them (else None)."""

    code: str
    category: str
    icon: str
    place: str
    received_at: datetime
    closed_at: datetime
    before: UUID | None
    after: UUID | None


class _Read(NamedTuple):
    """The columns of a told report, as read."""

    code: str
    category_id: str | None
    area_id: str | None
    state: str
    text: str
    public_text: str | None
    received_at: datetime
    changed_at: datetime
    resolve_due_at: datetime


class _ReadSolved(NamedTuple):
    """The columns of a solved report, as read, and its photos."""

    id: int
    code: str
    category_id: str | None
    area_id: str | None
    visibility: str
    received_at: datetime
    closed_at: datetime
    before: UUID | None
    after: UUID | None


def newest(wanted: Filter, *, limit: int) -> list[Told]:
    """Return public reports, the newest first. One statement."""
    return _told(*where(wanted), f"ORDER BY received_at DESC, id DESC LIMIT {limit:d}")


def promised(area: str, *, now: datetime, limit: int) -> list[Told]:
    """Return the open public reports of an area whose clock runs, by what falls due first; what is late since long is left out.

    A promise that stands still has no date. One statement.
    """
    condition, values = where(Filter(area=area, is_open=True))
    condition += " AND paused_at IS NULL AND due_at > %s"
    rows = _told(condition, [*values, now - LATE_DAYS], f"ORDER BY due_at, id LIMIT {limit:d}")
    return sorted(rows, key=lambda row: (row.due_at, row.code))


def _told(condition: str, values: Sequence[Any], ending: str) -> list[Told]:
    columns = ", ".join(name if name != "text" else '"text"' for name in _Read._fields)
    with planned.cursor() as reading:
        reading.execute(f"SELECT {columns} FROM reports_report WHERE {condition} {ending}", values)  # noqa: S608
        found = [_Read(*row) for row in reading.fetchall()]
    return [_row(row) for row in found]


def _row(row: _Read) -> Told:
    category = catalog.category(row.category_id)
    return Told(
        code=row.code,
        category=category.label if category else "",
        place=places.full_name(row.area_id),
        state=row.state,
        words=first_words(public_text(row)),
        received_at=row.received_at,
        changed_at=row.changed_at,
        due_at=row.resolve_due_at,
    )


_SOLVED = """
SELECT r.id, r.code, r.category_id, r.area_id, r.visibility, r.received_at, r.closed_at,
  (SELECT p.id FROM reports_photo AS p WHERE p.report_id = r.id AND p.role = 'before' AND p.hidden_at IS NULL
   ORDER BY p.version, p.position LIMIT 1),
  (SELECT p.id FROM reports_photo AS p WHERE p.report_id = r.id AND p.role = 'after' AND p.hidden_at IS NULL
   ORDER BY p.version DESC, p.position LIMIT 1)
FROM (
  SELECT last.* FROM unnest(%s::text[]) AS leaf (code) CROSS JOIN LATERAL (
    SELECT * FROM reports_report AS one
    WHERE one.area_id = leaf.code AND one.visibility = 'public' AND one.outcome = 'solved' AND one.closed_at > %s
    ORDER BY one.closed_at DESC, one.id DESC LIMIT %s
  ) AS last
  ORDER BY last.closed_at DESC, last.id DESC LIMIT %s
) AS r
ORDER BY r.closed_at DESC, r.id DESC
"""
"""By area, so that each gives its last ones from the index (`reports_area_solved`), however many areas there are."""


def solved(area: str, *, now: datetime, limit: int) -> list[Solved]:
    """Return what was solved last in an area, within half a year. One statement."""
    with planned.cursor() as reading:
        reading.execute(_SOLVED, [leaf_codes(area), now - RECENT, limit, limit])
        found = [_ReadSolved(*row) for row in reading.fetchall()]
    return [_solved(row) for row in found]


def _solved(row: _ReadSolved) -> Solved:
    category = catalog.category(row.category_id)
    return Solved(
        code=row.code,
        category=category.label if category else "",
        icon=category.icon if category else "dots",
        place=places.full_name(row.area_id),
        received_at=row.received_at,
        closed_at=row.closed_at,
        before=row.before if photos.is_public(row, PhotoRole.BEFORE) else None,
        after=row.after if photos.is_public(row, PhotoRole.AFTER) else None,
    )
