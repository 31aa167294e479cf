"""Somebody who did not do the work says whether it is done: the only way to close a report."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tanggap.agencies import queries as agencies
from tanggap.agencies.models import Staff
from tanggap.core import clock
from tanggap.core.refusal import NotAllowed, Refusal
from tanggap.reports import actors, transitions
from tanggap.reports.access import DOING_A_PART, WORKING_ON
from tanggap.reports.actions.handling import said
from tanggap.reports.models import Event, Report
from tanggap.reports.photos import Taken, Upload, attach, take_in
from tanggap.reports.words import Outcome, PhotoRole, State
from tanggap.verification import checklist as lists
from tanggap.verification import claims, opinions, plans, repeats, rotation
from tanggap.verification.claims import Claim
from tanggap.verification.models import Check
from tanggap.verification.words import CheckKind

UNTICKED: Final[Mapping[str, bool]] = {}  # a checklist without a tick


class NotIndependent(NotAllowed):
    """The verifier, or a unit in which the verifier holds a role, worked on the report (study: a third party verifies)."""

    message = _("Your unit worked on this report, so another unit must check it.")


class ChecklistOpen(Refusal):
    """A result passes when every point of the category's checklist holds."""

    message = _(
        "Every point of the checklist must hold before the report can be closed. If one does not, return it to the unit."
    )
    field = "checklist"
    status = 422


class FieldCheckMissing(Refusal):
    """The category asks for a visit; the administrative check comes first, the field check closes."""

    message = _("This category is closed by a field check. Send it to the field first.")


class FieldPhotoMissing(Refusal):
    """A field check shows what was found."""

    message = _("A field check needs at least one photo taken on the spot.")
    field = "photos"
    status = 422


class InConflict(NotAllowed):
    """A conflict of interest that the verifier declared keeps them from this report."""

    message = _(
        "You declared a conflict of interest about this report, its unit or its officer. Somebody else checks it."
    )


class RejectedBefore(NotAllowed):
    """A contested check is looked at by somebody else."""

    message = _("The unit contests your check of this claim, so another validator looks at it.")


class GaveSecondOpinion(NotAllowed):
    """Who gave the second opinion on a claim does not give the first as well."""

    message = _("You gave the second opinion on this claim, so somebody else makes the check.")


class MustRotate(NotAllowed):
    """The same validator does not check the same officer's work again while another independent one is there."""

    message = _("You checked this officer’s work a short time ago. Another validator of your unit takes this one.")


class InTheField(Refusal):
    """The administrative check of this claim has passed already; what it waits for is the visit."""

    message = _("This claim has passed its administrative check already. It waits for the field check.")


@transaction.atomic
def send_to_field(
    *, code: str, version: int, verifier: Staff, checklist: Mapping[str, bool] = UNTICKED, findings: str = ""
) -> Check:
    """Pass the administrative check and ask for a visit. Points that papers and photos cannot show may stay open until then.

    `checklist` maps points, in any language of the pack, to whether they hold. Raises NotIndependent, InConflict, RejectedBefore,
    GaveSecondOpinion, MustRotate, InTheField and transitions' refusals.
    """
    case = _locked(code, version, verifier)
    if due_check(case.report) == CheckKind.FIELD:
        raise InTheField
    check = _check(case, verifier, CheckKind.ADMINISTRATIVE, passed=True, findings=findings, ticked=checklist)
    plans.make(case.report, case.claim, check, asked=True)
    return _to_field(case, check)


def _to_field(case: "_Case", check: Check) -> Check:
    """Let a claim whose papers `check` passed wait for its visit; the check says that one follows, nothing says why."""
    report = case.report
    payload = {"unit": report.verifier_id, "findings": check.findings, "checklist": check.checklist}
    _take("verification.send_to_field", report, check, payload, field_required=True)
    opinions.draw(report, case.claim, check)
    check.field_follows = True
    return check


def accept(
    *,
    code: str,
    version: int,
    verifier: Staff,
    checklist: Mapping[str, bool],
    findings: str = "",
    photos: Sequence[Upload] = (),
) -> Check:
    """Say that a claimed result holds: by papers, or by the field check where one is due.

    Papers close the report unless its plan asks for a visit; then it waits for that, and the check returned says `field_follows`.
    Raises as send_to_field, ChecklistOpen, FieldCheckMissing, FieldPhotoMissing and the refusals of core.media.
    """
    return _accept(code, version, verifier, checklist, findings, take_in(photos))


@transaction.atomic
def _accept(
    code: str, version: int, verifier: Staff, checklist: Mapping[str, bool], findings: str, taken: list[Taken]
) -> Check:
    case = _locked(code, version, verifier)
    report, kind = case.report, due_check(case.report)
    if kind == CheckKind.ADMINISTRATIVE and report.field_required:
        raise FieldCheckMissing
    if kind == CheckKind.FIELD and not taken:
        raise FieldPhotoMissing
    if not all(lists.answered(lists.points(report.category_id), checklist).values()):
        raise ChecklistOpen
    check = _check(case, verifier, kind, passed=True, findings=findings, ticked=checklist)
    if kind == CheckKind.ADMINISTRATIVE and plans.make(report, case.claim, check).is_field:
        return _to_field(case, check)
    payload = {"check": kind.value, "findings": check.findings, "checklist": check.checklist}
    _take("verification.accept", report, check, payload, outcome=Outcome.SOLVED)
    attach(report, taken, role=PhotoRole.CHECK, version=report.version, at=check.at)
    opinions.draw(report, case.claim, check)
    return check


