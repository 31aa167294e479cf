"""What was instructed, kept beside the event that says so. Written by `actions` alone."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from tanggap.agencies.models import Staff
from tanggap.core.refusal import Invalid
from tanggap.reports.models import Event, Instruction, Report

LONGEST_WAIT = timedelta(days=366)


def write(
    report: Report, event: Event, *, by: Staff, unit: str, officer: Staff | None, text: str, due_at: datetime | None, at: datetime
) -> Instruction:  # fmt: skip
    """Write what an event instructed, in its transaction. One statement."""
    return Instruction.objects.create(
        report=report, version=event.version, given_by=by, unit_id=unit, officer=officer, text=text, due_at=due_at, given_at=at
    )  # fmt: skip


def must_lie_ahead(due_at: datetime | None, at: datetime) -> None:
    """Raise Invalid for a date that does not lie ahead, at most a year."""
    if due_at is not None and not at < due_at <= at + LONGEST_WAIT:
        raise Invalid({"due_at": _("Choose a time that lies ahead, at most a year.")})
