"""Disposition: an agency instructs its branch, a unit an officer by name, with a date; who was told says that it was read."""

from datetime import timedelta

import pytest
from tests.factories import make
from tests.invariants.test_sql_attacks import refused_by, sql

from tanggap.agencies.words import Role, UnitKind
from tanggap.core import clock
from tanggap.core.refusal import Invalid, NotFound
from tanggap.reports import access, transitions
from tanggap.reports import actions as reports
from tanggap.reports.actions import instructing
from tanggap.reports.assigning import NotAColleague
from tanggap.reports.models import Instruction, Report
from tanggap.reports.words import State

pytestmark = pytest.mark.django_db


@pytest.fixture
def report() -> Report:
    return make.report(state=State.IN_PROGRESS)


def instruct(report: Report, **facts: object) -> Instruction:
    unit = str(report.unit_id)
    given = {
        "by": make.staff(of=unit, role=Role.SUPERVISOR),
        "officer": make.staff(of=unit).username,
        "message": "Periksa tiang nomor 7",
        "due_at": clock.now() + timedelta(days=1),
        **facts,
    }
    return instructing.instruct(code=report.code, version=Report.objects.get(pk=report.pk).version, **given)


def test_the_named_officer_has_the_report_and_the_instruction(report):
    officer = make.staff(of=str(report.unit_id))

    given = instruct(report, officer=officer.username)

    report.refresh_from_db()
    assert (report.assignee_id, report.unit_id) == (officer.pk, given.unit_id)
    assert (given.officer_id, given.text, given.read_at) == (officer.pk, "Periksa tiang nomor 7", None)
    assert make.events(report)[-2:] == ["reports.assign", "reports.instruct"]


def test_who_has_the_report_already_is_instructed_again_without_being_assigned_again(report):
    officer = make.staff(of=str(report.unit_id))
    instruct(report, officer=officer.username)
    instruct(report, officer=officer.username, message="Bawa tangga", due_at=None)

    assert make.events(report)[-3:] == ["reports.assign", "reports.instruct", "reports.instruct"]


def test_who_is_instructed_says_that_it_was_read_and_once(report):
    officer = make.staff(of=str(report.unit_id))
    given = instruct(report, officer=officer.username)

    read = instructing.read(code=report.code, version=given.version, by=officer)

    assert read.read_by == officer
    with pytest.raises(instructing.NotToYou):
        instructing.read(code=report.code, version=given.version, by=officer)


def test_nobody_reads_it_for_somebody_else(report):
    given = instruct(report)

    with pytest.raises(instructing.NotToYou):
        instructing.read(code=report.code, version=given.version, by=make.staff(of=str(report.unit_id)))
    with pytest.raises(NotFound):
        instructing.read(code=report.code, version=given.version, by=make.staff(of=make.unit()))
    with pytest.raises(NotFound):
        instructing.read(code=report.code, version=1, by=make.staff(of=str(report.unit_id)))


def test_a_branch_is_instructed_with_a_date_and_reads_it():
    agency = make.unit(kind=UnitKind.AGENCY)
    branch = make.unit(parent=agency.code)
    report = make.report(state=State.COORDINATING, handled_by=agency)
    due_at = clock.now() + timedelta(days=2)
    reports.disposition(
        code=report.code,
        version=report.version,
        by=make.staff(of=agency),
        unit=branch.code,
        message="Kerjakan",
        due_at=due_at,
    )
    given = Instruction.objects.get(report=report)
    person = make.staff(of=branch)

    instructing.read(code=report.code, version=given.version, by=person)

    assert (given.unit_id, given.officer_id, given.text, given.due_at) == (branch.code, None, "Kerjakan", due_at)
    assert Instruction.objects.get(report=report).read_by == person


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"message": " "}, "message"),
        ({"officer": ""}, "officer"),
        ({"due_at": clock.now() - timedelta(days=1)}, "due_at"),
    ],
)
def test_an_instruction_says_who_what_and_until_when(report, facts, field):
    with pytest.raises(Invalid) as refusal:
        instruct(report, **facts)

    assert list(refusal.value.errors) == [field]


def test_only_colleagues_are_instructed_and_by_the_own_unit_alone(report):
    with pytest.raises(NotAColleague):
        instruct(report, officer=make.staff(of=make.unit()).username)
    with pytest.raises(access.NotYours):
        instruct(report, by=make.staff(of=make.unit(), role=Role.SUPERVISOR))


def test_only_what_is_worked_on_is_instructed():
    with pytest.raises(transitions.NotPossible):
        instruct(make.report(state=State.AWAITING_VALIDATION))


@pytest.mark.parametrize("attack", ["UPDATE reports_instruction SET text = 'other'", "DELETE FROM reports_instruction"])
def test_what_was_instructed_stays_as_it_was(report, attack):
    instruct(report)

    assert refused_by(lambda: sql(attack)) == "reports_instruction_stays"
