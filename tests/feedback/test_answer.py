"""`feedback.actions.answer`: the reporter answers the unit's question, and the work goes on where it stood."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.factories import make

from tanggap.core import clock
from tanggap.core.refusal import Invalid, NotFound
from tanggap.feedback import actions
from tanggap.reports import actions as reports
from tanggap.reports import transitions
from tanggap.reports.models import Event, Report
from tanggap.reports.words import State

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)


def asked(**how):
    return make.report(state=State.AWAITING_REPORTER, **how)


def answer(report, **how):
    return actions.answer(code=report.code, **{"token": make.token(report), "answer": "Sisi utara", **how})


def refused(report, refusal, **how):
    before = Report.objects.get(pk=report.pk).state, make.events(report)
    with pytest.raises(refusal):
        answer(report, **how)
    assert (Report.objects.get(pk=report.pk).state, make.events(report)) == before


def test_the_report_returns_to_where_it_was():
    report = asked()

    answer(report)

    report.refresh_from_db()
    assert (report.state, make.events(report)[-2:]) == (State.IN_PROGRESS, ["reports.ask", "feedback.answer"])


def test_a_report_that_was_asked_about_before_work_began_waits_again():
    report = make.report()
    reports.ask(code=report.code, version=1, by=make.staff(of=report.unit_id), question="Di mana?")

    answer(report)

    report.refresh_from_db()
    assert report.state == State.RECEIVED


def test_the_wait_for_the_answer_is_not_the_units():
    report = asked(at=NOON)
    due = report.resolve_due_at

    with clock.at(NOON + timedelta(days=2)):
        answer(report)

    report.refresh_from_db()
    assert (report.resolve_due_at, report.paused_at) == (due + timedelta(days=2), None)


def test_the_answer_is_kept_without_its_author():
    report = asked(reporter=make.reporter(3))

    answer(report)

    event = Event.objects.get(report=report, door="feedback.answer")
    assert (event.payload, event.actor_kind, event.actor_staff) == ({"answer": "Sisi utara"}, "citizen", None)


@pytest.mark.parametrize("nothing", ["", "  \n", "\x00"])
def test_an_answer_says_something(nothing):
    refused(asked(), Invalid, answer=nothing)


def test_an_answer_has_an_end():
    refused(asked(), Invalid, answer="a" * 2001)


def test_nobody_answers_with_another_link():
    refused(asked(), NotFound, token=make.token(make.report()))


@pytest.mark.parametrize("token", ["", "ghost", "0" * 48, "é" * 48])
def test_a_broken_link_opens_nothing(token):
    refused(asked(), NotFound, token=token)


def test_where_nothing_was_asked_nothing_is_answered():
    refused(make.report(state=State.IN_PROGRESS), transitions.NotPossible)


def test_a_question_is_answered_once():
    report = asked()
    answer(report)

    refused(report, transitions.NotPossible)
