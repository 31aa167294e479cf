"""Promises counted anew: a holiday that comes later, a policy that somebody chose for open reports, and what a pack may not take away."""

from datetime import UTC, date, datetime, timedelta

import pytest
from tests.factories import LITTER, make

from tanggap.catalog import queries as catalog
from tanggap.catalog.models import CalendarDay, Category, Policy
from tanggap.catalog.pack import guards, versions
from tanggap.catalog.pack.difference import DEACTIVATED, Change, Difference
from tanggap.core import clock, shelf
from tanggap.core.refusal import NotFound
from tanggap.deadlines import actions
from tanggap.deadlines.models import Recount
from tanggap.reports import actions as reports
from tanggap.reports.models import Event, Report
from tanggap.reports.words import State

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 4, 6, 2, 0, tzinfo=UTC)  # 09:00 in Jakarta, a week without a holiday
OFFICE = "kependudukan"


@pytest.fixture(autouse=True)
def _first_calendar():
    """Let the calendar of the pack be the one by which everything was promised."""
    shelf.clear_all()
    while actions.recount():
        pass
    yield
    shelf.clear_all()


def holiday(day):
    CalendarDay.objects.update_or_create(on=day, defaults={"name": {"id": "Libur", "en": "Holiday"}, "is_active": True})
    shelf.clear_all()


def counted(at, limit=500):
    with clock.at(at):
        passes = 0
        while actions.recount(limit=limit):
            passes += 1
    return passes


def office(at=MONDAY, **changes):
    category = next(row.code for row in catalog.leaves() if row.policy == "office" and not row.is_confidential)
    return make.report(category=category, at=at, **changes)


def change_policy(code, **fields):
    Policy.objects.filter(pk=code).update(**fields)
    versions.keep(at=clock.now())
    shelf.clear_all()


def test_a_holiday_that_comes_later_puts_off_what_counts_working_time_and_says_so():
    report, by_clock = office(), make.report(category=LITTER, at=MONDAY)
    before = report.resolve_due_at
    holiday(date(2026, 4, 8))
    counted(MONDAY + timedelta(days=1))

    report.refresh_from_db()
    event = Event.objects.get(report=report, kind="deadlines.recompute")
    assert report.resolve_due_at > before
    assert (event.payload["why"], event.payload["due"]) == ("calendar", report.resolve_due_at.isoformat())
    assert make.events(by_clock) == ["intake.accept"]


def test_counting_again_changes_nothing():
    report = office()
    holiday(date(2026, 4, 8))
    counted(MONDAY + timedelta(days=1))
    counted(MONDAY + timedelta(days=2))

    assert make.events(report).count("deadlines.recompute") == 1


def test_what_was_broken_stays_broken():
    report = office()
    late = report.answer_due_at + timedelta(minutes=1)
    holiday(date(2026, 4, 6))
    counted(late)

    report.refresh_from_db()
    assert make.events(report) == ["intake.accept", "deadlines.breach", "deadlines.recompute"]
    assert (report.breached, report.answer_due_at > late) == (1, True)


def test_a_day_that_is_worked_after_all_brings_no_date_forward():
    holiday(date(2026, 4, 8))
    counted(MONDAY)
    report = office()
    CalendarDay.objects.filter(on=date(2026, 4, 8)).update(is_active=False)
    shelf.clear_all()
    counted(MONDAY + timedelta(days=1))

    assert make.events(report) == ["intake.accept"]


def test_a_closed_report_is_left_alone():
    report = office(state=State.REJECTED)
    holiday(date(2026, 4, 8))
    counted(MONDAY + timedelta(days=1))
    assert "deadlines.recompute" not in make.events(report)


def test_it_goes_on_where_it_was_cut_off(monkeypatch):
    made = [office() for _ in range(5)]
    holiday(date(2026, 4, 8))
    with clock.at(MONDAY + timedelta(days=1)):
        actions.recount(limit=2)
        job = Recount.objects.filter(done_at__isnull=True).get()
        assert (job.seen, job.last) == (2, made[1].pk if made[0].pk < made[1].pk else made[0].pk)
    counted(MONDAY + timedelta(days=2), limit=2)

    job.refresh_from_db()
    assert (job.seen, job.moved, job.done_at is not None) == (5, 5, True)
    assert all(make.events(report).count("deadlines.recompute") == 1 for report in made)


