"""Which closure somebody judges, until when, and whether it may still be opened again by right. Reads only."""

from datetime import datetime, timedelta

from tanggap.catalog import queries as catalog
from tanggap.places.city import city
from tanggap.reports.models import Event, Report
from tanggap.reports.rerouting import kept_by
from tanggap.reports.words import State

CLOSES = "verification.accept"
BY_RIGHT = "feedback.reopen"
PLANS, OBJECTS = "planning.admit", "feedback.appeal"


def judged(report: Report) -> Report:
    """Return the report whose closure the reporter of `report` judges: its own, or that of the one it joined. At most one statement."""
    if report.state == State.MERGED and report.parent is not None:
        return report.parent
    return report


def closing_version(report: Report) -> int:
    """Return the event that closed the report last: what a rating is of."""
    doors = Event.objects.filter(report=report, door=CLOSES).order_by("-version")
    return doors.values_list("version", flat=True).first() or report.version


def until(report: Report) -> datetime | None:
    """Return until when a closure can be judged, None for an open report."""
    return report.closed_at + timedelta(days=city().feedback_days) if report.closed_at else None


def plan_until(report: Report) -> datetime | None:
    """Return until when the reporter of a planned report can object to that: once, as long as a closure could be judged.

    None for any other report, and for one whose reporter has objected before. One statement for a planned report.
    """
    if report.state != State.PLANNED:
        return None
    kinds = Event.objects.filter(report=report, door__in=(PLANS, OBJECTS)).order_by("version")
    doors = list(kinds.values_list("door", "state_before", "at"))
    if (OBJECTS, State.PLANNED.value) in {(door, before) for door, before, _at in doors}:
        return None
    planned_at: datetime = next(at for door, _before, at in reversed(doors) if door == PLANS)
    return planned_at + timedelta(days=city().feedback_days)


def has_right(report: Report) -> bool:
    """Return whether nobody has opened the report again by right yet. No statement for one that was never opened again."""
    return not report.reopened_count or not Event.objects.filter(report=report, door=BY_RIGHT).exists()


def is_for_one_unit(report: Report) -> bool:
    """Return whether the report is told in confidence to one unit, so that nobody above may read it."""
    category = catalog.category(report.category_id)
    return kept_by(report) is not None or (category is not None and category.is_confidential)


def child_of(asking: Report, closed: Report) -> str:
    """Return the code of the joined report whose reporter judges, empty for the closed report's own."""
    return "" if asking.pk == closed.pk else asking.code
