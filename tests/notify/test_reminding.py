"""`notify.reminding.remind`: who was asked about a closure and is silent is reminded once, by the way of the question."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.factories import LITTER, make
from tests.logs import own_events_seen

from tanggap.core import clock, cursors
from tanggap.feedback import actions as feedback
from tanggap.feedback.surveys import CONSUMER
from tanggap.notify import reminding
from tanggap.notify.models import OutboundMessage
from tanggap.places.city import city
from tanggap.reports.words import State

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)


@pytest.fixture
def solved():
    """A report of somebody who left an address, and one of somebody who did not, both solved."""
    reports = [
        make.report(state=State.RESOLVED, category=LITTER, at=NOON, **who)
        for who in ({"reporter": make.reporter(5)}, {})
    ]
    with own_events_seen():
        cursors.catch_up(CONSUMER)
    return reports


def remind(days):
    with clock.at(NOON + timedelta(days=days, minutes=1)):
        return reminding.remind()


def reminded():
    return list(OutboundMessage.objects.filter(template="survey_reminder").values_list("report", flat=True))


def test_who_can_be_reached_is_reminded_once(solved):
    wait = city().survey_reminder_days

    assert [remind(wait - 1), remind(wait), remind(wait + 1)] == [0, 2, 0]

    assert reminded() == [solved[0].pk]


def test_who_answered_is_not(solved):
    with clock.at(NOON + timedelta(days=1)):
        feedback.rate(code=solved[0].code, token=make.token(solved[0]), score=2)
    with own_events_seen():
        cursors.catch_up(CONSUMER)

    remind(city().survey_reminder_days)

    assert reminded() == []


def test_when_the_time_is_over_nobody_is(solved):
    assert remind(city().feedback_days + 1) == 0
