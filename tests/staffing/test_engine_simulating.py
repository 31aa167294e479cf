"""What a policy brings: shares, backlog and load with their intervals, the same again for the same seed, and what is refused."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.staffing.fits_made_up import AROUND, MONDAY, OFFICE, lying, sure, unit

from tanggap.core.refusal import Invalid
from tanggap.staffing import fits, policies
from tanggap.staffing.fits import Spread
from tanggap.staffing.policies import Demand, Period, Policy, Shift, Storm
from tanggap.staffing.pooling import pool
from tanggap.staffing.simulating import TooMuch, simulate, today
from tanggap.staffing.words import Doubt, Priority

FOUR_WEEKS = Period(MONDAY, 28)
QUICK = {"answer_delay": Spread(0.0, 0.0), "solve_delay": Spread(0.0, 0.0)}


def test_the_same_seed_gives_the_same_numbers_and_another_one_others():
    fit = unit(backlog=(lying(20),))
    outcome = simulate(fit, today(fit), period=FOUR_WEEKS, runs=3, seed=5)

    assert simulate(fits.load(fits.dump(fit)), today(fit), period=FOUR_WEEKS, runs=3, seed=5) == outcome
    assert simulate(fit, today(fit), period=FOUR_WEEKS, runs=3, seed=6) != outcome


def test_a_policy_comes_back_from_its_json_as_it_was():
    policy = Policy((OFFICE, AROUND), Priority.URGENT, 1, 0.9)

    assert policies.load(policies.dump(policy)) == policy


def test_two_policies_meet_the_same_reports():
    fit = unit()
    one, other = (simulate(fit, Policy((replace(OFFICE, staff=staff),)), period=FOUR_WEEKS, runs=4) for staff in (4, 9))

    assert one.received == other.received
    assert one.answered_in_six.mean < other.answered_in_six.mean


def test_somebody_who_is_always_there_answers_at_once():
    fit = unit(rate=5, staff=AROUND, **QUICK)
    outcome = simulate(fit, today(fit), period=FOUR_WEEKS, runs=3)

    assert outcome.answered_in_six.mean > 0.99
    assert outcome.load == pytest.approx(5 * (10 + 0.8 * 60) / (4 * 1440))
    assert outcome.utilisation.mean == pytest.approx(outcome.load, rel=0.15)
    assert outcome.doubts == ()


def test_the_interval_of_the_mean_lies_within_the_range_of_the_futures():
    fit = unit(rate=24)
    share = simulate(fit, today(fit), period=FOUR_WEEKS, runs=20).answered_in_six

    assert share.least < share.low < share.mean < share.high < share.most
    assert share.runs == 20


def test_with_no_staff_nothing_is_answered_and_it_is_said():
    fit = unit(backlog=(lying(7),))
    for policy in (Policy(()), Policy((replace(OFFICE, staff=0),))):
        outcome = simulate(fit, policy, period=FOUR_WEEKS, runs=2)
        assert (outcome.answered_in_six.mean, outcome.solved_in_time.mean, outcome.done.mean) == (0.0, 0.0, 0.0)
        assert outcome.backlog[-1].mean == outcome.received.mean + 7
        assert (outcome.utilisation, outcome.hours) == (None, 0.0)
        assert Doubt.NO_STAFF in outcome.doubts


def test_more_work_than_can_be_done_is_said_and_the_pile_grows():
    fit = unit(rate=60)
    outcome = simulate(fit, today(fit), period=FOUR_WEEKS, runs=2)

    assert outcome.load > 1
    assert Doubt.UNSTABLE in outcome.doubts
    assert outcome.backlog[6].mean < outcome.backlog[13].mean < outcome.backlog[27].mean


def test_what_came_and_what_left_explain_the_pile():
    fit = unit(backlog=(lying(30), lying(10, is_answered=True), lying(5, is_answered=True, is_begun=True)))
    outcome = simulate(fit, today(fit), period=FOUR_WEEKS, runs=3)

    assert outcome.backlog[-1].mean == pytest.approx(45 + outcome.received.mean - outcome.done.mean)


def test_a_storm_of_twenty_thousand_reports_is_played_to_its_end():
    fit = unit(rate=5)
    storm = Demand(storms=(Storm(MONDAY + timedelta(days=1), 20_000),))
    outcome = simulate(fit, today(fit), period=FOUR_WEEKS, demand=storm, runs=2)

    assert outcome.received.mean > 20_000
    assert outcome.answered_in_six.mean < 0.02


def test_answers_first_answers_more_within_six_hours_than_first_come_first_served():
    fit = unit(rate=26)
    shares = {
        priority: simulate(fit, Policy((OFFICE,), priority), period=FOUR_WEEKS, runs=4).answered_in_six.mean
        for priority in (Priority.FIFO, Priority.ANSWERS)
    }

    assert shares[Priority.ANSWERS] > shares[Priority.FIFO] + 0.05


def test_urgent_first_solves_more_of_the_urgent_in_time():
    fit = unit(rate=24, solve_delay=Spread(0.0, 0.0))
    fifo, urgent = (
        simulate(fit, Policy((OFFICE,), priority), period=FOUR_WEEKS, runs=4).solved_in_time.mean
        for priority in (Priority.FIFO, Priority.URGENT)
    )

    assert urgent > fifo


def test_people_who_are_often_away_leave_more_lying():
    fit = unit(rate=22)
    there, away = (
        simulate(fit, Policy((OFFICE,), presence=presence), period=FOUR_WEEKS, runs=3) for presence in (1.0, 0.6)
    )

    assert away.load == pytest.approx(there.load / 0.6)
    assert away.backlog[-1].mean > there.backlog[-1].mean
    assert away.hours == there.hours  # they are paid all the same


def test_holidays_are_not_worked_and_not_paid_but_by_a_shift_that_works_on_them():
    fit = unit(closed=tuple(MONDAY + timedelta(days=day) for day in range(5)))
    hours = [simulate(fit, Policy((shift,)), period=Period(MONDAY, 7), runs=2).hours for shift in (OFFICE, AROUND)]

    assert hours == [0.0, 7 * 24 * 4]


def test_a_shift_over_midnight_is_worked_on_the_days_on_which_it_begins():
    night = Shift(1, 1320, 360, (0,))
    fit = unit(rate=3, staff=night, **QUICK)

    assert night.hours_a_week == 8
    assert simulate(fit, today(fit), period=Period(MONDAY, 7), runs=2).hours == 8


def test_the_cost_is_the_paid_hours_at_their_price():
    outcome = simulate(unit(), today(unit()), period=FOUR_WEEKS, runs=2, price_an_hour=31_195, currency="IDR")

    assert (outcome.hours, outcome.cost, outcome.currency) == (680.0, 680.0 * 31_195, "IDR")


def test_a_history_without_answers_tells_none():
    fit = unit(has_answers=False, comes_answered=sure(1.0))
    outcome = simulate(fit, today(fit), period=FOUR_WEEKS, runs=2)

    assert (outcome.answered_in_six, outcome.answered_in_time, outcome.answer_hours) == (None, None, None)
    assert outcome.solved_in_time is not None


def test_a_pool_has_the_work_and_the_people_of_both():
    one, other = unit(rate=10, backlog=(lying(4),)), replace(unit(rate=6), units=("other",))
    both = pool([one, other])

    assert (both.units, both.open, both.arrivals.rate.value) == (("made-up", "other"), 4, 16)
    assert today(both).staff == 8
    assert sum(kind.share for kind in both.kinds) == pytest.approx(1)
    assert both.solve_hands.mean == pytest.approx(60, rel=0.05)
    assert fits.load(fits.dump(both)) == both


@pytest.mark.parametrize(
    ("policy", "period", "demand", "runs", "field"),
    [
        (Policy((replace(OFFICE, staff=-1),)), FOUR_WEEKS, Demand(), 3, "shifts.0.staff"),
        (Policy((replace(OFFICE, weekdays=()),)), FOUR_WEEKS, Demand(), 3, "shifts.0.weekdays"),
        (Policy((replace(OFFICE, weekdays=(7,)),)), FOUR_WEEKS, Demand(), 3, "shifts.0.weekdays"),
        (Policy((replace(OFFICE, begin=1440),)), FOUR_WEEKS, Demand(), 3, "shifts.0.begin"),
        (Policy((AROUND,) * 200), FOUR_WEEKS, Demand(), 3, "shifts"),
        (Policy((OFFICE,), presence=0.0), FOUR_WEEKS, Demand(), 3, "presence"),
        (Policy((OFFICE,), reserved=-1), FOUR_WEEKS, Demand(), 3, "reserved"),
        (Policy((OFFICE,)), Period(MONDAY, 367), Demand(), 3, "period.days"),
        (Policy((OFFICE,)), FOUR_WEEKS, Demand(), 1, "runs"),
        (Policy((OFFICE,)), FOUR_WEEKS, Demand(growth=11), 3, "demand.growth"),
        (Policy((OFFICE,)), FOUR_WEEKS, Demand(1, (Storm(MONDAY, 0),)), 3, "demand.storms.0.reports"),
        (Policy((OFFICE,)), FOUR_WEEKS, Demand(1, (Storm(MONDAY - timedelta(days=1), 9),)), 3, "demand.storms.0.on"),
    ],
)
def test_what_cannot_be_is_refused_by_field(policy, period, demand, runs, field):
    with pytest.raises(Invalid) as refused:
        simulate(unit(), policy, period=period, demand=demand, runs=runs)

    assert list(refused.value.errors) == [field]


def test_more_than_a_processor_bears_is_refused():
    with pytest.raises(TooMuch):
        simulate(unit(rate=1000), Policy((OFFICE,)), period=Period(MONDAY, 366), runs=500)
