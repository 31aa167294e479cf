"""What an officer's desk lists, by view. One report is read by `queries.case`."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from tanggap.agencies import queries as agencies
from tanggap.agencies.models import Staff
from tanggap.agencies.words import Role
from tanggap.catalog import queries as catalog
from tanggap.core.paging import Page, cursor, read_cursor
from tanggap.core.refusal import Invalid
from tanggap.places import queries as places
from tanggap.reports.access import HANDLERS
from tanggap.reports.models import Report
from tanggap.reports.queries.case import DeskReport, Step, channel_label, checklist, report, steps
from tanggap.reports.queries.public import first_words
from tanggap.reports.words import OPEN, State

# fmt: off
__all__ = [
    "VIEWS", "DeskFilter", "DeskReport", "DeskRow", "Step", "checklist", "counts", "desk_units", "has_many_units", "listed", "report",
    "steps", "units_below",
]
# fmt: on

DUE_SOON = timedelta(hours=24)
_IS_OPEN = "state IN ({})".format(", ".join(f"'{state}'" for state in sorted(OPEN)))  # as the partial index says it


@dataclass(frozen=True, slots=True)
class DeskRow:
    """A report in the desk's list. `promise_minutes` is the length of the running promise, by which its clock is coloured."""

    id: int
    code: str
    state: str
    category: str
    icon: str
    place: str
    channel: str
    words: str
    received_at: datetime
    due_at: datetime
    promise_minutes: int
    is_paused: bool
    supporters: int
    cover: UUID | None
    assignee: str
    unit: str
    origin: str

    @property
    def state_label(self) -> str:
        """Return the state's word."""
        return str(State(self.state).label)


@dataclass(frozen=True, slots=True)
class DeskFilter:
    """What a desk list is narrowed to, each optional."""

    category: str | None = None
    area: str | None = None
    state: str | None = None
    channel: str | None = None


def desk_units(staff: Staff) -> list[str]:
    """Return the units whose reports this person handles, own unit first."""
    own = [grant.unit for grant in agencies.grants(staff) if grant.role in HANDLERS]
    return sorted(set(own), key=lambda code: (code != staff.unit_id, code))


def units_below(staff: Staff) -> list[str]:
    """Return the units right below those that the person supervises: their reports are listed, too, but for confidential ones."""
    supervised = {grant.unit for grant in agencies.grants(staff) if grant.role == Role.SUPERVISOR}
    below = {unit.code for unit in agencies.units() if unit.parent in supervised} if supervised else set()
    return sorted(below - set(desk_units(staff)))


def has_many_units(staff: Staff) -> bool:
    """Return whether the person's list holds reports of more than one unit, so that each row has to name its own."""
    return len(desk_units(staff)) + len(units_below(staff)) > 1


def _confidential() -> list[str]:
    return [row.code for row in catalog.categories() if row.is_confidential]


def listed(
    staff: Staff, *, view: str, wanted: DeskFilter, now: datetime, after: str | None = None, limit: int = 50
) -> Page[DeskRow]:
    """Return the person's open reports of a view, those due soonest first. One statement. Raises Invalid."""
    rows = _narrowed(_view(staff, view, now), wanted)
    position = read_cursor(after)
    if position:
        rows = rows.filter(Q(due_at__gt=position[0]) | Q(due_at=position[0], id__gt=position[1]))
    found = list(rows.select_related("assignee").only(*_LIST_COLUMNS).order_by("due_at", "id")[: limit + 1])
    following = cursor(found[limit - 1].due_at, found[limit - 1].id) if len(found) > limit else None
    said = _Said()
    return Page([_row(row, said) for row in found[:limit]], following)


_LIST_COLUMNS = (
    "code", "state", "category", "area", "channel", "text", "received_at", "due_at", "answered_at", "answer_due_at", "resolve_due_at",
    "paused_at", "supporters", "cover", "unit", "origin", "assignee__display_name",
)  # fmt: skip


