"""What waits, read by whole days and months wherever no edge lies in them, is what looking at each quarter of an hour would tell."""

import importlib
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import override_settings
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.factories import LAMP, LITTER
from tests.fixtures import undone

from tanggap.core import clock
from tanggap.insight import consumer
from tanggap.insight.buckets import STEP, bucket
from tanggap.insight.counting import Key, Place, TookKey, WaitingKey, quarter
from tanggap.insight.models import Took, WaitingSum
from tanggap.insight.statistics import Selection, survival, times
from tanggap.insight.statistics.reading import EARLIEST, Goal, Question, Wanted, open_by_age, read

HERE, BESIDE = "31.75.06.1005", "31.75.06.1004"
PLACES = st.builds(
    Place, st.sampled_from((HERE, BESIDE)), st.sampled_from((LAMP, LITTER)), st.sampled_from(("u", "v")), st.sampled_from(("web", "sms")),
    st.booleans(),
)  # fmt: skip
EDGES = st.builds(lambda at, off: STEP**at + off, st.integers(0, 150), st.integers(-1500, 1500))
RECEIPTS = st.lists(st.tuples(EDGES.map(lambda m: max(0.0, m)), PLACES, st.integers(1, 9)), min_size=1, max_size=25)
INSTANTS = st.integers(0, 365 * 24 * 60).map(lambda n: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=n))
NAMES = ("open", "unsolved", "unanswered")

pytestmark = pytest.mark.django_db


def let_wait(now, receipts):
    """Let reports wait that were received so many minutes before now, and return them plainly: local day, quarter, place, number."""
    rows = [(quarter(now - timedelta(minutes=minutes)), place, reports) for minutes, place, reports in receipts]
    change = Counter[Key]()
    for at, place, reports in rows:
        for name in NAMES:
            change[WaitingKey(clock.local(at).date(), at, place, name)] += reports
    consumer.write(change)
    return [(clock.local(at).date(), at, place, reports) for at, place, reports in rows]


def waits(table):
    """Return how many wait of each step and part, by bucket."""
    rows = zip(table.keys, table.waiting.tolist(), strict=True)
    counted = {key: Counter({at: reports for at, reports in enumerate(row) if reports}) for key, row in rows}
    return {key: counts for key, counts in counted.items() if counts}


def minutes(now, at):
    return (now - at) / timedelta(minutes=1)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(RECEIPTS, INSTANTS, st.sampled_from(("Asia/Jakarta", "America/New_York", "UTC")), st.integers(0, 900))
@example(
    [(60 * 24 * 30.0, Place(HERE, LAMP, "u", "web", True), 2)], datetime(2026, 3, 31, 17, tzinfo=UTC), "Asia/Jakarta", 0
)
def test_how_long_reports_have_waited_is_told_to_the_quarter_of_an_hour(receipts, now, zone, split):
    with undone(), override_settings(TIME_ZONE=zone), clock.at(now):
        rows = let_wait(now, receipts)
        today = clock.local(now).date()
        middle = today - timedelta(days=split)
        steps = [(EARLIEST, middle), (middle + timedelta(days=1), today)]
        for narrowed in ({}, {"area": HERE}, {"category": LAMP, "channel": "web"}):
            for by in ("", "area", "category", "unit", "channel"):
                asked = Question(Selection(*steps[-1], **narrowed), steps, now, by)
                found = read(asked, Wanted(old_days=30))
                told = waits(times.read(asked, ("solve",))["solve"])
                plain, old, ages = defaultdict(Counter), Counter(), [0, 0, 0]
                for on, at, place, reports in rows:
                    if not place.is_public or any(getattr(place, name) != code for name, code in narrowed.items()):
                        continue
                    part = getattr(place, by) if by else ""
                    plain[int(on > middle), part][bucket(minutes(now, at))] += reports
                    old[part] += reports * (at < now - timedelta(days=30))
                    ages[(at < now - timedelta(days=7)) + (at < now - timedelta(days=90))] += reports
                assert told == plain
                soon = waits(times.read(asked, ("solve",), (Goal("solve", minutes=STEP**50.5),))["solve"])
                for key, of_key in plain.items():
                    until = Counter({min(at, 51): 0 for at in of_key})
                    for at, reports in of_key.items():
                        until[min(at, 51)] += reports
                    assert soon[key] == until
                assert {part: found[0, part].old for part in old if old[part]} == {p: n for p, n in old.items() if n}
                assert open_by_age(asked, (7, 90)) == ages


def test_of_all_parts_together_those_count_of_which_nothing_is_over_yet():
    now = datetime(2026, 3, 31, 5, tzinfo=UTC)
    here, beside = Place(HERE, LAMP, "u", "web", True), Place(BESIDE, LAMP, "u", "web", True)
    today = clock.local(now).date()
    consumer.write(Counter[Key]({TookKey(today, here, "solve", at): n for at, n in ((20, 1200), (30, 700))}))
    let_wait(now, [(STEP**40.5, beside, 3000)])
    asked = Question(Selection(EARLIEST, today), [(EARLIEST, today)], now, "area")
    goal = Goal("solve", share=0.5)
    for goals in ((), (goal,)):
        whole = times.read(asked, ("solve",), goals, is_together=True)["solve"].whole()
        assert survival.quantile(survival.curve(*whole), goal.share).value is None, goals


def test_what_the_migration_adds_up_is_what_the_consumer_writes():
    added = importlib.import_module("tanggap.insight.migrations.0009_what_waits_added_up")
    now = datetime(2026, 3, 31, 5, tzinfo=UTC)
    places = [
        Place(HERE, LAMP, "u", "web", True),
        Place(BESIDE, LAMP, "v", "web", True),
        Place(HERE, "", "u", "sms", False),
    ]
    let_wait(now, [(days * 1440.0, place, 2) for days in (0, 1, 40, 41, 400) for place in places])
    consumer.write(Counter[Key]({TookKey(now.date(), place, "solve", 7): 1 for place in places}))
    written = kept()
    with connection.cursor() as cursor:
        cursor.execute(added.DROP)
        cursor.execute("DELETE FROM insight_waitingsum")
        assert kept() != written
        cursor.execute(added.ADD_UP)
    assert kept() == written


def kept():
    """Return the rows of both tables, whatever their keys are."""
    return [
        sorted(
            model.objects.values_list(
                *(field.attname for field in model._meta.concrete_fields if field.attname != "id")
            )
        )
        for model in (WaitingSum, Took)
    ]
