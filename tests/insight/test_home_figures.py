"""The home page's four numbers: those of the statistics over thirty days, and free for the page."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils.translation import override
from tests.factories import make

from tanggap.core import clock
from tanggap.core.models import Cursor
from tanggap.insight import actions, consumer, queries
from tanggap.insight.consumer import NAME
from tanggap.insight.counting import DayKey, Key, Place
from tanggap.insight.queries import Figure

NOW = datetime(2026, 3, 31, 5, 0, tzinfo=UTC)
YESTERDAY = date(2026, 3, 30)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now_in_english():
    with clock.at(NOW), override("en"):
        yield


def day(on: date = YESTERDAY, **counts: int) -> None:
    """Let something be counted on a day."""
    at = Place("", "", "", "web", is_public=True)
    consumer.write(Counter[Key]({DayKey(on, at, name): number for name, number in counts.items()}))


def figure(code: str) -> Figure:
    return next(one for one in queries.home_figures() if one.code == code)


def test_there_are_four_each_with_its_definition_and_period():
    found = queries.home_figures()
    assert [one.code for one in found] == ["answered_in_six", "days_to_solved", "verified", "reopened"]
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
    day(six_hours_over=19, answered_in_six=19)
    found = figure("answered_in_six")
    assert (found.value, found.shown, found.n) == (None, "–", 19)
    assert found.reason == "Only 19 cases in the period; a number is shown from 20 on."


def test_numbers_are_written_and_reasons_said_as_the_language_has_them():
    day(closures=200, undone=3)
    assert figure("reopened").shown == "1.5%"
    with override("id"):
        assert figure("reopened").shown == "1,5%"
        assert "kasus" in figure("answered_in_six").reason


def test_while_they_are_counted_anew_no_number_is_shown():
    day(closures=200, undone=3)
    Cursor.objects.create(name=NAME, rebuild_to=99)
    found = figure("reopened")
    assert (found.shown, found.reason) == ("–", "The numbers are being counted anew. They are back in a moment.")


def test_they_cost_no_statement_once_they_were_told(django_assert_num_queries):
    queries.home_figures()
    with django_assert_num_queries(0):
        queries.home_figures()
        with override("id"):
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