def counts(staff: Staff, *, now: datetime) -> dict[str, int]:
    """Return how many reports each view holds: one pass over the open reports of the person's units, by the partial index."""
    values: dict[str, Any] = {
        "staff": staff.pk,
        "now": now,
        "soon": now + DUE_SOON,
        "units": desk_units(staff),
        "open": sorted(OPEN),
    }
    held = "unit_id = ANY(%(units)s)"
    if below := units_below(staff):
        values |= {"below": below, "confidential": _confidential()}
        held = f"({held} OR unit_id = ANY(%(below)s) AND coalesce(category_id <> ALL(%(confidential)s), true))"
    statement = f"SELECT {_COUNTS} FROM reports_report WHERE {held} AND {_IS_OPEN}"  # noqa: S608  constants
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return dict(zip(VIEWS, cursor.fetchone(), strict=True))


CONDITIONS = {
    "unit": "true",
    "mine": "assignee_id = %(staff)s",
    "unassigned": "assignee_id IS NULL AND state <> 'awaiting_validation'",
    "due_soon": "paused_at IS NULL AND due_at > %(now)s AND due_at <= %(soon)s",
    "overdue": "paused_at IS NULL AND due_at <= %(now)s",
    "returned": "state IN ('follow_up_rejected', 'reopened')",
    "asked": "state = 'awaiting_reporter'",
    "validating": "state = 'awaiting_validation'",
    "unplaced": "(area_id IS NULL OR category_id IS NULL)",
}
VIEWS = tuple(CONDITIONS)
_COUNTS = ", ".join(f"count(*) FILTER (WHERE {condition})" for condition in CONDITIONS.values())


def _view(staff: Staff, view: str, now: datetime) -> QuerySet[Report]:
    units = desk_units(staff)
    held = Q(unit=units[0]) if len(units) == 1 else Q(unit__in=units)
    if below := units_below(staff):
        held |= Q(unit__in=below) & ~Q(category__in=_confidential())
    rows = Report.objects.filter(held, state__in=sorted(OPEN))
    if view not in CONDITIONS:
        raise Invalid({"view": f"{view[:40]}?"})
    named = {"staff": staff.pk, "now": now, "soon": now + DUE_SOON}
    condition, values = _positional(CONDITIONS[view], named)
    return rows.extra(where=[condition], params=values)  # noqa: S610  the conditions are constants above


def _positional(condition: str, named: dict[str, object]) -> tuple[str, list[object]]:
    """Return a condition with its values in order, as a query set takes them."""
    values = [named[name] for name in re.findall(r"%\((\w+)\)s", condition)]
    return re.sub(r"%\(\w+\)s", "%s", condition), values


def _narrowed(rows: QuerySet[Report], wanted: DeskFilter) -> QuerySet[Report]:
    if wanted.category:
        below = [row.code for row in catalog.categories() if row.parent == wanted.category]
        rows = rows.filter(category__in=[wanted.category, *below])
    if wanted.area:
        rows = rows.filter(area__in=[row.code for row in places.areas() if wanted.area in row.path])
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.channel:
        rows = rows.filter(channel=wanted.channel)
    return rows


class _Said:
    """The words of one list in the active language, each looked up once however many rows say it."""

    def __init__(self) -> None:
        self.category, self.channel = cache(_category_words), cache(channel_label)
        self.unit, self.place = cache(agencies.unit_label), cache(places.full_name)


def _category_words(code: str | None) -> tuple[str, str]:
    category = catalog.category(code)
    return (category.label, category.icon) if category else ("", "dots")


def _row(found: Report, said: _Said) -> DeskRow:
    category, icon = said.category(found.category_id)
    promised_at = found.answer_due_at if found.answered_at is None else found.resolve_due_at
    return DeskRow(
        id=found.id,
        code=found.code,
        state=found.state,
        category=category,
        icon=icon,
        place=said.place(found.area_id),
        channel=said.channel(found.channel_id),
        words=first_words(found.text),
        received_at=found.received_at,
        due_at=found.due_at,
        promise_minutes=max(1, int((promised_at - found.received_at).total_seconds() // 60)),
        is_paused=found.paused_at is not None,
        supporters=found.supporters,
        cover=found.cover,
        assignee=found.assignee.display_name if found.assignee else "",
        unit=said.unit(found.unit_id),
        origin=found.origin,
    )
