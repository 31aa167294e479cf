"""What a validator sees: the queue of claims to check, and one case."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from tanggap.agencies import queries as agencies
from tanggap.agencies.models import Staff
from tanggap.agencies.words import Role
from tanggap.catalog import queries as catalog
from tanggap.core.ids import read_code
from tanggap.core.paging import Page, cursor, read_cursor
from tanggap.core.refusal import Invalid, NotFound
from tanggap.core.words import say
from tanggap.places import queries as places
from tanggap.places.city import city
from tanggap.reports import access
from tanggap.reports.models import Event, Report
from tanggap.reports.queries import desk, tasks
from tanggap.reports.queries.photos import PhotoRow
from tanggap.reports.queries.public import first_words
from tanggap.reports.queries.tasks import TaskRow
from tanggap.reports.queries.timeline import Entry
from tanggap.reports.words import PhotoRole, State, Visibility
from tanggap.verification import checklist as lists
from tanggap.verification.actions import due_check, is_independent, work_of
from tanggap.verification.evidence import claims as evidence
from tanggap.verification.models import Check
from tanggap.verification.words import CheckKind

MOST_COUNTED = 1000


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A claim that waits for its check, oldest first. `due` is the check that is made next."""

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

    @property
    def total(self) -> int:
        """Return all of them."""
        return self.administrative + self.field

    @property
    def is_more(self) -> bool:
        """Return whether more wait than were counted."""
        return self.total >= MOST_COUNTED


@dataclass(frozen=True, slots=True)
class Point:
    """One point of the category's checklist. `seen` is what the administrative check of this claim said of it, None before."""

    key: str
    label: str
    seen: bool | None


@dataclass(frozen=True, slots=True)
class PastCheck:
    """A check already made on this report; `points` are (words, held)."""

    kind: str
    passed: bool
    unit: str
    person: str
    findings: str
    points: tuple[tuple[str, bool], ...]
    is_of_this_claim: bool
    at: datetime

    @property
    def kind_label(self) -> str:
        """Return how it was checked, in words."""
        return str(CheckKind(self.kind).label)


@dataclass(frozen=True, slots=True)
class Case:
    """One claim with everything that its check needs; `due` is the check that is made now. No reporter anywhere in it.

    `before`, `after` and `taken_at_check` are photos of the problem, of the present claim and of its field check; `earlier` are those
    of claims that did not hold. `parts` is what other units did, with photos among `after`.

    `keeps_photo_back`: on the spot the reporter's own photo is not shown, it could unmask the reporter.
    """

    report: desk.DeskReport
    due: str
    needs_field: bool
    claim: str
    claimed_at: datetime | None
    claimed_by: str
    points: tuple[Point, ...]
    before: tuple[PhotoRow, ...]
    after: tuple[PhotoRow, ...]
    taken_at_check: tuple[PhotoRow, ...]
    earlier: tuple[PhotoRow, ...]
    findings: tuple[evidence.Finding, ...]
    parts: tuple[TaskRow, ...]
    checks: tuple[PastCheck, ...]
    is_independent: bool
    keeps_photo_back: bool

    @property
    def due_label(self) -> str:
        """Return the check that is made now, in words."""
        return str(CheckKind(self.due).label)

    @property
    def is_field(self) -> bool:
        """Return whether the check that is made now is the one on the spot."""
        return self.due == CheckKind.FIELD

    @property
    def is_waiting(self) -> bool:
        """Return whether the claim still waits for its verdict."""
        return self.report.state == State.AWAITING_VALIDATION

    def since(self, version: int) -> list[Entry]:
        """Return what happened after `version`: the difference that a stale page is shown."""
        return [entry for entry in self.report.timeline if entry.version > version]


def validator_units(staff: Staff) -> list[str]:
    """Return the units for which this person checks."""
    return sorted({grant.unit for grant in agencies.grants(staff) if grant.role == Role.VALIDATOR})


def queue(staff: Staff, *, due: str | None = None, after: str | None = None, limit: int = 50) -> Page[QueueRow]:
    """Return the claims that this person may check, oldest first, all or those whose next check is `due`. One statement.

    Claims on work of the person's own, or of a unit in which the person holds a role, never stand in it. Raises Invalid.
    """
    rows = _narrowed(_waiting(staff), due)
    position = read_cursor(after)
    if position:
        rows = rows.filter(Q(claimed_at__gt=position[0]) | Q(claimed_at=position[0], id__gt=position[1]))
    found = list(rows.order_by("claimed_at", "id")[: limit + 1])
    last = found[limit - 1] if len(found) > limit else None
    following = cursor(last.claimed_at, last.id) if last and last.claimed_at else None
    return Page([_row(row) for row in found[:limit]], following)


def waiting(staff: Staff) -> Waiting:
    """Return how many claims wait for this person by the check that is next. One statement over the queue's partial index."""
    seen = list(_waiting(staff).order_by("claimed_at", "id").values_list("is_in_field", flat=True)[:MOST_COUNTED])
    return Waiting(administrative=seen.count(False), field=seen.count(True))