def test_a_policy_that_changes_holds_for_new_reports_alone():
    old = make.report(category=LITTER, at=MONDAY)
    policy = catalog.category(LITTER).policy
    change_policy(policy, resolve_minutes=600)
    new = make.report(category=LITTER, at=MONDAY)
    with clock.at(MONDAY + timedelta(hours=1)):
        reports.start(code=old.code, version=1, by=make.staff(of=old.unit_id))
    counted(MONDAY + timedelta(hours=2))

    old.refresh_from_db()
    assert (old.policy_version, new.policy_version) == (1, 2)
    assert new.resolve_due_at == MONDAY + timedelta(minutes=600)
    assert make.events(old) == ["intake.accept", "reports.start"]


def test_a_reopened_report_counts_by_the_policy_that_it_was_promised():
    report = make.report(state=State.RESOLVED, category=LITTER, at=MONDAY)
    minutes = catalog.policy_for(LITTER).resolve_minutes
    change_policy(catalog.category(LITTER).policy, resolve_minutes=600)
    from tanggap.feedback import actions as feedback

    with clock.at(MONDAY + timedelta(days=1)):
        feedback.reopen(code=report.code, token=make.token(report), message="Belum")

    report.refresh_from_db()
    assert report.resolve_due_at == max(MONDAY, MONDAY + timedelta(days=1)) + timedelta(minutes=minutes)


def test_open_reports_take_the_new_policy_when_somebody_chooses_so_with_an_event():
    report = make.report(category=LITTER, at=MONDAY)
    policy = catalog.category(LITTER).policy
    change_policy(policy, resolve_minutes=6000)
    first = actions.adopt(policy=policy)
    assert actions.adopt(policy=policy) == first
    counted(MONDAY + timedelta(hours=1))

    report.refresh_from_db()
    event = Event.objects.get(report=report, kind="deadlines.recompute")
    assert (report.policy_version, report.resolve_due_at) == (2, MONDAY + timedelta(minutes=6000))
    assert (event.payload["why"], report.round) == ("policy", 1)


def test_a_shorter_policy_makes_nothing_late_that_was_in_time():
    report = make.report(category=LITTER, at=MONDAY)
    policy = catalog.category(LITTER).policy
    change_policy(policy, resolve_minutes=60)
    actions.adopt(policy=policy)
    at = MONDAY + timedelta(hours=3)
    counted(at)

    report.refresh_from_db()
    assert report.resolve_due_at == at


def test_an_unknown_policy_is_not_there():
    with pytest.raises(NotFound):
        actions.adopt(policy="nobody")


def going(code):
    return Difference("jakarta", (Change("policy", code, DEACTIVATED, {}, {}),))


def test_a_policy_that_open_reports_live_by_does_not_go():
    report = make.report(category=LITTER)
    with pytest.raises(guards.InUse) as refused:
        guards.ask(going(report.policy_id))

    assert "1 open report lives by it (categories: sampah)" in str(refused.value)
    assert f"tanggap deadlines adopt {report.policy_id}" in str(refused.value)


def test_a_policy_that_nobody_lives_by_any_more_goes():
    report = make.report(category=LITTER, state=State.REJECTED)
    guards.ask(going(report.policy_id))


def test_a_category_that_gets_another_policy_leaves_open_reports_where_they_are_until_they_adopt_it():
    report = make.report(category=LITTER, at=MONDAY)
    old = report.policy_id
    Category.objects.filter(pk=LITTER).update(policy="long")
    shelf.clear_all()
    counted(MONDAY + timedelta(hours=1))
    assert Report.objects.get(pk=report.pk).policy_id == old

    actions.adopt(policy=old)
    counted(MONDAY + timedelta(hours=2))

    report.refresh_from_db()
    assert (report.policy_id, report.resolve_due_at) == ("long", MONDAY + timedelta(days=60))


def test_another_category_begins_another_ladder():
    report = make.report(category=LITTER, at=MONDAY)
    by = make.staff(of=report.unit_id)
    with clock.at(MONDAY + timedelta(hours=1)):
        reports.change(code=report.code, version=1, by=by, category="lampu-jalan", message="Ini lampu")

    report.refresh_from_db()
    assert report.policy_id == catalog.category("lampu-jalan").policy
    assert report.next_step_at is not None
