"""From receipts to alarms: what is raised, how it goes on, who is told, and what is none."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from tests.anomalies.receipts import (
    CAKUNG,
    DRAIN,
    FLOOD,
    GADING,
    KELAPA_GADING,
    MINUTE,
    NOW,
    RUBBISH,
    TREE,
    add,
    alarms,
    city,
    flood,
    ordinary,
)
from tests.factories import make

from tanggap.agencies.words import Role
from tanggap.anomalies import actions, queries
from tanggap.anomalies.models import Alarm, Receipt
from tanggap.anomalies.words import AlarmState
from tanggap.notify.models import StaffNotice

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _ordinary(db: None) -> Iterator[None]:
    with city(ordinary()):
        yield


def test_an_ordinary_day_raises_nothing():
    assert (actions.look(now=NOW), alarms()) == (0, [])


def test_a_flood_is_one_alarm_of_its_kind_in_its_district():
    add(flood(12))

    actions.look(now=NOW)

    assert alarms() == [(FLOOD, [CAKUNG], 12, AlarmState.OPEN)]


def test_few_reports_more_than_usual_are_not_worth_telling():
    add(flood(5, category=TREE))

    assert actions.look(now=NOW) == 0


def test_floods_in_all_of_a_kota_are_its_alarm():
    for district in ("31.75.06.1005", "31.75.02.1001", "31.75.01.1001", "31.75.03.1001", "31.75.07.1001"):
        add(flood(12, area=district))

    actions.look(now=NOW)

    assert alarms() == [(FLOOD, ["31.75"], 60, AlarmState.OPEN)]


def test_districts_of_two_kota_that_touch_are_one_alarm():
    add(flood(14), flood(6, area=GADING))

    actions.look(now=NOW)

    assert alarms() == [(FLOOD, [CAKUNG, KELAPA_GADING], 20, AlarmState.OPEN)]


def test_two_kinds_in_two_places_are_two_alarms():
    add(flood(14), flood(12, area="31.71.01.1001", category=TREE))

    actions.look(now=NOW)

    assert sorted(one[:2] for one in alarms()) == [(FLOOD, [CAKUNG]), (TREE, ["31.71.01"])]


def test_what_was_taken_over_or_came_late_raises_nothing():
    add(flood(30, is_late=True))

    assert actions.look(now=NOW) == 0


def test_a_flood_of_six_hours_is_found_too():
    add(flood(16, before=330 * MINUTE))

    actions.look(now=NOW)

    assert [(one.category, one.minutes) for one in Alarm.objects.all()] == [(FLOOD, 360)]


def test_a_slow_rise_over_a_week_is_found():
    add(flood(45, before=timedelta(days=6, hours=20), category=RUBBISH, area=GADING))

    actions.look(now=NOW)

    assert [(one.category, one.areas, one.minutes) for one in Alarm.objects.all()] == [
        (RUBBISH, [KELAPA_GADING], 7 * 24 * 60)
    ]


def test_looked_at_twice_it_is_the_same_alarm():
    add(flood(12))

    actions.look(now=NOW)
    actions.look(now=NOW)
    actions.look(now=NOW + MINUTE)

    assert alarms() == [(FLOOD, [CAKUNG], 12, AlarmState.OPEN)]


def test_grown_it_keeps_its_number_and_counts_all_since_its_first():
    add(flood(12))
    actions.look(now=NOW)
    add(flood(20, until=NOW + 40 * MINUTE, before=30 * MINUTE))

    actions.look(now=NOW + 40 * MINUTE)

    row = queries.current()[0]
    assert (len(alarms()), row.reports, row.total, row.most, row.first_at) == (1, 24, 32, 24, NOW - 50 * MINUTE)


def test_usual_for_an_hour_it_is_over():
    add(flood(12))
    actions.look(now=NOW)

    for minutes in (30, 61, 130, 200, 500):
        actions.look(now=NOW + minutes * MINUTE)

    assert [one[3] for one in alarms()] == [AlarmState.OVER]


def test_unusual_again_soon_after_its_end_it_is_the_same_alarm():
    add(flood(12))
    actions.look(now=NOW)
    alarm = Alarm.objects.get()
    alarm.over_at = NOW + HOUR
    alarm.save()
    add(flood(15, until=NOW + 2 * HOUR))

    actions.look(now=NOW + 2 * HOUR)

    assert [one[3] for one in alarms()] == [AlarmState.OPEN]


def test_private_reports_count_and_are_told_apart():
    add(flood(8), flood(6, is_public=False, is_joined=True))

    actions.look(now=NOW)

    row = queries.current()[0]
    assert (row.reports, row.public_reports, row.joined) == (14, 8, 6)


def test_a_leader_of_the_place_and_a_supervisor_of_the_unit_hear_at_once_and_others_do_not():
    unit = make.unit(area="31.75")
    leader, there = make.staff(of=unit, role=Role.LEADER), make.staff(of=unit, role=Role.SUPERVISOR)
    far = make.unit(area="31.71")
    make.staff(of=far, role=Role.LEADER)
    make.staff(of=far, role=Role.SUPERVISOR)
    add(flood(12, unit=unit.code))

    actions.look(now=NOW)
    actions.look(now=NOW + MINUTE)

    told = StaffNotice.objects.filter(kind="anomalies.alarm").values_list("staff", "told_at")
    assert sorted(told) == sorted([(leader.pk, NOW), (there.pk, NOW)])


def test_four_times_as_many_are_told_again():
    leader = make.staff(of=make.unit(area="31.75"), role=Role.LEADER)
    add(flood(12))
    actions.look(now=NOW)
    add(flood(50, until=NOW + 5 * MINUTE, before=4 * MINUTE))

    actions.look(now=NOW + 5 * MINUTE)

    assert StaffNotice.objects.filter(staff=leader).count() == 2


def test_while_too_little_is_known_nothing_is_told():
    Receipt.objects.all().delete()
    actions.learn(now=NOW)
    add(flood(40))

    assert (actions.look(now=NOW), queries.watch(now=NOW).is_learning) == (0, True)


def test_a_look_costs_as_many_statements_for_a_storm_as_for_a_shower(django_assert_max_num_queries):
    for number in range(20):
        add(flood(60, area=f"31.75.0{number % 5 + 1}.100{number % 4 + 1}", category=(FLOOD, DRAIN, TREE)[number % 3]))

    with django_assert_max_num_queries(16 + 5 * 12):
        actions.look(now=NOW)
