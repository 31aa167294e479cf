"""What a reporter writes about a closure, or about having to wait for the planning, by the channel it came by; machines change nothing."""

import pytest
from tests.channels import fake
from tests.channels.test_processing import WHOLE, answers, comes
from tests.factories import make
from tests.feedback.test_joined_and_neighbours import close
from tests.planning import planned

from tanggap.feedback.models import Rating, Request
from tanggap.reports.models import Report
from tanggap.reports.words import State

pytestmark = pytest.mark.django_db


@pytest.fixture
def account():
    return fake.account(fake.Fake())


@pytest.fixture
def solved(account):
    comes(account, fake.event("m1", text=WHOLE, may_ask=False))
    report = Report.objects.get()
    close(report)
    return report


def state(report):
    return Report.objects.get(pk=report.pk).state


def test_a_holiday_answer_judges_nothing(account, solved):
    before = make.events(solved)

    arrivals = comes(account, fake.event("m2", text="Belum beres, saya sedang cuti", is_machine="auto_reply"))

    assert arrivals[-1].outcome == "machine:auto_reply"
    assert (make.events(solved), state(solved)) == (before, State.RESOLVED)


def test_one_digit_is_a_score(account, solved):
    arrivals = comes(account, fake.event("m2", text="4"))

    assert arrivals[-1].outcome == "rated"
    assert Rating.objects.get().score == 4


def test_not_solved_reopens_once_and_then_asks_the_unit_above(account, solved):
    first = comes(account, fake.event("m2", text="Belum beres, masih gelap"))[-1]
    assert (first.outcome, state(solved)) == ("reopened", State.REOPENED)
    close(solved)

    second = comes(account, fake.event("m3", text="Belum beres, masih gelap"))[-1]

    assert (second.outcome, state(solved)) == ("requested", State.RESOLVED)
    assert Request.objects.get(report=solved).state == "pending"
    assert "unit di atasnya" in answers()[-1]


def test_having_to_wait_for_the_planning_is_objected_to_once(account):
    comes(account, fake.event("m1", text=WHOLE, may_ask=False))
    report = Report.objects.get()
    planned.proposed([report]).admit()

    first = comes(account, fake.event("m2", text="Keberatan, cukup ditambal"))[-1]
    assert (first.outcome, state(report)) == ("objected", State.COORDINATING)
    planned.follow()
    planned.proposed([Report.objects.get()]).admit()

    second = comes(account, fake.event("m3", text="Keberatan lagi"))[-1]

    assert (second.outcome, state(report)) == ("quiet:refused", State.PLANNED)
    assert "keberatan" in answers()[-1]
