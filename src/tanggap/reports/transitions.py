"""The only writer of `Report.state`. Imported by the rooms' `actions` alone (import-linter holds it)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from tanggap.agencies import queries as agencies
from tanggap.core import shelf
from tanggap.core.refusal import NotFound, Refusal, Stale
from tanggap.places.city import city
from tanggap.reports import access, events, lifecycle, promises, rows
from tanggap.reports.actors import Actor
from tanggap.reports.inserts import insert
from tanggap.reports.models import Event, Report
from tanggap.reports.words import CLOSED, DECIDABLE, NEW, OPEN, WITH_TASKS, State


class NotPossible(Refusal):
    """The lifecycle has no such move from the report's present state."""

    message = _(
        "This report is now “%(state)s”, and from there this step does not exist. Reload it to see what is possible."
    )


class TasksOpen(Refusal):
    """What other units were asked to do for the report ends before it does."""

    message = _(
        "Other units still have open tasks for this report. Wait for their answers, or withdraw the tasks first."
    )


class UnitClosed(Refusal):
    """A unit that was closed a moment ago takes nothing new."""

    message = _("This unit was closed in the meantime. Choose another one.")
    field = "unit"


NotYours = access.NotYours
UNIT_IS_ACTIVE = "reports_report_unit_is_active"


def lock(code: str, *, version: int | None = None) -> Report:
    """Return the report locked for writing. Raises NotFound, and Stale when it was changed in a way that matters since `version`."""
    report = rows.locked(code)
    if report is None:
        raise NotFound
    if version is not None and version != report.version and _disturbed(report, version):
        raise Stale
    return report


def _disturbed(report: Report, seen: int) -> bool:
    loud = Event.objects.filter(report=report, version__gt=seen).exclude(kind__in=events.QUIET)
    return seen > report.version or loud.exists()


def take(
    report: Report,
    *,
    door: str,
    by: Actor,
    at: datetime,
    payload: dict[str, Any],
    to: str | None = None,
    **changes: Any,
) -> Event:
    """Move a locked `report` through `door` and append its event, with `changes` to its columns. One round trip.

    `to` is needed only for a door that leads back. A clock that was set back never puts an event before the one that it follows: it gets
    that one's time. Raises NotPossible, NotYours, NotAllowed, TasksOpen; nothing is written then.
    """
    move = lifecycle.DOORS[door]
    at = max(at, report.changed_at)
    target = to or move.to
    if (report.state, target) not in move.pairs():
        raise NotPossible(NotPossible.message % {"state": State(report.state).label})
    access.permit(door, by, report)
    if report.open_tasks and target not in WITH_TASKS:
        raise TasksOpen
    _run_clocks(report, move, target, at)
    if target not in DECIDABLE:
        report.awaits_decision = False
    if report.state not in OPEN and target in OPEN:
        changes = {"unit_id": _answering(report), **changes}
    return _append(report, kind=door, door=door, by=by, at=at, payload=payload, state=target, changed=changes)


def record(report: Report, *, kind: str, by: Actor, at: datetime, payload: dict[str, Any], **changes: Any) -> Event:
    """Append an event that moves nothing to a locked `report`, with `changes` to its columns. One round trip."""
    at = max(at, report.changed_at)
    return _append(report, kind=kind, door=None, by=by, at=at, payload=payload, state=report.state, changed=changes)


def begin(
    report: Report, *, door: str, by: Actor, at: datetime, payload: dict[str, Any], along: Sequence[Model] = ()
) -> Event:
    """Save a new `report` (its `id` taken from `inserts.new_id`, its `state` set to where `door` leads) with its first event.

    Rows `along` are saved with them. Two round trips.
    """
    if (NEW, report.state) not in lifecycle.DOORS[door].pairs():
        raise NotPossible(NotPossible.message % {"state": report.state})
    report.version = 1
    report.changed_at = at
    promises.bind(report)
    report.next_step_at = promises.next_step_at(report)
    event = _event(report, kind=door, door=door, by=by, at=at, payload=payload, before=NEW)
    insert(report, event, *along)
    return event


def state_before(report: Report, *, door: str) -> str:
    """Return the state that the report held before it last went through `door`."""
    last = (
        Event.objects.filter(report=report, door=door)
        .order_by("-version")
        .values_list("state_before", flat=True)
        .first()
    )
    return last or NEW


def _run_clocks(report: Report, move: lifecycle.Move, target: str, at: datetime) -> None:
    """Apply the move's clock to the report: a pause moves the solution's promise by its length, a reopening sets a new one."""
    was_closed = report.state in CLOSED
    if move.door in lifecycle.ANSWERING and report.answered_at is None:
        report.answered_at = at
    course = promises.of(report)
    course.take(move.door, report.state, target, at)
    promises.put(report, course)
    if target in CLOSED:
        report.closed_at = report.closed_at or at
    elif was_closed:
        report.closed_at, report.outcome = None, ""
        report.breached = 0
        report.round, report.steps_told = report.round + 1, 0


def _answering(report: Report) -> str:
    """Return who answers for a report that opens again: the unit that had it, or the one that does its work since it was closed."""
    return agencies.heir(report.unit_id, area=report.area_id) or city().intake_unit


def _append(
    report: Report,
    *,
    kind: str,
    door: str | None,
    by: Actor,
    at: datetime,
    payload: dict[str, Any],
    state: str,
    changed: dict[str, Any],
) -> Event:
    before = report.state
    for column, value in changed.items():
        setattr(report, column, value)
    if "category_id" in changed:
        promises.bind(report)
    report.state, report.version, report.changed_at = state, report.version + 1, at
    report.next_step_at = promises.next_step_at(report)
    event = _event(report, kind=kind, door=door, by=by, at=at, payload=payload, before=before)
    try:
        rows.write(report, (*_CLOCK_COLUMNS, *changed), event)
    except IntegrityError as error:
        if refused_by(error) != UNIT_IS_ACTIVE:
            raise
        shelf.clear_all()  # this process had not heard yet that the unit was closed
        raise UnitClosed from error
    return event


def refused_by(error: IntegrityError) -> str:
    """Return the name of the constraint that the database refused by, empty for none."""
    return str(getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or "")


_CLOCK_COLUMNS = (
    "state", "version", "changed_at", "answered_at", "resolve_due_at", "paused_at", "closed_at", "outcome", "breached",
    "awaits_decision", "paused_seconds", "policy_id", "policy_version", "round", "steps_told", "next_step_at",
)  # fmt: skip


def _event(
    report: Report, *, kind: str, door: str | None, by: Actor, at: datetime, payload: dict[str, Any], before: str
) -> Event:
    return Event(
        report=report,
        version=report.version,
        previous=report.version - 1 or None,
        kind=kind,
        door=door,
        state_before=before,
        state_after=report.state,
        unit_id=report.unit_id,
        actor_kind=by.kind,
        actor_staff=by.staff,
        actor_unit_id=by.staff.unit_id if by.staff else by.unit,
        at=at,
        payload=events.checked(kind, payload),
    )
