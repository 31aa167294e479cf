"""Completing a report that came without category or place, and joining reports of one problem."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tanggap.agencies.models import Staff
from tanggap.catalog import queries as catalog
from tanggap.catalog.routing import route
from tanggap.core import clock
from tanggap.core.refusal import Invalid, NotFound, Refusal
from tanggap.deadlines.promises import promised
from tanggap.places import locate
from tanggap.places import queries as places
from tanggap.reports import access, actors, transitions
from tanggap.reports.actions.handling import said
from tanggap.reports.models import Event, Report
from tanggap.reports.words import OPEN, Outcome, State, Visibility


class SameReport(Refusal):
    """A report cannot be joined to itself or to what is joined to it."""

    message = _("A report cannot be joined to itself, nor to a report that is itself joined to another.")
    field = "parent"
    status = 422


class ParentClosed(Refusal):
    """Only an open report can take others in."""

    message = _("That report is closed. Reopen it first, or keep this one.")
    field = "parent"


@transaction.atomic
def complete(
    *,
    code: str,
    version: int,
    by: Staff,
    category: str,
    lon: float | None = None,
    lat: float | None = None,
    area: str | None = None,
    note: str = "",
) -> Event:
    """Set category and place, by a point (lon/lat degrees) or a leaf area; unit and promises follow in the same act.

    The promises count from the receipt, not from now. Raises Invalid and the refusals of places.locate.
    """
    report = transitions.lock(code, version=version)
    access.permit("triage.complete", by, report)
    if report.state not in OPEN or report.state == State.AWAITING_VALIDATION:
        raise transitions.NotPossible(transitions.NotPossible.message % {"state": State(report.state).label})
    row = catalog.category(category)
    if row is None or not row.is_leaf:
        raise Invalid({"category": _("Choose a category from the list.")})
    if lon is not None and lat is not None and locate.has_boundaries():
        area = locate.locate(lon, lat).area
    found = places.area(area)
    if found is None or not found.is_leaf:
        raise Invalid({"location": _("Choose a place on the map or from the list.")})
    target = route(category=category, area=found.code)
    promise = promised(category, at=report.received_at)
    return transitions.record(
        report,
        kind="triage.complete",
        by=actors.staff(by),
        at=clock.now(),
        payload={
            "unit": target.unit,
            "category": category,
            "area": found.code,
            "before": {"category": report.category_id, "area": report.area_id, "unit": report.unit_id},
            "note": said("note", note),
        },
        category_id=category,
        area_id=found.code,
        lon=lon if lon is not None else report.lon,
        lat=lat if lat is not None else report.lat,
        unit_id=target.unit,
        assignee=report.assignee if target.unit == report.unit_id else None,
        answer_due_at=promise.answer_due_at,
        resolve_due_at=promise.resolve_due_at,
    )


@transaction.atomic
def merge(*, code: str, version: int, by: Staff, parent: str, note: str = "") -> Event:
    """Join a report to `parent` (a code): it follows the parent from then on, and its reporter's voice counts there.

    Raises SameReport, ParentClosed, and NotFound for a parent that this person may not see.
    """
    first, second = sorted((code, parent))
    locked = {first: transitions.lock(first), second: transitions.lock(second)} if first != second else {}
    if not locked or locked[parent].state == State.MERGED or Report.objects.filter(parent__code=code).exists():
        raise SameReport
    report, target = transitions.lock(code, version=version), locked[parent]
    if target.visibility != Visibility.PUBLIC and not access.can_see(by, target):
        raise NotFound
    if target.state not in OPEN:
        raise ParentClosed
    at, actor = clock.now(), actors.staff(by)
    payload = {"parent": parent, "note": said("note", note)}
    event = transitions.take(
        report, door="triage.merge", by=actor, at=at, payload=payload, parent=target, outcome=Outcome.DUPLICATE
    )
    gained = 1 + report.supporters
    transitions.record(
        target, kind="triage.adopt", by=actor, at=at, payload={"child": code}, supporters=target.supporters + gained
    )
    return event


@transaction.atomic
def unmerge(*, code: str, version: int, by: Staff, note: str = "") -> Event:
    """Separate a joined report again; it returns to the state that it held before."""
    report = transitions.lock(code, version=version)
    return transitions.take(
        report,
        door="triage.unmerge",
        by=actors.staff(by),
        at=clock.now(),
        payload={"note": said("note", note)},
        to=transitions.state_before(report, door="triage.merge"),
        parent=None,
    )
