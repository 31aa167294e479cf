"""Effects estimated from courses made by hand: known answers, honest intervals, and refusals to say more than there is."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import numpy as np
import pytest

from tanggap.asoca.effects import did, its
from tanggap.asoca.effects.regression import fit, lag_of, two_sided
from tanggap.asoca.words import Verdict
from tanggap.insight.statistics import Point

MONDAY = date(2026, 1, 5)
AT = MONDAY + timedelta(weeks=20)


def course(values, *, n=200, first=MONDAY, partial=()):
    """Return a course in weeks; None is a week without a number."""
    return [
        Point(
            first + timedelta(weeks=week), first + timedelta(weeks=week, days=6), value, n, None, None, week in partial
        )
        for week, value in enumerate(values)
    ]


def noisy(seed, *, weeks=40, level=0.0, slope=0.0, trend=0.002, phi=0.0, sd=0.02, base=0.5):
    """Return a course with errors that hang together by `phi`, and a change of level and slope at week 20."""
    random, error, values = Random(seed), 0.0, []
    for week in range(weeks):
        error = phi * error + random.gauss(0, sd)
        values.append(base + trend * week + (week >= 20) * (level + slope * (week - 20)) + error)
    return values


def told(effect):
    return {one.code: one.value for one in effect.estimates}


def test_a_course_without_noise_gives_back_the_very_change_of_level_and_slope():
    effect = its.estimate(course(noisy(1, sd=0, level=0.1, slope=0.005)), at=AT, step="week", good="up")

    found = told(effect)
    assert (found["level"], found["slope"]) == pytest.approx((0.1, 0.005))
    assert found["mean"] == pytest.approx(0.1 + 0.005 * 9.5)
    assert found["end"] == pytest.approx(0.1 + 0.005 * 19)
    assert (effect.before, effect.after, effect.verdict) == (20, 20, Verdict.BETTER)


def test_what_would_have_been_is_the_line_from_before():
    effect = its.estimate(course(noisy(1, sd=0, level=0.1)), at=AT, step="week")

    last = effect.marks[-1]
    assert last.without == pytest.approx(0.5 + 0.002 * 39)
    assert last.seen - last.without == pytest.approx(0.1)
    assert effect.marks[0].without is None


def test_better_depends_on_which_way_is_good_and_unclear_on_the_interval():
    fallen = course(noisy(3, level=-0.15))

    assert its.estimate(fallen, at=AT, step="week", good="down").verdict == Verdict.BETTER
    assert its.estimate(fallen, at=AT, step="week", good="up").verdict == Verdict.WORSE
    assert its.estimate(fallen, at=AT, step="week", good=None).verdict == Verdict.CHANGED
    nothing = its.estimate(course(noisy(4)), at=AT, step="week", good="up")
    assert nothing.verdict == Verdict.UNCLEAR
    assert nothing.main is not None
    assert nothing.main.low < 0 < nothing.main.high


@pytest.mark.parametrize(("before", "after"), [(7, 20), (20, 7), (0, 30), (30, 0)])
def test_seven_steps_on_a_side_say_nothing(before, after):
    values = [0.5] * (before + after)

    effect = its.estimate(course(values), at=MONDAY + timedelta(weeks=before), step="week", good="up")

    assert (effect.verdict, effect.estimates, effect.main) == (Verdict.UNTOLD, (), None)
    assert "8" in effect.reason
    assert [mark.seen for mark in effect.marks] == values


def test_no_course_at_all_says_nothing_and_does_not_fail():
    assert its.estimate([], at=AT, step="week").verdict == Verdict.UNTOLD
    assert did.estimate([], [], at=AT, step="week").verdict == Verdict.UNTOLD


def test_a_number_that_cannot_be_told_at_all_says_its_own_reason():
    points = [replace(one, reason="No prices are entered.") for one in course([None] * 40)]

    assert its.estimate(points, at=AT, step="week").reason.endswith("No prices are entered.")


def test_weeks_without_a_number_not_over_or_holding_the_day_are_left_out_and_said():
    values = noisy(5, sd=0, level=0.1)
    values[3] = None
    effect = its.estimate(course(values, partial={39}), at=AT + timedelta(days=3), step="week")

    assert [number for number, mark in enumerate(effect.marks) if mark.is_left_out] == [3, 20, 39]
    assert (effect.before, effect.after) == (19, 18)
    assert told(effect)["level"] == pytest.approx(0.1)  # the steps that are left out keep their place in time
    assert next(one for one in effect.assumptions if one.code == "whole").detail.startswith("3 ")


def test_a_constant_course_changes_by_exactly_nothing():
    effect = its.estimate(course([0.7] * 40), at=AT, step="week", good="up")

    assert effect.main is not None
    assert effect.main.value == pytest.approx(0, abs=1e-9)
    assert effect.verdict == Verdict.UNCLEAR


def test_a_season_is_taken_out_once_two_years_are_seen():
    months = [date(2023 + month // 12, month % 12 + 1, 1) for month in range(36)]
    values = [0.5 + 0.2 * np.sin(2 * np.pi * month / 12 + 1) for month in range(36)]
    points = [
        Point(day, day + timedelta(days=27), value, 100, None, None, False)
        for day, value in zip(months, values, strict=True)
    ]

    effect = its.estimate(points, at=months[18], step="month", good="up")

    assert told(effect)["mean"] == pytest.approx(0, abs=1e-9)
    assert next(one for one in effect.assumptions if one.code == "season").holds is True


def test_a_change_that_had_begun_before_is_pointed_out():
    values = [0.5] * 10 + [0.7] * 30
    shaken = [value + Random(week).gauss(0, 0.01) for week, value in enumerate(values)]

    effect = its.estimate(course(shaken), at=AT, step="week", good="up")

    assert "quiet" in {one.code for one in effect.doubts}


def test_a_line_that_leaves_the_possible_and_a_jump_in_cases_are_pointed_out():
    points = course(noisy(6, sd=0.001, trend=0.02, base=0.55))
    fewer = [*points[:20], *[Point(p.first, p.last, min(1.0, p.value), 20, None, None, False) for p in points[20:]]]

    effect = its.estimate(fewer, at=AT, step="week")

    assert {"inside", "volume"} <= {one.code for one in effect.doubts}


def test_difference_in_differences_is_the_difference_of_the_four_means():
    here, there = noisy(7, level=0.1), noisy(8)
    effect = did.estimate(course(here), course(there), at=AT, step="week", good="up")

    means = [np.mean(values) for values in (here[:20], here[20:], there[:20], there[20:])]
    assert told(effect)["difference"] == pytest.approx((means[1] - means[0]) - (means[3] - means[2]))
    assert (told(effect)["here"], told(effect)["elsewhere"]) == pytest.approx(
        (means[1] - means[0], means[3] - means[2])
    )
    assert effect.verdict == Verdict.BETTER


def test_what_happened_everywhere_is_no_effect():
    both = [noisy(seed, level=0.2) for seed in (9, 10)]

    effect = did.estimate(course(both[0]), course(both[1]), at=AT, step="week", good="up")

    assert effect.verdict == Verdict.UNCLEAR


def test_courses_that_were_not_parallel_are_pointed_out():
    effect = did.estimate(course(noisy(11, trend=0.01)), course(noisy(12, trend=0)), at=AT, step="week", good="up")

    assert "parallel" in {one.code for one in effect.doubts}
    assert told(effect)["trend_before"] == pytest.approx(0.01, abs=0.003)


def test_weeks_that_the_comparison_lacks_are_left_out():
    there = course(noisy(13))

    effect = did.estimate(course(noisy(14)), [*there[:5], *there[8:]], at=AT, step="week")

    assert effect.before == 17


def test_every_assumption_that_no_number_shows_is_said_and_marked_as_such():
    effect = its.estimate(course(noisy(15)), at=AT, step="week")
    beside = did.estimate(course(noisy(15)), course(noisy(16)), at=AT, step="week")

    assert {"course", "alone", "day"} <= {one.code for one in effect.assumptions if one.holds is None}
    assert {"alone", "apart", "day"} <= {one.code for one in beside.assumptions if one.holds is None}


def test_the_interval_is_the_wider_of_newey_and_wests_and_of_first_order_autoregression():
    """Newey and West's covariance is written out here as the sum that it is."""
    random = np.random.default_rng(1)
    design = np.column_stack([np.ones(12), np.arange(12.0)])
    found = fit(design, random.normal(size=12), np.arange(12.0))

    bread = np.linalg.inv(design.T @ design)
    meat = np.zeros((2, 2))
    for t in range(12):
        meat += np.outer(design[t], design[t]) * found.left[t] ** 2
    for lag in range(1, lag_of(12) + 1):
        for t in range(lag, 12):
            crossed = np.outer(design[t], design[t - lag]) * found.left[t] * found.left[t - lag]
            meat += (1 - lag / (lag_of(12) + 1)) * (crossed + crossed.T)
    assert found.by_lags == pytest.approx(bread @ meat @ bread * 12 / 10)
    value, low, high, _p = found.along(np.array([0.0, 1.0]))
    wider = max(found.by_lags[1, 1], found.by_order[1, 1])
    assert (high - low) / 2 == pytest.approx(2.228138852 * wider**0.5)  # Student's t, 10 degrees of freedom, 97.5 %
    assert value == pytest.approx(found.values[1])


