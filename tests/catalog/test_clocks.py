"""Limits run day and night or in working time, stop in pauses, and know holidays, changed clocks, leap days and the turn of the year."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanggap.catalog import clocks, hours
from tanggap.catalog.clocks import WorkingTime, due, elapsed, elapsed_minutes

JAKARTA = ZoneInfo("Asia/Jakarta")
NEW_YORK = ZoneInfo("America/New_York")
WEEK: hours.Hours = (*[(time(7, 30), time(16))] * 4, (time(7, 30), time(16, 30)), None, None)
OFFICE = WorkingTime(JAKARTA, WEEK, closed=frozenset({date(2026, 8, 17)}))
ROUND_THE_CLOCK_ISH = WorkingTime(NEW_YORK, ((time(0, 30), time(23, 30)),) * 7)


def wib(text: str) -> datetime:
    """Return an instant told on Jakarta's wall clock."""
    return datetime.fromisoformat(text).replace(tzinfo=JAKARTA)


def new_york(text: str) -> datetime:
    """Return an instant told on New York's wall clock."""
    return datetime.fromisoformat(text).replace(tzinfo=NEW_YORK)


def test_six_hours_run_through_the_night():
    assert due(wib("2026-11-21 22:00"), 360) == wib("2026-11-22 04:00")


def test_working_time_waits_for_the_office_to_open():
    assert due(wib("2026-11-24 20:00"), 60, working=OFFICE) == wib("2026-11-25 08:30")


def test_working_time_stops_in_the_evening_and_goes_on_in_the_morning():
    assert due(wib("2026-11-24 15:00"), 120, working=OFFICE) == wib("2026-11-25 08:30")


def test_working_time_leaps_over_the_weekend():
    assert due(wib("2026-11-27 16:00"), 60, working=OFFICE) == wib("2026-11-30 08:00")


def test_a_limit_may_end_with_the_office_day():
    assert due(wib("2026-11-24 15:00"), 60, working=OFFICE) == wib("2026-11-24 16:00")


def test_a_holiday_is_not_worked():
    assert due(wib("2026-08-14 16:00"), 60, working=OFFICE) == wib("2026-08-18 08:00")


def test_a_weekend_day_that_is_worked_counts():
    opened = WorkingTime(JAKARTA, WEEK, opened=frozenset({date(2026, 11, 28)}))

    assert due(wib("2026-11-27 16:00"), 60, working=opened) == wib("2026-11-28 08:00")


def test_a_holiday_that_is_worked_all_the_same_counts_with_its_own_hours():
    friday = date(2026, 11, 27)
    worked = WorkingTime(JAKARTA, WEEK, closed=frozenset({friday}), opened=frozenset({friday}))

    assert elapsed_minutes(wib("2026-11-27 00:00"), wib("2026-11-28 00:00"), working=worked) == 540


def test_a_pause_moves_the_end_by_its_length():
    pause = (wib("2026-11-24 09:00"), wib("2026-11-24 12:00"))

    assert due(wib("2026-11-24 08:00"), 360, pauses=[pause]) == wib("2026-11-24 17:00")


def test_a_pause_at_night_costs_no_working_time():
    pause = (wib("2026-11-24 16:00"), wib("2026-11-25 07:30"))

    assert due(wib("2026-11-24 15:00"), 120, working=OFFICE, pauses=[pause]) == wib("2026-11-25 08:30")


def test_pauses_that_overlap_count_once():
    pauses = [
        (wib("2026-11-24 10:00"), wib("2026-11-24 12:00")),
        (wib("2026-11-24 09:00"), wib("2026-11-24 11:00")),
        (wib("2026-11-24 13:00"), wib("2026-11-24 13:00")),
    ]

    assert elapsed(wib("2026-11-24 08:00"), wib("2026-11-24 14:00"), pauses=pauses) == timedelta(hours=3)


def test_a_pause_outside_the_span_costs_nothing():
    pauses = [(wib("2026-11-23 08:00"), wib("2026-11-23 09:00")), (wib("2026-11-25 08:00"), wib("2026-11-25 09:00"))]

    assert elapsed(wib("2026-11-24 08:00"), wib("2026-11-24 09:00"), pauses=pauses) == timedelta(hours=1)


def test_nothing_has_elapsed_before_the_start():
    assert elapsed(wib("2026-11-24 09:00"), wib("2026-11-24 08:00"), working=OFFICE) == timedelta()
    assert elapsed(wib("2026-11-24 09:00"), wib("2026-11-24 08:00")) == timedelta()


def test_a_leap_day_is_a_day():
    assert due(wib("2028-02-28 12:00"), 24 * 60) == wib("2028-02-29 12:00")
    assert due(wib("2028-02-28 15:30"), 60, working=OFFICE) == wib("2028-02-29 08:00")


