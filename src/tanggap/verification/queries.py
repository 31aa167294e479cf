"""What a validator sees: the queue of claims to check, and one case."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from tanggap.agencies import queries as agencies
from tanggap.agencies.models import Staff
from tanggap.agencies.words import Role
from tanggap.catalog import queries as catalog
from tanggap.core.paging import Page, cursor, read_cursor
from tanggap.core.refusal import NotFound
from tanggap.places import queries as places
from tanggap.reports.models import Report
from tanggap.reports.queries import desk
from tanggap.reports.queries.public import first_words
from tanggap.reports.words import State
from tanggap.verification.actions import due_check, is_independent
from tanggap.verification.models import Check
from tanggap.verification.words import CheckKind


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A claim that waits for its check, oldest first."""

    id: int
    code: str
    category: str
    icon: str
    place: str
    words: str
    unit: str
    claimed_at: datetime
    needs_field: bool
    cover: UUID | None
    origin: str


@dataclass(frozen=True, slots=True)
class PastCheck:
    """A check already made on this report."""

    kind: str
    passed: bool
    unit: str
    findings: str
    at: datetime

    @property
    def kind_label(self) -> str:
        """Return how it was checked, in words."""
        return str(CheckKind(self.kind).label)


@dataclass(frozen=True, slots=True)
class Case:
    """One claim with everything that its check needs; `due` is the check that is made now. No reporter anywhere in it."""

    report: desk.DeskReport
    due: str
    claim: str
    claimed_at: datetime | None
    claimed_by: str
    checks: tuple[PastCheck, ...]
    is_independent: bool

    @property
    def due_label(self) -> str:
        """Return the check that is made now, in words."""
        return str(CheckKind(self.due).label)


def validator_units(staff: Staff) -> list[str]:
    """Return the units for which this person checks."""
    return sorted({grant.unit for grant in agencies.grants(staff) if grant.role == Role.VALIDATOR})


def queue(staff: Staff, *, after: str | None = None, limit: int = 50) -> Page[QueueRow]:
    """Return the claims that wait for the person's units, oldest first. One statement."""
    rows = Report.objects.filter(verifier__in=validator_units(staff), state=State.AWAITING_VALIDATION)
    position = read_cursor(after)
    if position:
        rows = rows.filter(Q(claimed_at__gt=position[0]) | Q(claimed_at=position[0], id__gt=position[1]))
    found = list(rows.order_by("claimed_at", "id")[: limit + 1])
    last = found[limit - 1] if len(found) > limit else None
    following = cursor(last.claimed_at, last.id) if last and last.claimed_at else None
    return Page([_row(row) for row in found[:limit]], following)


def case(code: str, *, staff: Staff) -> Case:
    """Return one claim for a validator of the unit that checks it. Raises NotFound for unknown and foreign alike."""
    found = Report.objects.filter(code=code, verifier__in=validator_units(staff)).first()
    if found is None:
        raise NotFound
    shown = desk.report(code, staff=staff)
    claims = [entry for entry in shown.timeline if entry.kind == "reports.claim_done"]
    last = claims[-1] if claims else None
    checks = Check.objects.filter(report=found).order_by("at", "id")
    return Case(
        report=shown,
        due=due_check(found).value,
        claim=last.message if last else "",
        claimed_at=found.claimed_at,
        claimed_by=last.actor if last else "",
        checks=tuple(
            PastCheck(check.kind, check.passed, agencies.unit_label(check.unit_id), check.findings, check.at)
            for check in checks
        ),
        is_independent=is_independent(staff, found),
    )


def _row(row: Report) -> QueueRow:
    category = catalog.category(row.category_id)
    return QueueRow(
        id=row.id,
        code=row.code,
        category=category.label if category else "",
        icon=category.icon if category else "dots",
        place=places.full_name(row.area_id),
        words=first_words(row.text),
        unit=agencies.unit_label(row.unit_id),
        claimed_at=row.claimed_at or row.changed_at,
        needs_field=row.field_required,
        cover=row.cover,
        origin=row.origin,
    )
