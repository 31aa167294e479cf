"""The reporter's own acts, through the private link: answer, add, appeal; and what all of them refuse."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tanggap.core import clock, crypto
from tanggap.core.refusal import Invalid, NotFound, Refusal
from tanggap.feedback import closures
from tanggap.places.city import city
from tanggap.reports import rerouting, transitions
from tanggap.reports.actions.handling import said
from tanggap.reports.actors import REPORTER
from tanggap.reports.models import Event, Report
from tanggap.reports.photos import Taken, Upload, attach, take_in
from tanggap.reports.words import UNDONE, PhotoRole, State

ADD = "feedback.add"
PLANNED = "planned"  # why a report came back to coordination: its reporter objected to waiting
SCORES = (1, 2, 3, 4)


class WindowClosed(Refusal):
    """The city's pack says for how many days a closure can be rated or disputed."""

    message = _("The time to dispute this closure has passed. If the problem is there again, send a new report.")


class ReopenedOnce(Refusal):
    """Once by right; again through the supervisor."""

    message = _(
        "This report was opened again by right once. Now the unit above decides: ask it to open the report again."
    )


class PlanStands(Refusal):
    """Having to wait for a budget can be objected to once, and not for ever."""

    message = _(
        "The time to object to the planning has passed, or you objected to it before. You can support the proposal and follow it."
    )


@transaction.atomic
def answer(*, code: str, token: str, answer: str) -> Event:
    """Answer the unit's question; the report returns to where it was and its clock runs on. Raises NotFound, Invalid, NotPossible."""
    report = own(code, token)
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
    report, at = own(code, token), clock.now()
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
def appeal(*, code: str, token: str, message: str) -> Event:
    """Appeal an end without a solution, or having to wait for the yearly planning, that once: the intake desk looks at it anew, or the
    unit that it was told to in confidence.

    Raises NotFound, Invalid, WindowClosed, PlanStands, NotPossible.
    """
    report, at = own(code, token), clock.now()
    text = said("message", message, required=True)
    if report.state in UNDONE:
        must_be_in_time(report, at)
    is_planned = report.state == State.PLANNED
    if is_planned and ((until := closures.plan_until(report)) is None or at > until):
        raise PlanStands
    unit = rerouting.kept_by(report) or city().intake_unit
    payload = {"message": text, "unit": unit, "because": PLANNED if is_planned else None}
    return transitions.take(
        report, door="feedback.appeal", by=REPORTER, at=at, payload=payload, unit_id=unit, assignee=None
    )


def own(code: str, token: str) -> Report:
    """Return the report locked, for the holder of its private link. Raises NotFound for a wrong code and a wrong token alike."""
    report = transitions.lock(code)
    if not crypto.token_opens(token, bytes(report.nonce)):
        raise NotFound
    return report


def judged(code: str, token: str) -> tuple[Report, Report]:
    """Return the own report and the one whose closure its reporter judges, both locked: the same, or the one that it joined."""
    asking = own(code, token)
    closed = closures.judged(asking)
    return asking, asking if closed is asking else transitions.lock(closed.code)


def scored(score: int) -> None:
    """Raise Invalid for anything but one of the four scores."""
    if score not in SCORES:
        raise Invalid({"score": _("Choose one of the four answers.")})


def must_be_disputable(report: Report, at: datetime) -> None:
    """Raise unless the report is solved, and the time to say something about it is not over."""
    if report.state != State.RESOLVED:
        raise transitions.NotPossible(transitions.NotPossible.message % {"state": State(report.state).label})
    must_be_in_time(report, at)


def must_be_in_time(report: Report, at: datetime) -> None:
    """Raise WindowClosed when the time to say something about the closure is over."""
    end = closures.until(report)
    if end and at > end:
        raise WindowClosed
