"""Who decides whether a closed report is opened again: the unit above the one that did the work, never somebody of that one."""

from django.db.models import Q

from tanggap.agencies import permissions
from tanggap.agencies import queries as agencies
from tanggap.agencies.models import Staff
from tanggap.agencies.permissions import above
from tanggap.agencies.posts import Posts
from tanggap.agencies.words import Role
from tanggap.places.city import city
from tanggap.reports.access import DOING_A_PART
from tanggap.reports.lifecycle import CLAIMS
from tanggap.reports.models import Event, Report

DECIDING = frozenset({Role.SUPERVISOR, Role.LEADER})
_WORK = ("reports.start", *sorted(CLAIMS), "verification.accept")


def unit_for(report: Report) -> str:
    """Return the unit that decides: the nearest above with somebody to do it and no part in the work, else the city's decider.

    Two statements.
    """
    candidates = [*above(report.unit_id), *(unit for unit in (city().decider_unit, city().intake_unit) if unit)]
    took_part = _took_part(report)
    free = [unit for unit in dict.fromkeys(candidates) if unit not in took_part and unit != report.unit_id]
    posts = Posts(free)
    staffed = [unit for unit in free if posts.holders(unit, DECIDING, area=report.area_id)]
    return next(iter(staffed or free), city().intake_unit)


def may_decide(staff: Staff, report: Report, *, unit: str | None) -> bool:
    """Return whether a person may decide: who supervises or leads `unit` or a unit above the report's, and has no part in the work.

    At most three statements. The database asks the same of the unit that the person belongs to (a trigger).
    """
    if not permissions.allows("feedback.grant_reopen", staff):
        return False
    deciding = {*above(report.unit_id), *([unit] if unit else [])}
    grants = agencies.grants(staff)
    own = {grant.unit for grant in grants} | ({staff.unit_id} if staff.unit_id else set())
    holds = any(grant.role in DECIDING and grant.unit in deciding for grant in grants)
    return holds and report.unit_id not in own and not own & _took_part(report) and not _did(staff, report)


def reach(staff: Staff) -> Q:
    """Return the condition on requests that a person may see and decide: those that wait at a unit which the person supervises or leads,
    or at a unit below it, and not of that person's own work."""
    units = {grant.unit for grant in agencies.grants(staff) if grant.role in DECIDING}
    below = {one for unit in units for one in permissions.below(unit)}
    return Q(unit__in=sorted(units | below)) & ~Q(report__unit__in=sorted(units))


def _took_part(report: Report) -> set[str]:
    """Return the units that did the work or checked it."""
    rows = Event.objects.filter(Q(door__in=_WORK) | Q(kind__in=DOING_A_PART), report=report)
    found: set[str] = set()
    for unit, actor, kind, asked in rows.values_list("unit_id", "actor_unit_id", "kind", "payload__asked"):
        found |= {asked, actor} if kind in DOING_A_PART else {unit, actor}
    return found - {None}


def _did(staff: Staff, report: Report) -> bool:
    did = Q(door__in=_WORK) | Q(kind__in=DOING_A_PART)
    return Event.objects.filter(did, report=report, actor_staff=staff).exists()
