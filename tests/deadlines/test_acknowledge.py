"""Somebody takes notice, once; what nobody takes notice of goes one rung up."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.deadlines.test_escalate import begun, rungs, share_at, sweep
from tests.factories import make

from tanggap.agencies.words import Role
from tanggap.core import clock
from tanggap.core.refusal import NotAllowed, NotFound
from tanggap.deadlines import actions
from tanggap.deadlines.models import Escalation
from tanggap.feedback import actions as feedback
from tanggap.reports import actions as reports
from tanggap.reports.models import Event

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def escalated(share=25):
    """Return a report whose supervisor was told that a quarter of the time is left, the supervisor, and the escalation."""
    report = begun()
    supervisor = make.staff(of=report.unit_id, role=Role.SUPERVISOR)
    sweep(share_at(report, share))
    return report, supervisor, Escalation.objects.filter(report=report).latest("step")


def take_notice(by, *rows, after=timedelta(hours=1)):
    with clock.at(rows[0].told_at + after):
        return actions.acknowledge(by=by, escalations=[row.pk for row in rows])


def follow_up(at):
    with clock.at(at):
        return actions.follow_up()


def test_one_act_with_who_and_when():
    report, supervisor, row = escalated()
    assert take_notice(supervisor, row) == 1

    row.refresh_from_db()
    event = Event.objects.get(report=report, kind="deadlines.acknowledge")
    assert (row.acknowledged_by, row.acknowledged_at) == (supervisor, event.at)
    assert (event.actor_staff, event.payload["share"]) == (supervisor, 25)


def test_twice_is_once():
    report, supervisor, row = escalated()
    take_notice(supervisor, row)
    assert take_notice(supervisor, row, after=timedelta(hours=2)) == 0
    assert make.events(report).count("deadlines.acknowledge") == 1


def test_only_by_whom_it_is_addressed_to():
    report, _supervisor, row = escalated()
    for stranger in (report.assignee, make.staff(of=make.unit(), role=Role.SUPERVISOR)):
        with pytest.raises(NotFound):
            take_notice(stranger, row)
    with pytest.raises(NotAllowed):
        take_notice(make.staff(of=report.unit_id, role=Role.ANALYST), row)
    with pytest.raises(NotFound):
        actions.acknowledge(by=report.assignee, escalations=[0])
    assert "deadlines.acknowledge" not in make.events(report)


def test_where_there_is_no_head_who_supervises_takes_notice():
    _report, supervisor, row = escalated(share=0)
    assert row.role == "leader"
    assert take_notice(supervisor, row) == 1


def test_what_the_officer_is_told_concerns_who_works_on_it():
    report, _supervisor, row = escalated(share=50)
    with pytest.raises(NotFound):
        take_notice(make.staff(of=report.unit_id), row)
    assert take_notice(report.assignee, row) == 1


def test_what_nobody_takes_notice_of_goes_one_rung_up_once():
    report, _supervisor, row = escalated()
    assert follow_up(row.look_at - timedelta(minutes=1)) == 0
    before = len(rungs(report))
    follow_up(row.look_at)

    assert [(share, role) for _promise, share, role, _unit in rungs(report)[before:]] == [(0, "leader")]
    assert Event.objects.filter(report=report, kind="deadlines.escalate").latest("version").payload["why"] == "silence"
    follow_up(row.look_at + timedelta(minutes=1))
    assert len(rungs(report)) == before + 1


def test_what_was_taken_notice_of_waits_for_its_time():
    report, supervisor, row = escalated()
    Escalation.objects.filter(report=report, step__lt=row.step).update(
        acknowledged_at=row.told_at, acknowledged_by=supervisor
    )
    take_notice(supervisor, row)

    assert follow_up(row.look_at) == 0
    assert len(rungs(report)) == 2


def test_a_report_that_stands_still_is_not_taken_further():
    report, _supervisor, row = escalated()
    report.refresh_from_db()
    with clock.at(row.told_at):
        reports.ask(code=report.code, version=report.version, by=report.assignee, question="Di mana?")
    follow_up(row.look_at)

    row.refresh_from_db()
    assert (len(rungs(report)), row.climbed_at) == (2, None)
    with clock.at(row.look_at - timedelta(hours=1)):
        feedback.answer(code=report.code, token=make.token(report), answer="Di sana")
    follow_up(row.look_at)
    assert len(rungs(report)) == 3


def test_what_has_ended_is_put_away():
    report, supervisor, row = escalated()
    report.refresh_from_db()
    with clock.at(row.told_at):
        reports.coordinate(
            code=report.code, version=report.version, by=report.assignee, unit=make.unit().code, message="Mohon"
        )
    follow_up(row.look_at)

    row.refresh_from_db()
    assert row.ended_at is not None
    assert take_notice(supervisor, row) == 0
    assert len(rungs(report)) == 2


def test_a_sweep_looks_at_no_more_than_it_is_told():
    _report, _supervisor, row = escalated()
    with clock.at(row.look_at):
        assert actions.follow_up(limit=1) == 1


def test_two_people_who_take_notice_in_the_same_second_make_one_event():
    report, supervisor, row = escalated()
    other = make.staff(of=report.unit_id, role=Role.SUPERVISOR)
    at = datetime.now(UTC)
    with clock.at(max(at, row.told_at)):
        first = actions.acknowledge(by=supervisor, escalations=[row.pk, row.pk])
        second = actions.acknowledge(by=other, escalations=[row.pk])

    assert (first, second) == (1, 0)
    assert make.events(report).count("deadlines.acknowledge") == 1
