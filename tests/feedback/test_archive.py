"""`feedback.actions.archive_due`: when the time for feedback has passed."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.factories import LITTER, make

from tanggap.core import clock
from tanggap.feedback import actions
from tanggap.places.city import city
from tanggap.reports import transitions
from tanggap.reports.models import Report
from tanggap.reports.words import State

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)


def over():
    return clock.at(NOON + timedelta(days=city().feedback_days, seconds=1))


def state(report):
    return Report.objects.get(pk=report.pk).state


@pytest.mark.parametrize("end", [State.RESOLVED, State.REJECTED])
def test_a_closed_report_is_archived_after_the_window(end):
    report = make.report(state=end, category=LITTER, at=NOON)

    with over():
        assert actions.archive_due() == 1

    assert (state(report), make.events(report)[-1]) == (State.ARCHIVED, "feedback.archive")


def test_not_before_its_end():
    report = make.report(state=State.RESOLVED, category=LITTER, at=NOON)

    with clock.at(NOON + timedelta(days=city().feedback_days)):
        assert actions.archive_due() == 0

    assert state(report) == State.RESOLVED


def test_when_it_was_closed_stays():
    report = make.report(state=State.RESOLVED, category=LITTER, at=NOON)

    with over():
        actions.archive_due()

    assert Report.objects.get(pk=report.pk).closed_at == NOON


def test_open_reports_stay():
    report = make.report(state=State.REOPENED, category=LITTER, at=NOON)

    with over():
        assert actions.archive_due() == 0

    assert state(report) == State.REOPENED


def test_the_oldest_first_and_no_more_than_asked():
    late = make.report(state=State.RESOLVED, category=LITTER, at=NOON)
    early = make.report(state=State.RESOLVED, category=LITTER, at=NOON - timedelta(hours=1))

    with over():
        assert actions.archive_due(limit=1) == 1

    assert (state(early), state(late)) == (State.ARCHIVED, State.RESOLVED)


def test_a_second_sweep_finds_nothing():
    make.report(state=State.RESOLVED, category=LITTER, at=NOON)

    with over():
        assert (actions.archive_due(), actions.archive_due()) == (1, 0)


def test_a_report_that_was_reopened_and_closed_again_since_it_was_listed_stays(monkeypatch):
    report = make.report(state=State.RESOLVED, category=LITTER, at=NOON)
    lock = transitions.lock

    def meanwhile(code, **how):
        monkeypatch.setattr(transitions, "lock", lock)
        close_again(report)
        return lock(code, **how)

    monkeypatch.setattr(transitions, "lock", meanwhile)
    with over():
        assert actions.archive_due() == 0

    assert state(report) == State.RESOLVED


def close_again(report):
    from tests.feedback.test_rate import path_to_the_second_closure

    with clock.at(NOON + timedelta(days=city().feedback_days)):
        actions.reopen(code=report.code, token=make.token(report), message="Masih ada")
        path_to_the_second_closure(report)
