"""`feedback.actions.reopen`: the reporter's veto, once by right, within the city's window."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.factories import LITTER, make

from tanggap.catalog import queries as catalog
from tanggap.core import clock
from tanggap.core.refusal import Invalid, NotFound
from tanggap.feedback import actions
from tanggap.feedback.models import Rating
from tanggap.places.city import city
from tanggap.reports import transitions
from tanggap.reports.models import Report
from tanggap.reports.words import State

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)


def closed(**how):
    return make.report(**{"state": State.RESOLVED, "category": LITTER, **how})


def reopen(report, **how):
    return actions.reopen(code=report.code, **{"token": make.token(report), "message": "Masih ada sisa", **how})


def solution(report):
    """Return the length of the category's promise of a solution."""
    return timedelta(minutes=catalog.policy(catalog.category(report.category_id).policy).resolve_minutes)


def refused(report, refusal, **how):
    before = Report.objects.get(pk=report.pk).state, make.events(report), Rating.objects.count()
    with pytest.raises(refusal):
        reopen(report, **how)
    assert (Report.objects.get(pk=report.pk).state, make.events(report), Rating.objects.count()) == before


def test_the_report_is_back_with_the_unit_that_did_the_work():
    report = closed()

    reopen(report)

    before, report = report, Report.objects.get(pk=report.pk)
    assert (report.state, report.unit_id, report.reopened_count) == (State.REOPENED, before.unit_id, 1)


def test_the_old_closure_counts_no_more():
    report = closed()

    reopen(report)

    report.refresh_from_db()
    assert (report.closed_at, report.outcome, report.claim_version) == (None, "", None)


def test_the_unit_gets_a_new_clock():
    report = closed(at=NOON)

    with clock.at(NOON + timedelta(days=10)):
        reopen(report)

    report.refresh_from_db()
    assert (report.resolve_due_at, report.breached) == (NOON + timedelta(days=10) + solution(report), 0)


def test_a_score_given_with_it_is_the_score_of_that_closure():
    report = closed()
    closure = report.version

    reopen(report, score=1)

    assert list(Rating.objects.values_list("version", "score", "comment")) == [(closure, 1, "Masih ada sisa")]


def test_a_score_given_earlier_stays():
    report = closed()
    actions.rate(code=report.code, token=make.token(report), score=2)

    reopen(report, score=1)

    assert list(Rating.objects.values_list("score", flat=True)) == [2]


def test_a_score_that_does_not_exist_is_refused():
    refused(closed(), Invalid, score=7)


def test_a_reason_is_needed():
    refused(closed(), Invalid, message="  ")


def test_once_by_right():
    report = make.report(state=State.REOPENED, category=LITTER)
    from tests.feedback.test_rate import path_to_the_second_closure

    path_to_the_second_closure(report)

    refused(report, actions.ReopenedOnce)


def test_up_to_the_last_moment_of_the_window():
    report = closed(at=NOON)

    with clock.at(NOON + timedelta(days=city().feedback_days)):
        reopen(report)

    report.refresh_from_db()
    assert report.state == State.REOPENED


def test_not_after_the_window():
    report = closed(at=NOON)

    with clock.at(NOON + timedelta(days=city().feedback_days, seconds=1)):
        refused(report, actions.WindowClosed)


@pytest.mark.parametrize("state", [State.RECEIVED, State.AWAITING_VALIDATION, State.REOPENED, State.REJECTED])
def test_only_a_closure_is_disputed(state):
    refused(make.report(state=state, category=LITTER), transitions.NotPossible)


def test_nobody_reopens_with_another_link():
    refused(closed(), NotFound, token="0" * 48)