def test_errors_that_do_not_hang_together_have_the_plain_covariance():
    design = np.column_stack([np.ones(30), np.arange(30.0)])
    found = fit(design, np.random.default_rng(2).normal(size=30), np.arange(30.0))

    assert found.correlation == 0
    assert found.by_order == pytest.approx(np.linalg.inv(design.T @ design) * float(found.left @ found.left) / 28)


def test_errors_that_hang_together_are_noticed_also_over_gaps():
    values = np.array(noisy(21, weeks=84, phi=0.7, trend=0))
    kept = np.array([week for week in range(84) if week % 7])

    found = fit(np.ones((len(kept), 1)), values[kept], kept.astype(float))

    assert 0.5 <= found.correlation <= 0.9


def test_the_chance_of_a_t_is_that_of_known_distributions():
    """With one degree of freedom Student's is Cauchy's: P(|t| > 1) = 1/2; with two, P(|t| > t) = 1 - t / sqrt(2 + t^2)."""
    assert two_sided(1, 1, 1) == pytest.approx(0.5)
    assert two_sided(3, 1, 2) == pytest.approx(1 - 3 / 11**0.5)
    assert two_sided(0, 0, 5) == 1


def test_intervals_hold_the_truth_about_as_often_as_they_say():
    """40 courses of 40 weeks whose errors hang together by 0.3; 95 % nominal. The longer table is in docs/asoca.md."""
    effects = [its.estimate(course(noisy(seed, level=0.1, phi=0.3)), at=AT, step="week") for seed in range(40)]

    assert 0.85 <= sum(one.main.low <= 0.1 <= one.main.high for one in effects) / 40 <= 1
