"""`verification.actions.accept`: the only way to close a report."""

from datetime import UTC, datetime

import pytest
from tests.factories import LAMP, LITTER, make

from tanggap.agencies.models import Membership
from tanggap.agencies.words import Role
from tanggap.core import clock
from tanggap.core.media import BadPhoto
from tanggap.core.refusal import Invalid, NotAllowed, NotFound, Stale
from tanggap.reports import actions as reports
from tanggap.reports import transitions
from tanggap.reports.models import Photo, Report
from tanggap.reports.photos import Upload
from tanggap.reports.words import Outcome, State
from tanggap.verification import actions
from tanggap.verification.models import Check
from tanggap.verification.words import CheckKind

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)


def claimed(**how):
    """Return a report of litter whose unit says that it is done: closed by papers alone."""
    return make.report(**{"state": State.AWAITING_VALIDATION, "category": LITTER, **how})


def validator(report, **how):
    return make.staff(of=report.verifier_id, role=Role.VALIDATOR, **how)


def accept(report, **how):
    given = {"version": report.version, "checklist": make.checklist(report), **how}
    given["verifier"] = given.get("verifier") or validator(report)
    return actions.accept(code=report.code, **given)


def in_the_field(report):
    """Pass the administrative check of a report; return it anew."""
    actions.send_to_field(code=report.code, version=report.version, verifier=validator(report))
    report.refresh_from_db()
    return report


def refused(report, refusal, **how):
    """Return the refusal of an accept, after seeing that it wrote nothing."""
    before = state_and_events(report)
    with pytest.raises(refusal) as raised:
        accept(report, **how)
    assert state_and_events(report) == before
    return raised.value


def state_and_events(report):
    return Report.objects.get(pk=report.pk).state, make.events(report), Check.objects.count(), Photo.objects.count()


def test_an_independent_unit_closes_a_report_whose_result_holds():
    report = claimed()

    accept(report)

    report.refresh_from_db()
    assert (report.state, report.outcome) == (State.RESOLVED, Outcome.SOLVED)


def test_closing_is_an_event_by_the_verifier_and_its_unit():
    report, person = claimed(), make.staff(of="bagian-pemerintahan-31.75", role=Role.VALIDATOR)

    check = accept(report, verifier=person)

    assert make.events(report)[-1] == "verification.accept"
    assert (check.verifier, check.unit_id, check.kind, check.passed) == (
        person,
        "bagian-pemerintahan-31.75",
        CheckKind.ADMINISTRATIVE,
        True,
    )


def test_the_closure_is_dated_by_the_one_clock():
    report = claimed(at=NOON)

    with clock.at(NOON):
        accept(report)

    report.refresh_from_db()
    assert (report.closed_at, report.changed_at, report.paused_at) == (NOON, NOON, None)


def test_the_check_keeps_every_point_in_the_words_of_the_packs_first_language():
    report = claimed()

    check = accept(report, checklist={"The rubbish is gone": True, **make.checklist(report)})

    assert set(check.checklist.values()) == {True}
    assert "The rubbish is gone" not in check.checklist


def test_points_count_in_any_language_of_the_pack(settings):
    report = claimed()
    points = [point["en"] for point in actions.lists.points(LITTER)]

    accept(report, checklist=dict.fromkeys(points, True))

    report.refresh_from_db()
    assert report.state == State.RESOLVED


def test_a_unit_cannot_verify_its_own_work():
    sudin = make.unit()
    report = claimed(handled_by=sudin)

    refused(report, actions.NotIndependent, verifier=make.staff(of=sudin, role=Role.VALIDATOR))


def test_a_unit_that_once_answered_for_the_report_cannot_verify_it():
    first, second = make.unit(), make.unit()
    report = make.report(category=LITTER, handled_by=first)
    reports.coordinate(
        code=report.code, version=report.version, by=make.staff(of=first), unit=second.code, message="Mohon ditangani"
    )
    for act, how in (
        (reports.start, {}),
        (reports.claim_done, {"message": "Sudah", "photos": [Upload(make.photo(), "a.jpg")]}),
    ):
        report.refresh_from_db()
        act(code=report.code, version=report.version, by=make.staff(of=second), **how)
    report.refresh_from_db()

    refused(report, actions.NotIndependent, verifier=make.staff(of=first, role=Role.VALIDATOR))


