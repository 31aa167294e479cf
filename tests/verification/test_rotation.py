"""Rotation: no pair of officer and validator repeats within the window while another independent validator is there."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.factories import make
from tests.fixtures import undone
from tests.verification.checking import check, claim_again, claimed, reject, validator, visit

from tanggap.agencies.models import Absence
from tanggap.core import clock
from tanggap.reports.words import State
from tanggap.verification import actions, conflicts, queries, rotation
from tanggap.verification.models import Check

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.fixture
def officer():
    return make.staff(of=make.report().unit_id)


def test_the_same_pair_does_not_meet_again_while_another_is_there(officer):
    first, second = claimed(officer=officer), claimed(officer=officer)
    ani, budi = validator(first), validator(first)
    check(first, by=ani)

    with pytest.raises(actions.MustRotate):
        check(second, by=ani)
    assert (rotation.may_check(ani, second), rotation.may_check(budi, second)) == (False, True)


def test_what_rotation_gives_to_others_does_not_stand_in_the_queue(officer):
    first, second = claimed(officer=officer), claimed(officer=officer)
    ani, budi = validator(first), validator(first)
    check(first, by=ani)

    assert [row.code for row in queries.queue(ani).rows] == []
    assert [row.code for row in queries.queue(budi).rows] == [second.code]


def test_with_nobody_else_the_pair_repeats_and_that_is_kept(officer):
    first, second = claimed(officer=officer), claimed(officer=officer)
    ani = validator(first)
    check(first, by=ani)

    assert (check(second, by=ani).is_repeat, Check.objects.get(report=first).is_repeat) == (True, False)


def test_when_everybody_met_the_officer_the_pairs_begin_anew(officer):
    reports = [claimed(officer=officer) for _ in range(3)]
    ani, budi = validator(reports[0]), validator(reports[0])
    check(reports[0], by=ani)
    check(reports[1], by=budi)

    assert check(reports[2], by=ani).is_repeat


def test_after_the_window_the_pair_may_meet_again(officer):
    with clock.at(MORNING):
        first = claimed(officer=officer)
        ani, _budi = validator(first), validator(first)
        check(first, by=ani)
    with clock.at(MORNING + timedelta(days=31)):
        assert not check(claimed(officer=officer), by=ani).is_repeat


def test_papers_and_visit_of_one_claim_are_one_meeting(officer):
    report = claimed(officer=officer)
    ani, _budi = validator(report), validator(report)
    check(report, actions.send_to_field, by=ani)

    assert not visit(report, by=ani).is_repeat


def test_the_next_claim_of_the_same_report_is_another_meeting(officer):
    report = claimed(officer=officer)
    ani, _budi = validator(report), validator(report)
    reject(report, by=ani)
    claim_again(report, officer)

    with pytest.raises(actions.MustRotate):
        check(report, by=ani)


@pytest.mark.parametrize("gone", ["inactive", "away", "of one area", "in conflict"])
def test_who_cannot_check_is_not_there(officer, gone):
    first, second = claimed(officer=officer), claimed(officer=officer)
    ani = validator(first)
    budi = validator(first, area="31.75.01") if gone == "of one area" else validator(first)
    if gone == "inactive":
        budi.is_active = False
        budi.save()
    if gone == "away":
        today = clock.local(clock.now()).date()
        Absence.objects.create(staff=budi, starts_on=today, ends_on=today, kind="leave", entered_at=clock.now())
    if gone == "in conflict":
        conflicts.declare(by=budi, reason="Adik saya", officer=officer.username)
    check(first, by=ani)

    assert check(second, by=ani).is_repeat


def test_a_validator_who_moved_into_the_handling_unit_meanwhile_is_refused(officer):
    report = claimed(officer=officer)
    ani = validator(report)
    check(report, actions.send_to_field, by=ani)
    ani.unit_id = report.unit_id
    ani.save()

    with pytest.raises(actions.NotIndependent):
        visit(report, by=type(ani).objects.get(pk=ani.pk))


def test_officers_who_swap_claims_are_known_by_who_claimed():
    """An officer claims a colleague's report with the colleague's photos: the pair is the claimant's, whoever was assigned."""
    unit = make.report().unit_id
    ani_officer, budi_officer = make.staff(of=unit), make.staff(of=unit)
    swapped = make.report(state=State.IN_PROGRESS, category="sampah", officer=ani_officer)
    from tanggap.reports import actions as reports
    from tanggap.reports.photos import Upload

    reports.claim_done(
        code=swapped.code, version=swapped.version, by=budi_officer, message="Sudah", photos=[Upload(make.photo())]
    )
    made = check(swapped)

    assert (swapped.assignee_id, made.claimant_id) == (ani_officer.pk, budi_officer.pk)


@settings(max_examples=4, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 1), st.integers(0, 2), st.integers(0, 20)), min_size=3, max_size=7))
def test_rotation_holds_over_random_histories(turns):
    """Whoever tries in whatever order: a check that repeats a pair happened only when everybody had met the officer lately."""
    with undone():
        unit = make.report().unit_id
        officers = [make.staff(of=unit) for _ in range(2)]
        with clock.at(MORNING):
            people = [validator(claimed(officer=officers[0])) for _ in range(3)]
        at = MORNING
        met = {}
        for who, whom, days in turns:
            at += timedelta(days=days)
            with clock.at(at):
                report = claimed(officer=officers[who])
                recent = {
                    one
                    for one in people
                    if at - met.get((who, one.pk), MORNING - timedelta(days=99)) <= timedelta(days=30)
                }
                person = people[whom]
                if person in recent and len(recent) < 3:
                    with pytest.raises(actions.MustRotate):
                        check(report, by=person)
                else:
                    assert check(report, by=person).is_repeat == (person in recent)
                    met[who, person.pk] = at


def test_days_are_those_of_the_city():
    assert clock.local(MORNING).date() == date(2026, 3, 2)
