"""What a changed staffing brings, foretold for an office that is played by other rules than the model's (`python -m bench.staffing`)."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from bench import staffed, staffing

from tanggap.staffing import fits
from tanggap.staffing.doubting import alike, alike_times, possible, worth
from tanggap.staffing.fits import Unsure
from tanggap.staffing.policies import Period
from tanggap.staffing.pooling import pool
from tanggap.staffing.simulating import simulate, today
from tanggap.staffing.words import Priority

pytestmark = pytest.mark.xdist_group("staffing_past")
EVENING = "two in the evening"


@pytest.fixture(scope="module")
def told():
    return {one.change: one.window for one in staffing.town(1, changes=("as before", EVENING), entered=(1.0,), runs=8)}


@pytest.fixture(scope="module")
def fit():
    office = staffed.play(
        staffed.opened(staffed.draw_town(np.random.default_rng(5)), staffing.shifts("as before", 4), 5), 0, 42
    )
    return staffing.fit_history(
        staffed.history(office, 42), end=staffed.MONDAY + timedelta(days=42), days=42, priority=Priority.ANSWERS
    )


def test_what_two_more_in_the_evening_bring_is_foretold_nearer_than_by_as_last_time_and_by_the_formula(told):
    six = staffing.check(told[EVENING], "answered_in_six")

    assert abs(six.predicted - six.real) < 0.5 * abs(six.naive - six.real)
    assert abs(six.predicted - six.real) < abs(six.formula - six.real)
    before = staffing.check(told["as before"], "answered_in_six")
    assert six.real - before.real == pytest.approx(six.predicted - before.predicted, abs=0.12)


def test_the_same_reports_come_whoever_works(told):
    assert len({staffing.check(window, "done").naive for window in told.values()}) == 1
    town = staffed.draw_town(np.random.default_rng(1))
    offices = [staffed.play(staffed.opened(town, staffing.shifts("as before", staff), 9), 0, 7) for staff in (2, 9)]

    assert [job.came for job in offices[0].jobs] == [job.came for job in offices[1].jobs]


def test_the_order_of_today_is_the_one_that_was_said(fit):
    assert (fit.priority, today(fit).priority) == (Priority.ANSWERS, Priority.ANSWERS)


def test_each_future_plays_another_of_the_fits_that_the_past_allows_and_the_same_for_every_policy(fit):
    drawn = [possible(fit, 28, seed=1, run=run) for run in range(3)]

    assert len({one.leaves.value for one in drawn}) == len({one.solve_delay.quantiles for one in drawn}) == 3
    assert possible(fit, 28, seed=1, run=2) == drawn[2]
    assert all(list(one.solve_delay.quantiles) == sorted(one.solve_delay.quantiles) for one in drawn)


def test_a_fit_that_was_kept_before_gives_the_numbers_that_it_gave(fit):
    old = {name: value for name, value in fits.dump(fit).items() if name not in ("unsure", "priority")}
    loaded = fits.load(old)

    assert (loaded.unsure, loaded.priority) == (None, Priority.FIFO)
    assert possible(loaded, 28, seed=1, run=0) is loaded
    assert fits.load(fits.dump(fit)) == fit


def test_a_range_that_knows_how_unsure_the_fit_is_is_wider(fit):
    period, policy = Period(fit.end, 14), today(fit)
    sure, unsure = (
        simulate(one, policy, period=period, runs=20).solved_in_time for one in (replace(fit, unsure=None), fit)
    )

    assert unsure.most - unsure.least > sure.most - sure.least


def test_weeks_that_are_all_or_nothing_are_alike_and_those_that_differ_by_chance_are_not():
    random = np.random.default_rng(2)

    assert alike([[True] * 20, [False] * 20] * 4) == 0.5  # at most
    assert alike([list(random.random(50) < 0.4) for _week in range(12)]) < 0.05
    assert alike([[True, False, True]] * 3) == 0.0  # of three weeks nothing is told
    assert alike_times([[(float(week), 99.0)] * 9 for week in range(8)]) > 0.3
    assert alike_times([[(None, 5.0)] * 9] * 8) == 0.0


def test_reports_of_weeks_that_are_alike_are_worth_fewer_cases():
    assert worth(1000, 0.0, 8, 4) == pytest.approx(999)
    assert worth(1000, 0.1, 8, 4) < 20
    assert worth(1000, 0.1, 26, 4) > worth(1000, 0.1, 8, 4)


def test_a_pool_is_as_unsure_as_its_units_and_as_sure_as_one_that_does_not_say(fit):
    assert pool([fit, fit]).unsure == replace(fit.unsure, weeks=fit.unsure.weeks)
    assert pool([fit, replace(fit, unsure=None)]).unsure is None
    assert isinstance(fit.unsure, Unsure)
