"""Who of the staff may read a report at all, and who may act on it. Every staff action and query asks here; there is no second filter.

The rules are the rows of agencies/permissions.py; here they meet a report, one (`permit`, `allows`) or all of them (`reach`).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from tanggap.agencies import competencies, permissions
from tanggap.agencies import queries as agencies
from tanggap.agencies.models import Staff
from tanggap.agencies.permissions import ALL, AREA, BELOW, HAD, OWN, Thing
from tanggap.agencies.queries import Grant
from tanggap.agencies.words import Role
from tanggap.catalog import queries as catalog
from tanggap.core.refusal import NotAllowed
from tanggap.places import queries as places
from tanggap.reports.actors import Actor
from tanggap.reports.lifecycle import CLAIMS
from tanggap.reports.models import Event, Report, Task
from tanggap.reports.words import OPEN_TASK

HANDLERS = frozenset({Role.INTAKE, Role.OFFICER, Role.SUPERVISOR})


class NotYours(NotAllowed):
    """Another unit answers for the report."""

    message = _("This report is with %(unit)s. Only that unit can act on it.")


def permit(act: str, by: Actor | Staff, report: Report) -> None:
    """Raise unless `by` may do `act` to the report: NotYours for the right role in another unit, NotCompetent, else NotAllowed.

    Called inside the action, with the report locked. KeyError for an act without a row in agencies/permissions.py.
    """
    if isinstance(by, Staff):
        by = Actor("staff", staff=by)
    if by.staff is None:
        if by.role not in permissions.roles(act):
            raise NotAllowed
    elif not allows(act, by.staff, report):
        if not permissions.allows(act, by.staff):
            raise NotAllowed
        is_check = permissions.roles(act) == {Role.VALIDATOR}
        holder = report.verifier_id if is_check else report.unit_id
        raise NotYours(NotYours.message % {"unit": agencies.unit_label(holder)})
    else:
        competencies.require(by.staff, act=act, category=report.category_id)


def allows(act: str, staff: Staff, report: Report) -> bool:
    """Return whether a member of staff may do `act` to the report: what a button asks. A statement only for what the unit once had."""
    return permissions.allows(act, staff, thing(report))


def can_see(staff: Staff, report: Report) -> bool:
    """Return whether a member of staff may read the report."""
    return allows("desk.see", staff, report)


def thing(report: Report) -> Thing:
    """Return the report as the permission table sees it."""
    category = catalog.category(report.category_id)
    return Thing(
        unit=report.unit_id,
        area=report.area_id,
        verifier=report.verifier_id,
        owner=report.assignee_id,
        is_confidential=category is not None and category.is_confidential,
        had=lambda unit: _has_part(unit, report),
    )


def _has_part(unit: str, report: Report) -> bool:
    """Return whether a unit reads a report without answering for it: it had it once, is asked to help, or lies across the near border."""
    is_near = unit == report.neighbour_id
    return is_near or handled_by(unit, report.pk) or _is_asked(unit).filter(report=report).exists()


def part(report: Report, unit: str | None) -> Thing:
    """Return a part of the report as the permission table sees it: `unit` answers for that part alone."""
    return replace(thing(report), unit=unit, verifier=None, owner=None, had=None)


def handled_by(unit: str, report_id: int) -> bool:
    """Return whether `unit` ever answered for the report, or one of its people worked on it. The database asks the same (a trigger)."""
    return Event.objects.filter(_work_of(unit), report_id=report_id).exists()


def _work_of(unit: str) -> Q:
    did_a_part = Q(kind__in=DOING_A_PART) & (Q(payload__asked=unit) | Q(actor_unit_id=unit))
    return Q(unit_id=unit) | Q(actor_unit_id=unit) & WORKING_ON | did_a_part


WORKING_ON = Q(door__startswith="reports.") | Q(door__in=sorted(CLAIMS))
"""The doors of work on a report; who built what was planned did it, too. The database says the same (verification_worked_on)."""
DOING_A_PART = ("tasks.accept", "tasks.answer", "tasks.hand_back")


def _is_asked(unit: str) -> QuerySet[Task]:
    """Return the tasks for the sake of which a unit may read the report: those that it is asked to do, or to decide on."""
    return Task.objects.filter(Q(unit=unit, state__in=sorted(OPEN_TASK)) | Q(decider=unit))


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the reports that a person reaches: all conditions that are set hold together.

    `units` answer for it (or verify it, for `is_check`), it lies in one of `areas`, it is not of a category in `without`, the unit
    `had` it once, it is assigned to `owner`.
    """

    units: tuple[str, ...] | None = None
    areas: tuple[str, ...] | None = None
    without: tuple[str, ...] = ()
    had: str | None = None
    owner: int | None = None
    is_check: bool = False


