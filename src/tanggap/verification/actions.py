"""Somebody who did not do the work says whether it is done: the only way to close a report."""

from collections.abc import Mapping, Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from tanggap.agencies.models import Staff
from tanggap.core import clock
from tanggap.core.refusal import Invalid, NotAllowed, Refusal
from tanggap.reports import access, actors, transitions
from tanggap.reports.actions.handling import said
from tanggap.reports.models import Event, Report
from tanggap.reports.photos import Taken, Upload, attach, take_in
from tanggap.reports.words import Outcome, PhotoRole, State
from tanggap.verification.models import Check
from tanggap.verification.words import CheckKind


class NotIndependent(NotAllowed):
    """The verifier's unit worked on the report, or the verifier claimed it done (study: a third party verifies)."""

    message = _("Your unit worked on this report, so another unit must check it.")


class ChecklistOpen(Refusal):
    """A result passes when every point of the category's checklist holds."""

    message = _("Every point of the checklist must hold before the result can pass. If one does not, reject it.")
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


@transaction.atomic
def send_to_field(
    *, code: str, version: int, verifier: Staff, checklist: Mapping[str, bool], findings: str = ""
) -> Check:
    """Pass the administrative check and ask for a visit. Raises NotIndependent, ChecklistOpen and transitions' refusals."""
    report = _locked(code, version, verifier)
    check = _check(report, verifier, CheckKind.ADMINISTRATIVE, passed=True, findings=findings, checklist=checklist)
    payload = {"unit": report.verifier_id, "findings": check.findings, "checklist": dict(checklist)}
    _take(report, "verification.send_to_field", verifier, payload, field_required=True)
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

    Raises NotIndependent, ChecklistOpen, FieldCheckMissing, FieldPhotoMissing and transitions' refusals.
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
    check = _check(report, verifier, kind, passed=True, findings=findings, checklist=checklist)
    payload = {"check": kind.value, "findings": check.findings, "checklist": dict(checklist)}
    _take(report, "verification.accept", verifier, payload, outcome=Outcome.SOLVED)
    attach(report, taken, role=PhotoRole.CHECK, version=report.version, at=check.at)
    return check


def reject(
    *,
    code: str,
    version: int,
    verifier: Staff,
    message: str,
    checklist: Mapping[str, bool] | None = None,
    findings: str = "",
    photos: Sequence[Upload] = (),
) -> Check:
    """Return a claimed result to its unit (TL Ditolak) with words that the public reads too. Raises Invalid, NotIndependent."""
    said("message", message, required=True)
    return _reject(code, version, verifier, message.strip(), checklist or {}, findings, take_in(photos))


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
    check = _check(report, verifier, kind, passed=False, findings=findings, checklist=checklist)
    payload = {"check": kind.value, "message": message, "findings": check.findings, "checklist": dict(checklist)}
    _take(report, "verification.reject", verifier, payload, claim_version=None, field_required=False)
    attach(report, taken, role=PhotoRole.CHECK, version=report.version, at=check.at)
    return check


def due_check(report: Report) -> CheckKind:
    """Return the check that the present claim needs next: the field one once its administrative one has passed."""
    passed = Check.objects.filter(
        report=report, claim_version=report.claim_version, kind=CheckKind.ADMINISTRATIVE, passed=True
    )
    return CheckKind.FIELD if report.field_required and passed.exists() else CheckKind.ADMINISTRATIVE


def is_independent(verifier: Staff, report: Report) -> bool:
    """Return whether neither the verifier's unit nor the verifier ever worked on the report. The database asks the same."""
    claimed = Event.objects.filter(report=report, door="reports.claim_done", actor_staff=verifier)
    return not access.handled_by(verifier.unit_id, report.id) and not claimed.exists()


def _locked(code: str, version: int, verifier: Staff) -> Report:
    report = transitions.lock(code, version=version)
    if report.state != State.AWAITING_VALIDATION:
        raise transitions.NotPossible(transitions.NotPossible.message % {"state": State(report.state).label})
    if not is_independent(verifier, report):
        raise NotIndependent
    return report


def _check(
    report: Report, verifier: Staff, kind: CheckKind, *, passed: bool, findings: str, checklist: Mapping[str, bool]
) -> Check:
    if passed and not all(checklist.values()):
        raise ChecklistOpen
    if report.claim_version is None:
        raise Invalid({"version": _("There is no claim to check.")})
    try:
        return Check.objects.create(
            report=report,
            claim_version=report.claim_version,
            kind=kind,
            passed=passed,
            verifier=verifier,
            unit=verifier.unit,
            findings=said("findings", findings),
            checklist=dict(checklist),
            at=clock.now(),
        )
    except IntegrityError as error:
        raise NotIndependent from error


def _take(report: Report, door: str, verifier: Staff, payload: dict[str, object], **changes: object) -> Event:
    at = clock.now()
    return transitions.take(report, door=door, by=actors.staff(verifier), at=at, payload=payload, **changes)
