"""The home page's four numbers: honest, defined, silent where there is too little to tell, and free for the page."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils.translation import override
from tests.factories import make

from tanggap.core import clock
from tanggap.core.models import Cursor
from tanggap.insight import actions, queries
from tanggap.insight.consumer import NAME
from tanggap.insight.models import Day, Solved
from tanggap.insight.queries import Figure

NOW = datetime(2026, 3, 31, 5, 0, tzinfo=UTC)
YESTERDAY = date(2026, 3, 30)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now_in_english():
    with clock.at(NOW), override("en"):
        yield


def day(on: date = YESTERDAY, **counts: int) -> None:
    Day.objects.create(on=on, area="31.75.06.1005", category="sampah", **counts)


def figure(code: str) -> Figure:
    return next(one for one in queries.home_figures() if one.code == code)


def test_there_are_four_each_with_its_definition_and_period():
    found = queries.home_figures()
    assert [one.code for one in found] == ["answered_in_six", "days_to_solved", "checked", "reopened"]
    assert all(one.definition and one.period == "1 Mar 2026 – 30 Mar 2026" for one in found)


def test_the_share_answered_counts_those_without_an_answer_too():
    day(six_hours_over=40, answered_in_six=30)
    assert (figure("answered_in_six").value, figure("answered_in_six").n) == (0.75, 40)


def test_only_the_last_thirty_full_days_count():
    day(six_hours_over=40, answered_in_six=30)
    day(date(2026, 3, 1), six_hours_over=40, answered_in_six=40)
    day(date(2026, 2, 28), six_hours_over=1000)
    day(date(2026, 3, 31), six_hours_over=1000)
    assert figure("answered_in_six").value == 70 / 80


def test_with_too_few_cases_there_is_a_dash_and_its_reason():
    day(six_hours_over=29, answered_in_six=29)
    found = figure("answered_in_six")
    assert (found.value, found.shown, found.n) == (None, "–", 29)
    assert found.reason == "Only 29 cases in the period; a number is shown from 30 on."


def test_closures_of_this_system_are_all_checked():
    day(closures=50)
    assert (figure("checked").value, figure("checked").shown) == (1.0, "100%")


def test_imported_closures_that_nobody_checked_count_against_it():
    day(closures=50, unchecked_closures=150)
    assert (figure("checked").value, figure("checked").n) == (0.25, 200)


def test_reopenings_are_told_per_closure():
    day(closures=200, reopened=3)
    assert (figure("reopened").shown, figure("reopened").n) == ("1.5%", 200)


def test_the_median_comes_from_the_times_of_those_solved():
    for bucket, reports in ((50, 10), (83, 40), (90, 10)):
        Solved.objects.create(on=YESTERDAY, area="", category="", bucket=bucket, reports=reports)
    found = figure("days_to_solved")
    assert (found.n, round(found.value or 0, 1), found.shown) == (60, 2.0, "2.0 days")


def test_numbers_are_written_as_the_language_writes_them():
    day(closures=200, reopened=3)
    with override("id"):
        assert figure("reopened").shown == "1,5%"


@pytest.mark.parametrize(
    ("share", "shown"), [(0, "0%"), (0.0001, "0.1%"), (0.4449, "44.5%"), (0.9999, "99.9%"), (1, "100%")]
)
def test_nothing_is_rounded_up_to_all_or_down_to_none(share, shown):
    assert queries.percent(share) == shown


def test_while_they_are_counted_anew_no_number_is_shown():
    day(closures=200, reopened=3)
    Cursor.objects.create(name=NAME, rebuild_to=99)
    found = figure("reopened")
    assert (found.shown, found.reason) == ("–", "The numbers are being counted anew. They are back in a moment.")


def test_they_cost_three_statements_and_then_none(django_assert_num_queries):
    with django_assert_num_queries(3):
        queries.home_figures()
    with django_assert_num_queries(0):
        queries.home_figures()


def test_a_new_day_is_a_new_period():
    day(date(2026, 3, 31), six_hours_over=40)
    assert figure("answered_in_six").n == 0
    with clock.at(NOW + timedelta(days=1)):
        assert figure("answered_in_six").n == 40


def test_a_city_is_real_until_a_simulation_begins_in_it():
    assert not queries.is_simulated()
    actions.begin_simulation(seed=7, days=90, reports=5000, until=NOW)
    make.report(origin="demo")
    queries._simulations.clear()
    found = queries.simulation()
    assert queries.is_simulated()
    assert found is not None
    assert (found.seed, found.steps, found.finished_at) == (7, 0, None)


def test_open_counts_of_an_empty_city_are_zeros():
    assert set(queries.open_counts(level="kota").values()) == {0}
