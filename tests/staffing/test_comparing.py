"""Two staffings beside each other: future by future, so that luck drops out, and told in a sentence."""

from dataclasses import replace

import numpy as np
import pytest
from django.utils import translation
from tests.staffing.fits_made_up import MONDAY, OFFICE, lying, unit

from tanggap.staffing import differing, kept
from tanggap.staffing.comparing import contrast
from tanggap.staffing.outcomes import Contrast, Difference, Futures, Measure
from tanggap.staffing.policies import Period, Policy
from tanggap.staffing.simulating import simulated

FIT = unit(rate=24, backlog=(lying(20),))
HOW = {"period": Period(MONDAY, 14), "runs": 10, "price_an_hour": 30_000.0, "currency": "IDR"}


@pytest.fixture(scope="module")
def today():
    return simulated(FIT, Policy((OFFICE,)), **HOW)


@pytest.fixture(scope="module")
def more():
    return simulated(FIT, Policy((replace(OFFICE, staff=5),)), **HOW)


def test_the_difference_is_told_more_surely_than_two_intervals_side_by_side_tell_it(today, more):
    found = contrast(*more, *today).of("answered_in_six").of

    assert found.mean == pytest.approx(more[0].answered_in_six.mean - today[0].answered_in_six.mean)
    assert found.low > 0
    apart = np.hypot(*(one.answered_in_six.high - one.answered_in_six.mean for one, _futures in (more, today)))
    assert found.high - found.mean < apart


def test_one_and_the_same_staffing_does_not_differ_at_all(today):
    found = contrast(*today, *simulated(FIT, Policy((OFFICE,)), **HOW))

    assert all(one.is_none and not one.is_told for one in found.differences)
    assert (found.hours_a_week, found.cost_a_week) == (0, 0)
    with translation.override("en"):
        assert differing.sentence(found) == "No difference at all; it costs the same."


def test_what_a_week_costs_more_is_no_matter_of_chance(today, more):
    found = contrast(*more, *today)

    assert found.hours_a_week == 5 * 8.5
    assert found.cost_a_week == 5 * 8.5 * 30_000
    assert contrast(replace(more[0], cost=None), more[1], *today).cost_a_week is None


def test_futures_come_back_from_their_json_as_they_were(today):
    assert kept.load(Futures, kept.dump(today[1])) == today[1]


def test_a_future_without_a_promise_that_ended_is_left_out():
    one = Futures((None, 0.5, 0.75), (None,) * 3, (None, None, 1.0), (1.0, 2.0, 3.0))
    other = Futures((0.5, 0.25, 0.5), (None,) * 3, (0.5, 0.5, 0.5), (1.0, 1.0, 1.0))
    outcome = simulated(FIT, Policy(()), period=Period(MONDAY, 1), runs=2)[0]

    found = contrast(outcome, one, outcome, other)

    assert [(part.name, part.of.mean, part.of.runs) for part in found.differences] == [
        ("answered_in_six", 0.25, 2),
        ("backlog", 1.0, 3),
    ]


def told(six: tuple[float, float], backlog: tuple[float, float], cost: float | None = 3_000_000) -> str:
    def one(name: str, low: float, high: float) -> Difference:
        return Difference(name, Measure((low + high) / 2, low, high, low, high, 30))

    found = Contrast((one("answered_in_six", *six), one("backlog", *backlog)), 42.5, cost, "IDR")
    return differing.sentence(found)


@pytest.mark.parametrize(
    ("six", "backlog", "said"),
    [
        (
            (0.06, 0.09),
            (-12, 3),
            "6 to 9 points more are answered within 6 hours; what lies open at the end differs by no more than chance explains; "
            "a week costs IDR 3,000,000 more.",
        ),
        (
            (-0.0601, -0.0599),
            (-12.2, -4),
            "About 6 points fewer are answered within 6 hours; 4 to 12 reports fewer lie open at the end; a week costs IDR 3,000,000 more.",
        ),
        ((-0.01, 0.02), (-1, 1), "No difference that chance would not explain; a week costs IDR 3,000,000 more."),
        (
            (0.0002, 0.012),
            (-1, 1),
            "Up to 1.2 points more are answered within 6 hours; what lies open at the end differs by no more than chance explains; "
            "a week costs IDR 3,000,000 more.",
        ),
    ],
)
def test_it_is_told_in_a_sentence(six, backlog, said):
    with translation.override("en"):
        assert told(six, backlog).replace("\xa0", " ") == said


def test_the_sentence_is_told_in_indonesian_too():
    with translation.override("id"):
        assert told((0.06, 0.09), (-12, 3), None) == (
            "6 sampai 9 poin lebih banyak dijawab dalam 6 jam; yang masih terbuka pada akhirnya tidak berbeda lebih dari yang dijelaskan "
            "oleh kebetulan; 42 jam kerja berbayar per minggu lebih banyak."
        )
