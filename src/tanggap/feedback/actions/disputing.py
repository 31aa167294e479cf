"""A closure disputed: the report is opened again once by right; after that the unit above is asked, and decides."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from tanggap.core import clock
from tanggap.core.refusal import Refusal
from tanggap.feedback import closures, deciders
from tanggap.feedback.actions.own import ADD, ReopenedOnce, judged, must_be_disputable, scored
from tanggap.feedback.models import Asker, Rating, Request
from tanggap.feedback.words import RequestState
from tanggap.intake import persons
from tanggap.places.city import city
from tanggap.reports import transitions
from tanggap.reports.actions.handling import said
from tanggap.reports.actors import REPORTER
from tanggap.reports.models import Event, Report
from tanggap.reports.photos import Taken, Upload, attach, take_in
from tanggap.reports.words import PhotoRole

REOPEN = "feedback.reopen"
REQUEST = "feedback.request_reopen"
MOST_ADDITIONS = 5
A_DAY = timedelta(days=1)


class YoursByRight(Refusal):
    """Nobody needs to be asked for what is a right."""

    message = _("You need not ask: this report can still be opened again by right.")


class DecidedAlready(Refusal):
    """A closure is decided on once; what is left is a new report, or somebody outside."""

    message = _(
        "The unit above has decided about this closure. If the problem is there, send a new report: it is linked to this one and counts"
        " against the closure. You can also turn to the Ombudsman."
    )


class OnlyOneUnitReads(Refusal):
    """What is told in confidence to one unit, nobody above may read."""

    message = _(
        "This report was told to one unit in confidence, so nobody above may read it. You can turn to the Ombudsman."
    )


class TooManyRequests(Refusal):
    """One person cannot bury the deciders under requests."""

    message = _(
        "You have asked for %(most)d reports to be opened again within a day; these are with the units above. Nothing of this request was"
        " taken: please send it again tomorrow."
    )
    status = 429


class AskedEnough(Refusal):
    """What is waiting for a decision needs no sixth addition."""

    message = _(
        "Your request waits for a decision, and you have added to it %(most)d times. Please wait for the answer."
    )
    status = 429


def reopen(*, code: str, token: str, message: str, score: int | None = None, photos: Sequence[Upload] = ()) -> Event:
    """Dispute a closure: the report goes back to its unit with a new clock, once by right, whoever of its reporters comes first.

    A `score` given with it counts as the rating of this closure, unless there is one. Raises NotFound, Invalid (a reason is
    needed), WindowClosed, ReopenedOnce, NotPossible, and the refusals of core.media.
    """
    return _said(code, token, message, score, photos, by_right=True)


def request_reopen(
    *, code: str, token: str, message: str, score: int | None = None, photos: Sequence[Upload] = ()
) -> Event:
    """Ask the unit above to open a report again that was opened by right once. All who ask about one closure share one request.

    Who asks again while it waits adds to it. Raises as `reopen`, and YoursByRight, DecidedAlready, OnlyOneUnitReads, TooManyRequests,
    AskedEnough.
    """
    return _said(code, token, message, score, photos, by_right=False)


def dispute(*, code: str, token: str, message: str, score: int | None = None, photos: Sequence[Upload] = ()) -> Event:
    """Say that it is not solved: by right where there is the right, else by a request. The event's kind says which it was."""
    return _said(code, token, message, score, photos, by_right=None)


def _said(
    code: str, token: str, message: str, score: int | None, photos: Sequence[Upload], *, by_right: bool | None
) -> Event:
    text = said("message", message, required=True)
    if score is not None:
        scored(score)
    return _dispute(code, token, text, score, take_in(photos), by_right)


@transaction.atomic
def _dispute(code: str, token: str, text: str, score: int | None, taken: list[Taken], by_right: bool | None) -> Event:
    (asking, report), at = judged(code, token), clock.now()
    must_be_disputable(report, at)
    has_right = closures.has_right(report)
    if by_right is not None and by_right != has_right:
        raise YoursByRight if has_right else ReopenedOnce
    child = closures.child_of(asking, report)
    given: dict[str, Any] = {"message": text, "score": score, "photos": len(taken) or None, "child": child}
    act = _by_right if has_right else _asked
    event = act(report, asking, given, at)
    role = PhotoRole.NOTE if event.kind == ADD else PhotoRole.DISPUTE
    attach(report, taken, role=role, version=event.version, at=at)
    return event


def _by_right(report: Report, asking: Report, given: dict[str, Any], at: datetime) -> Event:
    _keep_score(report, given, at)
    return transitions.take(
        report,
        door=REOPEN,
        by=REPORTER,
        at=at,
        payload=given,
        reopened_count=report.reopened_count + 1,
        claim_version=None,
        field_required=False,
    )


def _asked(report: Report, asking: Report, given: dict[str, Any], at: datetime) -> Event:
    if closures.is_for_one_unit(report):
        raise OnlyOneUnitReads
    version = closures.closing_version(report)
    request = Request.objects.filter(report=report, version=version).first()
    if request and request.state != RequestState.PENDING:
        raise DecidedAlready
    if request and (asker := Asker.objects.filter(request=request, report=asking).first()):
        return _added(report, asker, given, at)
    _must_leave_room(asking, at)
    if request is None:
        request = Request.objects.create(
            report=report,
            version=version,
            unit_id=deciders.unit_for(report),
            asked_at=at,
            due_at=at + timedelta(days=city().reopen_decision_days),
        )
    Asker.objects.create(request=request, report=asking, at=at)
    _keep_score(report, given, at)
    payload = {**given, "decider": request.unit_id, "due_at": request.due_at.isoformat()}
    return transitions.record(report, kind=REQUEST, by=REPORTER, at=at, payload=payload)


def _added(report: Report, asker: Asker, given: dict[str, Any], at: datetime) -> Event:
    """Add what somebody says again who asked already: the deciders read it with the request."""
    if asker.additions >= MOST_ADDITIONS:
        raise AskedEnough(AskedEnough.message % {"most": MOST_ADDITIONS})
    Asker.objects.filter(pk=asker.pk).update(additions=F("additions") + 1)
    payload = {key: given[key] for key in ("message", "photos", "child")}
    return transitions.record(report, kind=ADD, by=REPORTER, at=at, payload=payload)


def _must_leave_room(asking: Report, at: datetime) -> None:
    most = city().reopen_requests_a_day
    today = Asker.objects.filter(persons.reports_of_sender(asking.pk), at__gt=at - A_DAY)
    if today[:most].count() >= most:
        raise TooManyRequests(TooManyRequests.message % {"most": most})


def _keep_score(report: Report, given: dict[str, Any], at: datetime) -> None:
    """Count a score that was given with a dispute as the rating of the closure, unless there is one."""
    if given["score"] is None:
        return
    version = closures.closing_version(report)
    Rating.objects.get_or_create(
        report=report,
        version=version,
        child=given["child"],
        defaults={"score": given["score"], "comment": given["message"], "at": at},
    )
