"""`triage.repeats`: a problem that was closed as solved and is reported again is linked both ways, and counts against the closure."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import LAMP, LITTER, PULO_GEBANG, make

from tanggap.catalog import queries as catalog
from tanggap.core import clock
from tanggap.reports import outbox
from tanggap.reports.models import Event, Report
from tanggap.reports.words import State
from tanggap.triage import repeats

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)
A_METRE = 1 / 111_320


def solved(**how):
    return make.report(state=State.RESOLVED, category=LITTER, at=NOON, **how)


def again(*, days=3.0, metres=20, category=LITTER, **how):
    lon, lat = PULO_GEBANG
    with clock.at(NOON + timedelta(days=days)):
        report = make.report(category=category, lon=lon, lat=lat + metres * A_METRE, **how)
        repeats.apply(outbox.histories({report.pk})[report.pk])
    return report


def found(report):
    return [row.payload for row in Event.objects.filter(report=report, kind="triage.repeat_found")]


def test_both_say_it_of_each_other():
    before = solved()

    new = again()

    assert found(before) == [{"repeat": new.code, "days": 3, "metres": 20}]
    assert Event.objects.get(report=new, kind="triage.repeat_of").payload == {
        "earlier": before.code,
        "days": 3,
        "metres": 20,
    }
    assert Report.objects.get(pk=before.pk).state == State.RESOLVED


def test_read_again_it_is_not_said_twice():
    before = solved()
    new = again()

    repeats.apply(outbox.histories({new.pk})[new.pk])

    assert len(found(before)) == 1


def test_a_second_new_report_repeats_the_open_one():
    before = solved()
    again(days=3)
    again(days=4)

    assert len(found(before)) == 1


@pytest.mark.parametrize("fault", ["too far", "too late", "another kind"])
def test_what_is_no_repeat(fault):
    before, row = solved(), catalog.category(LITTER)
    how = {
        "too far": {"metres": row.near_metres + 10},
        "too late": {"days": row.near_days + 1},
        "another kind": {"category": "lampu-jalan"},
    }

    again(**how[fault])

    assert found(before) == []


def test_without_a_point_nothing_is_compared():
    before = solved()

    with clock.at(NOON + timedelta(days=3)):
        new = make.report(category=LITTER, lon=None, lat=None)
        repeats.apply(outbox.histories({new.pk})[new.pk])

    assert found(before) == []


def test_those_of_one_batch_are_locked_in_the_order_of_their_codes():
    """As all that locks several reports does: so no two wait for each other."""
    first, second = solved(), make.report(state=State.RESOLVED, category=LAMP, at=NOON)
    with clock.at(NOON + timedelta(days=3)):
        lon, lat = PULO_GEBANG
        news = [make.report(category=kind, lon=lon, lat=lat, visibility="private") for kind in (LITTER, LAMP, LITTER)]
        facts = [fact for facts in outbox.histories({new.pk for new in news}).values() for fact in facts]
        with CaptureQueriesContext(connection) as sent:
            repeats.apply(facts)

    locks = [query["sql"] for query in sent if "FOR NO KEY UPDATE" in query["sql"] or "FOR UPDATE" in query["sql"]]
    codes = [re.search(r"JK-[-\w]+", sql)[0] for sql in locks]
    assert codes == sorted(report.code for report in (first, second, *news))
    assert (len(found(first)), len(found(second))) == (2, 1)


def test_of_a_private_report_the_public_reads_no_code():
    before = solved()

    new = again(visibility="private")

    assert found(before) == [{"hidden_repeat": new.code, "days": 3, "metres": 20}]
