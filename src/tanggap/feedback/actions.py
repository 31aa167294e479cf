"""The reporter's own acts, through the private link: answer, rate, dispute, appeal; and the end of the time for them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tanggap.core import clock, crypto
from tanggap.core.refusal import Invalid, NotFound, Refusal
from tanggap.feedback.models import Rating
from tanggap.places.city import city
from tanggap.reports import rerouting, transitions
from tanggap.reports.actions.handling import said
from tanggap.reports.actors import REPORTER, SYSTEM
from tanggap.reports.models import Event, Report
from tanggap.reports.photos import Taken, Upload, attach, take_in
from tanggap.reports.words import UNDONE, PhotoRole, State

ADD = "feedback.add"
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
    return transitions.take(
        report, door="feedback.answer", by=REPORTER, at=clock.now(), payload={"answer": text}, to=back
    )


def add(
    *, code: str, token: str, message: str, photos: Sequence[Upload] = (), is_other: bool = False, key: str = ""
) -> Event:
    """Add words or photos to the own report, for those who work on it; it moves nothing. Of a joined report it goes to the one it joined.

    `is_other`: it came by the reporter's way from another address, so that it proves nothing. What was added with the same `key` is
    returned, not added again. Raises NotFound, Invalid (there must be words or a photo), NotPossible when the report is archived, and
    the refusals of core.media.
    """
    words = said("message", message, required=not photos)
    return _add(code, token, words, take_in(photos), is_other=is_other, key=key)


@transaction.atomic
def _add(code: str, token: str, words: str, taken: list[Taken], *, is_other: bool, key: str) -> Event:
    report, at = _own(code, token), clock.now()
    child = ""
    if report.state == State.MERGED and report.parent_id is not None:
        child = report.code
        report = transitions.lock(Report.objects.values_list("code", flat=True).get(pk=report.parent_id))
    if key and (before := Event.objects.filter(report=report, kind=ADD, payload__key=key).first()):
        return before
    if report.state == State.ARCHIVED:
        raise transitions.NotPossible(transitions.NotPossible.message % {"state": State(report.state).label})
    payload = {"message": words, "photos": len(taken) or None, "other": is_other or None, "child": child, "key": key}
    event = transitions.record(report, kind=ADD, by=REPORTER, at=at, payload=payload)
    attach(report, taken, role=PhotoRole.NOTE, version=event.version, at=at)
    return event


@transaction.atomic
def rate(*, code: str, token: str, score: int, comment: str = "") -> Rating:
    """Keep the reporter's score (1 to 4) of the closure. Raises NotFound, Invalid, RatedAlready, WindowClosed, NotPossible."""
    report, at = _own(code, token), clock.now()
    _scored(score)
    text = said("comment", comment)
    _must_be_disputable(report, at)
    closure = closing_version(report)
    if Rating.objects.filter(report=report, version=closure).exists():
        raise RatedAlready
    payload = {"score": score, "comment": text}
    transitions.record(report, kind="feedback.rate", by=REPORTER, at=at, payload=payload)
    return Rating.objects.create(report=report, version=closure, score=score, comment=text, at=at)


@transaction.atomic
def reopen(*, code: str, token: str, message: str, score: int | None = None) -> Event:
    """Dispute a closure: the report goes back to its unit with a new clock, once by right.

    A `score` given with it counts as the rating of this closure, unless there is one. Raises NotFound, Invalid (a reason is
    needed), WindowClosed, ReopenedOnce, NotPossible.
    """
    report, at = _own(code, token), clock.now()
    text = said("message", message, required=True)
    if score is not None:
        _scored(score)
    _must_be_disputable(report, at)
    if report.reopened_count:
        raise ReopenedOnce
    closure = closing_version(report)
    if score is not None and not Rating.objects.filter(report=report, version=closure).exists():
        Rating.objects.create(report=report, version=closure, score=score, comment=text, at=at)
    return transitions.take(
        report,
        door="feedback.reopen",
        by=REPORTER,
        at=at,
        payload={"message": text, "score": score},
        reopened_count=report.reopened_count + 1,
        claim_version=None,
        field_required=False,
    )


@transaction.atomic
def appeal(*, code: str, token: str, message: str) -> Event:
    """Appeal an end without a solution: the intake desk looks at it anew, or the unit that it was told to in confidence.

    Raises NotFound, Invalid, WindowClosed, NotPossible.
    """
    report, at = _own(code, token), clock.now()
    text = said("message", message, required=True)
    if report.state in UNDONE:
        _must_be_in_time(report, at)
    unit = rerouting.kept_by(report) or city().intake_unit
    payload = {"message": text, "unit": unit}
    return transitions.take(
        report, door="feedback.appeal", by=REPORTER, at=at, payload=payload, unit_id=unit, assignee=None
    )


def archive_due(*, limit: int = 500) -> int:
    """Archive closed reports whose time for feedback has passed, oldest first, each in its own transaction; return how many."""
    at = clock.now()
    due = Q(state__in=sorted(UNDONE | {State.RESOLVED}), closed_at__lt=at - timedelta(days=city().feedback_days))
    rows = Report.objects.filter(due).order_by("closed_at", "id")
    return sum(_archive(code, due, at) for code in list(rows.values_list("code", flat=True)[:limit]))


@transaction.atomic
def _archive(code: str, due: Q, at: datetime) -> bool:
    """Archive one report, unless it was reopened or appealed since it was listed; return whether it was archived."""
    report = transitions.lock(code)
    is_due = Report.objects.filter(due, pk=report.pk).exists()
    if is_due:
        transitions.take(report, door="feedback.archive", by=SYSTEM, at=at, payload={})
    return is_due


def closing_version(report: Report) -> int:
    """Return the event that closed the report last: what a rating is of."""
    doors = Event.objects.filter(report=report, door="verification.accept").order_by("-version")
    return doors.values_list("version", flat=True).first() or report.version


def _own(code: str, token: str) -> Report:
    report = transitions.lock(code)
    if not crypto.token_opens(token, bytes(report.nonce)):
        raise NotFound
    return report


def _scored(score: int) -> None:
    if score not in SCORES:
        raise Invalid({"score": _("Choose one of the four answers.")})


def _must_be_disputable(report: Report, at: datetime) -> None:
    if report.state != State.RESOLVED:
        raise transitions.NotPossible(transitions.NotPossible.message % {"state": State(report.state).label})
    _must_be_in_time(report, at)


def _must_be_in_time(report: Report, at: datetime) -> None:
    if report.closed_at and at > report.closed_at + timedelta(days=city().feedback_days):
        raise WindowClosed
