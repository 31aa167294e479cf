"""What is learned of a past whose truth is known: only from what had happened, and near to what it was made with."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from tests.staffing.fits_made_up import AROUND, OFFICE, past, sure, unit

from tanggap.staffing import rostering
from tanggap.staffing.drawing import left_of, sample
from tanggap.staffing.engine import NEVER
from tanggap.staffing.fits import Spread
from tanggap.staffing.fitting import LEAST_REPORTS, TooFew, fit_history
from tanggap.staffing.learning import learn
from tanggap.staffing.policies import Period
from tanggap.staffing.simulating import simulate, today
from tanggap.staffing.surviving import distribution
from tanggap.staffing.words import Doubt, Source

pytestmark = pytest.mark.xdist_group("staffing_past")
DAYS = 63


@pytest.fixture(scope="module")
def history():
    return past(unit(rate=18), DAYS)


@pytest.fixture(scope="module")
def learned(history):
    return learn(history, end=history.end, days=DAYS)


def test_the_rate_the_leavers_and_the_kinds_are_near_to_what_they_were(learned):
    assert learned.arrivals.rate.low < 18 < learned.arrivals.rate.high
    assert learned.leaves.low < 0.2 < learned.leaves.high
    assert [(kind.code, kind.answer_limit, kind.solve_limit) for kind in learned.kinds] == [
        ("urgent", 60.0, 1440.0),
        ("standard", 360.0, 10080.0),
    ]
    assert learned.kinds[0].share == pytest.approx(0.2, abs=0.04)
    assert learned.arrivals.hours[12] == pytest.approx(3 / 48, abs=0.02)


def test_todays_policy_brings_the_times_that_were_seen(history, learned):
    outcome = simulate(learned, today(learned), period=Period(history.end, 28), runs=6)
    answered = [
        (row.answered_at - row.received_at).total_seconds() <= 6 * 3600 for row in history.rows if row.answered_at
    ]
    took = [
        (row.done_at - row.received_at).total_seconds() / 86400
        for row in history.rows
        if row.done_at and not row.leaves
    ]

    assert outcome.answered_in_six.mean == pytest.approx(np.mean(answered), abs=0.06)
    assert outcome.solve_days.mean == pytest.approx(np.median(took), rel=0.15)


def test_what_lies_open_is_what_had_not_left_the_desk(history, learned):
    at = history.midnight(history.end)

    assert learned.open == sum(row.done_at is None or row.done_at > at for row in history.rows)
    assert {one.kind for one in learned.backlog} <= {kind.code for kind in learned.kinds}


def test_what_came_later_is_not_known(history):
    early = history.end - timedelta(days=28)
    at = history.midnight(early)
    rows = [row for row in history.rows if row.came_at < at]
    hidden = [replace(row, answered_at=_before(row.answered_at, at), done_at=_before(row.done_at, at)) for row in rows]
    blind = replace(history, rows=hidden, arrived=history.arrived[:-28])

    assert learn(history, end=early, days=28) == learn(blind, end=early, days=28)


def _before(moment: datetime | None, at: datetime) -> datetime | None:
    return moment if moment and moment <= at else None


def test_people_who_keep_up_are_not_taken_for_overloaded(history):
    slow = replace(history, members=1)  # the prices would keep one person busy three times over

    fit = learn(slow, end=slow.end, days=DAYS)

    assert fit.solve_hands.mean < 30
    assert simulate(fit, today(fit), period=Period(fit.end, 14), runs=2).load <= 0.91


def test_a_unit_with_three_reports_is_refused_and_told_what_it_needs(history):
    few = replace(history, rows=history.rows[-3:])

    with pytest.raises(TooFew) as refused:
        fit_history(few, end=few.end, days=DAYS)

    assert "3" in str(refused.value)
    assert str(LEAST_REPORTS) in str(refused.value)
    assert refused.value.errors.keys() == {"unit"}


def test_a_unit_with_three_reports_may_lean_on_all_units(history):
    few = replace(history, rows=history.rows[-3:], arrived=[0] * (DAYS - 3) + [1] * 3)

    fit = learn(few, end=few.end, days=DAYS, lean=history)

    assert (fit.n, Doubt.LEANS in fit.doubts) == (3, True)
    assert {fit.answer_delay.source, fit.solve_delay.source} == {Source.PRIOR}
    assert fit.arrivals.rate.value < 1  # what comes is its own


def test_a_history_without_answers_has_none_to_tell(history):
    rows = [replace(row, answered_at=None, is_imported=True) for row in history.rows]

    fit = learn(replace(history, rows=rows), end=history.end, days=DAYS)

    assert (fit.has_answers, fit.comes_answered.value) == (False, 1.0)
    assert {Doubt.NO_ANSWERS, Doubt.TAKEN_OVER} <= set(fit.doubts)


def test_what_is_passed_on_needs_an_answer_and_no_work(history):
    twice = replace(history, arrived=[2 * count for count in history.arrived])

    assert learn(twice, end=twice.end, days=DAYS).leaves.value == pytest.approx(0.6, abs=0.05)


def test_times_that_are_not_over_count_for_what_they_lasted():
    random = np.random.default_rng(1)
    times, until = random.lognormal(5, 1, 3000), random.uniform(50, 600, 3000)
    over = times <= until

    found = distribution(times[over], until[~over])

    middle = found.quantiles[len(found.quantiles) // 2]
    assert middle == pytest.approx(np.exp(5), rel=0.06)
    assert found.quantiles[180] == pytest.approx(
        np.exp(5 + 1.2816), rel=0.25
    )  # beyond most of what was seen: by the lognormal
    assert distribution([], [5.0]) is None


def test_half_of_what_lasts_longer_than_anything_known_lasts_as_long_again():
    spread = Spread(10.0, 0.1, 50, Source.OWN, tuple(np.linspace(5.0, 15.0, 201)))

    assert left_of(spread, np.array([0.5]), np.array([1000.0])) == pytest.approx([1000.0])
    assert left_of(spread, np.array([0.5]), np.array([5.0])) == pytest.approx([5.0], abs=0.1)


def test_a_lognormal_has_its_mean_and_its_spread():
    drawn = sample(Spread(60.0, 0.8), (np.arange(20_000) + 0.5) / 20_000)

    assert (drawn.mean(), drawn.std() / drawn.mean()) == pytest.approx((60.0, 0.8), rel=0.01)


def test_what_never_ends_is_drawn_as_never():
    spread = Spread(1.0, 0.0, 9, Source.OWN, (1.0, 1.0, NEVER))

    assert sample(spread, np.array([0.2, 0.99])).tolist() == [1.0, NEVER]


def test_people_are_on_duty_when_they_act(history):
    acts = {(day, hour): 10 for day in range(5) for hour in range(8, 16)}
    at = datetime(2030, 1, 1, tzinfo=UTC)

    shifts = rostering.shifts(replace(history, acts=acts), at=at, work_minutes=0)

    assert [(shift.staff, shift.begin, shift.end, shift.weekdays) for shift in shifts] == [
        (4, 480, 960, (0, 1, 2, 3, 4))
    ]


def test_acts_around_the_clock_are_those_of_three_shifts(history):
    acts = {(day, hour): 10 for day in range(7) for hour in range(24)}
    at = datetime(2030, 1, 1, tzinfo=UTC)

    shifts = rostering.shifts(replace(history, acts=acts, members=21), at=at, work_minutes=0)

    assert [(shift.staff, shift.minutes, shift.on_holidays) for shift in shifts] == [(5, 480, True)] * 3


def test_without_acts_and_ends_people_are_there_in_office_hours_and_without_names_as_many_as_are_needed(history):
    nobody = replace(history, rows=[], members=0)

    shifts = rostering.shifts(nobody, at=history.midnight(history.end), work_minutes=3 * 40 * 60 * 0.7)

    assert [(shift.staff, shift.begin, shift.end) for shift in shifts] == [(3, OFFICE.begin, OFFICE.end)]


def test_a_queue_that_people_do_not_wait_for_is_said(history):
    idle = past(unit(rate=6, staff=AROUND, solve_delay=Spread(4000.0, 0.5), leaves=sure(0.0)), DAYS)
    acts = {(day, hour): 10 for day in range(7) for hour in range(24)}

    assert Doubt.HANDS_UNSEEN in learn(replace(idle, acts=acts, members=84), end=idle.end, days=DAYS).doubts
