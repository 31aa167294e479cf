"""A page asks the database a fixed number of questions, however many reports there are."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import PULO_GEBANG, make
from tests.web.ledger.scene import signed

from tanggap.ledger import queries
from tanggap.reports.models import Event, Report

pytestmark = pytest.mark.django_db
LON, LAT = PULO_GEBANG
BBOX = f"{LON - 0.01},{LAT - 0.01},{LON + 0.01},{LAT + 0.01}"
PATHS = {
    "/": 1,
    "/peta/": 2,
    f"/peta/?bbox={BBOX}": 2,
    "/peta/?words=lampu&unit=dinas-bina-marga&from=2026-01-01": 1,
    f"/peta/titik.json?zoom=11&bbox={BBOX}": 2,
    f"/peta/titik.json?zoom=11&bbox={BBOX}&words=lampu": 2,
    "/peta/titik.json?zoom=14.5&channel=website": 2,
    "/peta/wilayah/": 4,
    "/peta/wilayah/?period=12m&category=jalan": 4,
    f"/dekat/?lon={LON}&lat={LAT}": 1,
}


def statements(client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def columns_of(model, *left_out: str) -> str:
    return ", ".join(field.column for field in model._meta.concrete_fields if field.name not in {"id", *left_out})


def copies(number: int, prefix: str) -> None:
    """Copy a new report with its event `number` times."""
    made = make.report()
    told, kept = columns_of(Event, "report", "tx"), columns_of(Report, "code", "due_at")
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO reports_report (code, {kept}) SELECT %s || n, {kept} FROM reports_report, generate_series(1, %s) n WHERE id = %s",
            [prefix, number, made.pk],
        )
        cursor.execute(
            f"INSERT INTO reports_event (report_id, {told}) SELECT copy.id, e.{told.replace(', ', ', e.')} "
            "FROM reports_event e, reports_report copy WHERE e.report_id = %s AND copy.code LIKE %s",
            [made.pk, f"{prefix}%"],
        )


@pytest.mark.parametrize("path", PATHS)
def test_lists_and_maps_ask_the_same_for_10_and_for_1000(client, path):
    copies(10, "FEW-")
    few = statements(client, path)
    copies(1000, "MANY-")
    many = statements(client, path)

    assert (few, many) == (PATHS[path], PATHS[path])


def test_a_tracking_page_asks_at_most_five(client):
    made = make.report(state="resolved")

    assert statements(client, f"/laporan/{made.code}/") <= 5


def test_the_reporters_page_asks_at_most_six_and_two_for_its_entries_in_the_log(client):
    made = make.report(state="resolved")
    path = f"/laporan/{made.code}/{make.token(made)}/"
    waiting = statements(client, path)
    signed()

    assert (waiting <= 6 + 2, statements(client, path) <= 6 + 2) == (True, True)


def test_a_public_page_that_is_drawn_anew_asks_at_most_two_more_for_its_entries_in_the_log(client):
    made = make.report(state="resolved")
    signed()
    queries.forget_head()
    with CaptureQueriesContext(connection) as asked:
        assert client.get(f"/laporan/{made.code}/").status_code == 200

    assert len([one for one in asked if "ledger_" in one["sql"]]) == 2


def test_the_empty_form_asks_nothing(client):
    assert statements(client, "/lapor/") == 0
