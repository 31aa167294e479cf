"""One claim with everything that its check needs, and nothing of who reported it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from tanggap.agencies import queries as agencies
from tanggap.agencies.models import Staff
from tanggap.core.refusal import NotFound
from tanggap.core.words import say
from tanggap.reports.models import Report
from tanggap.reports.queries import desk, tasks
from tanggap.reports.queries.photos import PhotoRow
from tanggap.reports.queries.tasks import TaskRow
from tanggap.reports.queries.timeline import Entry
from tanggap.reports.words import PhotoRole, State
from tanggap.verification import checklist as lists
from tanggap.verification.actions import due_check, is_independent
from tanggap.verification.evidence import claims as evidence
from tanggap.verification.models import Check
from tanggap.verification.queries.scope import can_unmask, of
from tanggap.verification.words import CheckKind


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


def case(code: str, *, staff: Staff) -> Case:
    """Return one claim for a validator of the unit that checks it. Raises NotFound for unknown and foreign alike."""
    found = Report.objects.filter(of(staff), code=code).first()
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
        keeps_photo_back=due == CheckKind.FIELD and can_unmask(found),
    )


_EVIDENCE = {PhotoRole.AFTER, PhotoRole.CHECK, PhotoRole.TASK}


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
