"""Every state × role × unit tries to close the report: who did not do the work, and is asked to check it, alone can."""

from contextlib import suppress
from itertools import product

import pytest
from django.db import transaction
from tests.factories import make

from tanggap.agencies.models import Membership, Staff
from tanggap.agencies.words import Role, UnitKind
from tanggap.core.refusal import Refusal
from tanggap.reports.models import Report
from tanggap.reports.photos import Upload
from tanggap.reports.words import State
from tanggap.verification import actions as verification

pytestmark = pytest.mark.django_db

ROLES = [role for role in Role if role not in {Role.CITIZEN, Role.SYSTEM}]
PLACES = ("handler", "first unit", "above the handler", "its own verifier", "another verifier", "a stranger")


def units(report: Report, agency: str, first: str) -> dict[str, str]:
    """Return a unit for each of `PLACES`: those that had a part in the report, and those that had none."""
    return {
        "handler": report.unit_id,
        "first unit": first,
        "above the handler": agency,
        "its own verifier": report.verifier_id or make.unit(kind=UnitKind.VERIFIER).code,
        "another verifier": make.unit(kind=UnitKind.VERIFIER).code,
        "a stranger": make.unit().code,
    }


def closes(report: Report, person: Staff) -> bool:
    """Return whether the person can close the report, by papers and a visit; nothing of it stays."""
    with suppress(Refusal), transaction.atomic():
        points, shots = make.checklist(report), [Upload(make.photo())]
        verification.send_to_field(code=report.code, version=report.version, verifier=person, checklist=points)
        verification.accept(
            code=report.code, version=report.version + 1, verifier=person, checklist=points, photos=shots
        )
        state = Report.objects.values_list("state", flat=True).get(pk=report.pk)
        transaction.set_rollback(True)
        return state == State.RESOLVED
    return False


def moved(person: Staff, *, to: str, role: Role) -> Staff:
    """Return the person as a member of another unit, with another role."""
    Staff.objects.filter(pk=person.pk).update(unit=to)
    Membership.objects.filter(staff=person).update(unit=to, role=role)
    return Staff.objects.get(pk=person.pk)


@pytest.mark.parametrize("state", list(State))
def test_only_an_independent_validator_of_the_verifying_unit_closes_and_only_what_waits_for_it(state):
    agency = make.unit(kind=UnitKind.AGENCY)
    handler = make.unit(parent=agency.code)
    report = make.report(state=state, handled_by=handler)
    there = units(report, agency.code, "kel-31.75.06.1005")
    person = make.staff(of=handler)

    tried = product(ROLES, PLACES)
    closed = {(role, place) for role, place in tried if closes(report, moved(person, to=there[place], role=role))}

    assert closed == ({(Role.VALIDATOR, "its own verifier")} if state == State.AWAITING_VALIDATION else set())
