"""From a number of the picture to the reports behind it: what is late, or what stands in one of the worst places."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import connection

from tanggap.agencies import queries as agencies
from tanggap.agencies.models import Staff
from tanggap.catalog import queries as catalog
from tanggap.command import worst
from tanggap.command.scopes import Scope
from tanggap.core.paging import Page, cursor, read_cursor
from tanggap.insight.cells import grid
from tanggap.places import queries as places
from tanggap.reports.access import reach_sql
from tanggap.reports.words import OPEN, State

MOST_STANDING: Final = 100
CELLS: Final = 7  # of one place: a cell and the six around it


@dataclass(frozen=True, slots=True)
class Behind:
    """One report behind a number, without anything of who reported it. `assignee` is the officer's name, empty for nobody.

    `is_public` where everybody may read it. Only who may read a report gets its row.
    """

    id: int
    code: str
    state: str
    category_code: str
    area: str
    unit: str
    assignee: str
    received_at: datetime
    due_at: datetime
    is_answered: bool
    is_paused: bool
    is_public: bool
    supporters: int
    reopened: int

    @property
    def category(self) -> str:
        """Return its kind in the active language, empty for none."""
        row = catalog.category(self.category_code)
        return row.label if row else ""

    @property
    def icon(self) -> str:
        """Return its kind's icon."""
        row = catalog.category(self.category_code)
        return row.icon if row else "dots"

    @property
    def place(self) -> str:
        """Return where it is."""
        return places.full_name(self.area)

    @property
    def unit_label(self) -> str:
        """Return the name of the unit that answers for it."""
        return agencies.unit_label(self.unit)

    @property
    def state_label(self) -> str:
        """Return the state's word."""
        return str(State(self.state).label)


def late(
    staff: Staff, scope: Scope, *, now: datetime, unit: str = "", after: str | None = None, limit: int = 50
) -> Page[Behind]:
    """Return the late reports of a scope, or of one `unit` of it, that a person may read: the one whose promise ended first on top.

    One statement, by the index of running promises. Raises Invalid for a cursor that is none.
    """
    parts = ["r.paused_at IS NULL", "r.due_at <= %(now)s"]
    values: dict[str, Any] = {"now": now}
    if position := read_cursor(after):
        parts.append("(r.due_at, r.id) > (%(at)s, %(id)s)")
        values |= {"at": position[0], "id": position[1]}
    if unit:
        parts.append("r.unit_id = %(unit)s")
        values["unit"] = unit
    return _page(staff, scope, parts, values, order="r.due_at, r.id", limit=limit)


def standing(staff: Staff, scope: Scope, *, cells: Sequence[int], now: datetime) -> Sequence[Behind]:
    """Return the open public reports of the cells of one of the worst places, those past their promise first. One statement.

    At most a hundred. `cells` that are none of `worst.RESOLUTION` hold nothing.
    """
    spans = [grid.span(cell, worst.RESOLUTION) for cell in cells[:CELLS]]
    inside = "EXISTS (SELECT 1 FROM insight_map_spot AS s, unnest(%(first)s::bigint[], %(last)s::bigint[]) AS named (first, last)"
    parts = [f"{inside} WHERE s.report_id = r.id AND s.cell BETWEEN named.first AND named.last)"]
    values: dict[str, Any] = {"now": now, "first": [one for one, _ in spans], "last": [one for _, one in spans]}
    order = "(r.paused_at IS NULL AND r.due_at <= %(now)s) DESC, r.due_at, r.id"
    return _page(staff, scope, parts, values, order=order, limit=MOST_STANDING).rows


def _page(
    staff: Staff, scope: Scope, parts: list[str], values: dict[str, Any], *, order: str, limit: int
) -> Page[Behind]:
    reach, given = reach_sql("desk.see", staff)
    values |= {**given, "limit": limit + 1, "secret": [row.code for row in catalog.categories() if row.is_confidential]}
    for column, codes in (("area_id", scope.areas()), ("unit_id", scope.units())):
        if codes is not None:
            parts.append(f"r.{column} = ANY(%({column})s)")
            values[column] = sorted(codes)
    with connection.cursor() as reading:
        reading.execute(_BEHIND.format(parts=" AND ".join(parts), reach=reach, order=order), values)
        found = [Behind(*row) for row in reading.fetchall()]
    following = cursor(found[limit - 1].due_at, found[limit - 1].id) if len(found) > limit else None
    return Page(found[:limit], following)


_OPEN: Final = ", ".join(f"'{state.value}'" for state in sorted(OPEN))
# what a person may read is asked of the report by itself: its condition names the table in full
_BEHIND: Final = f"""
SELECT r.id, r.code, r.state, coalesce(r.category_id, ''), coalesce(r.area_id, ''), r.unit_id, coalesce(p.display_name, ''), r.received_at,
  r.due_at, r.answered_at IS NOT NULL, r.paused_at IS NOT NULL, r.visibility = 'public', r.supporters, r.reopened_count
FROM reports_report AS r LEFT JOIN agencies_staff AS p ON p.id = r.assignee_id
WHERE r.state IN ({_OPEN}) AND {{parts}} AND coalesce(r.category_id <> ALL(%(secret)s), true)
  AND (r.visibility = 'public' OR EXISTS (SELECT 1 FROM reports_report WHERE reports_report.id = r.id AND {{reach}}))
ORDER BY {{order}} LIMIT %(limit)s
"""  # noqa: S608  constants
