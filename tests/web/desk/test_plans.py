"""How the database answers the desk: by an index alone, in its order, however many reports there are."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import PULO_GEBANG, make
from tests.web.desk.pages import GEBANG, many

from tanggap.agencies.words import Role
from tanggap.core import clock
from tanggap.reports.queries import desk, public
from tanggap.reports.queries.desk import DeskFilter

pytestmark = pytest.mark.django_db


def plan(ask):
    """Return the plan of the statement that `ask` sends, as it is where tables are too big to be read through."""
    with CaptureQueriesContext(connection) as sent:
        ask()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        cursor.execute(f"EXPLAIN {sent.captured_queries[-1]['sql']}")
        return "\n".join(line for (line,) in cursor.fetchall())


@pytest.mark.parametrize("role", [Role.OFFICER, Role.INTAKE])
def test_counts_are_read_from_an_index_alone(role):
    many(30)
    person = make.staff(of=GEBANG, role=role)

    assert "Index Only Scan using reports_desk_counted on reports_report" in plan(
        lambda: desk.counts(person, now=clock.now())
    )


def test_the_list_of_one_office_is_read_in_its_order():
    many(30)
    sari = make.staff(of=GEBANG)
    found = plan(lambda: desk.listed(sari, view="unit", wanted=DeskFilter(), now=clock.now()))

    assert "Index Scan using reports_desk_counted on reports_report" in found
    assert "Sort" not in found


def test_what_may_be_seen_is_asked_once_for_all_views_that_show_it():
    sari = make.staff(of=GEBANG)

    with CaptureQueriesContext(connection) as sent:
        desk.counts(sari, now=clock.now())

    assert sent.captured_queries[-1]["sql"].count("neighbour_id") == 1


def test_the_nearest_are_found_however_many_are_near():
    lon, lat = PULO_GEBANG
    far = [make.report(lon=lon + 0.0002 + number * 0.00001, lat=lat) for number in range(6)]
    nearest = make.report(lon=lon + 0.00001, lat=lat)

    found = public.near(lon, lat, metres=250, limit=2)

    assert [row.code for row in found] == [nearest.code, far[0].code]
