"""One claim with everything that its check needs, and nothing of who reported it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from tanggap.agencies import queries as agencies
from tanggap.agencies.models import Staff
from tanggap.core import clock
from tanggap.core.refusal import NotFound
from tanggap.core.words import say
from tanggap.reports.models import Report
from tanggap.reports.queries import desk
from tanggap.reports.queries.photos import PhotoRow
from tanggap.reports.queries.tasks import TaskRow
from tanggap.reports.queries.timeline import Entry
from tanggap.reports.words import State
from tanggap.verification import checklist as lists
from tanggap.verification import opinions, rotation
from tanggap.verification.actions import due_check, is_independent
from tanggap.verification.evidence.claims import RUNNING
from tanggap.verification.models import Check, Opinion
from tanggap.verification.opinions import OpinionRow
from tanggap.verification.queries.captures import Shot
from tanggap.verification.queries.claimed import claimed, evidence_of, is_earlier
from tanggap.verification.queries.findings import FindingRow, as_cited
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
    of claims that did not hold; `shots` says where those of claim and check were taken. `parts` is what other units did, with photos
    among `after`. `contest`: why the unit contests the check of this claim. `examined` says how far the checks of the photos are
    (running, done, failed); `absent` names those that this installation cannot make.

    `bar`: what keeps the reader from deciding (conflict, contest, opinion, rotation), empty for nothing. `keeps_photo_back`: on the spot
    the reporter's own photo is not shown, it could unmask the reporter.
    """

    report: desk.DeskReport
    due: str
    needs_field: bool
    claim: str
    claimed_at: datetime | None
    claimed_by: str
    contest: str
    points: tuple[Point, ...]
    before: tuple[PhotoRow, ...]
    after: tuple[PhotoRow, ...]
    taken_at_check: tuple[PhotoRow, ...]
    earlier: tuple[PhotoRow, ...]
    shots: tuple[Shot, ...]
    findings: tuple[FindingRow, ...]
    examined: str
    absent: tuple[str, ...]
    parts: tuple[TaskRow, ...]
    checks: tuple[PastCheck, ...]
    opinion: OpinionRow | None
    is_independent: bool
    bar: str
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
    def may_decide(self) -> bool:
        """Return whether nothing keeps this reader from a verdict; the action asks once more."""
        return self.is_waiting and self.is_independent and not self.bar and self.report.can("verification.accept")

    @property
    def is_examined_still(self) -> bool:
        """Return whether the checks of the photos are not at their end."""
        return self.examined == RUNNING

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
    claim = claimed(found, desk.report(code, staff=staff))
    checks = list(Check.objects.filter(report=found).select_related("verifier").order_by("at", "id"))
    due = due_check(found)
    is_waiting = found.state == State.AWAITING_VALIDATION
    return Case(
        report=claim.report,
        due=due.value,
        needs_field=found.field_required,
        **evidence_of(found, claim, staff=staff),
        points=_points(found, checks),
        earlier=tuple(one for one in claim.report.photos if is_earlier(one, claim)),
        checks=_past(found, checks, found.claim_version or claim.version),
        opinion=opinions.of_case(found, staff),
        is_independent=is_independent(staff, found),
        bar=_bar(rotation.standing(staff, found, at=clock.now())) if is_waiting and found.claim_version else "",
        keeps_photo_back=due == CheckKind.FIELD and can_unmask(found),
    )


def cited(code: str, keys: Iterable[str], *, staff: Staff) -> list[dict[str, Any]]:
    """Return the findings on the present claim named by `keys`, as `actions.reject` keeps them. Raises NotFound."""
    return as_cited(case(code, staff=staff).findings, keys)


def second(opinion: int, *, staff: Staff) -> Case:
    """Return a claim for the second opinion on its papers: nothing in it tells what others said of it, or what became of it.

    Raises NotFound for one that is not this validator's to give.
    """
    row = next((one for one in opinions.asked_of(staff) if one.id == opinion), None)
    if row is None:
        raise NotFound
    asked = Opinion.objects.select_related("report").get(pk=opinion)
    found = asked.report
    found.claim_version = asked.claim_version  # as it was when the papers were judged; never saved
    claim = claimed(found, desk.report(found.code, staff=staff))
    return Case(
        report=_as_claimed(claim.report),
        due=CheckKind.ADMINISTRATIVE.value,
        needs_field=False,
        **evidence_of(found, claim, staff=staff),
        points=_points(found, []),
        earlier=(),
        checks=(),
        opinion=opinions.of_case(found, staff),
        is_independent=True,
        bar="",
        keeps_photo_back=False,
    )


def _as_claimed(shown: desk.DeskReport) -> desk.DeskReport:
    """Return a report without everything that came after the claim."""
    return replace(
        shown,
        state=State.AWAITING_VALIDATION,
        outcome="",
        closed_at=None,
        steps=(),
        timeline=(),
        photos=(),
        reopened_count=0,
    )


def _bar(standing: rotation.Standing) -> str:
    return standing.bar or ("rotation" if standing.must_rotate else "")


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
