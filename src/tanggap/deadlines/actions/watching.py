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
    """Append a `deadlines.breach` event for each promise that has passed, those due longest first; return how many were noted.

    Once for each promise of a report, not while its clock is paused. Looks at `limit` reports, each in its own transaction.
    """
    at = clock.now()
    answer = Q(answered_at__isnull=True, breached__in=[0, RESOLVE])
    resolve = Q(resolve_due_at__lt=at, breached__in=[0, ANSWER])
    rows = Report.objects.filter(answer | resolve, state__in=sorted(OPEN), paused_at__isnull=True, due_at__lt=at)
    codes = list(rows.order_by("due_at", "id").values_list("code", flat=True)[:limit])
    return sum(_note_breaches(code, at) for code in codes)


@transaction.atomic
def _note_breaches(code: str, at: datetime) -> int:
    return note_passed(transitions.lock(code), at)


def note_passed(report: Report, at: datetime) -> int:
    """Append the events of a locked report's promises that have passed at `at` and were not noted yet; return how many."""
    broken = _broken(report, at)
    for bit, promise in broken:
        transitions.record(
            report,
            kind="deadlines.breach",
            by=SYSTEM,
            at=at,
            payload={"promise": promise},
            breached=report.breached | bit,
        )
    return len(broken)


def _broken(report: Report, at: datetime) -> list[tuple[int, str]]:
    """Return the promises that have passed at `at` and were not noted yet, as (bit, word). A report without an answer can break both."""
    if report.state not in OPEN or report.paused_at is not None:
        return []
    passed = []
    if report.answered_at is None and report.answer_due_at < at:
        passed.append((ANSWER, "answer"))
    if report.resolve_due_at < at:
        passed.append((RESOLVE, "resolve"))
    return [(bit, promise) for bit, promise in passed if not report.breached & bit]


def resume_unanswered(*, limit: int = 500) -> int:
    """Return reports whose question stayed unanswered for the city's number of days to where they were; return how many."""
    at = clock.now()
    waited = Q(state=State.AWAITING_REPORTER, paused_at__lt=at - timedelta(days=city().answer_wait_days))
    rows = Report.objects.filter(waited).order_by("paused_at", "id")
    return sum(_resume(code, waited, at) for code in list(rows.values_list("code", flat=True)[:limit]))


@transaction.atomic
def _resume(code: str, waited: Q, at: datetime) -> bool:
    """Resume one report, unless it was answered (and perhaps asked again) since it was listed; return whether it was resumed."""
    report = transitions.lock(code)
    is_due = Report.objects.filter(waited, pk=report.pk).exists()
    if is_due:
        back = transitions.state_before(report, door="reports.ask")
        transitions.take(report, door="deadlines.resume", by=SYSTEM, at=at, payload={}, to=back)
    return is_due
