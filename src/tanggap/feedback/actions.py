"""The reporter's own acts, through the private link: answer, rate, dispute, appeal; and the end of the time for them."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tanggap.core import clock, crypto
from tanggap.core.refusal import Invalid, NotFound, Refusal
from tanggap.feedback.models import Rating
from tanggap.places.city import city
from tanggap.reports import transitions
from tanggap.reports.actions.handling import said
from tanggap.reports.actors import REPORTER, SYSTEM
from tanggap.reports.models import Event, Report
from tanggap.reports.words import State

SCORES = (1, 2, 3, 4)


class WindowClosed(Refusal):
    """The city's pack says for how many days a closure can be rated or disputed."""

    message = _("The time to dispute this closure has passed. If the problem is there again, send a new report.")


class ReopenedOnce(Refusal):
    """Once by right; again through the supervisor."""

    message = _("You reopened this report once. Please send a new report; it will be compared with this one.")


class RatedAlready(Refusal):
    """One score a closure."""

    message = _("You have already rated this closure. Thank you.")


@transaction.atomic
def answer(*, code: str, token: str, answer: str) -> Event:
    """Answer the unit's question; the report returns to where it was and its clock runs on. Raises NotFound, Invalid, NotPossible."""
    report = _own(code, token)
    text = said("answer", answer, required=True)
    back = transitions.state_before(report, door="reports.ask")
    at = clock.now()
    return transitions.take(report, door="feedback.answer", by=REPORTER, at=at, payload={"answer": text}, to=back)


@transaction.atomic
def rate(*, code: str, token: str, score: int, comment: str = "") -> Rating:
    """Keep the reporter's score (1 to 4) of the closure. Raises NotFound, Invalid, RatedAlready, WindowClosed, NotPossible."""
    report = _own(code, token)
    if score not in SCORES:
        raise Invalid({"score": _("Choose one of the four answers.")})
    _within_window(report)
    closure = _closing_version(report)
    if Rating.objects.filter(report=report, version=closure).exists():
        raise RatedAlready
    at, text = clock.now(), said("comment", comment)
    payload = {"score": score, "comment": text}
    transitions.record(report, kind="feedback.rate", by=REPORTER, at=at, payload=payload)
    return Rating.objects.create(report=report, version=closure, score=score, comment=text, at=at)


@transaction.atomic
def reopen(*, code: str, token: str, message: str, score: int | None = None) -> Event:
    """Dispute a closure: the report goes back to its unit with a new clock, once by right.

    Raises NotFound, Invalid (a reason is needed), WindowClosed, ReopenedOnce, NotPossible.
    """
    report = _own(code, token)
    text = said("message", message, required=True)
    _within_window(report)
    if report.reopened_count:
        raise ReopenedOnce
    payload = {"message": text, "score": score}
    closure, at = _closing_version(report), clock.now()
    if score in SCORES and not Rating.objects.filter(report=report, version=closure).exists():
        Rating.objects.create(report=report, version=closure, score=score, comment=text, at=at)
    return transitions.take(
        report,
        door="feedback.reopen",
        by=REPORTER,
        at=at,
        payload=payload,
        reopened_count=report.reopened_count + 1,
        claim_version=None,
        field_required=False,
    )


@transaction.atomic
def appeal(*, code: str, token: str, message: str) -> Event:
    """Appeal a refusal: the intake desk of the city looks at it anew. Raises NotFound, Invalid, WindowClosed, NotPossible."""
    report = _own(code, token)
    text = said("message", message, required=True)
    if report.state == State.REJECTED:
        _open_until(report)
    unit = city().intake_unit
    payload = {"message": text, "unit": unit}
    at = clock.now()
    return transitions.take(
        report, door="feedback.appeal", by=REPORTER, at=at, payload=payload, unit_id=unit, assignee=None
    )


def archive_due(*, limit: int = 500) -> int:
    """Archive closed reports whose time for feedback has passed, oldest first, each in its own transaction; return how many."""
    at = clock.now()
    before = at - timedelta(days=city().feedback_days)
    due = Report.objects.filter(state__in=[State.RESOLVED, State.REJECTED], closed_at__lt=before)
    codes = list(due.order_by("closed_at", "id").values_list("code", flat=True)[:limit])
    for code in codes:
        with transaction.atomic():
            report = transitions.lock(code)
            if report.state in {State.RESOLVED, State.REJECTED}:
                transitions.take(report, door="feedback.archive", by=SYSTEM, at=at, payload={})
    return len(codes)


def _own(code: str, token: str) -> Report:
    report = transitions.lock(code)
    if not crypto.token_opens(token, bytes(report.nonce)):
        raise NotFound
    return report


def _within_window(report: Report) -> None:
    if report.state != State.RESOLVED:
        raise transitions.NotPossible(transitions.NotPossible.message % {"state": State(report.state).label})
    _open_until(report)


def _open_until(report: Report) -> None:
    if report.closed_at and clock.now() > report.closed_at + timedelta(days=city().feedback_days):
        raise WindowClosed


def _closing_version(report: Report) -> int:
    doors = Event.objects.filter(report=report, door="verification.accept").order_by("-version")
    return doors.values_list("version", flat=True).first() or report.version
