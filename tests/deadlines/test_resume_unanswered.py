"""`deadlines.actions.resume_unanswered`: a question that stays unanswered does not stop the work."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.factories import make

from tanggap.core import clock
from tanggap.deadlines import actions
from tanggap.deadlines.actions import watching
from tanggap.feedback import actions as feedback
from tanggap.places.city import city
from tanggap.reports import actions as reports
from tanggap.reports.models import Report
from tanggap.reports.words import State

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)
MOMENT = timedelta(seconds=1)


def over():
    return NOON + timedelta(days=city().answer_wait_days) + MOMENT


def sweep(at):
    with clock.at(at):
        return actions.resume_unanswered()


def state(report):
    return Report.objects.get(pk=report.pk).state


def test_after_the_citys_number_of_days_the_work_goes_on():
    report = make.report(state=State.AWAITING_REPORTER, at=NOON)

    assert sweep(over()) == 1

    assert (state(report), make.events(report)[-1]) == (State.IN_PROGRESS, "deadlines.resume")


def test_not_before():
    report = make.report(state=State.AWAITING_REPORTER, at=NOON)

    assert (sweep(over() - MOMENT), state(report)) == (0, State.AWAITING_REPORTER)


def test_the_clock_runs_on_from_where_it_stood():
    report = make.report(state=State.AWAITING_REPORTER, at=NOON)
    due = report.resolve_due_at

    sweep(over())

    report.refresh_from_db()
    assert (report.resolve_due_at, report.paused_at) == (due + (over() - NOON), None)


def test_a_report_under_validation_is_left_alone():
    report = make.report(state=State.AWAITING_VALIDATION, at=NOON)

    assert (sweep(over()), state(report)) == (0, State.AWAITING_VALIDATION)


def test_once():
    make.report(state=State.AWAITING_REPORTER, at=NOON)

    assert (sweep(over()), sweep(over())) == (1, 0)


def test_those_who_waited_longest_come_first_and_no_more_than_asked():
    late = make.report(state=State.AWAITING_REPORTER, at=NOON)
    early = make.report(state=State.AWAITING_REPORTER, at=NOON - timedelta(hours=1))

    with clock.at(over()):
        assert actions.resume_unanswered(limit=1) == 1

    assert (state(early), state(late)) == (State.IN_PROGRESS, State.AWAITING_REPORTER)


def test_a_report_that_was_answered_and_asked_again_since_it_was_listed_waits_on(monkeypatch):
    report = make.report(state=State.AWAITING_REPORTER, at=NOON)
    lock = watching.transitions.lock

    def meanwhile(code, **how):
        monkeypatch.setattr(watching.transitions, "lock", lock)
        with clock.at(NOON + timedelta(days=6)):
            feedback.answer(code=report.code, token=make.token(report), answer="Utara")
            version = Report.objects.get(pk=report.pk).version
            reports.ask(
                code=report.code, version=version, by=make.staff(of=report.unit_id), question="Tiang nomor berapa?"
            )
        return lock(code, **how)

    monkeypatch.setattr(watching.transitions, "lock", meanwhile)

    assert (sweep(over()), state(report)) == (0, State.AWAITING_REPORTER)
