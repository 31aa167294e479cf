"""`verification.actions.reject`: the follow-up did not hold, the unit must do it again (TL Ditolak)."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.factories import LAMP, LITTER, make

from tanggap.agencies.words import Role
from tanggap.core import clock
from tanggap.core.refusal import Invalid, Stale
from tanggap.reports import transitions
from tanggap.reports.models import Event, Photo, Report
from tanggap.reports.photos import Upload
from tanggap.reports.words import State
from tanggap.verification import actions
from tanggap.verification.models import Check
from tanggap.verification.words import CheckKind

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)
WORDS = "Lampu kedua masih mati"


def claimed(**how):
    return make.report(**{"state": State.AWAITING_VALIDATION, "category": LITTER, **how})


def validator(report):
    return make.staff(of=report.verifier_id, role=Role.VALIDATOR)


def reject(report, **how):
    given = {"version": report.version, "message": WORDS, **how}
    given["verifier"] = given.get("verifier") or validator(report)
    return actions.reject(code=report.code, **given)


def refused(report, refusal, **how):
    before = state_and_events(report)
    with pytest.raises(refusal) as raised:
        reject(report, **how)
    assert state_and_events(report) == before
    return raised.value


def state_and_events(report):
    return Report.objects.get(pk=report.pk).state, make.events(report), Check.objects.count(), Photo.objects.count()


def test_the_report_is_back_with_its_unit():
    report = claimed()

    reject(report)

    before, report = report, Report.objects.get(pk=report.pk)
    assert (report.state, report.unit_id) == (State.FOLLOW_UP_REJECTED, before.unit_id)


def test_the_words_are_public_and_the_findings_are_not():
    report = claimed()

    reject(report, findings="Dua foto dari jalan lain")

    payload = Event.objects.get(report=report, door="verification.reject").payload
    assert (payload["message"], payload["findings"]) == (WORDS, "Dua foto dari jalan lain")


def test_no_closure_can_rest_on_the_rejected_claim():
    report = claimed(category=LAMP)
    actions.send_to_field(code=report.code, version=report.version, verifier=validator(report))
    report.refresh_from_db()

    check = reject(report)

    report.refresh_from_db()
    assert (check.kind, check.passed, report.claim_version, report.field_required) == (
        CheckKind.FIELD,
        False,
        None,
        False,
    )


def test_the_time_of_the_check_is_not_the_units():
    report = claimed(at=NOON)
    due = report.resolve_due_at

    with clock.at(NOON + timedelta(hours=5)):
        reject(report)

    report.refresh_from_db()
    assert (report.resolve_due_at, report.paused_at) == (due + timedelta(hours=5), None)


def test_photos_of_the_check_are_kept():
    report = claimed()

    reject(report, photos=[Upload(make.photo(), "still-dark.jpg")])

    report.refresh_from_db()
    assert Photo.objects.filter(report=report, version=report.version, role="check").count() == 1


def test_points_may_stay_open():
    report = claimed()

    check = reject(report, checklist={})

    assert set(check.checklist.values()) == {False}


@pytest.mark.parametrize("nothing", ["", "   ", "\x00\u202e"])
def test_the_unit_must_be_told_why(nothing):
    assert "message" in refused(claimed(), Invalid, message=nothing).errors


def test_what_cannot_be_kept_is_taken_out_of_the_words():
    report = claimed()

    reject(report, message=f"\x00{WORDS}\u202e ")

    assert Event.objects.get(report=report, door="verification.reject").payload["message"] == WORDS


def test_a_unit_cannot_reject_its_own_work():
    sudin = make.unit()

    refused(claimed(handled_by=sudin), actions.NotIndependent, verifier=make.staff(of=sudin, role=Role.VALIDATOR))


def test_another_checking_unit_cannot():
    refused(claimed(), transitions.NotYours, verifier=make.staff(of="bagian-pemerintahan-31.71", role=Role.VALIDATOR))


def test_a_page_that_is_behind_is_refused():
    report = claimed(category=LAMP)
    version = report.version
    actions.send_to_field(code=report.code, version=version, verifier=validator(report))

    refused(report, Stale, version=version)


def test_only_a_claim_can_be_rejected():
    report = make.report(state=State.IN_PROGRESS)

    refused(report, transitions.NotPossible, verifier=make.staff(of="bagian-pemerintahan-31.75", role=Role.VALIDATOR))
