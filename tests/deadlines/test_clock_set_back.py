"""A machine's clock that is set back: no event of a report is before the one that it follows, and nothing is lost or gained by it."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.factories import LITTER, make

from tanggap.core import clock
from tanggap.deadlines import actions
from tanggap.deadlines.models import Escalation
from tanggap.feedback import actions as feedback
from tanggap.reports import actions as reports
from tanggap.reports.models import Event, Report

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)


def times(report):
    return list(Event.objects.filter(report=report).order_by("version").values_list("at", flat=True))


def test_events_never_go_back_in_time():
    report = make.report(at=NOON, category=LITTER)
    officer = make.staff(of=report.unit_id)
    with clock.at(NOON - timedelta(days=1)):
        reports.start(code=report.code, version=1, by=officer)
        reports.note(code=report.code, by=officer, note="Cek")

    assert times(report) == [NOON] * 3
    assert Report.objects.get(pk=report.pk).answered_at == NOON


def test_a_pause_whose_end_lies_before_its_beginning_is_no_pause():
    report = make.report(at=NOON, category=LITTER)
    due_at, officer = report.resolve_due_at, make.staff(of=report.unit_id)
    with clock.at(NOON + timedelta(hours=2)):
        reports.ask(code=report.code, version=1, by=officer, question="Di mana?")
    with clock.at(NOON + timedelta(hours=1)):
        feedback.answer(code=report.code, token=make.token(report), answer="Di sini")

    report.refresh_from_db()
    assert (report.resolve_due_at, report.paused_at, report.paused_seconds) == (due_at, None, 0)
    assert times(report) == sorted(times(report))


def test_a_rung_that_is_reached_by_a_clock_set_back_is_told_after_what_went_before():
    report = make.report(at=NOON, category=LITTER)
    officer = make.staff(of=report.unit_id)
    with clock.at(NOON + timedelta(days=2)):
        reports.note(code=report.code, by=officer, note="Cek")
    with clock.at(NOON + timedelta(days=1)):
        actions.escalate()

    row = Escalation.objects.filter(report=report).first()
    assert times(report) == sorted(times(report))
    assert row.told_at >= row.at == NOON + timedelta(days=2)
