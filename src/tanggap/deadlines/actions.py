"""Watching the clocks: a promise that passes is an event, and a question that stays unanswered does not stop the work."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from tanggap.core import clock
from tanggap.places.city import city
from tanggap.reports import transitions
from tanggap.reports.actors import SYSTEM
from tanggap.reports.models import Report
from tanggap.reports.words import OPEN, State

ANSWER, RESOLVE = 1, 2  # bits of Report.breached


def note_breaches(*, limit: int = 500) -> int:
    """Append one `deadlines.breach` event for each promise that has passed, soonest first; return how many reports were looked at."""
    at = clock.now()
    late = Q(answered_at__isnull=True) & Q(breached__in=[0, RESOLVE]) | Q(answered_at__isnull=False) & Q(
        breached__in=[0, ANSWER]
    )
    rows = Report.objects.filter(late, state__in=sorted(OPEN), paused_at__isnull=True, due_at__lt=at)
    codes = list(rows.order_by("due_at", "id").values_list("code", flat=True)[:limit])
    for code in codes:
        with transaction.atomic():
            _note_breach(transitions.lock(code), at)
    return len(codes)


def _note_breach(report: Report, now: datetime) -> None:
    is_answer = report.answered_at is None
    bit, promise = (ANSWER, "answer") if is_answer else (RESOLVE, "resolve")
    due = report.answer_due_at if is_answer else report.resolve_due_at
    if report.state in OPEN and report.paused_at is None and due < now and not report.breached & bit:
        transitions.record(
            report,
            kind="deadlines.breach",
            by=SYSTEM,
            at=now,
            payload={"promise": promise},
            breached=report.breached | bit,
        )


def resume_unanswered(*, limit: int = 500) -> int:
    """Return reports whose question stayed unanswered for the city's number of days to where they were; return how many."""
    at = clock.now()
    before = at - timedelta(days=city().answer_wait_days)
    rows = Report.objects.filter(state=State.AWAITING_REPORTER, paused_at__lt=before)
    codes = list(rows.order_by("paused_at", "id").values_list("code", flat=True)[:limit])
    for code in codes:
        with transaction.atomic():
            report = transitions.lock(code)
            if report.state == State.AWAITING_REPORTER:
                back = transitions.state_before(report, door="reports.ask")
                transitions.take(report, door="deadlines.resume", by=SYSTEM, at=at, payload={}, to=back)
    return len(codes)
