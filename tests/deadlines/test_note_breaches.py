"""`deadlines.actions.note_breaches`: a promise that passes is an event, once."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.factories import LITTER, make

from tanggap.core import clock
from tanggap.deadlines import actions
from tanggap.deadlines.actions import watching
from tanggap.feedback import actions as feedback
from tanggap.reports import actions as reports
from tanggap.reports.models import Event, Report
from tanggap.reports.words import State

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)
MOMENT = timedelta(seconds=1)


def promises(report):
    """Return which promises were noted as broken, first to last."""
    broken = Event.objects.filter(report=report, kind="deadlines.breach").order_by("version")
    return [event.payload["promise"] for event in broken]


def sweep(at):
    with clock.at(at):
        return actions.note_breaches()


def started(report, at):
    with clock.at(at):
        reports.start(
            code=report.code, version=Report.objects.get(pk=report.pk).version, by=make.staff(of=report.unit_id)
        )


def test_the_promise_of_an_answer_breaks_when_it_passes():
    report = make.report(at=NOON)

    assert (sweep(report.answer_due_at), sweep(report.answer_due_at + MOMENT)) == (0, 1)
    assert promises(report) == ["answer"]


def test_once():
    report = make.report(at=NOON)

    sweep(report.answer_due_at + MOMENT)

    assert (sweep(report.answer_due_at + MOMENT), promises(report)) == (0, ["answer"])


def test_an_answer_in_time_breaks_nothing():
    report = make.report(at=NOON)
    started(report, NOON + timedelta(hours=1))

    assert (sweep(report.answer_due_at + MOMENT), promises(report)) == (0, [])


def test_the_promise_of_a_solution_breaks_on_its_own():
    report = make.report(at=NOON)
    started(report, NOON + timedelta(hours=1))

    assert (sweep(report.resolve_due_at), sweep(report.resolve_due_at + MOMENT)) == (0, 1)
    assert promises(report) == ["resolve"]


def test_a_report_that_nobody_answers_breaks_both_each_in_its_time():
    report = make.report(at=NOON)

    sweep(report.answer_due_at + MOMENT)
    sweep(report.resolve_due_at + MOMENT)
    sweep(report.resolve_due_at + timedelta(days=30))

    assert promises(report) == ["answer", "resolve"]


def test_both_at_once_when_no_sweep_ran_between():
    report = make.report(at=NOON)

    assert (sweep(report.resolve_due_at + MOMENT), promises(report)) == (2, ["answer", "resolve"])


def test_a_paused_clock_breaks_nothing():
    report = make.report(state=State.AWAITING_REPORTER, at=NOON)

    assert (sweep(report.resolve_due_at + timedelta(days=1)), promises(report)) == (0, [])


def test_a_claim_under_validation_breaks_nothing():
    report = make.report(state=State.AWAITING_VALIDATION, at=NOON)

    assert (sweep(report.resolve_due_at + timedelta(days=1)), promises(report)) == (0, [])


def test_after_a_pause_the_promise_is_later_by_its_length():
    report = make.report(state=State.AWAITING_REPORTER, at=NOON)
    with clock.at(NOON + timedelta(days=2)):
        feedback.answer(code=report.code, token=make.token(report), answer="Utara")

    later = report.resolve_due_at + timedelta(days=2)

    assert (sweep(later), sweep(later + MOMENT), promises(report)) == (0, 1, ["resolve"])


@pytest.mark.parametrize("end", [State.RESOLVED, State.REJECTED, State.MERGED])
def test_what_is_closed_breaks_nothing(end):
    report = make.report(state=end, category=LITTER, at=NOON)

    sweep(report.resolve_due_at + timedelta(days=60))

    assert promises(report) == []


def test_a_reopened_report_has_a_new_promise_that_can_break():
    report = make.report(state=State.REOPENED, category=LITTER, at=NOON)

    sweep(report.resolve_due_at + MOMENT)

    assert promises(report) == ["resolve"]


def test_a_breach_moves_nothing_and_disturbs_nobody():
    report = make.report(at=NOON)
    sweep(report.answer_due_at + MOMENT)

    started(Report.objects.get(pk=report.pk), report.answer_due_at + timedelta(minutes=5))

    report.refresh_from_db()
    assert report.state == State.IN_PROGRESS


def test_those_due_longest_come_first_and_no_more_than_asked():
    late, early = make.report(at=NOON), make.report(at=NOON - timedelta(hours=1))

    with clock.at(late.answer_due_at + MOMENT):
        assert actions.note_breaches(limit=1) == 1

    assert (promises(early), promises(late)) == (["answer"], [])


def test_a_report_that_was_answered_since_it_was_listed_breaks_nothing(monkeypatch):
    report = make.report(at=NOON)
    lock, late = watching.transitions.lock, report.answer_due_at + MOMENT

    def meanwhile(code, **how):
        monkeypatch.setattr(watching.transitions, "lock", lock)
        started(report, report.answer_due_at)
        return lock(code, **how)

    monkeypatch.setattr(watching.transitions, "lock", meanwhile)

    assert (sweep(late), promises(report)) == (0, [])
