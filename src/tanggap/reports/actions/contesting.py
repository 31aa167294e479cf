"""A unit that holds its work for done although the check failed asks for another validator: once a claim, with its reasons."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tanggap.agencies.models import Staff
from tanggap.catalog.pack.verification import rules
from tanggap.core import clock
from tanggap.core.refusal import Refusal
from tanggap.reports import actors, checkers, transitions
from tanggap.reports.actions.handling import NoVerifier, said
from tanggap.reports.lifecycle import CLAIMS
from tanggap.reports.models import Event, Report
from tanggap.reports.photos import Taken, Upload, attach, take_in
from tanggap.reports.words import PhotoRole, State


class AlreadyContested(Refusal):
    """The second validator's word stands until the unit claims anew."""

    message = _(
        "This check was contested already, and a second validator looked. Do the work and report it as done again."
    )


class TooLateToContest(Refusal):
    """A check is contested soon or not at all."""

    message = _("A check can be contested within %(days)d days. Do the work and report it as done again.")


def contest(
    *, code: str, version: int, by: Staff, message: str, photos: Sequence[Upload] = (), note: str = ""
) -> Event:
    """Ask that another validator looks at a claim whose check failed; everybody reads `message`, the reasons.

    The evidence of the claim stays, `photos` are added to it. Who rejected it does not check it again (the database refuses it, too);
    when nobody else of that unit is there, another verifying unit does. Raises AlreadyContested, TooLateToContest, NoVerifier, Invalid
    and the refusals of core.media and transitions.
    """
    words = said("message", message, required=True)
    return _contest(code, version, by, words, take_in(photos), said("note", note))


@transaction.atomic
def _contest(code: str, version: int, by: Staff, message: str, taken: list[Taken], note: str) -> Event:
    report = transitions.lock(code, version=version)
    if report.state != State.FOLLOW_UP_REJECTED:
        raise transitions.NotPossible(transitions.NotPossible.message % {"state": State(report.state).label})
    claim = _last(report, *CLAIMS, "reports.contest")
    rejected = _last(report, "verification.reject")
    at = clock.now()
    if claim.door == "reports.contest":
        raise AlreadyContested
    if at - rejected.at > timedelta(days=rules().contest_days):
        raise TooLateToContest(TooLateToContest.message % {"days": rules().contest_days})
    is_field = rejected.payload.get("check") == "field"
    verifier = _another(report, rejected, by)
    event = transitions.take(
        report,
        door="reports.contest",
        by=actors.staff(by),
        at=at,
        payload={
            "message": message, "photos": len(taken) or None, "verifier": verifier,
            "claim": claim.version, "field": is_field, "note": note,
        },
        claimed_at=at,
        claim_version=report.version + 1,
        field_required=is_field,
        verifier_id=verifier,
    )  # fmt: skip
    attach(report, taken, role=PhotoRole.AFTER, version=report.version, at=at)
    return event


def _last(report: Report, *doors: str) -> Event:
    return Event.objects.filter(report=report, door__in=doors).order_by("-version")[0]


def _another(report: Report, rejected: Event, by: Staff) -> str:
    """Return the unit whose validator looks again: the same while somebody else is there, else the next independent one."""
    if report.verifier_id and checkers.has_another(report, than=rejected.actor_staff_id):
        return report.verifier_id
    without = (by.unit_id, report.verifier_id)
    found = checkers.checker(report, category=report.category_id, area=report.area_id, without=without)
    if found is None:
        raise NoVerifier
    return found