def test_who_claimed_it_done_cannot_verify_it_from_another_unit():
    officer = make.staff(of=make.report().unit_id)
    report = claimed(officer=officer)
    officer.unit_id = report.verifier_id
    officer.save()
    Membership.objects.create(staff=officer, role=Role.VALIDATOR, unit_id=report.verifier_id)

    refused(report, actions.NotIndependent, verifier=type(officer).objects.get(pk=officer.pk))


def test_who_also_works_for_the_unit_that_did_it_cannot_verify_it():
    report = claimed()
    person = validator(report)
    Membership.objects.create(staff=person, role=Role.OFFICER, unit_id=report.unit_id)

    refused(report, actions.NotIndependent, verifier=person)


def test_a_role_in_another_checking_unit_is_not_enough():
    report = claimed()

    refused(report, transitions.NotYours, verifier=make.staff(of="bagian-pemerintahan-31.71", role=Role.VALIDATOR))


def test_a_member_of_the_checking_unit_without_the_role_closes_nothing():
    report = claimed()

    refused(report, NotAllowed, verifier=make.staff(of=report.verifier_id, role=Role.ANALYST))


def test_a_validator_for_one_area_does_not_close_reports_of_another():
    report = claimed()

    refused(report, transitions.NotYours, verifier=validator(report, area="31.75.01"))


def test_every_point_of_the_checklist_must_hold():
    report = claimed()
    points = make.checklist(report)
    points[next(iter(points))] = False

    assert refused(report, actions.ChecklistOpen, checklist=points).field == "checklist"


def test_a_point_that_was_not_ticked_does_not_hold():
    refused(claimed(), actions.ChecklistOpen, checklist={})


def test_a_category_that_asks_for_a_visit_is_not_closed_by_papers():
    refused(claimed(category=LAMP), actions.FieldCheckMissing)


def test_a_field_check_needs_a_photo():
    refused(in_the_field(claimed(category=LAMP)), actions.FieldPhotoMissing)


def test_a_field_check_with_a_photo_closes_the_report_and_keeps_the_photo():
    report = in_the_field(claimed(category=LAMP))

    check = accept(report, photos=[Upload(make.photo(), "on-the-spot.jpg")])

    report.refresh_from_db()
    kept = Photo.objects.filter(report=report, version=report.version)
    assert (report.state, check.kind) == (State.RESOLVED, CheckKind.FIELD)
    assert list(kept.values_list("role", flat=True)) == ["check"]


def test_a_photo_that_is_none_is_refused():
    report = in_the_field(claimed(category=LAMP))

    refused(report, BadPhoto, photos=[Upload(b"no picture", "notes.jpg")])


def test_a_page_that_is_behind_is_refused():
    report = claimed()
    reports.assign(code=report.code, version=report.version, by=make.staff(of=report.unit_id), assignee="")

    refused(report, Stale)


def test_what_disturbs_nobody_does_not_make_a_page_stale():
    report = claimed()
    reports.note(code=report.code, by=make.staff(of=report.unit_id), note="Foto malam menyusul")

    accept(report)

    report.refresh_from_db()
    assert report.state == State.RESOLVED


@pytest.mark.parametrize(
    "state", [State.RECEIVED, State.IN_PROGRESS, State.FOLLOW_UP_REJECTED, State.RESOLVED, State.REOPENED]
)
def test_only_a_claim_can_be_accepted(state):
    report = make.report(state=state, category=LITTER)

    refused(report, transitions.NotPossible, verifier=make.staff(of="bagian-pemerintahan-31.75", role=Role.VALIDATOR))


def test_an_unknown_report_is_not_found():
    with pytest.raises(NotFound):
        actions.accept(
            code="JK-0000-0000-000",
            version=1,
            verifier=make.staff(of="bagian-pemerintahan-31.75", role=Role.VALIDATOR),
            checklist={},
        )


def test_findings_that_are_too_long_are_refused():
    report = claimed()

    assert "findings" in refused(report, Invalid, findings="a" * 2001).errors


def test_a_second_claim_is_checked_anew():
    report = in_the_field(claimed(category=LAMP))
    actions.reject(code=report.code, version=report.version, verifier=validator(report), message="Masih mati")
    for act, how in (
        (reports.start, {}),
        (reports.claim_done, {"message": "Sudah lagi", "photos": [Upload(make.photo(), "b.jpg")]}),
    ):
        report.refresh_from_db()
        act(code=report.code, version=report.version, by=make.staff(of=report.unit_id), **how)
    report.refresh_from_db()

    refused(report, actions.FieldCheckMissing)
