"""`feedback.queries.own`: what the holder of a private link sees and may do now."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.factories import LITTER, make
from tests.feedback.test_rate import path_to_the_second_closure

from tanggap.core import clock
from tanggap.core.refusal import NotFound
from tanggap.feedback import actions, queries
from tanggap.places.city import city
from tanggap.reports.words import State, Visibility

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)


def own(report):
    return queries.own(report.code, token=make.token(report))


def doors(report):
    """Return what the page offers: answer, rate, reopen, appeal."""
    shown = own(report)
    return (shown.can_answer, shown.can_rate, shown.can_reopen, shown.can_appeal)


@pytest.mark.parametrize(
    ("state", "offered"),
    [
        (State.RECEIVED, (False, False, False, False)),
        (State.IN_PROGRESS, (False, False, False, False)),
        (State.AWAITING_REPORTER, (True, False, False, False)),
        (State.AWAITING_VALIDATION, (False, False, False, False)),
        (State.RESOLVED, (False, True, True, False)),
        (State.REJECTED, (False, False, False, True)),
        (State.REOPENED, (False, False, False, False)),
        (State.MERGED, (False, False, False, False)),
    ],
)
def test_what_can_be_done_follows_from_the_state(state, offered):
    assert doors(make.report(state=state, category=LITTER)) == offered


def test_the_units_question_is_shown_while_it_waits():
    report = make.report(state=State.AWAITING_REPORTER)
    assert own(report).question == "Di sisi mana?"

    actions.answer(code=report.code, token=make.token(report), answer="Utara")

    assert own(report).question == ""


def test_after_the_window_nothing_can_be_done():
    report = make.report(state=State.RESOLVED, category=LITTER, at=NOON)

    with clock.at(NOON + timedelta(days=city().feedback_days, seconds=1)):
        assert doors(report) == (False, False, False, False)


def test_the_end_of_the_window_is_told():
    report = make.report(state=State.RESOLVED, category=LITTER, at=NOON)

    assert own(report).feedback_until == NOON + timedelta(days=city().feedback_days)


def test_what_was_rated_is_not_offered_again():
    report = make.report(state=State.RESOLVED, category=LITTER)
    actions.rate(code=report.code, token=make.token(report), score=3)

    shown = own(report)

    assert (shown.rated, shown.can_rate, shown.can_reopen) == (3, False, True)


def test_a_second_closure_can_be_rated_once_and_not_reopened_again():
    report = make.report(state=State.RESOLVED, category=LITTER)
    actions.reopen(code=report.code, token=make.token(report), message="Masih ada", score=1)
    path_to_the_second_closure(report)
    assert (own(report).rated, own(report).can_rate, own(report).can_reopen) == (None, True, False)

    actions.rate(code=report.code, token=make.token(report), score=4)

    assert (own(report).rated, own(report).can_rate) == (4, False)


def test_a_private_report_is_shown_to_its_reporter():
    report = make.report(visibility=Visibility.PRIVATE)

    assert own(report).report.code == report.code


@pytest.mark.parametrize("token", ["", "ghost", "0" * 48])
def test_a_wrong_link_and_a_wrong_code_look_alike(token):
    report = make.report()
    messages = set()
    for code in (report.code, "JK-0000-0000-000"):
        with pytest.raises(NotFound) as refusal:
            queries.own(code, token=token)
        messages.add(str(refusal.value))

    assert len(messages) == 1
