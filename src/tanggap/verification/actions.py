"""Somebody who did not do the work says whether it is done: the only way to close a report."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tanggap.agencies import queries as agencies
from tanggap.agencies.models import Staff
from tanggap.core import clock
from tanggap.core.refusal import NotAllowed, Refusal
from tanggap.reports import actors, transitions
from tanggap.reports.access import DOING_A_PART
from tanggap.reports.actions.handling import said
from tanggap.reports.models import Event, Report
from tanggap.reports.photos import Taken, Upload, attach, take_in
from tanggap.reports.words import Outcome, PhotoRole, State
from tanggap.verification import checklist as lists
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


class InTheField(Refusal):
    """The administrative check of this claim has passed already; what it waits for is the visit."""

    message = _("This claim has passed its administrative check already. It waits for the field check.")


@transaction.atomic
def send_to_field(
    *, code: str, version: int, verifier: Staff, checklist: Mapping[str, bool] = UNTICKED, findings: str = ""
) -> Check:
    """Pass the administrative check and ask for a visit. Points that papers and photos cannot show may stay open until then.

    `checklist` maps points, in any language of the pack, to whether they hold. Raises NotIndependent, InTheField and
    transitions' refusals.
    """
    report = _locked(code, version, verifier)
    if due_check(report) == CheckKind.FIELD:
        raise InTheField
    check = _check(report, verifier, CheckKind.ADMINISTRATIVE, passed=True, findings=findings, ticked=checklist)
    payload = {"unit": report.verifier_id, "findings": check.findings, "checklist": check.checklist}
    _take("verification.send_to_field", report, check, payload, field_required=True)
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
    """Close a report whose claimed result holds: by the administrative check, or by the field check where one is due.

    Raises NotIndependent, ChecklistOpen, FieldCheckMissing, FieldPhotoMissing and the refusals of core.media and transitions.
    """
    return _accept(code, version, verifier, checklist, findings, take_in(photos))


@transaction.atomic
def _accept(
    code: str, version: int, verifier: Staff, checklist: Mapping[str, bool], findings: str, taken: list[Taken]
) -> Check:
    report = _locked(code, version, verifier)
    kind = due_check(report)
    if kind == CheckKind.ADMINISTRATIVE and report.field_required:
        raise FieldCheckMissing
    if kind == CheckKind.FIELD and not taken:
        raise FieldPhotoMissing
    if not all(lists.answered(lists.points(report.category_id), checklist).values()):
        raise ChecklistOpen
    check = _check(report, verifier, kind, passed=True, findings=findings, ticked=checklist)
    payload = {"check": kind.value, "findings": check.findings, "checklist": check.checklist}
    _take("verification.accept", report, check, payload, outcome=Outcome.SOLVED)
    attach(report, taken, role=PhotoRole.CHECK, version=report.version, at=check.at)
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
) -> Check:
    """Return a claimed result to its unit (TL Ditolak) with words that the public reads too.

    Raises Invalid, NotIndependent and the refusals of core.media and transitions.
    """
    words = said("message", message, required=True)
    return _reject(code, version, verifier, words, checklist, findings, take_in(photos))


@transaction.atomic
def _reject(
    code: str,
    version: int,
    verifier: Staff,
    message: str,
    checklist: Mapping[str, bool],
    findings: str,
    taken: list[Taken],
) -> Check:
    report = _locked(code, version, verifier)
    kind = due_check(report)
    check = _check(report, verifier, kind, passed=False, findings=findings, ticked=checklist)
    payload = {"check": kind.value, "message": message, "findings": check.findings, "checklist": check.checklist}
    _take("verification.reject", report, check, payload, claim_version=None, field_required=False)
    attach(report, taken, role=PhotoRole.CHECK, version=report.version, at=check.at)
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
    did = Q(door__startswith="reports.") | Q(kind__in=DOING_A_PART)
    of_part = Q(kind__in=DOING_A_PART, payload__asked__in=sorted(unit for unit in units if unit))
    return of_part | Q(unit__in=units) | did & Q(actor_unit__in=units) | did & Q(actor_staff=verifier)


def _locked(code: str, version: int, verifier: Staff) -> Report:
    report = transitions.lock(code, version=version)
    if report.state != State.AWAITING_VALIDATION:
        raise transitions.NotPossible(transitions.NotPossible.message % {"state": State(report.state).label})
    if not is_independent(verifier, report):
        raise NotIndependent
    return report


def _check(
    report: Report, verifier: Staff, kind: CheckKind, *, passed: bool, findings: str, ticked: Mapping[str, bool]
) -> Check:
    return Check.objects.create(
        report=report,
        claim_version=_claim(report),
        kind=kind,
        passed=passed,
        verifier=verifier,
        unit_id=verifier.unit_id,
        findings=said("findings", findings),
        checklist=lists.answered(lists.points(report.category_id), ticked),
        at=clock.now(),
    )


def _claim(report: Report) -> int:
    """Return the event that made the present claim; a report that waits for validation has one."""
    if report.claim_version is None:
        raise transitions.NotPossible(transitions.NotPossible.message % {"state": State(report.state).label})
    return report.claim_version


def _take(door: str, report: Report, check: Check, payload: dict[str, Any], **changes: Any) -> Event:
    by = actors.staff(check.verifier)
    return transitions.take(report, door=door, by=by, at=check.at, payload=payload, **changes)
