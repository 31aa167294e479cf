"""The unit above decides whether a closed report is opened again; what it does not decide in time is told further up."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tanggap.agencies.models import Staff
from tanggap.agencies.permissions import above
from tanggap.core import clock
from tanggap.core.refusal import NotAllowed, Refusal
from tanggap.feedback import closures, deciders
from tanggap.feedback.models import Request
from tanggap.feedback.words import RequestState
from tanggap.reports import actors, transitions
from tanggap.reports.actions.handling import said
from tanggap.reports.actors import SYSTEM
from tanggap.reports.models import Event, Report
from tanggap.reports.words import State

MARKS = ("triage.repeat_found", "feedback.doubted")
"""What lets the unit above open a closed report again although nobody asked."""


class NotAbove(NotAllowed):
    """Who did the work, or belongs to a unit that did, does not judge whether it was done."""

    message = _("Only a supervisor of a unit above the one that did the work, who took no part in it, can decide this.")


class NothingToDecide(Refusal):
    """Nobody asked, no neighbour doubts it, and the problem was not reported again."""

    message = _("There is nothing to decide about this report any more.")


@transaction.atomic
def grant_reopen(*, code: str, version: int, by: Staff, message: str) -> Event:
    """Open a closed report again: somebody asked, or the closure is marked by a repeat report or by neighbours.

    `message` is the reason, which everybody reads. Raises Invalid, NotAbove, NothingToDecide, NotPossible, Stale.
    """
    report, request = _decided(code, version, by)
    if request is None and not is_marked(report):
        raise NothingToDecide
    event = transitions.take(
        report,
        door="feedback.grant_reopen",
        by=actors.staff(by),
        at=clock.now(),
        payload={"message": said("message", message, required=True), "because": "request" if request else "mark"},
        reopened_count=report.reopened_count + 1,
        claim_version=None,
        field_required=False,
    )
    _settle(request, RequestState.GRANTED, event.at)
    return event


@transaction.atomic
def refuse_reopen(*, code: str, version: int, by: Staff, message: str) -> Event:
    """Leave a report closed, for a reason that everybody reads; who asked can send a new report. Raises as `grant_reopen`."""
    report, request = _decided(code, version, by)
    if request is None:
        raise NothingToDecide
    payload = {"message": said("message", message, required=True)}
    event = transitions.record(
        report, kind="feedback.refuse_reopen", by=actors.staff(by), at=clock.now(), payload=payload
    )
    _settle(request, RequestState.REFUSED, event.at)
    return event


def is_marked(report: Report) -> bool:
    """Return whether a repeat report or neighbours speak against the last closure. One statement."""
    since = closures.closing_version(report)
    return Event.objects.filter(report=report, kind__in=MARKS, version__gt=since).exists()


def _decided(code: str, version: int, by: Staff) -> tuple[Report, Request | None]:
    """Return the report locked, and the request that waits, for somebody who may decide it."""
    report = transitions.lock(code, version=version)
    pending = Request.objects.filter(report=report, state=RequestState.PENDING).first()
    if not deciders.may_decide(by, report, unit=pending.unit_id if pending else deciders.unit_for(report)):
        raise NotAbove
    if report.state != State.RESOLVED:
        raise NothingToDecide
    return report, pending


def _settle(request: Request | None, state: str, at: datetime) -> None:
    if request is not None:
        Request.objects.filter(pk=request.pk).update(state=state, decided_at=at)


def note_overdue(*, limit: int = 500) -> int:
    """Tell the units further up about requests that wait too long, each once; return how many."""
    at = clock.now()
    late = Q(state=RequestState.PENDING, overdue_at__isnull=True, due_at__lt=at)
    rows = Request.objects.filter(late).order_by("due_at").values_list("pk", "report__code")
    return sum(_told(key, code, late, at) for key, code in list(rows[:limit]))


@transaction.atomic
def _told(key: int, code: str, late: Q, at: datetime) -> bool:
    report = transitions.lock(code)
    request = Request.objects.filter(late, pk=key).first()
    if request is None:
        return False
    payload = {"deciders": [request.unit_id, *above(request.unit_id)], "due_at": request.due_at.isoformat()}
    transitions.record(report, kind="feedback.request_overdue", by=SYSTEM, at=at, payload=payload)
    Request.objects.filter(pk=key).update(overdue_at=at)
    return True
