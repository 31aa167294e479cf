"""Rows of guarded categories are one of at least five that look alike, whatever the city holds."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tanggap.catalog import queries as catalog
from tanggap.insight.opendata import anonymity
from tanggap.insight.opendata.anonymity import K, Point

pytestmark = pytest.mark.django_db
FIRST = date(2026, 3, 30)
AREAS = ["31.75.06.1004", "31.75.06.1005", "31.75.05.1001", "31.71.01.1001", ""]
EXACT = anonymity.exact("31.75.06.1004", "premanisme", FIRST, "website")
points = st.builds(
    anonymity.exact,
    st.sampled_from(AREAS),
    st.sampled_from(["premanisme", "tawuran", ""]),
    st.integers(0, 40).map(lambda days: FIRST + timedelta(days=days)),
    st.sampled_from(["website", "whatsapp"]),
)


@pytest.fixture(autouse=True, scope="module")
def _areas(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        anonymity.places.areas()
        yield


def test_five_alike_are_told_as_they_are_and_four_by_their_month():
    assert anonymity.plan({EXACT: 5}).of(EXACT) == EXACT

    other = EXACT._replace(on=FIRST - timedelta(days=1))
    plan = anonymity.plan({EXACT: 4, other: 1})
    assert plan.of(EXACT) == plan.of(other) == EXACT._replace(on=None)


@pytest.mark.parametrize(
    ("step", "area", "channel"),
    [
        (1, "31.75.06.1004", "website"),
        (2, "31.75.06", "website"),
        (3, "31.75", "website"),
        (4, "31", "website"),
        (5, "31", ""),
    ],
)
def test_each_step_tells_less(step, area, channel):
    assert anonymity.generalised(EXACT, step) == Point(area, "premanisme", None, "2026-03", channel)


def test_at_last_the_category_becomes_its_group_and_then_nothing():
    group = catalog.category("premanisme").parent

    assert [anonymity.generalised(EXACT, step).category for step in (5, 6, 7)] == ["premanisme", group, ""]
    assert anonymity.coarsest(EXACT) == Point("31", "", None, "2026-03", "")


def test_what_even_the_city_and_a_month_hide_too_little_is_left_out():
    plan = anonymity.plan({EXACT: 4})

    assert (plan.of(EXACT), plan.left_out) == (None, 4)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(points, st.integers(1, 7), max_size=40))
def test_no_class_of_any_city_is_smaller_than_five_and_no_row_is_lost_unseen(rows):
    plan = anonymity.plan(rows)

    classes: Counter[Point] = Counter()
    for point, number in rows.items():
        if told := plan.of(point):
            classes[told] += number
            assert told.month == point.month
            assert told.category in {point.category, catalog.category(point.category or "tawuran").parent, ""}
            assert told.on in {None, point.on}
    assert all(number >= K for number in classes.values())
    assert sum(classes.values()) + plan.left_out == sum(rows.values())
    assert sum(plan.steps.values()) == sum(classes.values())


def test_a_file_with_a_small_class_does_not_pass():
    anonymity.check([EXACT] * 5)

    with pytest.raises(anonymity.NotAnonymous):
        anonymity.check([EXACT] * 5 + [EXACT._replace(month="2026-04", on=None)] * 4)
