"""What waits for the decision whether it is opened again, for those who may decide it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from tanggap.agencies import queries as agencies
from tanggap.agencies.models import Staff
from tanggap.catalog import queries as catalog
from tanggap.core import clock
from tanggap.feedback import deciders
from tanggap.feedback.models import Asker, Request
from tanggap.feedback.queries.reviews import Review, review
from tanggap.feedback.words import RequestState
from tanggap.places import queries as places
from tanggap.reports.access import can_see
from tanggap.reports.models import Report
from tanggap.reports.queries.public.rows import first_words

MOST = 50


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request as the deciders see it: what it is about, who did the work, what was said, and how long it waits. Not who asked."""

    code: str
    version: int
    category: str
    icon: str
    place: str
    words: str
    state: str
    did_it: str
    decider: str
    closed_at: datetime | None
    asked_at: datetime
    due_at: datetime
    is_late: bool
    askers: int
    reopened_count: int
    review: Review
    opens: bool


def waiting(staff: Staff) -> list[Waiting]:
    """Return what a person may decide now, soonest due first, at most `MOST`. Three statements, and four for each row."""
    now = clock.now()
    rows = list(_rows(staff).select_related("report").order_by("due_at", "id")[:MOST])
    askers: dict[int, int] = defaultdict(int)
    for request in Asker.objects.filter(request__in=rows).values_list("request_id", flat=True):
        askers[request] += 1
    return [
        _waiting(row, row.report, askers[row.pk], staff, now)
        for row in rows
        if deciders.may_decide(staff, row.report, unit=row.unit_id)
    ]


def waiting_count(staff: Staff) -> int:
    """Return how many requests wait in a person's units. One statement."""
    return _rows(staff).count()


def _rows(staff: Staff) -> QuerySet[Request]:
    return Request.objects.filter(deciders.reach(staff), state=RequestState.PENDING)


def _waiting(row: Request, report: Report, askers: int, staff: Staff, now: datetime) -> Waiting:
    category = catalog.category(report.category_id)
    return Waiting(
        code=report.code,
        version=report.version,
        category=category.label if category else "",
        icon=category.icon if category else "dots",
        place=places.full_name(report.area_id),
        words=first_words(report.text),
        state=report.state,
        did_it=agencies.unit_label(report.unit_id),
        decider=agencies.unit_label(row.unit_id),
        closed_at=report.closed_at,
        asked_at=row.asked_at,
        due_at=row.due_at,
        is_late=row.due_at < now,
        askers=askers,
        reopened_count=report.reopened_count,
        review=review(report.pk),
        opens=can_see(staff, report),
    )