def parts(act: str, staff: Staff) -> list[Part]:
    """Return which reports a person may do `act` to, as parts of which any suffices; none: no report at all. No statement of its own."""
    row = permissions.ACTS[act]
    found = dict.fromkeys(
        part
        for grant in agencies.grants(staff)
        if (scope := row.scope(grant.role)) is not None
        for part in _parts(scope, grant, staff)
    )
    return list(found)


def visible(staff: Staff) -> Q:
    """Return the reports that a person may read, for search and exports: `Report.objects.filter(access.visible(staff))`."""
    return reach("desk.see", staff)


def reach(act: str, staff: Staff) -> Q:
    """Return the condition on Report rows to which a person may do `act`: the same rule as `allows`, for a whole list."""
    covered = Q(pk__in=[])
    for part in parts(act, staff):
        covered |= _condition(part)
    return covered


def reach_sql(act: str, staff: Staff) -> tuple[str, dict[str, Any]]:
    """Return `reach` as SQL over `reports_report` with named values (`%(reach_0)s`), for counts that are written by hand."""
    values: dict[str, Any] = {}

    def named(value: Any) -> str:
        values[name := f"reach_{len(values)}"] = list(value) if isinstance(value, tuple) else value
        return f"%({name})s"

    clauses = [" AND ".join(_clauses(part, named)) or "true" for part in parts(act, staff)]
    return (f"({' OR '.join(f'({clause})' for clause in clauses)})" if clauses else "false"), values


def _parts(scope: permissions.Scope, grant: Grant, staff: Staff) -> Iterator[Part]:
    if OWN in scope:
        yield Part(owner=staff.pk)
        if scope == OWN:
            return
    areas = _inside(grant.area)
    if grant.role == Role.VALIDATOR:
        yield Part(units=(grant.unit,), areas=areas, is_check=True)
    else:
        yield Part(units=(grant.unit,), areas=areas)
    secret = tuple(row.code for row in catalog.categories() if row.is_confidential)
    if ALL in scope:
        yield Part(areas=areas, without=secret)
    if BELOW in scope and (under := permissions.below(grant.unit)):
        yield Part(units=tuple(under), areas=areas, without=secret)
    if AREA in scope and agencies.unit(grant.unit) is not None:
        yield Part(areas=_inside(permissions.area_of(grant)), without=secret)
    if HAD in scope:
        yield Part(had=grant.unit, areas=areas, without=secret)


def _inside(area: str | None) -> tuple[str, ...] | None:
    """Return the areas in `area` with itself, None for the whole city."""
    return None if area is None else tuple(places.within(area))


def _condition(part: Part) -> Q:
    found = Q()
    if part.owner is not None:
        found &= Q(assignee=part.owner)
    if part.units is not None:
        column = "verifier" if part.is_check else "unit"
        found &= Q(**{column: part.units[0]}) if len(part.units) == 1 else Q(**{f"{column}__in": part.units})
    if part.areas is not None:
        found &= Q(area__in=part.areas)
    if part.without:
        found &= Q(category__isnull=True) | ~Q(category__in=part.without)
    if part.had is not None:
        worked = Exists(Event.objects.filter(_work_of(part.had), report=OuterRef("pk")))
        found &= Q(worked) | Q(neighbour=part.had) | Q(Exists(_is_asked(part.had).filter(report=OuterRef("pk"))))
    return found or ~Q(pk__in=[])


def _clauses(part: Part, named: Any) -> Iterator[str]:
    if part.owner is not None:
        yield f"assignee_id = {named(part.owner)}"
    if part.units is not None:
        column = "verifier_id" if part.is_check else "unit_id"
        # said as equality, a list in order is read from its index
        one = named(part.units[0]) if len(part.units) == 1 else ""
        yield f"{column} = {one}" if one else f"{column} = ANY({named(part.units)})"
    if part.areas is not None:
        yield f"area_id = ANY({named(part.areas)})"
    if part.without:
        yield f"coalesce(category_id <> ALL({named(part.without)}), true)"
    if part.had is not None:
        unit = named(part.had)
        of_it = "SELECT 1 FROM reports_event e WHERE e.report_id = reports_report.id"
        did = f"e.actor_unit_id = {unit} AND (e.door LIKE 'reports.%%' OR e.door = 'planning.build')"
        part_of_it = f"e.kind IN {DOING_A_PART} AND (e.payload->>'asked' = {unit} OR e.actor_unit_id = {unit})"
        open_task = f"(t.unit_id = {unit} AND t.state IN ('asked', 'accepted') OR t.decider_id = {unit})"
        asked = f"SELECT 1 FROM reports_task t WHERE t.report_id = reports_report.id AND {open_task}"  # noqa: S608  constants
        yield f"(EXISTS ({of_it} AND (e.unit_id = {unit} OR {did} OR {part_of_it})) OR neighbour_id = {unit} OR EXISTS ({asked}))"
