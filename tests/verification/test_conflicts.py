"""Conflicts of interest: declared by oneself, ended by others, visible and counted; stepping back moves a case, never loses it."""

import pytest
from tests.factories import make
from tests.verification.checking import check, claimed, refused, sql, validator

from tanggap.agencies.models import Staff
from tanggap.agencies.words import Role
from tanggap.core.refusal import Invalid, NotAllowed
from tanggap.reports.models import Event
from tanggap.reports.words import State
from tanggap.verification import actions, conflicts, queries
from tanggap.verification.models import Conflict

pytestmark = pytest.mark.django_db


@pytest.fixture
def report():
    return claimed()


@pytest.fixture
def ani(report):
    return validator(report)


def supervisor(of):
    return make.staff(of=of.unit_id, role=Role.SUPERVISOR)


def about(report, by, kind):
    """Declare a conflict about the report's unit or its officer."""
    claimant = Event.objects.get(report=report, door="reports.claim_done").actor_staff_id
    given = {"unit": report.unit_id} if kind == "unit" else {"officer": Staff.objects.get(pk=claimant).username}
    return conflicts.declare(by=by, reason="Suami saya bekerja di sana", **given)


@pytest.mark.parametrize("kind", ["unit", "officer"])
def test_who_declared_a_conflict_does_not_check_and_does_not_see_it_waiting(report, ani, kind):
    about(report, ani, kind)

    with pytest.raises(actions.InConflict):
        check(report, by=ani)
    assert queries.queue(ani).rows == []


def test_other_work_is_not_touched(report, ani):
    conflicts.declare(by=ani, reason="Adik saya", unit=make.unit().code)

    check(report, by=ani)
    assert report.state == State.RESOLVED


def test_a_conflict_with_a_unit_that_did_a_part_counts_too(report, ani):
    other = make.unit()
    moved = claimed(handled_by=other)
    about(report, ani, "unit")  # the kelurahan, which passed it on

    with pytest.raises(actions.InConflict):
        check(moved, by=ani)


def test_the_database_refuses_a_check_across_a_conflict(report, ani):
    about(report, ani, "unit")
    with refused("verification_check_across_conflict"):
        sql(
            "INSERT INTO verification_check (report_id, claim_version, kind, passed, verifier_id, unit_id, findings, checklist, at)"
            " VALUES (%(report)s, %(claim)s, 'administrative', true, %(staff)s, %(unit)s, '', '{}', now())",
            report=report.pk, claim=report.claim_version, staff=ani.pk, unit=ani.unit_id,
        )  # fmt: skip


def test_nobody_ends_their_own_conflict(report, ani):
    number = about(report, ani, "unit")
    make.role(ani, Role.SUPERVISOR, ani.unit_id)

    with pytest.raises(conflicts.OwnConflict):
        conflicts.withdraw(conflict=number, by=ani)
    with refused("verification_conflict_withdrawn_by_another"):
        sql("UPDATE verification_conflict SET withdrawn_at = now(), withdrawn_by_id = staff_id")


def test_a_colleague_or_a_foreign_supervisor_does_not_end_it_and_the_own_one_does(report, ani):
    number = about(report, ani, "unit")
    for person in (validator(report), make.staff(of=make.unit(), role=Role.SUPERVISOR)):
        with pytest.raises(NotAllowed):
            conflicts.withdraw(conflict=number, by=person)

    conflicts.withdraw(conflict=number, by=supervisor(ani))

    check(report, by=ani)
    with pytest.raises(conflicts.Withdrawn):
        conflicts.withdraw(conflict=number, by=supervisor(ani))


def test_the_same_conflict_is_declared_once(report, ani):
    about(report, ani, "unit")
    with pytest.raises(conflicts.AlreadyDeclared):
        about(report, ani, "unit")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "unit"),
        ({"unit": "sd-x", "officer": "x"}, "unit"),
        ({"unit": "nowhere"}, "unit"),
        ({"officer": "nobody"}, "officer"),
        ({"unit": "jsc-intake", "reason": " "}, "reason"),
    ],
)
def test_a_conflict_is_about_one_and_says_why(ani, given, field):
    with pytest.raises(Invalid) as raised:
        conflicts.declare(by=ani, **{"reason": "Teman", **given})
    assert field in raised.value.errors


def test_only_validators_declare(report):
    with pytest.raises(NotAllowed):
        conflicts.declare(by=make.staff(of=report.unit_id), reason="Teman", unit="jsc-intake")


def test_who_declares_much_to_escape_work_is_seen_and_counted(report, ani):
    """Their supervisor sees every conflict with its reason, and how many there were; a foreign one sees nothing."""
    validator(report)
    about(report, ani, "unit")
    conflicts.recuse(code=report.code, version=report.version, validator=ani, reason="Saya kenal pelapornya")
    chief = supervisor(ani)

    assert [(one.person, one.declared, one.stepped_back) for one in conflicts.declarers(chief)] == [
        (ani.display_name, 1, 1)
    ]
    assert {row.reason for row in conflicts.in_units(chief)} == {"Suami saya bekerja di sana", "Saya kenal pelapornya"}
    assert (
        conflicts.in_units(validator(report)),
        conflicts.declarers(make.staff(of=make.unit(), role=Role.SUPERVISOR)),
    ) == ([], [])
    assert len(conflicts.of(ani)) == 2


def test_stepping_back_leaves_the_case_to_a_colleague_and_tells_no_reason(report, ani):
    budi = validator(report)
    event = conflicts.recuse(code=report.code, version=report.version, validator=ani, reason="Rumah saya di sana")

    report.refresh_from_db()
    assert (report.verifier_id, event.payload, event.kind) == (
        ani.unit_id,
        {"unit": ani.unit_id},
        "verification.recuse",
    )
    with pytest.raises(actions.InConflict):
        check(report, by=ani)
    check(report, by=budi)


def test_the_last_one_who_steps_back_sends_it_to_another_verifying_unit(report, ani):
    far = make.staff(of="biro-pemerintahan", role=Role.VALIDATOR)

    conflicts.recuse(code=report.code, version=report.version, validator=ani, reason="Rumah saya di sana")

    report.refresh_from_db()
    assert report.verifier_id == "biro-pemerintahan"
    check(report, by=far)
    assert report.state == State.RESOLVED


def test_where_nobody_else_is_anywhere_the_case_stays(report, ani):
    with pytest.raises(conflicts.NobodyElse):
        conflicts.recuse(code=report.code, version=report.version, validator=ani, reason="Rumah saya di sana")

    assert not Conflict.objects.exists()


def test_who_does_not_check_it_does_not_step_back_from_it(report):
    with pytest.raises(NotAllowed):
        conflicts.recuse(
            code=report.code, version=report.version, validator=make.staff(of=report.unit_id), reason="Teman"
        )


@pytest.mark.parametrize(
    ("attack", "constraint"),
    [
        ("UPDATE verification_conflict SET reason = 'x'", "verification_conflict_is_final"),
        ("DELETE FROM verification_conflict", "verification_conflict_is_final"),
        ("UPDATE verification_conflict SET officer_id = staff_id", "verification_conflict_is_final"),
    ],
)
def test_what_was_declared_stays(report, ani, attack, constraint):
    about(report, ani, "unit")
    with refused(constraint):
        sql(attack)
