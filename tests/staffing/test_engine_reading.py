"""What is read of a unit's past: when reports came into its hands and left them, who had answered, and what was done to them."""

from datetime import timedelta

import pytest
from tests.factories import make
from tests.logs import own_events_seen

from tanggap.core import cursors
from tanggap.core.refusal import NotFound
from tanggap.insight import workload
from tanggap.staffing import fitting, reading
from tanggap.staffing.fitting import TooFew, fit

KELURAHAN = "kel-31.75.06.1005"


@pytest.fixture(autouse=True)
def _seen(db):
    with own_events_seen():
        yield


def read(unit: str) -> reading.History:
    cursors.catch_up(workload.CONSUMER)
    tomorrow = reading.today() + timedelta(days=1)
    return reading.read(unit, first=tomorrow - timedelta(days=28), end=tomorrow)


def test_what_was_passed_on_to_a_unit_comes_when_it_was_and_answered():
    unit = make.unit()
    report = make.report(handled_by=unit, state="in_progress")

    (row,) = read(unit.code).rows

    assert row.comes_answered
    assert row.received_at == report.received_at
    assert row.answered_at is not None
    assert row.received_at < row.came_at
    assert (row.done_at, row.leaves) == (None, False)


def test_what_was_passed_on_is_no_more_among_the_reports_but_came():
    make.report(handled_by=make.unit())
    history = read(KELURAHAN)

    assert (list(history.rows), sum(history.arrived)) == ([], 1)


@pytest.mark.parametrize(
    ("state", "is_done", "leaves"),
    [
        ("received", False, False),
        ("in_progress", False, False),
        ("awaiting_validation", True, False),
        ("follow_up_rejected", False, False),
        ("resolved", True, False),
        ("rejected", True, True),
    ],
)
def test_a_report_is_off_the_desk_when_it_is_claimed_or_has_ended(state, is_done, leaves):
    make.report(state=state)
    (row,) = read(KELURAHAN).rows

    assert ((row.done_at is not None), row.leaves) == (is_done, leaves)


def test_a_fit_costs_the_same_statements_for_any_number_of_reports(monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(fitting, "LEAST_REPORTS", 1)
    for _number in range(3):
        make.report(state="in_progress")
    cursors.catch_up(workload.CONSUMER)
    tomorrow = reading.today() + timedelta(days=1)

    with django_assert_max_num_queries(10):
        found = fit(KELURAHAN, end=tomorrow, days=28)

    assert (found.n, found.open, found.arrivals.rate.n) == (3, 3, 3)
    assert found.solve_hands.source == "entered"  # the prices of the city


def test_a_unit_with_three_reports_is_refused_and_with_all_units_together_too_if_these_have_no_more():
    for _number in range(3):
        make.report(state="in_progress")
    cursors.catch_up(workload.CONSUMER)
    tomorrow = reading.today() + timedelta(days=1)

    for lean in (False, True):
        with pytest.raises(TooFew) as refused:
            fit(KELURAHAN, end=tomorrow, lean=lean)
        assert refused.value.n == 3


def test_a_unit_that_is_none_is_not_found():
    with pytest.raises(NotFound):
        fit("no-such-unit")


def test_the_pasts_of_several_units_are_that_of_one_pool():
    unit = make.unit()
    make.report(handled_by=unit, state="in_progress")
    make.report(state="in_progress")
    both = reading.together([read(KELURAHAN), read(unit.code)])

    assert both.unit == f"{KELURAHAN} + {unit.code}"
    assert (len(both.rows), sum(both.arrived)) == (2, 3)  # what was passed on came twice
    assert sum(both.acts.values()) == sum(sum(read(code).acts.values()) for code in (KELURAHAN, unit.code))
