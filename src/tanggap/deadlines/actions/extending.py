"""Putting a solution off: with a reason and a date that the public reads, as often and as far as the policy allows."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tanggap.agencies.models import Staff
from tanggap.catalog import clocks
from tanggap.catalog.queries import PolicyRow
from tanggap.core import clock
from tanggap.core.refusal import Invalid, Refusal
from tanggap.deadlines.actions.watching import note_passed
from tanggap.reports import access, actors, promises, transitions
from tanggap.reports.actions.handling import said
from tanggap.reports.models import Event, Report
from tanggap.reports.words import WORKING, State

EXTENDABLE = WORKING | {State.AWAITING_REPORTER}


class NothingToExtend(Refusal):
    """Only a promise that is still to be kept can be put off."""

    message = _("This report is not being worked on now, so there is no date to put off.")


class NeedsSupervisor(Refusal):
    """The unit's own people have used up what the policy lets them put off."""

    message = _(
        "Your unit may put this off %(times)d times and %(days)d days in all. Ask your supervisor to go further."
    )
    field = "until"
    status = 422


class TooFar(Refusal):
    """Nobody may put it off so far."""

    message = _("A promise of this kind can be put off by %(days)d days in all, not further. Choose an earlier date.")
    field = "until"
    status = 422


@transaction.atomic
def extend(*, code: str, version: int, by: Staff, until: date, message: str, note: str = "") -> Event:
    """Promise the solution by the end of the day `until` instead, for the reason in `message`; both are published and the reporter is told.

    A promise that has passed is noted as broken first and stays so. Raises NothingToExtend, Invalid, NeedsSupervisor, TooFar and the
    refusals of transitions. Source: complex cases take longer with a published reason and date (40/SE/2019).
    """
    report = transitions.lock(code, version=version)
    access.permit("deadlines.extend", by, report)
    if report.state not in EXTENDABLE:
        raise NothingToExtend
    words = said("message", message, required=True)
    at = clock.now()
    policy = promises.policy_of(report)
    due_at = clocks.day_end(until, zone=clock.city_zone(), working=clocks.working_of(policy))
    if due_at <= max(report.resolve_due_at, at):
        raise Invalid({"until": _("Choose a later day than the promised one.")})
    days = report.extension_days + _days(report, until)
    _within_limits(report, policy, by, days)
    note_passed(report, at)
    return transitions.record(
        report,
        kind="deadlines.extend",
        by=actors.staff(by),
        at=at,
        payload={
            "message": words,
            "due": due_at.isoformat(),
            "times": report.extensions + 1,
            "days": days,
            "note": said("note", note),
        },
        resolve_due_at=due_at,
        extensions=report.extensions + 1,
        extension_days=days,
    )


def _days(report: Report, until: date) -> int:
    return max(0, (until - clock.local(report.resolve_due_at).date()).days)


def _within_limits(report: Report, policy: PolicyRow, by: Staff, days: int) -> None:
    limits = policy.extension
    if days > limits.most_days:
        raise TooFar(TooFar.message % {"days": limits.most_days})
    if report.extensions < limits.times and days <= limits.days:
        return
    if not access.allows("deadlines.extend_beyond", by, report):
        raise NeedsSupervisor(NeedsSupervisor.message % {"times": limits.times, "days": limits.days})
