"""Which of the staff hear of which event, once, and of nothing else."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.factories import LAMP, make
from tests.logs import own_events_seen

from tanggap.agencies.words import Role
from tanggap.core import clock, cursors
from tanggap.core.refusal import NotFound
from tanggap.feedback import actions as feedback
from tanggap.notify import actions, notices
from tanggap.notify.models import StaffNotice
from tanggap.notify.staff import CONSUMER, window_end
from tanggap.notify.telling import TELLINGS
from tanggap.reports import actions as reports
from tanggap.reports.events import KINDS
from tanggap.reports.lifecycle import DOORS
from tanggap.reports.words import State


@pytest.fixture(autouse=True)
def _seen(db):
    with own_events_seen():
        yield


def told() -> list[tuple[str, str]]:
    """Return (kind, username) of every notice."""
    cursors.catch_up(CONSUMER)
    return sorted(StaffNotice.objects.values_list("kind", "staff__username"))


def coordinated(**changes):
    """Return a report that an officer of another unit has sent to a unit of three people, and those people."""
    unit = make.unit()
    people = [make.staff(of=unit), make.staff(of=unit, role=Role.SUPERVISOR), make.staff(of=unit, role=Role.ANALYST)]
    return make.report(handled_by=unit, officer=people[0], **changes), people


def test_every_row_is_an_event_and_every_door_that_tells_a_unit_or_a_validator_has_one():
    doors = {move.door for move in DOORS.values() if move.told in {"unit", "validator"}}

    assert doors - {"verification.send_to_field"} <= set(TELLINGS)
    assert set(TELLINGS) <= set(KINDS)


def test_a_unit_that_is_asked_to_act_hears_of_it_those_who_handle_reports():
    _report, (officer, supervisor, _analyst) = coordinated()

    assert told() == [("reports.coordinate", officer.username), ("reports.coordinate", supervisor.username)]


def test_nobody_is_told_what_they_did_themselves():
    report, (officer, supervisor, _analyst) = coordinated()
    reports.start(code=report.code, version=report.version, by=officer)
    reports.assign(code=report.code, version=3, by=supervisor, assignee=supervisor.username)
    reports.assign(code=report.code, version=4, by=supervisor, assignee=officer.username)

    assert [row for row in told() if row[0] == "reports.assign"] == [("reports.assign", officer.username)]


def test_an_answer_goes_to_the_one_who_works_on_it():
    report = make.report(state=State.AWAITING_REPORTER)
    make.staff(of=report.unit_id)
    feedback.answer(code=report.code, token=make.token(report), answer="Di sisi timur")

    assert [row for row in told() if row[0] == "feedback.answer"] == [("feedback.answer", report.assignee.username)]


def test_a_person_of_another_area_is_not_told():
    report = make.report(category=LAMP)
    unit = make.unit()
    elsewhere = make.staff(of=unit, area="31.71")
    reports.coordinate(code=report.code, version=1, by=make.staff(of=report.unit_id), unit=unit.code, message="Mohon")

    assert elsewhere.username not in [name for _kind, name in told()]


def test_what_is_bundled_is_told_at_the_end_of_its_hour_as_one_notice():
    at = clock.now().replace(minute=20, second=0, microsecond=0)
    unit = make.unit()
    officer = make.staff(of=unit)
    for minutes in (0, 10):
        make.report(handled_by=unit, officer=officer, at=at + timedelta(minutes=minutes))
    told()

    before = notices.listed(officer, now=at + timedelta(minutes=39))
    after = notices.listed(officer, now=at + timedelta(minutes=40))

    assert (len(before.rows), notices.unseen(officer, now=at + timedelta(minutes=39))) == (0, 0)
    assert [len(notice.items) for notice in after.rows] == [2]
    assert notices.unseen(officer, now=at + timedelta(minutes=40)) == 1


def test_seeing_a_bundle_sees_all_of_it_once_and_only_ones_own():
    _report, (officer, supervisor, _analyst) = coordinated()
    told()
    with clock.at(clock.now() + timedelta(hours=2)):
        key = notices.listed(officer, now=clock.now()).rows[0].key
        actions.see(by=officer, notice=key)
        seen_at = StaffNotice.objects.get(staff=officer).seen_at
        actions.see(by=officer, notice=key)

        assert notices.unseen(officer, now=clock.now()) == 0
        assert notices.unseen(supervisor, now=clock.now()) == 1
        assert StaffNotice.objects.get(staff=officer).seen_at == seen_at


@pytest.mark.parametrize("key", ["", "0", "x", "-1", "9" * 30, "reports.coordinate 2020-01-01T00:00"])
def test_a_notice_that_was_never_told_to_the_person_is_not_there(key):
    with pytest.raises(NotFound):
        actions.see(by=make.staff(of=make.unit()), notice=key)


def test_history_is_no_news():
    report, _people = coordinated(at=clock.now() - timedelta(days=31))

    assert told() == []
    assert report.version == 2


def test_rebuilt_it_tells_the_same_and_nothing_twice():
    _report, (officer, supervisor, _analyst) = coordinated()
    before = told()
    with clock.at(clock.now() + timedelta(hours=2)):
        actions.see_all(by=officer)
    cursors.rebuild(CONSUMER)

    assert told() == before
    assert StaffNotice.objects.filter(staff=officer, seen_at__isnull=False).count() == 1
    assert StaffNotice.objects.filter(staff=supervisor, seen_at__isnull=True).count() == 1


def test_old_notices_go_and_the_events_stay():
    report, _people = coordinated()
    told()
    with clock.at(clock.now() + timedelta(days=91)):
        assert actions.forget_old(limit=1) == 1
        assert actions.forget_old() == 1
    assert make.events(report) == ["intake.accept", "reports.coordinate"]


def test_the_bell_costs_one_statement_and_never_counts_further_than_it_shows(django_assert_num_queries):
    _report, (officer, *_others) = coordinated()
    told()
    row = StaffNotice.objects.get(staff=officer)
    for number in range(150):
        row.pk, row.event, row.bundle = None, 10**9 + number, ""
        row.save(force_insert=True)

    with django_assert_num_queries(1):
        assert notices.unseen(officer, now=clock.now() + timedelta(hours=2)) == notices.MOST_COUNTED


def test_the_list_is_paged_without_a_gap(django_assert_num_queries):
    _report, (officer, *_others) = coordinated()
    told()
    row = StaffNotice.objects.get(staff=officer)
    for number in range(10):
        row.pk, row.event, row.bundle = None, 10**9 + number, ""
        row.save(force_insert=True)
    now, after, seen = clock.now() + timedelta(hours=2), None, []
    while True:
        with django_assert_num_queries(1):
            page = notices.listed(officer, now=now, after=after, limit=4)
        seen += [item.id for notice in page.rows for item in notice.items]
        after = page.next
        if after is None:
            break

    assert seen == sorted(seen, reverse=True)
    assert len(seen) == 11


@pytest.mark.parametrize(("minute", "end"), [(0, 0), (1, 60), (59, 60), (60, 60)])
def test_windows_end_on_the_hour(minute, end):
    midnight = datetime(2026, 3, 2, tzinfo=UTC)
    assert window_end(midnight + timedelta(minutes=minute), 60) == midnight + timedelta(minutes=end)


def test_a_report_of_which_two_steps_are_told_together_is_listed_once():
    _report, (officer, *_others) = coordinated()
    told()
    row = StaffNotice.objects.get(staff=officer)
    row.kind = "deadlines.escalate"
    row.save()
    row.pk, row.event = None, 10**9
    row.save(force_insert=True)

    (notice,) = notices.listed(officer, now=clock.now() + timedelta(hours=2)).rows
    assert (len(notice.items), notice.is_seen) == (1, False)
