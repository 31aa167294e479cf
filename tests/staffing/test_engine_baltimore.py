"""Real requests of another city, read from its file: how far the fit explains weeks that it has not seen (docs/staffing.md)."""

import pytest
from bench.requests311 import END, past

from tanggap.staffing.learning import learn
from tanggap.staffing.reading import History
from tanggap.staffing.validating import validate_history
from tanggap.staffing.words import Doubt


@pytest.fixture(scope="module")
def solid_waste() -> History:
    return past("Solid Waste")


def test_a_years_weeks_of_solid_waste_are_predicted_nearer_than_by_a_queue_in_balance(solid_waste):
    found = validate_history(solid_waste, windows=3, days=28, learn=364, runs=8)

    by_name = {error.name: error for error in found.errors}
    assert by_name.keys() == {"solved_in_time", "backlog_end", "done"}  # the file has no first answers
    assert by_name["solved_in_time"].error < 0.12
    assert by_name["solved_in_time"].error < by_name["solved_in_time"].formula + 0.02
    assert by_name["backlog_end"].error < by_name["backlog_end"].formula / 2
    assert by_name["done"].error < 20


def test_what_the_file_cannot_tell_is_said(solid_waste):
    assert {Doubt.NO_ANSWERS, Doubt.NO_ROSTER, Doubt.NO_PRICES, Doubt.TAKEN_OVER} <= set(
        learn(solid_waste, end=END, days=182).doubts
    )
