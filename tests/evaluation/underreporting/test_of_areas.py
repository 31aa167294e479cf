"""The areas of a selection: read from the tallies, in the pack's order, and silent where little is known."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.evaluation.counted import MARCH, YESTERDAY, at_noon, place, tallied
from tests.factories import LAMP, LITTER

from tanggap.evaluation import underreporting
from tanggap.insight.statistics import Selection
from tanggap.places import queries as places

pytestmark = pytest.mark.django_db
WITHIN = Selection(MARCH.first, MARCH.last, area="31.75.06")
DAY = 24 * 60


@pytest.fixture(autouse=True)
def _at_noon():
    with at_noon():
        yield


def watched(area: str, repeats: int, incidents: int = 60, category: str = LITTER, on=YESTERDAY) -> None:
    tallied(
        on,
        place(area, category),
        incidents=incidents,
        repeats=repeats,
        repeats_squares=repeats,
        watch_minutes=incidents * 3 * DAY,
    )


def kelurahan() -> list[str]:
    return [row.code for row in places.areas(parent="31.75.06")]


def test_an_area_whose_problems_are_seldom_reported_again_is_slower():
    for area in kelurahan():
        watched(area, 40)
        watched(area, 8, category=LAMP)
    quiet = kelurahan()[2]
    watched(quiet, 0, incidents=240)

    found = underreporting.of_areas(WITHIN)
    assert [row.code for row in found.rows] == kelurahan()
    one = found.rows[2]
    assert (one.verdict, one.n_incidents, one.repeats) == ("slower", 360, 48)
    assert one.rate == pytest.approx(48 / 1080)
    assert one.shrunk_high < 1 < found.rows[0].shrunk
    assert one.expected_delay_days > found.rows[0].expected_delay_days
    assert one.delay_low < one.expected_delay_days < one.delay_high


def test_an_area_of_few_problems_is_left_out_and_says_so():
    first, second = kelurahan()[:2]
    watched(first, 40)
    watched(second, 3, incidents=5)
    found = underreporting.of_areas(WITHIN)
    assert [row.code for row in found.rows] == [first]
    assert [(row.code, row.n, "30" in row.reason) for row in found.left_out] == [(second, 5, True)]


def test_a_city_without_repeats_says_why_there_is_nothing():
    watched(kelurahan()[0], 0)
    found = underreporting.of_areas(WITHIN)
    assert (found.rows, found.rate, found.n_incidents) == ((), None, 60)
    assert found.reason.startswith("Too few problems")
    assert underreporting.of_areas(
        Selection(MARCH.first - timedelta(days=900), MARCH.first - timedelta(days=800))
    ).reason


def test_few_statements_for_all_areas_of_the_city():
    for row in places.areas(level="kelurahan")[:12]:
        watched(row.code, 20)
    with CaptureQueriesContext(connection) as seen:
        found = underreporting.of_areas(MARCH, "kelurahan")
    assert (len(found.rows), len(seen)) == (12, 3)
