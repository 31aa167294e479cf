"""The past predicted from before it: counted as the outcome counts, beside what a naive guess would have said."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.staffing.fits_made_up import past, unit

from tanggap.staffing.fitting import LEAST_REPORTS
from tanggap.staffing.outcomes import Check, Window
from tanggap.staffing.policies import Period
from tanggap.staffing.validating import NAMES, errors, facts, in_balance, validate_history

pytestmark = pytest.mark.xdist_group("staffing_past")
DAYS = 14


@pytest.fixture(scope="module")
def history():
    return past(unit(rate=20), 98)


def test_a_past_of_queues_is_predicted_nearer_than_by_the_formula(history):
    found = validate_history(history, windows=2, days=DAYS, learn=56, runs=6)

    assert [error.name for error in found.errors] == list(NAMES)
    assert (len(found.windows), found.refused) == (2, ())
    by_name = {error.name: error for error in found.errors}
    assert by_name["answered_in_six"].error < 0.07
    assert by_name["answered_in_six"].error < by_name["answered_in_six"].formula  # which knows no nights
    assert by_name["backlog_end"].error < by_name["backlog_end"].formula


def test_what_was_is_counted_of_what_came_in_the_window(history):
    origin = history.end - timedelta(days=DAYS)
    begin, end = history.midnight(origin), history.midnight(history.end)
    came = [row for row in history.rows if begin <= row.received_at < end - timedelta(hours=6)]
    soon = [row.answered_at and row.answered_at - row.received_at <= timedelta(hours=6) for row in came]
    found = facts(history, origin, DAYS)

    assert found["answered_in_six"] == (sum(map(bool, soon)) / len(soon), len(soon))
    assert found["backlog_end"][0] == sum(row.done_at is None or row.done_at > end for row in history.rows)
    assert found["done"][0] == sum(row.done_at is not None and begin < row.done_at <= end for row in history.rows)


def test_a_window_with_too_little_before_it_is_named_with_its_reason(history):
    late = replace(history, rows=history.rows[-LEAST_REPORTS:])
    found = validate_history(late, windows=2, days=DAYS, learn=28, runs=2)

    assert [origin for origin, _reason in found.refused] == [
        history.end - timedelta(days=2 * DAYS),
        history.end - timedelta(days=DAYS),
    ]
    assert all(reason for _origin, reason in found.refused)
    assert (found.windows, found.errors) == ((), ())


def test_errors_are_means_over_windows_and_compared_where_all_have_a_guess():
    def window(*guess: float | None) -> Window:
        return Window("u", unit().end, DAYS, (Check("done", 10.0, 12.0, 9.0, 11.0, *guess, 5),))

    (error,) = errors([window(13.0, 20.0), window(9.0, 10.0), window(None, 0.0)])

    assert (error.windows, error.error, error.naive, error.formula, error.within) == (2, 2.0, 2.0, 5.0, 1.0)


def test_the_formula_says_nothing_without_people():
    assert in_balance(replace(unit(), staff=()), Period(unit().end, DAYS)) == {}
