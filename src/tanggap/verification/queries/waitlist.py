"""The queue of a validator: the claims that wait for a check, oldest first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from tanggap.agencies import queries as agencies
from tanggap.agencies.models import Staff
from tanggap.catalog import queries as catalog
from tanggap.core.paging import Page, cursor, read_cursor
from tanggap.core.refusal import Invalid
from tanggap.places import queries as places
from tanggap.reports.models import Event, Report
from tanggap.reports.queries.public import first_words
from tanggap.reports.words import PhotoRole, State, Visibility
from tanggap.verification import rotation
from tanggap.verification.actions import work_of
from tanggap.verification.evidence.models import Finding
from tanggap.verification.evidence.words import Tone
from tanggap.verification.models import Check
from tanggap.verification.queries.scope import can_unmask, of
from tanggap.verification.words import CheckKind

MOST_COUNTED = 1000
CONTESTED = "contested"


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A claim that waits for its check, oldest first. `due` is the check that is made next; `hint` is the tone of the strongest finding.

    That a visit was drawn by lot is nowhere in it.
    """

    id: int
    code: str
    category: str
    icon: str
    place: str
    words: str
    unit: str
    claimed_at: datetime
    due: str
    needs_field: bool
    is_contested: bool
    hint: str
    is_private: bool
    cover: UUID | None
    origin: str

    @property
    def due_label(self) -> str:
        """Return the check that is made next, in words."""
        return str(CheckKind(self.due).label)


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many claims wait for a person's units, at most `MOST_COUNTED` counted."""

    administrative: int
    field: int
    contested: int = 0

    @property
    def total(self) -> int:
        """Return all of them."""
        return self.administrative + self.field

    @property
    def is_more(self) -> bool:
        """Return whether more wait than were counted."""
        return self.total >= MOST_COUNTED


def queue(staff: Staff, *, due: str | None = None, after: str | None = None, limit: int = 50) -> Page[QueueRow]:
    """Return the claims that this person may check, oldest first: all, those whose next check is `due`, or the `CONTESTED`. One statement.

    Claims on work of the person's own, or of a unit in which the person holds a role, never stand in it, nor what rotation or a
    conflict keeps from them. Raises Invalid.
    """
    rows = _narrowed(_waiting(staff), due).annotate(hint=Subquery(_loudest()))
    position = read_cursor(after)
    if position:
        rows = rows.filter(Q(claimed_at__gt=position[0]) | Q(claimed_at=position[0], id__gt=position[1]))
    found = list(rows.order_by("claimed_at", "id")[: limit + 1])
    last = found[limit - 1] if len(found) > limit else None
    following = cursor(last.claimed_at, last.id) if last and last.claimed_at else None
    return Page([_row(row) for row in found[:limit]], following)


def waiting(staff: Staff) -> Waiting:
    """Return how many claims wait for this person by the check that is next. One statement over the queue's partial index."""
    rows = _waiting(staff).order_by("claimed_at", "id").values_list("is_in_field", "is_contested")
    seen = list(rows[:MOST_COUNTED])
    in_field = sum(is_in_field for is_in_field, _ in seen)
    return Waiting(len(seen) - in_field, in_field, contested=sum(is_contested for _, is_contested in seen))


def _waiting(staff: Staff) -> QuerySet[Any]:
    """Return the claims that wait for this person's check; `is_in_field` of each: whether the next one is on the spot."""
    passed = Check.objects.filter(
        report=OuterRef("pk"), claim_version=OuterRef("claim_version"), kind=CheckKind.ADMINISTRATIVE, passed=True
    )
    rows = Report.objects.filter(of(staff), state=State.AWAITING_VALIDATION)
    rows = rows.exclude(Exists(Event.objects.filter(work_of(staff), report=OuterRef("pk"))))
    contests = Event.objects.filter(report=OuterRef("pk"), version=OuterRef("claim_version"), door="reports.contest")
    rows = rotation.checkable(rows, staff)
    return rows.annotate(is_in_field=Exists(passed) & Q(field_required=True), is_contested=Exists(contests))


def _loudest() -> QuerySet[Any]:
    """Return the tone of the finding that weighs most against the photos of a row's claim: against before question."""
    found = Finding.objects.filter(
        photo__report=OuterRef("pk"),
        photo__version=OuterRef("claim_version"),
        photo__role=PhotoRole.AFTER,
        tone__in=[Tone.AGAINST, Tone.QUESTION],
    )
    return found.order_by("tone").values("tone")[:1]


def _narrowed(rows: QuerySet[Any], due: str | None) -> QuerySet[Any]:
    if not due:
        return rows
    if due == CONTESTED:
        return rows.filter(is_contested=True)
    if due not in CheckKind.values:
        raise Invalid({"due": f"{due[:40]}?"})
    return rows.filter(is_in_field=due == CheckKind.FIELD)


def _row(row: Any) -> QueueRow:
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
        due=CheckKind.FIELD.value if row.is_in_field else CheckKind.ADMINISTRATIVE.value,
        needs_field=row.field_required,
        is_contested=row.is_contested,
        hint=row.hint or "",
        is_private=row.visibility == Visibility.PRIVATE,
        cover=None if row.is_in_field and can_unmask(row) else row.cover,
        origin=row.origin,
    )
