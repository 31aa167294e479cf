"""`verification.actions.send_to_field`: the papers are in order, somebody goes and looks."""

import pytest
from tests.factories import LAMP, LITTER, make

from tanggap.agencies.words import Role
from tanggap.core.refusal import Invalid, Stale
from tanggap.reports import transitions
from tanggap.reports.models import Report
from tanggap.reports.words import State
from tanggap.verification import actions
from tanggap.verification.models import Check
from tanggap.verification.words import CheckKind

pytestmark = pytest.mark.django_db


def claimed(**how):
    return make.report(**{"state": State.AWAITING_VALIDATION, "category": LAMP, **how})


def send(report, **how):
    given = {"version": report.version, "verifier": how.pop("verifier", None) or validator(report), **how}
    return actions.send_to_field(code=report.code, **given)


def validator(report):
    return make.staff(of=report.verifier_id, role=Role.VALIDATOR)


def refused(report, refusal, **how):
    before = state_and_events(report)
    with pytest.raises(refusal):
        send(report, **how)
    assert state_and_events(report) == before


def state_and_events(report):
    return Report.objects.get(pk=report.pk).state, make.events(report), Check.objects.count()


def test_the_administrative_check_has_passed_and_the_claim_still_waits():
    report = claimed()

    check = send(report)

    report.refresh_from_db()
    assert (check.kind, check.passed) == (CheckKind.ADMINISTRATIVE, True)
    assert (report.state, make.events(report)[-1]) == (State.AWAITING_VALIDATION, "verification.send_to_field")


def test_the_field_check_is_next():
    report = claimed()

    send(report)

    report.refresh_from_db()
    assert actions.due_check(report) == CheckKind.FIELD


def test_points_that_papers_cannot_show_stay_open():
    report = claimed()
    points = make.checklist(report, holds=False)
    seen = next(iter(points))

    check = send(report, checklist={seen: True})

    assert check.checklist == {**points, seen: True}


def test_a_validator_can_want_a_visit_where_the_category_asks_for_none():
    report = claimed(category=LITTER)

    send(report)

    report.refresh_from_db()
    assert report.field_required


def test_the_reporters_clock_stays_paused():
    report = claimed()

    send(report)

    before, report = report, Report.objects.get(pk=report.pk)
    assert (report.paused_at, report.resolve_due_at) == (before.paused_at, before.resolve_due_at)


def test_a_claim_goes_to_the_field_once():
    report = claimed()
    send(report)
    report.refresh_from_db()

    refused(report, actions.InTheField)


def test_a_unit_cannot_check_its_own_work():
    sudin = make.unit()

    refused(claimed(handled_by=sudin), actions.NotIndependent, verifier=make.staff(of=sudin, role=Role.VALIDATOR))


def test_another_checking_unit_cannot():
    refused(claimed(), transitions.NotYours, verifier=make.staff(of="bagian-pemerintahan-31.71", role=Role.VALIDATOR))


def test_a_page_that_is_behind_is_refused():
    report = claimed()
    version = report.version
    send(report)

    refused(report, Stale, version=version)


def test_only_a_claim_can_be_sent():
    report = make.report(state=State.IN_PROGRESS)

    refused(report, transitions.NotPossible, verifier=make.staff(of="bagian-pemerintahan-31.75", role=Role.VALIDATOR))


def test_findings_that_are_too_long_are_refused():
    refused(claimed(), Invalid, findings="a" * 2001)
