"""Who of the staff may read a report at all, and who may move it. Every staff query asks here; there is no second filter."""

from tanggap.agencies import queries as agencies
from tanggap.agencies.models import Staff
from tanggap.agencies.words import Role
from tanggap.catalog import queries as catalog
from tanggap.reports.actors import Actor
from tanggap.reports.lifecycle import Move
from tanggap.reports.models import Event, Report

HANDLERS = frozenset({Role.INTAKE, Role.OFFICER, Role.SUPERVISOR})


def handled_by(unit: str, report_id: int) -> bool:
    """Return whether `unit` ever answered for the report, or one of its people worked on it. The database asks the same (a trigger)."""
    events = Event.objects.filter(report_id=report_id)
    return (
        events.filter(unit_id=unit).exists() or events.filter(actor_unit_id=unit, door__startswith="reports.").exists()
    )


def can_see(staff: Staff, report: Report) -> bool:
    """Return whether a member of staff may read the report: its unit, its verifier, units that had it, those who supervise or place it.

    A confidential one (Inspektorat) is read by its present unit and its verifier alone (threats.md §3 case 23).
    """
    area = report.area_id
    if agencies.holds(staff, HANDLERS, unit=report.unit_id, area=area):
        return True
    if report.verifier_id and agencies.holds(staff, {Role.VALIDATOR}, unit=report.verifier_id, area=area):
        return True
    category = catalog.category(report.category_id)
    if category is not None and category.is_confidential:
        return False
    return _looks_down(staff, report) or any(
        handled_by(grant.unit, report.id) for grant in agencies.grants(staff) if grant.role in HANDLERS
    )


def _looks_down(staff: Staff, report: Report) -> bool:
    """Supervisors see what the units under theirs hold; the intake desk sees everything that is not confidential."""
    unit = agencies.unit(report.unit_id)
    above = unit.parent if unit else None
    return agencies.holds(staff, {Role.INTAKE}) or (
        above is not None and agencies.holds(staff, {Role.SUPERVISOR}, unit=above, area=report.area_id)
    )


def may(by: Actor, move: Move, *, unit: str, area: str | None, verifier: str | None) -> bool:
    """Return whether `by` holds a role that opens `move` for a report with this unit, area and verifier."""
    if by.staff is None:
        return by.role in move.by
    if Role.VALIDATOR in move.by and verifier and agencies.holds(by.staff, {Role.VALIDATOR}, unit=verifier, area=area):
        return True
    if agencies.holds(by.staff, move.by - {Role.VALIDATOR}, unit=unit, area=area):
        return True
    above = agencies.unit(unit)
    supervises = Role.SUPERVISOR in move.by and above is not None and above.parent is not None
    return supervises and agencies.holds(by.staff, {Role.SUPERVISOR}, unit=above.parent if above else None, area=area)
