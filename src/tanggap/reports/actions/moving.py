"""Open reports of units that have ended go to whoever does their work since, with an event each, a batch at a time."""

from typing import Any

from django.db import transaction
from django.db.models import Q

from tanggap.agencies import queries as agencies
from tanggap.core import clock
from tanggap.places.city import city
from tanggap.reports import checkers, transitions
from tanggap.reports.access import handled_by
from tanggap.reports.actions import tasks_moving
from tanggap.reports.actors import SYSTEM
from tanggap.reports.models import Report
from tanggap.reports.standing import IS_PENDING
from tanggap.reports.words import CLOSED, State


def move_on(*, limit: int = 500) -> int:
    """Move reports that a unit no longer active answers for, or is to check, to its heir, and its tasks; return how many were moved.

    Those that are open, and those in the yearly planning.

    Each in its own transaction: it can be cut off at any point and begun again, and does nothing twice.
    """
    former = [one.row.code for one in agencies.former_units() if one.heirs]
    rows = Report.objects.filter(_left_with(former)).order_by("id")
    moved = sum(_move(code) for code in list(rows.values_list("code", flat=True)[:limit]))
    return moved + tasks_moving.move_on(limit=limit)


def left_with(unit: str) -> int:
    """Return how many reports that are not closed a unit answers for or is to check. One statement."""
    return Report.objects.filter(_left_with([unit])).count()


def _left_with(units: list[str]) -> Q:
    return IS_PENDING & Q(unit__in=units) | Q(verifier__in=units, state=State.AWAITING_VALIDATION)


@transaction.atomic
def _move(code: str) -> bool:
    report = transitions.lock(code)
    if report.state in CLOSED:
        return False
    unit = agencies.heir(report.unit_id, area=report.area_id) or city().intake_unit
    verifier = _verifier(report, unit)
    if (unit, verifier) == (report.unit_id, report.verifier_id):
        return False
    changes: dict[str, Any] = {"unit_id": unit, "verifier_id": verifier}
    if report.assignee is not None and report.assignee.unit_id != unit:
        changes["assignee"] = None
    payload = {
        "unit": unit,
        "before": {"unit": report.unit_id},
        "verifier": verifier if verifier != report.verifier_id else None,
    }
    transitions.record(report, kind="reports.move", by=SYSTEM, at=clock.now(), payload=payload, **changes)
    return True


def _verifier(report: Report, unit: str) -> str | None:
    """Return who checks the report when `unit` answers for it: nobody before a claim, never one that worked on it.

    Where nobody independent is left the unit stays named; the operator has to make another one.
    """
    if report.verifier_id is None or report.state != State.AWAITING_VALIDATION:
        return report.verifier_id
    heir = agencies.heir(report.verifier_id, area=report.area_id)
    if heir is not None and heir != unit and not handled_by(heir, report.pk):
        return heir
    found = checkers.checker(report, category=report.category_id, area=report.area_id, without=(unit,))
    return found or report.verifier_id
