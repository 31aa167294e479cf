"""What waits for the decision whether it is opened again, for those who may decide it."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import QuerySet

from tanggap.agencies import permissions
from tanggap.agencies import queries as agencies
from tanggap.agencies.models import Staff
from tanggap.catalog import queries as catalog
from tanggap.core import clock
from tanggap.core.refusal import NotFound
from tanggap.feedback import deciders
from tanggap.feedback.closures import until
from tanggap.feedback.models import Asker, Request
from tanggap.feedback.queries.reviews import Review, review
from tanggap.feedback.words import RequestState
from tanggap.places import queries as places
from tanggap.reports.access import can_see
from tanggap.reports.models import Report
from tanggap.reports.queries.public.rows import first_words
from tanggap.reports.words import State

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
    is_asked: bool = True


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


def decidable(code: str, *, staff: Staff) -> Waiting:
    """Return one closed report on which a person may decide: somebody asked, or its closure is marked. Raises NotFound for any other."""
    report = Report.objects.filter(code=code, state=State.RESOLVED).first()
    if report is None:
        raise NotFound
    row = Request.objects.filter(report=report, state=RequestState.PENDING).first()
    if not deciders.may_decide(staff, report, unit=row.unit_id if row else deciders.unit_for(report)):
        raise NotFound
    if row is not None:
        return _waiting(row, report, Asker.objects.filter(request=row).count(), staff, clock.now())
    closed_at = report.closed_at or report.changed_at
    marked = Request(
        report=report, unit_id=deciders.unit_for(report), asked_at=closed_at, due_at=until(report) or closed_at
    )
    return replace(_waiting(marked, report, 0, staff, clock.now()), is_asked=False)


def may_decide(code: str, *, staff: Staff) -> bool:
    """Return whether a person may decide whether this closed report is opened again. At most six statements."""
    if not permissions.allows("feedback.grant_reopen", staff):
        return False
    report = Report.objects.filter(code=code, state=State.RESOLVED).first()
    return report is not None and deciders.may_decide(staff, report, unit=deciders.unit_for(report))


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
