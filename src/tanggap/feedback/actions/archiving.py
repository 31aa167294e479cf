"""The end of the time for feedback."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from tanggap.core import clock
from tanggap.feedback.models import Request
from tanggap.feedback.words import RequestState
from tanggap.places.city import city
from tanggap.reports import transitions
from tanggap.reports.actors import SYSTEM
from tanggap.reports.models import Report
from tanggap.reports.words import UNDONE, State


def archive_due(*, limit: int = 500) -> int:
    """Archive closed reports whose time for feedback has passed, oldest first, each in its own transaction; return how many.

    One about which the unit above still has to decide stays as it is until then.
    """
    at = clock.now()
    due = Q(state__in=sorted(UNDONE | {State.RESOLVED}), closed_at__lt=at - timedelta(days=city().feedback_days))
    due &= ~Q(Exists(Request.objects.filter(report=OuterRef("pk"), state=RequestState.PENDING)))
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
