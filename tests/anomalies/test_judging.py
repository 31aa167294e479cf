"""What people decide about an alarm, and what it says; who may, and what is refused with nothing written."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.utils import translation
from tests.anomalies.receipts import CAKUNG, FLOOD, MINUTE, NOW, add, city, flood, ordinary
from tests.factories import make

from tanggap.agencies.models import Staff
from tanggap.agencies.words import Role
from tanggap.anomalies import actions, judges, queries
from tanggap.anomalies.judges import NotYours
from tanggap.anomalies.models import Alarm, Mute
from tanggap.anomalies.words import AlarmState
from tanggap.core.refusal import NotAllowed, NotFound
from tanggap.notify import notices
from tanggap.notify.models import StaffNotice

REASON = "Fire drill in Cakung"


@pytest.fixture(autouse=True)
def _flood(db: None) -> Iterator[None]:
    with time_machine.travel(NOW, tick=False), city([*ordinary(), *flood(12, is_public=False), *flood(3)]):
        actions.look(now=NOW)
        yield


@pytest.fixture
def leader() -> Staff:
    return make.staff(of=make.unit(area="31.75"), role=Role.LEADER)


def number() -> int:
    return Alarm.objects.get().pk


def muted(leader: Staff, **changes: object) -> None:
    row = queries.alarm(number())
    given = {"number": row.id, "version": row.version, "by": leader, "hours": 2, "reason": REASON, **changes}
    actions.mute(**given)


def test_taken_notice_of_by_the_first_it_says_by_whom_and_stays(leader):
    actions.notice(number=number(), by=leader, note="  Pumps are on their way ")
    actions.notice(number=number(), by=make.staff(of=make.unit(), role=Role.LEADER), note="me too")

    row = queries.current()[0]
    assert (row.state, row.noticed_by, row.note) == (AlarmState.NOTICED, leader.display_name, "Pumps are on their way")


def test_an_officer_decides_nothing(leader):
    officer = make.staff(of=make.unit(), role=Role.OFFICER)

    for act in (lambda: actions.notice(number=number(), by=officer), lambda: muted(officer)):
        with pytest.raises(NotAllowed):
            act()
    assert queries.current()[0].state == AlarmState.OPEN


@pytest.mark.parametrize(
    ("area", "role"), [("31.72", Role.LEADER), ("31.75.06.1005", Role.LEADER), ("31.75.02", Role.SUPERVISOR)]
)
def test_nobody_decides_about_what_is_elsewhere_or_wider_than_their_area(area, role):
    other = make.staff(of=make.unit(area=area), role=role)

    for act in (lambda: actions.notice(number=number(), by=other), lambda: muted(other)):
        with pytest.raises(NotYours) as refused:
            act()
    with translation.override("en"):
        assert NotYours([CAKUNG]).message == (
            "Who answers for Cakung, or for the whole city, decides about this. You may read it."
        )
    assert refused.value.status == 403
    assert (Mute.objects.count(), queries.current()[0].state) == (0, AlarmState.OPEN)


def test_nobody_ends_a_silence_of_elsewhere(leader):
    muted(leader)
    with pytest.raises(NotYours):
        actions.unmute(mute=Mute.objects.get().pk, by=make.staff(of=make.unit(area="31.72"), role=Role.LEADER))
    actions.unmute(mute=Mute.objects.get().pk, by=make.staff(of=make.unit(area=CAKUNG), role=Role.SUPERVISOR))


@pytest.mark.parametrize(("area", "decides"), [(None, True), ("31", True), ("31.75", False)])
def test_about_the_whole_city_decides_who_answers_for_all_of_it(area, decides):
    assert judges.may_judge(make.staff(of=make.unit(area=area), role=Role.LEADER), [""]) == decides


def test_what_is_over_is_not_taken_notice_of(leader):
    Alarm.objects.update(over_at=NOW)

    with pytest.raises(actions.IsOver):
        actions.notice(number=number(), by=leader)


def test_silenced_it_goes_on_untold_and_stands_apart(leader):
    StaffNotice.objects.all().delete()
    muted(leader)
    add(flood(90, until=NOW + 20 * MINUTE, before=15 * MINUTE))

    actions.look(now=NOW + 20 * MINUTE)

    assert queries.current() == []
    assert [(row.reports, row.is_muted) for row in queries.current(with_muted=True)] == [(101, True)]
    assert StaffNotice.objects.count() == 0
    assert [(row.area, row.category, row.reason) for row in queries.mutes(now=NOW)] == [(CAKUNG, FLOOD, REASON)]


def test_the_silence_ended_early_it_is_told_again(leader):
    muted(leader)
    actions.unmute(mute=Mute.objects.get().pk, by=leader)

    actions.look(now=NOW + MINUTE)

    assert [row.is_muted for row in queries.current()] == [False]
    with pytest.raises(NotFound):
        actions.unmute(mute=Mute.objects.get().pk, by=leader)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"reason": "no reason"}, actions.NoReason),
        ({"reason": "x " * 600}, actions.NoReason),
        ({"hours": 0}, actions.TooLong),
        ({"hours": 169}, actions.TooLong),
        ({"version": 0}, actions.Changed),
        ({"number": 0}, NotFound),
    ],
)
def test_a_silence_without_reason_end_or_sight_is_refused(leader, changes, refusal):
    with pytest.raises(refusal):
        muted(leader, **changes)
    assert (Mute.objects.count(), queries.current()[0].is_muted) == (0, False)


def test_it_is_explained_in_both_languages():
    row = queries.current()[0]

    with translation.override("en"):
        assert row.title == "Floods and standing water in Cakung: 15 reports in the last hour"
        assert row.sentence == f"{row.title}. Usual at this time: 0 to 1. So many by chance: practically never."
        assert row.details == [
            "First report at 13.15; 15 since then, at most 15 at once.",
            "From Pulo Gebang (15).",
            "12 of them are private and stand in no public number.",
        ]
    with translation.override("id"):
        assert row.title == "Banjir dan Genangan di Cakung: 15 laporan dalam satu jam terakhir"


def test_its_notice_says_the_same(leader):
    actions.look(now=NOW)
    Alarm.objects.update(told_at=None)
    actions.look(now=NOW + MINUTE)

    with translation.override("en"):
        notice = notices.listed(leader, now=NOW + MINUTE).rows[0]
    assert (notice.items[0].alarm, notice.items[0].category) == (
        number(),
        "Floods and standing water in Cakung: 15 reports in the last hour; usual then: 0 to 1",
    )


@pytest.mark.parametrize(
    ("areas", "seen"),
    [(None, 1), ({"31.75"}, 1), ({CAKUNG}, 1), ({"31.75.06.1005"}, 1), ({"31.71"}, 0), ({"31.75.02"}, 0)],
)
def test_it_is_told_to_whom_it_concerns(areas, seen):
    assert len(queries.current(areas=areas)) == len(queries.since(NOW, until=NOW + MINUTE, areas=areas)) == seen


def test_the_last_hour_stands_beside_the_usual():
    hour = queries.last_hour(now=NOW)

    assert (hour.reports, hour.is_high, hour.low) == (16, True, 0)
    assert hour.usual == pytest.approx(0.8, abs=0.4)
    assert queries.last_hour(now=NOW, area="31.71").reports == 0


def test_the_course_of_hours_ends_with_the_present_one():
    course = queries.course(now=NOW, hours=6)

    assert [hour.reports for hour in course[-2:]] == [15, 1]
    assert (len(course), course[-1].until, course[-1].length) == (6, NOW, timedelta(minutes=5))


def test_the_course_of_an_alarm_is_of_its_own_areas_beside_their_usual():
    here = queries.course(now=NOW, hours=24, areas=[CAKUNG], category=FLOOD)
    both = queries.course(now=NOW, hours=24, areas=[CAKUNG, "31.72.06"], category=FLOOD)
    there = queries.course(now=NOW, hours=24, areas=["31.72.06"], category=FLOOD)
    city = queries.course(now=NOW, hours=24, category=FLOOD)

    assert (sum(hour.reports for hour in here[-2:]), here[-2].is_high) == (15, True)
    assert all(one.usual <= whole.usual for one, whole in zip(here, city, strict=True))
    assert [one.usual + other.usual for one, other in zip(here, there, strict=True)] == pytest.approx(
        [one.usual for one in both]
    )
    assert [one.reports + other.reports for one, other in zip(here, there, strict=True)] == [
        one.reports for one in both
    ]


def test_nothing_grows_with_its_history(django_assert_num_queries):
    with django_assert_num_queries(1):
        queries.current(areas={CAKUNG})
    with django_assert_num_queries(3):
        queries.last_hour(now=NOW)
    with django_assert_num_queries(3):
        queries.course(now=NOW, hours=48)


def test_what_is_old_is_forgotten():
    Alarm.objects.update(over_at=NOW, raised_at=NOW - timedelta(days=1))

    with time_machine.travel(NOW + timedelta(days=401), tick=False):
        gone = actions.forget(limit=10_000)

    assert (gone > 500, Alarm.objects.count()) == (True, 0)
