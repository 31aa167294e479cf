"""What the holder of a private link sees and may do."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tanggap.agencies import queries as agencies
from tanggap.core import clock, crypto
from tanggap.core.refusal import NotFound
from tanggap.feedback.actions import closing_version
from tanggap.feedback.models import Rating
from tanggap.places.city import city
from tanggap.reports.models import Report
from tanggap.reports.queries import public
from tanggap.reports.rerouting import kept_by
from tanggap.reports.words import UNDONE, State


@dataclass(frozen=True, slots=True)
class OwnReport:
    """A report for its reporter: with photos and answers that the public may not see, and what can be done now.

    `appeal_to` is the unit that an appeal goes to; `rated` is the score of the last closure, None while it has none.
    """

    report: public.PublicReport
    token: str
    question: str
    can_answer: bool
    can_rate: bool
    can_reopen: bool
    can_appeal: bool
    appeal_to: str
    can_add: bool
    rated: int | None
    feedback_until: datetime | None


def own(code: str, *, token: str) -> OwnReport:
    """Return the reporter's view. Raises NotFound for a wrong code and a wrong token alike."""
    found = Report.objects.select_related("parent").filter(code=code).first()
    if found is None or not crypto.token_opens(token, bytes(found.nonce)):
        raise NotFound
    shown = public.own_report(found)
    asked = [entry.message for entry in shown.timeline if entry.kind == "reports.ask"]
    until = found.closed_at + timedelta(days=city().feedback_days) if found.closed_at else None
    is_in_time = until is not None and clock.now() <= until
    closures = [entry.version for entry in shown.timeline if entry.kind == "verification.accept"]
    ratings = dict(Rating.objects.filter(report=found).values_list("version", "score"))
    rated = ratings.get(closures[-1]) if closures else None
    return OwnReport(
        report=shown,
        token=token,
        question=asked[-1] if asked and found.state == State.AWAITING_REPORTER else "",
        can_answer=found.state == State.AWAITING_REPORTER,
        can_rate=found.state == State.RESOLVED and is_in_time and rated is None,
        can_reopen=found.state == State.RESOLVED and is_in_time and found.reopened_count == 0,
        can_appeal=found.state in UNDONE and is_in_time,
        appeal_to=agencies.unit_label(kept_by(found) or city().intake_unit),
        can_add=found.state != State.ARCHIVED,
        rated=rated,
        feedback_until=until,
    )


@dataclass(frozen=True, slots=True)
class Acts:
    """What the reporter of a report may do now, by whatever way the reporter comes."""

    can_answer: bool = False
    can_rate: bool = False
    can_reopen: bool = False


def acts(report: Report, *, now: datetime) -> Acts:
    """Return what a report's reporter may do. No statement unless it is solved, then two."""
    if report.state != State.RESOLVED:
        return Acts(can_answer=report.state == State.AWAITING_REPORTER)
    if report.closed_at is None or now > report.closed_at + timedelta(days=city().feedback_days):
        return Acts()
    is_rated = Rating.objects.filter(report=report, version=closing_version(report)).exists()
    return Acts(can_rate=not is_rated, can_reopen=report.reopened_count == 0)