def find(typed: str, *, staff: Staff) -> str | None:
    """Return the code that a validator typed, when the case is one of the person's units; else None. At most one statement."""
    code = read_code(typed, city().prefix)
    is_there = code is not None and Report.objects.filter(_of(staff), code=code).exists()
    return code if is_there else None


def case(code: str, *, staff: Staff) -> Case:
    """Return one claim for a validator of the unit that checks it. Raises NotFound for unknown and foreign alike."""
    found = Report.objects.filter(_of(staff), code=code).first()
    if found is None:
        raise NotFound
    shown = desk.report(code, staff=staff)
    claims = [entry for entry in shown.timeline if entry.kind == "reports.claim_done"]
    last = claims[-1] if claims else None
    claim, before = last.version if last else 0, claims[-2].version if len(claims) > 1 else 0
    lent = [one for one in shown.photos if one.role == PhotoRole.TASK and before < one.version < claim]
    checks = list(Check.objects.filter(report=found).select_related("verifier").order_by("at", "id"))
    due = due_check(found)
    return Case(
        report=shown,
        due=due.value,
        needs_field=found.field_required,
        claim=last.message if last else "",
        claimed_at=found.claimed_at,
        claimed_by=last.actor if last else "",
        points=_points(found, checks),
        before=tuple(one for one in shown.photos if one.role == PhotoRole.BEFORE),
        after=(*(one for one in shown.photos if one.role == PhotoRole.AFTER and one.version == claim), *lent),
        taken_at_check=tuple(one for one in shown.photos if one.role == PhotoRole.CHECK and one.version > claim),
        earlier=tuple(one for one in shown.photos if one.role in _EVIDENCE and one.version < claim and one not in lent),
        findings=evidence.of_claim(found, staff=staff, since=before),
        parts=tasks.answered_since(found, before, shown.photos),
        checks=_past(found, checks, claim),
        is_independent=is_independent(staff, found),
        keeps_photo_back=due == CheckKind.FIELD and _can_unmask(found),
    )


_EVIDENCE = {PhotoRole.AFTER, PhotoRole.CHECK, PhotoRole.TASK}


def has_decided(code: str, *, staff: Staff, door: str, version: int) -> bool:
    """Return whether this person took the case through `door` from `version`: a form that arrives twice is one act."""
    acts = Event.objects.filter(report__code=code, door=door, actor_staff=staff)
    return acts.filter(version=version + 1).exists()


def _of(staff: Staff) -> Q:
    """Return which reports the person's validator roles cover: the verifying unit, narrowed to the role's area."""
    return access.reach("verify.see", staff)


def _can_unmask(row: Report) -> bool:
    """Return whether the reporter's own photo could tell who reported: on the spot it is not shown then (ui.md §3)."""
    category = catalog.category(row.category_id)
    return category is None or category.is_sensitive or category.is_confidential


def _waiting(staff: Staff) -> QuerySet[Any]:
    """Return the claims that wait for this person's check; `is_in_field` of each: whether the next one is on the spot."""
    passed = Check.objects.filter(
        report=OuterRef("pk"), claim_version=OuterRef("claim_version"), kind=CheckKind.ADMINISTRATIVE, passed=True
    )
    rows = Report.objects.filter(_of(staff), state=State.AWAITING_VALIDATION)
    rows = rows.exclude(Exists(Event.objects.filter(work_of(staff), report=OuterRef("pk"))))
    return rows.annotate(is_in_field=Exists(passed) & Q(field_required=True))


def _narrowed(rows: QuerySet[Any], due: str | None) -> QuerySet[Any]:
    if not due:
        return rows
    if due not in CheckKind.values:
        raise Invalid({"due": f"{due[:40]}?"})
    return rows.filter(is_in_field=due == CheckKind.FIELD)


def _points(found: Report, checks: list[Check]) -> tuple[Point, ...]:
    """Return the category's checklist, with what the administrative check of the present claim said of each point."""
    on_paper: Mapping[str, bool] = next(
        (
            one.checklist
            for one in checks
            if one.claim_version == found.claim_version and one.kind == CheckKind.ADMINISTRATIVE
        ),
        {},
    )
    points = lists.points(found.category_id)
    return tuple(Point(lists.key(point), say(point), on_paper.get(lists.key(point))) for point in points)


def _past(found: Report, checks: list[Check], claim: int) -> tuple[PastCheck, ...]:
    labels = {lists.key(point): say(point) for point in lists.points(found.category_id)}
    order = list(labels)

    def points(check: Check) -> tuple[tuple[str, bool], ...]:
        """Return the points in the category's order, those that it has no more at the end."""
        kept = sorted(check.checklist.items(), key=lambda it: order.index(it[0]) if it[0] in labels else len(order))
        return tuple((labels.get(key, key), held) for key, held in kept)

    return tuple(
        PastCheck(
            kind=check.kind,
            passed=check.passed,
            unit=agencies.unit_label(check.unit_id),
            person=check.verifier.display_name,
            findings=check.findings,
            points=points(check),
            is_of_this_claim=check.claim_version == claim,
            at=check.at,
        )
        for check in checks
    )


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
        is_private=row.visibility == Visibility.PRIVATE,
        cover=None if row.is_in_field and _can_unmask(row) else row.cover,
        origin=row.origin,
    )