def test_the_year_turns():
    assert due(wib("2026-12-31 15:30"), 60, working=OFFICE) == wib("2027-01-01 08:00")


def test_seven_days_are_the_same_hours_when_the_clocks_change():
    assert due(new_york("2026-03-07 12:00"), 24 * 60) == new_york("2026-03-08 13:00")
    assert due(new_york("2026-10-31 12:00"), 24 * 60) == new_york("2026-11-01 11:00")


def test_a_working_day_on_which_the_clocks_change_has_the_minutes_that_it_has():
    spring = elapsed_minutes(new_york("2026-03-08 00:00"), new_york("2026-03-09 00:00"), working=ROUND_THE_CLOCK_ISH)
    autumn = elapsed_minutes(new_york("2026-11-01 00:00"), new_york("2026-11-02 00:00"), working=ROUND_THE_CLOCK_ISH)

    assert (spring, autumn) == (22 * 60, 24 * 60)


def test_an_office_opens_by_the_wall_clock_on_both_sides_of_the_change():
    office = WorkingTime(NEW_YORK, WEEK)

    assert due(new_york("2026-03-06 16:00"), 60, working=office) == new_york("2026-03-09 08:00")


def test_an_instant_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="needs a zone"):
        due(datetime(2026, 11, 24, 8), 60)  # noqa: DTZ001 – what is being refused


def test_a_negative_limit_is_refused():
    with pytest.raises(ValueError, match="negative"):
        due(wib("2026-11-24 08:00"), -1)


def test_a_week_without_work_is_refused():
    with pytest.raises(ValueError, match="at least one"):
        WorkingTime(JAKARTA, (None,) * 7)


instants = st.datetimes(datetime(2023, 1, 1), datetime(2029, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 – bounds of aware ones
spans = st.timedeltas(timedelta(), timedelta(days=99))
limits = st.integers(0, 20_000)
pauses = st.lists(st.tuples(instants, instants), max_size=4)
weeks = st.sampled_from([None, OFFICE, WorkingTime(NEW_YORK, WEEK), ROUND_THE_CLOCK_ISH])


@given(instants, limits, weeks, pauses)
def test_what_is_due_has_elapsed_exactly(start, minutes, working, stopped):
    end = due(start, minutes, working=working, pauses=stopped)

    assert elapsed_minutes(start, end, working=working, pauses=stopped) == minutes


@given(instants, limits, limits, weeks, pauses)
def test_a_longer_limit_is_not_due_earlier(start, minutes, more, working, stopped):
    assert due(start, minutes, working=working, pauses=stopped) <= due(
        start, minutes + more, working=working, pauses=stopped
    )


@given(instants, spans, st.integers(1, 20_000), weeks)
def test_a_later_start_is_not_due_earlier(start, later, minutes, working):
    assert due(start, minutes, working=working) <= due(start + later, minutes, working=working)


@given(instants, limits, weeks, pauses)
def test_nothing_is_due_before_it_began(start, minutes, working, stopped):
    assert due(start, minutes, working=working, pauses=stopped) >= start


@given(instants, spans, spans, weeks, pauses)
def test_time_elapsed_adds_up(start, first, second, working, stopped):
    middle, end = start + first, start + first + second

    parts = elapsed(start, middle, working=working, pauses=stopped) + elapsed(
        middle, end, working=working, pauses=stopped
    )

    assert parts == elapsed(start, end, working=working, pauses=stopped)


@given(instants, limits, pauses)
def test_a_pause_never_brings_the_end_forward(start, minutes, stopped):
    assert due(start, minutes, pauses=stopped) >= due(start, minutes)


def test_hours_are_read_as_a_week():
    assert hours.parse({"monday": ["07:30", "16:00"]}) == ((time(7, 30), time(16)), *[None] * 6)


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ({"monday": ["16:00", "07:30"]}, "monday"),
        ({"monday": "07:30"}, "monday"),
        ({"monday": ["seven", "eight"]}, "monday"),
        ({"funday": ["07:30", "16:00"]}, "funday"),
        ({}, "monday"),
    ],
)
def test_hours_that_make_no_week_name_their_key(table, key):
    with pytest.raises(ValueError) as refused:  # noqa: PT011 – its arguments are looked at
        hours.parse(table)

    assert refused.value.args[0] == key


@pytest.mark.django_db
def test_a_promise_in_working_time_uses_the_citys_hours_and_holidays():
    from tanggap.catalog import queries

    office = queries.policy("office")
    standard = queries.policy("standard")
    friday = wib("2026-08-14 16:00")

    assert clocks.promise(office, 60, friday) == wib("2026-08-18 08:00")
    assert clocks.promise(standard, 60, friday) == wib("2026-08-14 17:00")
