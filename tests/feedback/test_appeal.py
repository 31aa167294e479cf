"""`feedback.actions.appeal`: a refusal is looked at anew, by somebody else than the unit that refused."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.factories import make

from tanggap.catalog import queries as catalog
from tanggap.core import clock
from tanggap.core.refusal import Invalid, NotFound
from tanggap.feedback import actions
from tanggap.places.city import city
from tanggap.reports import transitions
from tanggap.reports.models import Report
from tanggap.reports.words import State

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)


def rejected(**how):
    return make.report(state=State.REJECTED, **how)


def appeal(report, **how):
    return actions.appeal(code=report.code, **{"token": make.token(report), "message": "Ini jalan kota", **how})


def solution(report):
    """Return the length of the category's promise of a solution."""
    return timedelta(minutes=catalog.policy(catalog.category(report.category_id).policy).resolve_minutes)


def refused(report, refusal, **how):
    before = Report.objects.get(pk=report.pk).state, make.events(report)
    with pytest.raises(refusal):
        appeal(report, **how)
    assert (Report.objects.get(pk=report.pk).state, make.events(report)) == before


def test_the_intake_desk_of_the_city_looks_at_it():
    report = rejected()

    appeal(report)

    report.refresh_from_db()
    assert (report.state, report.unit_id, report.assignee) == (State.COORDINATING, city().intake_unit, None)


def test_the_report_is_open_again_with_a_new_clock():
    report = rejected(at=NOON)

    with clock.at(NOON + timedelta(days=3)):
        appeal(report)

    report.refresh_from_db()
    assert (report.closed_at, report.outcome, report.resolve_due_at) == (
        None,
        "",
        NOON + timedelta(days=3) + solution(report),
    )


def test_a_reason_is_needed():
    refused(rejected(), Invalid, message="")


def test_up_to_the_last_moment_of_the_window():
    report = rejected(at=NOON)

    with clock.at(NOON + timedelta(days=city().feedback_days)):
        appeal(report)

    report.refresh_from_db()
    assert report.state == State.COORDINATING


def test_not_after_the_window():
    report = rejected(at=NOON)

    with clock.at(NOON + timedelta(days=city().feedback_days, seconds=1)):
        refused(report, actions.WindowClosed)


@pytest.mark.parametrize("state", [State.RECEIVED, State.IN_PROGRESS, State.RESOLVED])
def test_only_a_refusal_is_appealed(state):
    refused(make.report(state=state), transitions.NotPossible)


def test_nobody_appeals_with_another_link():
    refused(rejected(), NotFound, token="0" * 48)
