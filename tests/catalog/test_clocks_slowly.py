"""The clocks against counting minute by minute: pauses, calendars, Ramadan, extensions, changed clocks, holidays that come later."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.catalog import slow_clock as slow
from tests.catalog.slow_clock import BALTIMORE, BALTIMORE_OFFICE, JAKARTA, LONG_DAYS, MINUTE, OFFICE

from tanggap.catalog import clocks

some = settings(max_examples=120, deadline=None)
begin = datetime(2026, 2, 13, tzinfo=UTC)  # before Ramadan; the clocks of Baltimore change on 8 March
instants = st.integers(0, 45 * 24 * 60).map(lambda minutes: begin + timedelta(minutes=minutes))
limits = st.integers(1, 2_500)
lengths = st.integers(0, 6_000).map(lambda minutes: timedelta(minutes=minutes))
clocks_of = st.sampled_from([None, OFFICE, LONG_DAYS, BALTIMORE_OFFICE])
pauses = st.lists(st.tuples(instants, lengths).map(lambda pair: (pair[0], pair[0] + pair[1])), max_size=3)


@some
@given(instants, limits, clocks_of, pauses)
def test_a_limit_is_due_when_its_minutes_have_been_counted(start, minutes, working, stopped):
    assert clocks.due(start, minutes, working=working, pauses=stopped) == slow.due(start, minutes, working, stopped)


@some
@given(instants, lengths, clocks_of, pauses)
def test_what_has_run_is_what_was_counted(start, length, working, stopped):
    end = start + length
    assert clocks.elapsed_minutes(start, end, working=working, pauses=stopped) == slow.elapsed(
        start, end, working, stopped
    )


@some
@given(instants, limits, clocks_of, lengths, lengths)
def test_a_pause_leaves_as_much_time_as_there_was(start, minutes, working, before, length):
    due_at, paused_at = slow.due(start, minutes, working), start + before
    assume(paused_at < due_at)

    moved = clocks.resumed(due_at, paused_at, paused_at + length, working=working)

    assert moved == slow.due(start, minutes, working, [(paused_at, paused_at + length)])


@some
@given(instants, limits, clocks_of, lengths, lengths)
def test_a_pause_after_the_end_leaves_a_limit_as_late_as_it_was(start, minutes, working, late, length):
    due_at = slow.due(start, minutes, working)
    paused_at = due_at + late

    moved = clocks.resumed(due_at, paused_at, paused_at + length, working=working)

    assert slow.elapsed(moved, paused_at + length, working) == slow.elapsed(due_at, paused_at, working)


@some
@given(instants, limits, clocks_of, lengths, lengths, lengths, lengths)
def test_two_pauses_one_after_the_other_are_both_given_back(start, minutes, working, first, one, second, two):
    begun = start + first
    again = begun + one + second
    due_at = slow.due(start, minutes, working)
    assume(begun < due_at)
    stopped = [(begun, begun + one), (again, again + two)]
    assume(again < slow.due(start, minutes, working, stopped[:1]))

    moved = clocks.resumed(due_at, *stopped[0], working=working)
    moved = clocks.resumed(moved, *stopped[1], working=working)

    assert moved == slow.due(start, minutes, working, stopped)


@some
@given(instants, limits, clocks_of, st.integers(-300, 99))
def test_a_share_is_reached_when_so_much_is_left_or_over(start, minutes, working, share):
    minutes = minutes // 100 * 100 + 100  # so that a share is whole minutes
    due_at = slow.due(start, minutes, working)

    at = clocks.share_at(due_at, minutes, share, working=working)

    counted = slow.elapsed(at, due_at, working) - slow.elapsed(due_at, at, working)
    assert counted == minutes * share // 100
    assert clocks.share_left(at, due_at, minutes, working=working) == pytest.approx(share)


@some
@given(instants, limits, st.integers(-300, 98))
def test_a_lower_share_is_never_reached_earlier(start, minutes, share):
    due_at = slow.due(start, minutes, OFFICE)

    assert clocks.share_at(due_at, minutes, share + 1, working=OFFICE) <= clocks.share_at(
        due_at, minutes, share, working=OFFICE
    )


@some
@given(instants, limits, st.integers(0, 44))
def test_a_holiday_that_comes_later_puts_off_and_never_brings_forward(start, minutes, day):
    more = replace(OFFICE, closed=OFFICE.closed | {(begin + timedelta(days=day)).date()})

    late = clocks.due(start, minutes, working=more)

    assert late == slow.due(start, minutes, more)
    assert late >= clocks.due(start, minutes, working=OFFICE)


@some
@given(st.integers(0, 44), clocks_of)
def test_a_promised_day_ends_with_its_last_minute_that_runs(number, working):
    day = (begin + timedelta(days=number)).date()
    zone = working.zone if working else JAKARTA

    end = clocks.day_end(day, zone=zone, working=working)

    midnight = datetime.combine(day + timedelta(days=1), datetime.min.time(), zone)
    if working is None:
        assert midnight - end.astimezone(zone) == MINUTE
    else:
        assert slow.runs(end - MINUTE, working)
        assert slow.elapsed(end, midnight, working) == 0


def test_a_working_day_in_ramadan_is_shorter():
    monday = datetime(2026, 2, 23, 8, 0, tzinfo=JAKARTA)
    assert clocks.due(monday, 8 * 60, working=OFFICE) == datetime(2026, 2, 24, 9, 0, tzinfo=JAKARTA)


def test_a_question_asked_on_friday_evening_and_answered_on_monday_morning_costs_nothing():
    due_at = datetime(2026, 4, 7, 10, 0, tzinfo=JAKARTA)
    asked, answered = datetime(2026, 4, 3, 17, 0, tzinfo=JAKARTA), datetime(2026, 4, 6, 7, 0, tzinfo=JAKARTA)

    assert clocks.resumed(due_at, asked, answered, working=OFFICE) == due_at
    assert clocks.resumed(due_at, asked, answered) == due_at + (answered - asked)


def test_a_clock_that_was_set_back_gives_nothing_back():
    due_at = datetime(2026, 4, 7, 10, 0, tzinfo=JAKARTA)
    asked = datetime(2026, 4, 6, 12, 0, tzinfo=JAKARTA)

    assert clocks.resumed(due_at, asked, asked - timedelta(hours=1), working=OFFICE) == due_at


def test_the_hour_that_baltimore_lost_is_not_worked():
    night = datetime(2026, 3, 8, 1, 0, tzinfo=BALTIMORE)
    assert clocks.due(night, 120, working=LONG_DAYS) == datetime(2026, 3, 8, 4, 0, tzinfo=BALTIMORE)


def test_a_pause_across_the_change_of_clocks_is_as_long_as_it_was():
    paused_at = datetime(2026, 3, 7, 12, 0, tzinfo=BALTIMORE)
    due_at = paused_at + timedelta(hours=1)
    at = datetime(2026, 3, 8, 12, 0, tzinfo=BALTIMORE)  # 23 hours later

    assert clocks.resumed(due_at, paused_at, at) - due_at == timedelta(hours=23)


def test_the_day_before_a_season_has_the_hours_of_the_year():
    assert OFFICE.span(date(2026, 2, 18)) != OFFICE.span(date(2026, 2, 19))
