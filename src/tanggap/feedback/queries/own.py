"""What the holder of a private link sees and may do."""

from dataclasses import dataclass
from datetime import datetime

from tanggap.agencies import queries as agencies
from tanggap.core import clock, crypto
from tanggap.core.refusal import NotFound
from tanggap.feedback import closures
from tanggap.feedback.models import Asker, Rating, Request
from tanggap.feedback.words import RequestState
from tanggap.places.city import city
from tanggap.reports.models import Report
from tanggap.reports.queries import public
from tanggap.reports.rerouting import kept_by
from tanggap.reports.words import UNDONE, State


@dataclass(frozen=True, slots=True)
class Acts:
    """What the reporter of a report may do now, by whatever way the reporter comes. Of a joined report: about the one it joined.

    `rated` is the score of the last closure, None while it has none; `can_detail`: it was one tap, and words can still be added.
    `request` is where a request to open it again stands, empty for none; `decider` and `decision_by` say with whom, and until when.
    `is_last_word`: nobody above may read the report, so nobody can be asked to open it a second time.
    """

    can_answer: bool = False
    can_rate: bool = False
    can_reopen: bool = False
    can_request: bool = False
    can_detail: bool = False
    rated: int | None = None
    request: str = ""
    is_asker: bool = False
    decider: str = ""
    decision_by: datetime | None = None
    is_last_word: bool = False

    @property
    def can_dispute(self) -> bool:
        """Return whether "not solved" can be said, by right or as a request."""
        return self.can_reopen or self.can_request


@dataclass(frozen=True, slots=True)
class OwnReport:
    """A report for its reporter: with photos and answers that the public may not see, and what can be done now.

    `can_appeal`: an end without a solution, or having to wait for the yearly planning. `appeal_to` is the unit that an appeal goes to.
    `feedback_until` is of the closure that the reporter judges, or of the planning: of the parent's for a joined report, whose closing
    unit is `solved_by`.
    """

    report: public.PublicReport
    token: str
    question: str
    acts: Acts
    can_appeal: bool
    appeal_to: str
    can_add: bool
    feedback_until: datetime | None
    solved_by: str

    @property
    def can_answer(self) -> bool:
        """Return whether a question waits for an answer."""
        return self.acts.can_answer

    @property
    def can_rate(self) -> bool:
        """Return whether the closure can be rated."""
        return self.acts.can_rate

    @property
    def can_reopen(self) -> bool:
        """Return whether it can be opened again by right."""
        return self.acts.can_reopen

    @property
    def can_request(self) -> bool:
        """Return whether the unit above can be asked to open it again."""
        return self.acts.can_request

    @property
    def rated(self) -> int | None:
        """Return the score of the last closure, None while it has none."""
        return self.acts.rated


def own(code: str, *, token: str) -> OwnReport:
    """Return the reporter's view. Raises NotFound for a wrong code and a wrong token alike."""
    found = Report.objects.select_related("parent").filter(code=code).first()
    if found is None or not crypto.token_opens(token, bytes(found.nonce)):
        raise NotFound
    shown = public.own_report(found)
    asked = [entry.message for entry in shown.timeline if entry.kind == "reports.ask"]
    closed = closures.judged(found)
    now = clock.now()
    until = closures.until(closed)
    appeal_until = until if found.state in UNDONE else closures.plan_until(found)
    return OwnReport(
        report=shown,
        token=token,
        question=asked[-1] if asked and found.state == State.AWAITING_REPORTER else "",
        acts=acts(found, now=now),
        can_appeal=appeal_until is not None and now <= appeal_until,
        appeal_to=agencies.unit_label(kept_by(found) or city().intake_unit),
        can_add=found.state != State.ARCHIVED,
        feedback_until=until or appeal_until,
        solved_by=agencies.unit_label(closed.unit_id),
    )


def can_object(report: Report, *, now: datetime) -> bool:
    """Return whether a report's reporter can object to waiting for the yearly planning. No statement unless it waits for that, else one."""
    until = closures.plan_until(report)
    return until is not None and now <= until


def acts(report: Report, *, now: datetime) -> Acts:
    """Return what a report's reporter may do. No statement unless it is solved, else at most six."""
    closed = closures.judged(report)
    if closed.state != State.RESOLVED:
        return Acts(can_answer=report.state == State.AWAITING_REPORTER)
    version, child = closures.closing_version(closed), closures.child_of(report, closed)
    rating = Rating.objects.filter(report=closed, version=version, child=child).first()
    request = Request.objects.filter(report=closed, version=version).first() if closed.reopened_count else None
    until = closures.until(closed)
    is_in_time = until is not None and now <= until
    has_right = closures.has_right(closed)
    may_ask = request is None or request.state == RequestState.PENDING
    return Acts(
        can_rate=is_in_time and rating is None,
        can_reopen=is_in_time and has_right,
        can_request=is_in_time and not has_right and may_ask and not closures.is_for_one_unit(closed),
        can_detail=is_in_time and rating is not None and not rating.comment,
        rated=rating.score if rating else None,
        request=request.state if request else "",
        is_asker=request is not None and Asker.objects.filter(request=request, report=report).exists(),
        decider=agencies.unit_label(request.unit_id) if request else "",
        decision_by=request.due_at if request else None,
        is_last_word=is_in_time and not has_right and closures.is_for_one_unit(closed),
    )
