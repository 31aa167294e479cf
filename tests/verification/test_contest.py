"""`reports.actions.contest`: a unit asks another validator to look at a claim whose check failed, once."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.factories import LAMP, make
from tests.verification.checking import (
    check,
    claim_again,
    claimed,
    contest,
    move,
    refused,
    reject,
    sql,
    validator,
    visit,
)

from tanggap.agencies.words import Role
from tanggap.core import clock
from tanggap.core.refusal import Invalid
from tanggap.notify.telling import TELLINGS
from tanggap.reports import actions as reports
from tanggap.reports import transitions
from tanggap.reports.actions.contesting import AlreadyContested, TooLateToContest
from tanggap.reports.actions.handling import NoVerifier
from tanggap.reports.models import Event, Photo
from tanggap.reports.photos import Upload
from tanggap.reports.words import State
from tanggap.verification import actions
from tanggap.verification.models import Check

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)


@pytest.fixture
def officer():
    return make.staff(of=make.report().unit_id)


@pytest.fixture
def report(officer):
    return claimed(officer=officer)


@pytest.fixture
def ani(report):
    return validator(report)


@pytest.fixture
def budi(report):
    return validator(report)


def test_another_validator_looks_again(report, officer, ani, budi):
    reject(report, by=ani)
    event = contest(report, officer)
    assert (report.state, report.verifier_id, event.payload["message"]) == (
        State.AWAITING_VALIDATION, ani.unit_id, "Sudah bersih",
    )  # fmt: skip

    check(report, by=budi)
    assert report.state == State.RESOLVED


def test_who_rejected_it_does_not_look_again(report, officer, ani, budi):
    reject(report, by=ani)
    contest(report, officer)

    with pytest.raises(actions.RejectedBefore):
        check(report, by=ani)
    with refused("verification_check_across_contest"):
        sql(
            "INSERT INTO verification_check (report_id, claim_version, kind, passed, verifier_id, unit_id, findings, checklist, at)"
            " VALUES (%(report)s, %(claim)s, 'administrative', true, %(staff)s, %(unit)s, '', '{}', now())",
            report=report.pk, claim=report.claim_version, staff=ani.pk, unit=ani.unit_id,
        )  # fmt: skip


def test_with_nobody_else_in_the_unit_another_one_checks(report, officer, ani):
    reject(report, by=ani)
    contest(report, officer)

    assert report.verifier_id == "biro-pemerintahan"


def test_a_claim_is_contested_once(report, officer, ani, budi):
    reject(report, by=ani)
    contest(report, officer)
    reject(report, by=budi)

    with pytest.raises(AlreadyContested):
        contest(report, officer)
    with refused("verification_contest_once"):
        move(report, "reports.contest", State.AWAITING_VALIDATION, staff=officer)


def test_after_new_work_the_next_check_can_be_contested_again(report, officer, ani, budi):
    reject(report, by=ani)
    contest(report, officer)
    reject(report, by=budi)
    claim_again(report, officer)
    reject(report)

    contest(report, officer)
    assert report.state == State.AWAITING_VALIDATION


def test_a_contest_names_the_claim_that_was_rejected(report, officer, ani):
    reject(report, by=ani)
    with refused("verification_contest_names_its_claim"):
        move(report, "reports.contest", State.AWAITING_VALIDATION, staff=officer)


def test_another_unit_contests_nothing(report, ani, budi):
    reject(report, by=ani)

    with pytest.raises(transitions.NotYours):
        contest(report, make.staff(of=make.unit()))
    assert report.state == State.FOLLOW_UP_REJECTED


def test_the_supervisor_of_the_unit_contests_too(report, ani, budi):
    reject(report, by=ani)
    contest(report, make.staff(of=report.unit_id, role=Role.SUPERVISOR))


def test_reasons_are_asked_for(report, officer, ani):
    reject(report, by=ani)
    with pytest.raises(Invalid):
        contest(report, officer, message=" ")


def test_what_was_not_rejected_is_not_contested(report, officer):
    with pytest.raises(transitions.NotPossible):
        contest(report, officer)


def test_a_contest_comes_soon(officer):
    with clock.at(NOON):
        report = claimed(officer=officer)
        reject(report)
    with clock.at(NOON + timedelta(days=8)), pytest.raises(TooLateToContest):
        contest(report, officer)


def test_the_evidence_stays_and_more_can_be_added(report, officer, ani, budi):
    reject(report, by=ani)
    contest(report, officer, photos=[Upload(make.photo(), "more.jpg")])

    assert Photo.objects.filter(report=report, role="after").count() == 2
    assert Event.objects.get(report=report, door="reports.contest").payload["claim"] == 3


def test_what_a_visit_found_false_is_visited_again(officer):
    report = claimed(category=LAMP, officer=officer)
    ani, budi = validator(report), validator(report)
    check(report, actions.send_to_field, by=ani)
    reject(report, by=ani)
    contest(report, officer)
    assert report.field_required

    with pytest.raises(actions.FieldCheckMissing):
        check(report, by=budi)
    check(report, actions.send_to_field, by=budi)
    visit(report, by=budi)
    assert report.state == State.RESOLVED


def test_the_second_check_is_of_the_same_officers_work(report, officer, ani, budi):
    reject(report, by=ani)
    contest(report, make.staff(of=report.unit_id, role=Role.SUPERVISOR))
    made = check(report, by=budi)

    assert (made.claimant_id, Check.objects.filter(report=report).count()) == (officer.pk, 2)


def test_where_no_independent_unit_is_left_it_is_said(report, officer, ani, monkeypatch):
    reject(report, by=ani)
    monkeypatch.setattr("tanggap.reports.checkers.checker", lambda *_given, **_named: None)
    with pytest.raises(NoVerifier):
        contest(report, officer)


def test_a_unit_whose_results_often_do_not_hold_is_reported_upwards(officer):
    for _ in range(5):
        report = claimed(officer=officer)
        reject(report)

    told = Event.objects.filter(kind="verification.repeats")
    assert [(one.report_id, one.payload["count"], one.payload["tell"][0]) for one in told] == [
        (report.pk, 5, report.unit_id)
    ]
    assert len(told[0].payload["tell"]) > 1
    assert "verification.repeats" in TELLINGS
    assert reports.contest is not None
