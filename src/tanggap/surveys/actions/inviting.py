"""Reporters are invited some days after their report was closed: a share of them, drawn by a lot that nobody can choose."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from tanggap.catalog import queries as catalog
from tanggap.core import clock, crypto
from tanggap.notify import inviting
from tanggap.notify.letters import is_confidential
from tanggap.places import queries as places
from tanggap.reports.models import Report
from tanggap.reports.words import UNDONE, Origin, State
from tanggap.surveys.models import Invitation, Survey
from tanggap.surveys.words import AFTER_CLOSURE, DAYS_BETWEEN, SurveyState, Took

LOTS = 1000
_ENDED = sorted(UNDONE | {State.RESOLVED})


def invite(*, limit: int = 500) -> int:
    """Look at closures that no survey has looked at and invite those drawn; return how many were looked at. Done again: nothing more."""
    today = clock.local(clock.now()).date()
    rows = Survey.objects.filter(state=SurveyState.OPEN, share__gt=0, opens_on__lte=today, closes_on__gte=today)
    return sum(_invite(code, limit=limit, today=today) for code in rows.order_by("code").values_list("code", flat=True))


def decline(*, token: str) -> None:
    """Invite the person whom an invitation belongs to no more. Done again: nothing. Raises NotFound."""
    inviting.decline(link=token, at=clock.now())


@transaction.atomic
def _invite(code: str, *, limit: int, today: date) -> int:
    now = clock.now()
    survey = Survey.objects.select_for_update(skip_locked=True).filter(pk=code, state=SurveyState.OPEN).first()
    if survey is None or survey.seen_at is None:
        return 0
    closed = Q(closed_at__gt=survey.seen_at) | Q(closed_at=survey.seen_at, id__gt=survey.seen_id)
    found = Report.objects.filter(closed, state__in=_ENDED, closed_at__lte=now - AFTER_CLOSURE)
    reports = list(found.order_by("closed_at", "id")[:limit])
    if not reports:
        return 0
    drawn = [report for report in reports if _is_asked(survey, report) and lot(code, report.pk) < survey.share]
    since = now - timedelta(days=DAYS_BETWEEN)
    free = set(inviting.may_be_invited([report.pk for report in drawn], since=since))
    free -= _invited_lately(free, since=clock.local(since).date())
    told = inviting.invite(free, at=now) if free else set()
    Invitation.objects.bulk_create(
        [_invitation(survey, report, today, is_told=report.pk in told) for report in drawn if report.pk in free],
        ignore_conflicts=True,
    )
    last = reports[-1]
    Survey.objects.filter(pk=code).update(seen_at=last.closed_at, seen_id=last.pk)
    return len(reports)


def lot(survey: str, report: int) -> int:
    """Return a number below 1000 that is a report's in a survey: the same each time, and unknown to who could choose the report."""
    return int.from_bytes(crypto.blind_index("survey-lot", f"{survey}:{report}")[:8], "big") % LOTS


def _is_asked(survey: Survey, report: Report) -> bool:
    """Return whether a survey is about a report. What is confidential, and history from other systems, is never asked about."""
    return (
        report.origin != Origin.IMPORT
        and not is_confidential(report)
        and (not survey.units or report.unit_id in survey.units)
        and (not survey.channels or report.channel_id in survey.channels)
        and (not survey.area or places.is_within(report.area_id, survey.area))
    )


def _invited_lately(reports: set[int], *, since: date) -> set[int]:
    """Return those of which the private page invites already, by any survey."""
    rows = Invitation.objects.filter(report__in=reports, invited_on__gt=since)
    return set(rows.values_list("report_id", flat=True))


def _invitation(survey: Survey, report: Report, today: date, *, is_told: bool) -> Invitation:
    return Invitation(survey=survey, report=report, invited_on=today, is_told=is_told, **facts_of(report))


def facts_of(report: Report) -> dict[str, Any]:
    """Return what an answer about a report is told apart by: coarse enough to lead to none."""
    category = catalog.category(report.category_id)
    return {
        "unit_id": report.unit_id,
        "channel": report.channel_id,
        "area": coarse(report.area_id),
        "category": (category.parent or category.code) if category else "",
        "outcome": report.outcome,
        "took": took(report.received_at, report.closed_at or report.received_at),
    }


def coarse(area: str | None) -> str:
    """Return the area above a smallest one; itself for a larger one; empty for none."""
    row = places.area(area)
    if row is None:
        return ""
    return (row.parent or row.code) if row.is_leaf else row.code


def took(received_at: datetime, closed_at: datetime) -> str:
    """Return the band of how long a report took."""
    days = (closed_at - received_at) / timedelta(days=1)
    bands: Sequence[tuple[float, Took]] = ((1, Took.DAY), (7, Took.WEEK), (30, Took.MONTH))
    return next((band for end, band in bands if days <= end), Took.LONGER).value
