"""What every address does: ETag and 304, HEAD, OPTIONS, pages of other sites, refusals of what it does not know, and what goes away."""

from datetime import date

import pytest
from tests.api.sending import problem
from tests.factories import LAMP, LITTER, make
from tests.logs import own_events_seen

from tanggap.api import openapi
from tanggap.core import cursors
from tanggap.reports import actions
from tanggap.reports.public_words import CONSUMER

pytestmark = pytest.mark.django_db
URL = "/api/v1/reports"
READABLE = [
    "/api/v1/reports",
    "/api/v1/reports/{code}",
    "/api/v1/reports/{code}/events",
    "/api/v1/reports/{code}/photos",
]
READABLE += ["/api/v1/categories", "/api/v1/areas", "/api/v1/units", "/api/v1/data"]


@pytest.mark.parametrize("path", READABLE)
def test_what_is_as_it_was_is_not_sent_again(client, path):
    made = make.report()
    url = path.format(code=made.code)
    first = client.get(url)
    same = client.get(url, headers={"If-None-Match": first["ETag"]})
    if "{code}" in path or path == URL:
        actions.start(code=made.code, version=made.version, by=make.staff(of=made.unit_id))
        assert client.get(url, headers={"If-None-Match": first["ETag"]}).status_code == 200 or "photos" in path

    assert (same.status_code, same.content, same["ETag"]) == (304, b"", first["ETag"])
    assert "Accept-Language" in first["Vary"]


@pytest.mark.parametrize("path", READABLE)
def test_pages_of_other_sites_may_read_it_and_nothing_else(client, path):
    url = path.format(code=make.report().code)
    asked = client.options(url)

    assert client.get(url)["Access-Control-Allow-Origin"] == "*"
    assert client.head(url).status_code == 200
    assert (asked.status_code, asked["Access-Control-Allow-Methods"]) == (204, "GET, HEAD")
    assert {"GET", "HEAD", "OPTIONS"} <= set(asked["Allow"].split(", "))


def test_they_may_not_read_what_needs_a_key_or_a_token(client):
    made = make.report()
    for url in ("/api/v1/events", "/api/v1/work/reports", "/api/v1/webhooks"):
        assert "Access-Control-Allow-Origin" not in client.get(url)
        assert "Access-Control-Allow-Methods" not in client.options(url)
    assert "Access-Control-Allow-Methods" not in client.options(f"{URL}/{made.code}/own/rate")


@pytest.mark.parametrize("path", READABLE)
def test_a_parameter_that_nobody_knows_is_refused_by_its_name(client, path):
    url = path.format(code=make.report().code)

    assert problem(client.get(url, {"_connector": "OR"})) == (422, "invalid", ["_connector"])


def test_a_page_of_another_list_is_refused(client):
    for _ in range(3):
        make.report(category=LAMP)
    following = client.get(URL, {"category": LAMP, "limit": 1}).json()["next"]

    assert client.get(following).status_code == 200
    assert client.get(following.replace(LAMP, LITTER)).status_code == 422


def test_the_list_is_narrowed_by_box_words_channel_and_days(client):
    made = make.report(text="Lampu jalan padam di tikungan")
    with own_events_seen():
        cursors.catch_up(CONSUMER)

    def found(**wanted):
        return [row["code"] for row in client.get(URL, wanted).json()["reports"]]

    assert found(bbox="106.9,-6.3,107.0,-6.1") == found(words="tikungan") == found(channel="website") == [made.code]
    assert found(bbox="106.0,-6.3,106.1,-6.1") == found(words="banjir") == found(until="2020-01-01") == []
    assert found(since="2020-01-01", until="2090-01-01") == [made.code]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("bbox", "1,2,3"), ("bbox", "107,-6,106,-7"), ("bbox", "1e9,0,1,1"), ("words", "..."), ("since", "2026-13-01"),
        ("channel", "pigeon"),
    ],
)  # fmt: skip
def test_a_filter_that_cannot_be_used_is_named(client, name, value):
    assert problem(client.get(URL, {name: value})) == (422, "invalid", [name])


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_days_far_away_are_days(client, day):
    assert [client.get(URL, {name: day}).status_code for name in ("since", "until")] == [200, 200]


def test_what_is_nowhere_is_a_problem_too(client):
    for url in ("/api/", "/api/v1/", "/api/v1/nothing", "/api/v9/reports", "/api/v1/work/nothing"):
        assert problem(client.get(url)) == (404, "not_found", [])


def test_an_operation_that_goes_says_since_when_and_until_when(client, monkeypatch):
    goes = openapi.Deprecated(date(2026, 12, 1), date(2027, 12, 1), "/api/docs")
    monkeypatch.setitem(openapi.DEPRECATED, "list_units", goes)

    answer = client.get("/api/v1/units")

    assert answer["Deprecation"] == "@1796083200"
    assert answer["Sunset"] == "Wed, 01 Dec 2027 00:00:00 GMT"
    assert 'rel="deprecation"' in answer["Link"]


def test_every_operation_says_who_may_call_it():
    from tanggap.api import reference

    told = {
        one["operationId"]: one["security"] for ways in reference.document()["paths"].values() for one in ways.values()
    }

    assert {} in told["get_report"]
    assert told["work_start"] == [{"key": ["work:write"]}, {"oauth": ["work:write"]}]
    assert all(told.values())


def test_what_an_address_takes_is_what_the_document_says():
    from tanggap.api import reference
    from tanggap.api.v1 import api

    assert {
        path: {name: (way.name, way.is_open) for name, way in ways.items()} for path, ways in api.ways().items()
    } == {
        path: {name: (one["operationId"], {} in one["security"]) for name, one in operations.items()}
        for path, operations in reference.document()["paths"].items()
    }
