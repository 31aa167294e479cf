"""`GET /api/v1/stats`: the figures of the pages, with their cases and definitions; nothing senseless is put right in silence."""

import pytest
from tests.api.sending import problem
from tests.clients import making
from tests.factories import LAMP, make

from tanggap.api import schemas_more as more
from tanggap.clients.words import Scope
from tanggap.core import clock
from tanggap.insight import statistics

pytestmark = pytest.mark.django_db
URL = "/api/v1/stats"


@pytest.fixture
def reader():
    return making.bearer(making.key(making.program(scopes=[Scope.STATISTICS_READ.value])))


def test_a_key_with_the_scope_is_needed(client):
    assert [client.get(f"{URL}{tail}").status_code for tail in ("", "/indicators", "/received/series")] == [401] * 3


def test_figures_are_those_of_the_pages(client, reader):
    make.report()
    answer = client.get(URL, {"indicator": "received,solved_in_time", "period": "12m"}, headers=reader)
    body = answer.json()
    chosen, _wrong = statistics.read({"period": "12m"}, today=clock.local(clock.now()).date())

    assert more.Figures.model_validate(body).model_dump(mode="json") == body
    assert [row["indicator"] for row in body["figures"]] == ["received", "solved_in_time"]
    assert body["figures"][0]["value"] == statistics.figures(chosen, ["received"])["received"].value
    assert body["selection"]["first"] == chosen.first.isoformat()


def test_every_indicator_says_what_it_means(client, reader):
    body = client.get(f"{URL}/indicators", headers=reader).json()

    assert [row["code"] for row in body["indicators"]] == list(statistics.INDICATORS)
    assert all(row["definition"] and row["formula"] and row["source"] for row in body["indicators"])


def test_a_series_and_its_parts_have_their_forms(client, reader):
    series = client.get(f"{URL}/received/series", {"period": "30d", "step": "week"}, headers=reader).json()
    parts = client.get(f"{URL}/received/breakdown", {"by": "channel"}, headers=reader).json()

    assert more.Series.model_validate(series).model_dump(mode="json") == series
    assert more.Parts.model_validate(parts).model_dump(mode="json") == parts
    assert len(series["points"]) >= 4


@pytest.mark.parametrize(
    ("tail", "query", "field"),
    [
        ("", {"indicator": "happiness"}, "indicator"),
        ("", {"from": "2026-02-30"}, "from"),
        ("", {"from": "2026-11-20", "to": "2026-11-10"}, "from"),
        ("", {"period": "forever"}, "period"),
        ("", {"period": "30d", "from": "2026-11-01"}, "period"),
        ("", {"area": "99"}, "area"),
        ("", {"channel": "pigeon"}, "channel"),
        ("", {"order_by": "x"}, "order_by"),
        ("/received/series", {"step": "hour"}, "step"),
        ("/received/series", {"by": "area"}, "by"),
        ("/received/breakdown", {"by": "reporter"}, "by"),
    ],
)
def test_what_makes_no_sense_is_refused_by_its_name(client, reader, tail, query, field):
    status, code, fields = problem(client.get(f"{URL}{tail}", query, headers=reader))

    assert (status, code) == (422, "invalid")
    assert field in fields


def test_an_unknown_indicator_has_no_address(client, reader):
    assert problem(client.get(f"{URL}/happiness/series", headers=reader)) == (404, "not_found", [])


def test_the_open_data_need_no_key(client):
    told = client.get("/api/v1/data").json()

    assert told["catalog"].endswith("/data/catalog.jsonld")
    assert client.get(told["catalog"].partition("testserver")[2]).status_code == 200


def test_what_is_narrowed_to_a_category_stays_the_same_document_for_the_same_question(client, reader):
    first = client.get(URL, {"category": LAMP}, headers=reader)
    same = client.get(URL, {"category": LAMP}, headers={**reader, "If-None-Match": first["ETag"]})

    assert (same.status_code, same.content) == (304, b"")
