"""The receipts: each report once, where it stands now; nothing confidential; late ones marked; dropped and read anew the same."""

from datetime import timedelta

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from tests.factories import LAMP, make
from tests.invariants.test_histories import START
from tests.logs import own_events_seen, play, stories

from tanggap.anomalies.consumer import CONSUMER
from tanggap.anomalies.models import Receipt
from tanggap.catalog import queries as catalog
from tanggap.core import clock, cursors

PULO_GEBANG = "31.75.06.1005"


@pytest.fixture(autouse=True)
def _seen(db):
    with own_events_seen():
        yield


def kept() -> list[tuple[object, ...]]:
    cursors.catch_up(CONSUMER)
    columns = ("area", "category", "is_public", "is_joined", "is_late")
    return list(Receipt.objects.order_by("report").values_list(*columns))


def test_a_report_counts_where_it_lies_at_its_receipt():
    made = make.report()

    assert kept() == [(PULO_GEBANG, LAMP, True, False, False)]
    assert Receipt.objects.get().received_at == made.received_at


def test_joined_to_another_it_still_counts_and_says_so():
    parent = make.report()
    make.report(state="merged", parent=parent)

    assert [row[3] for row in kept()] == [False, True]


def test_a_private_one_counts_for_the_staff():
    make.report(visibility="private")

    assert [row[2] for row in kept()] == [False]


def test_what_is_confidential_is_not_counted():
    secret = next(row.code for row in catalog.leaves() if row.is_confidential)
    make.report(category=secret)

    assert kept() == []


def test_what_came_before_the_weeks_that_are_kept_is_nothing_to_it():
    make.report(at=clock.now() - timedelta(days=80))

    assert kept() == []


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(story=stories)
def test_read_anew_it_is_the_same(story):
    with time_machine.travel(START, tick=False):
        play(story)
        cursors.catch_up(CONSUMER, most=3)
        live = kept()
        cursors.rebuild(CONSUMER)

        assert kept() == live
