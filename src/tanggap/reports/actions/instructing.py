"""Disposition: a unit instructs an officer by name (an agency its branch: `handling.disposition`); who was told says that it was read."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tanggap.agencies import permissions
from tanggap.agencies.models import Staff
from tanggap.core import clock
from tanggap.core.refusal import Invalid, NotFound, Refusal
from tanggap.reports import access, actors, instructions, transitions
from tanggap.reports.actions.assigning import assign
from tanggap.reports.actions.handling import said
from tanggap.reports.models import Instruction
from tanggap.reports.words import WORKING, State


class NotToYou(Refusal):
    """Who was instructed says that it was read, and once."""

    message = _("This instruction is not addressed to you, or it was read already.")


@transaction.atomic
def instruct(
    *, code: str, version: int, by: Staff, officer: str, message: str, due_at: datetime | None = None
) -> Instruction:
    """Instruct an officer (a username) of the unit that answers for the report; the report is theirs from now on.

    Raises Invalid, NotPossible, what `assign` raises on the person, NotYours, NotAllowed.
    """
    report = transitions.lock(code, version=version)
    access.permit("reports.instruct", by, report)
    if report.state not in WORKING:
        raise transitions.NotPossible(transitions.NotPossible.message % {"state": State(report.state).label})
    words, at = said("message", message, required=True), clock.now()
    instructions.must_lie_ahead(due_at, at)
    person = Staff.objects.filter(username=officer).first() if officer else None
    if person is None:
        raise Invalid({"officer": _("Choose who is instructed.")})
    if report.assignee_id != person.pk:
        assign(code=code, version=version, by=by, assignee=officer)
        report = transitions.lock(code)
    payload = {
        "assignee": person.display_name,
        "officer": person.username,
        "message": words,
        "due_at": due_at.isoformat() if due_at else "",
    }
    event = transitions.record(report, kind="reports.instruct", by=actors.staff(by), at=at, payload=payload)
    return instructions.write(
        report, event, by=by, unit=str(report.unit_id), officer=person, text=words, due_at=due_at, at=at
    )


@transaction.atomic
def read(*, code: str, version: int, by: Staff) -> Instruction:
    """Say that the instruction of event `version` was read: the officer who was named, or somebody of the instructed unit.

    Raises NotFound, NotToYou.
    """
    report = transitions.lock(code)
    if not access.can_see(by, report):
        raise NotFound
    row = Instruction.objects.filter(report=report, version=version).first()
    if row is None:
        raise NotFound
    of_unit = permissions.allows("reports.read", by, access.part(report, row.unit_id))
    if row.read_at is not None or not (row.officer_id == by.pk or (row.officer_id is None and of_unit)):
        raise NotToYou
    at = clock.now()
    transitions.record(report, kind="reports.read", by=actors.staff(by), at=at, payload={"given": version})
    row.read_at, row.read_by = at, by
    row.save(update_fields=["read_at", "read_by"])
    return row