def reject(
    *,
    code: str,
    version: int,
    verifier: Staff,
    message: str,
    checklist: Mapping[str, bool] = UNTICKED,
    findings: str = "",
    photos: Sequence[Upload] = (),
    cited: Sequence[Mapping[str, Any]] = (),
) -> Check:
    """Return a claimed result to its unit (TL Ditolak) with words that the public reads too.

    `cited` are the findings on its photos that the unit shall see (`queries.cited`). When many results of the unit did not hold lately,
    those above it hear of it. Raises Invalid, the refusals of core.media, and as send_to_field.
    """
    words = said("message", message, required=True)
    return _reject(code, version, verifier, words, checklist, findings, take_in(photos), cited)


@transaction.atomic
def _reject(
    code: str,
    version: int,
    verifier: Staff,
    message: str,
    checklist: Mapping[str, bool],
    findings: str,
    taken: list[Taken],
    cited: Sequence[Mapping[str, Any]],
) -> Check:
    case = _locked(code, version, verifier)
    report, kind = case.report, due_check(case.report)
    check = _check(case, verifier, kind, passed=False, findings=findings, ticked=checklist)
    payload = {
        "check": kind.value,
        "message": message,
        "findings": check.findings,
        "checklist": check.checklist,
        **({"cited": [dict(one) for one in cited]} if cited else {}),
    }
    _take("verification.reject", report, check, payload, claim_version=None, field_required=False)
    attach(report, taken, role=PhotoRole.CHECK, version=report.version, at=check.at)
    opinions.draw(report, case.claim, check)
    repeats.note(report, check)
    return check


def due_check(report: Report) -> CheckKind:
    """Return the check that the present claim needs next: the field one once its administrative one has passed."""
    if not report.field_required or report.claim_version is None:
        return CheckKind.ADMINISTRATIVE
    passed = Check.objects.filter(report=report, kind=CheckKind.ADMINISTRATIVE, passed=True)
    is_passed = passed.filter(claim_version=report.claim_version).exists()
    return CheckKind.FIELD if is_passed else CheckKind.ADMINISTRATIVE


def is_independent(verifier: Staff, report: Report) -> bool:
    """Return whether neither the verifier nor a unit in which the verifier holds a role ever worked on the report."""
    return not Event.objects.filter(work_of(verifier), report=report).exists()


def work_of(verifier: Staff) -> Q:
    """Return which events make the verifier no third party: a unit of theirs answered for it, worked on it or did a part, or they did.

    The database asks the same of the unit that the verifier belongs to (a trigger); memberships in others are asked here alone.
    """
    units = {verifier.unit_id, *(grant.unit for grant in agencies.grants(verifier))}
    did = WORKING_ON | Q(kind__in=DOING_A_PART)
    of_part = Q(kind__in=DOING_A_PART, payload__asked__in=sorted(unit for unit in units if unit))
    return of_part | Q(unit__in=units) | did & Q(actor_unit__in=units) | did & Q(actor_staff=verifier)


@dataclass(frozen=True, slots=True)
class _Case:
    """A locked report whose claim this validator may check; `is_repeat`: of the same officer again, for nobody else is there."""

    report: Report
    claim: Claim
    is_repeat: bool


def _locked(code: str, version: int, verifier: Staff) -> _Case:
    report = transitions.lock(code, version=version)
    claim = claims.of(report)
    if report.state != State.AWAITING_VALIDATION or claim is None:
        raise transitions.NotPossible(transitions.NotPossible.message % {"state": State(report.state).label})
    if not is_independent(verifier, report):
        raise NotIndependent
    standing = rotation.standing(verifier, report, at=clock.now())
    if standing.bar:
        raise _BARRED[standing.bar]
    if standing.must_rotate:
        raise MustRotate
    return _Case(report, claim, standing.is_repeat)


_BARRED: Mapping[str, type[NotAllowed]] = {
    rotation.CONFLICT: InConflict,
    rotation.CONTEST: RejectedBefore,
    rotation.OPINION: GaveSecondOpinion,
}


def _check(
    case: _Case, verifier: Staff, kind: CheckKind, *, passed: bool, findings: str, ticked: Mapping[str, bool]
) -> Check:
    report = case.report
    return Check.objects.create(
        report=report,
        claim_version=case.claim.version,
        kind=kind,
        passed=passed,
        verifier=verifier,
        unit_id=verifier.unit_id,
        findings=said("findings", findings),
        checklist=lists.answered(lists.points(report.category_id), ticked),
        at=clock.now(),
        claimant_id=case.claim.claimant,
        handler_id=case.claim.unit,
        area_id=report.area_id,
        is_repeat=case.is_repeat,
    )


def _take(door: str, report: Report, check: Check, payload: dict[str, Any], **changes: Any) -> Event:
    by = actors.staff(check.verifier)
    return transitions.take(report, door=door, by=by, at=check.at, payload=payload, **changes)
