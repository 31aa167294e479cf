"""Open reports are watched in advance, less what is to come: that is what looking at each quarter of an hour would tell."""

import importlib
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test import override_settings
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.factories import LAMP, LITTER
from tests.fixtures import undone

from tanggap.core import clock
from tanggap.evaluation.tallies.consumer import write
from tanggap.evaluation.tallies.models import Cell
from tanggap.evaluation.tallies.reading import read, read_by
from tanggap.evaluation.tallies.story import Key, WatchKey
from tanggap.evaluation.tallies.words import WATCH_DAYS
from tanggap.insight.counting import quarter
from tanggap.insight.following import DayKey, Place
from tanggap.insight.statistics import Selection
from tanggap.insight.statistics.reading import EARLIEST, Question

HERE, BESIDE = "31.75.06.1005", "31.75.06.1004"
MOST = WATCH_DAYS * 24 * 60
PLACES = st.builds(
    Place, st.sampled_from((HERE, BESIDE)), st.sampled_from((LAMP, LITTER)), st.sampled_from(("u", "v")), st.just("web"), st.booleans()
)  # fmt: skip
AGES = st.one_of(st.integers(0, 60), st.integers(MOST - 60, MOST + 60), st.integers(0, 500 * 24 * 60))  # minutes
RECEIPTS = st.lists(st.tuples(AGES, PLACES, st.integers(1, 9)), min_size=1, max_size=20)
INSTANTS = st.integers(0, 365 * 24 * 60).map(
    lambda n: datetime(2026, 1, 1, 0, 0, 30, tzinfo=UTC) + timedelta(minutes=n)
)
ONE = Place(HERE, LAMP, "u", "web", True)

pytestmark = pytest.mark.django_db


def let_watch(now, receipts):
    """Let open reports be watched that were received so many minutes before now; return them plainly: local day, minutes, place, number."""
    change, rows = Counter[Key](), []
    for age, place, reports in receipts:
        at = quarter(now - timedelta(minutes=age))
        on = clock.local(at).date()
        change[WatchKey(on, at, place)] += reports
        change[DayKey(on, place, "incidents")] += reports
        change[DayKey(on, place, "watch_minutes")] += reports * MOST
        rows.append((on, min(MOST, (now - at) // timedelta(minutes=1)), place, reports))
    write(change)
    return rows


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(RECEIPTS, INSTANTS, st.sampled_from(("Asia/Jakarta", "America/New_York", "UTC")), st.integers(0, 400))
@example([(MOST, ONE, 1), (0, ONE, 2)], datetime(2026, 3, 31, 17, tzinfo=UTC), "Asia/Jakarta", 30)
def test_reports_are_watched_to_the_minute_of_the_quarter_of_their_receipt(receipts, now, zone, split):
    with undone(), override_settings(TIME_ZONE=zone), clock.at(now):
        rows = let_watch(now, receipts)
        today = clock.local(now).date()
        middle = today - timedelta(days=split)
        steps = [(EARLIEST, middle), (middle + timedelta(days=1), today)]
        for narrowed in ({}, {"area": HERE}, {"unit": "u"}):
            for by in ("", "area", "unit"):
                asked = Question(Selection(*steps[-1], **narrowed), steps, now, by)
                plain, plain_by = Counter(), Counter()
                for on, minutes, place, reports in rows:
                    if place.is_public and all(getattr(place, name) == code for name, code in narrowed.items()):
                        key = (int(on > middle), getattr(place, by) if by else "")
                        plain[key] += reports * minutes
                        plain_by[key, place.category] += reports * minutes
                told = read(asked, ["incidents", "watch_minutes"])
                told_by = read_by(asked, ["watch_minutes"], "category")
                assert +Counter({key: row["watch_minutes"] for key, row in told.items()}) == +plain
                assert +Counter(
                    {(key, code): row["watch_minutes"] for key, of in told_by.items() for code, row in of.items()}
                ) == +plain_by  # fmt: skip


@pytest.mark.parametrize("also", ["", "category"])
def test_what_was_counted_and_what_is_to_come_are_read_in_one_look(also, django_assert_num_queries):
    now, first, last = datetime(2026, 11, 20, 5, tzinfo=UTC), date(2026, 2, 10), date(2026, 11, 19)
    with clock.at(now):
        let_watch(now, [(days * 1440, ONE, 1) for days in (1, 29, 30, 31, 200)])
        asked = Question(Selection(first, last), [(first, last)], now)
        with django_assert_num_queries(1):
            found = read_by(asked, ["watch_minutes"], also) if also else read(asked, ["watch_minutes"])
    assert found


def test_the_migration_counts_the_days_in_advance_as_the_consumer_does_and_takes_them_back():
    moved = importlib.import_module("tanggap.evaluation.tallies.migrations.0002_watched_in_advance").Migration
    now = datetime(2026, 3, 31, 5, tzinfo=UTC)
    places = [ONE, Place(BESIDE, LAMP, "v", "web", True), Place(HERE, "", "u", "web", False)]
    let_watch(now, [(days * 1440, place, 2) for days in (0, 1, 40, 41, 400) for place in places])
    written = kept()
    with connection.cursor() as cursor:
        cursor.execute(moved.operations[0].reverse_sql)
        assert not Cell.objects.exclude(watch_minutes=0).exists()
        cursor.execute(moved.operations[0].sql)
    assert kept() == written


def kept():
    """Return the rows of the table, whatever their keys are."""
    return sorted(
        Cell.objects.values_list(*(field.attname for field in Cell._meta.concrete_fields if field.attname != "id"))
    )
