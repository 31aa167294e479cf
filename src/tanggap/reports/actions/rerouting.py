"""One act for a changed category, place or unit: area, unit, queue, clocks, checks and notice follow in the same transaction."""

from datetime import datetime
from typing import Any

from django.db import transaction

from tanggap.agencies.models import Staff
from tanggap.core import clock
from tanggap.reports import access, actors, promises, transitions
from tanggap.reports.actions.handling import said
from tanggap.reports.lifecycle import BEGUN
from tanggap.reports.models import Event, Report
from tanggap.reports.rerouting import Plan, Wanted, plan
from tanggap.reports.words import OPEN, State, Visibility


@transaction.atomic
def change(
    *,
    code: str,
    version: int,
    by: Staff,
    message: str = "",
    category: str | None = None,
    lon: float | None = None,
    lat: float | None = None,
    area: str | None = None,
    address: str | None = None,
    unit: str | None = None,
    note: str = "",
) -> Event:
    """Change what a report is about, where it lies (degrees, WGS 84, or a leaf area), or who answers for it; None leaves it as it is.

    `message` tells everybody why, and is needed unless the report lacked its category or place until now. The unit is the one of the
    category's rules for the place unless a person chose another one. Promises are those of the category's policy, from the original
    receipt on; one that is broken stays broken. A confidential category makes the report private; none ever makes one public. Another
    unit begins anew. The time until now stays with the unit that had it. Raises Invalid, WrongUnit, NothingChanged, NotPossible and
    the refusals of transitions and places.locate.
    """
    report = transitions.lock(code, version=version)
    access.permit("reports.change", by, report)
    must_be_changeable(report)
    address = None if address is None else said("address", address)
    at = clock.now()
    made = plan(report, Wanted(category, lon, lat, area, address, unit), by_unit=by.unit_id, at=at)
    why = said("message", message, required=not made.is_first)
    return _write(report, made, by, at, {**_told(made), "message": why, "note": said("note", note)})


def must_be_changeable(report: Report) -> None:
    """Raise NotPossible for a report that is closed, or whose result is being checked: the check is of what was claimed."""
    if report.state not in OPEN or report.state == State.AWAITING_VALIDATION:
        raise transitions.NotPossible(transitions.NotPossible.message % {"state": State(report.state).label})


def _told(made: Plan) -> dict[str, Any]:
    """Return what the event tells: how it is from now on and why, and how it was."""
    before, after = made.before, made.after
    return {
        "unit": after.unit,
        "category": after.category,
        "area": after.area,
        "route": made.route.reason(),
        "runner_up": made.route.runner_up,
        "neighbour": after.neighbour,
        "due": after.resolve_due_at.isoformat() if after.resolve_due_at != before.resolve_due_at else None,
        "late": list(made.late),
        "private": (after.visibility == Visibility.PRIVATE and before.visibility != Visibility.PRIVATE) or None,
        "before": {"category": before.category, "area": before.area, "unit": before.unit},
    }


def _write(report: Report, made: Plan, by: Staff, at: datetime, payload: dict[str, Any]) -> Event:
    """Append the event with the report's new columns; what another unit has begun, the new one begins anew."""
    after, actor = made.after, actors.staff(by)
    promises.put(report, made.course)
    changes: dict[str, Any] = {
        "area_id": after.area,
        "lon": after.lon,
        "lat": after.lat,
        "address": after.address,
        "unit_id": after.unit,
        "neighbour_id": after.neighbour,
        "visibility": after.visibility,
        "answer_due_at": after.answer_due_at,
        "assignee": None if made.moves else report.assignee,
        "verifier_id": None,
        "claim_version": None,
        "field_required": False,
    }
    if after.category != made.before.category:
        changes["category_id"] = after.category  # another policy: its ladder begins anew
    if made.moves:
        changes["awaits_decision"] = False
    if made.moves and report.state in BEGUN:
        return transitions.take(report, door="reports.change", by=actor, at=at, payload=payload, **changes)
    return transitions.record(report, kind="reports.change", by=actor, at=at, payload=payload, **changes)
