"""The open data at its addresses: for people and for programs, in both languages, whole, in parts, and refused with a reason."""

import csv
import hashlib
import io
import json
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings as django_settings
from django.urls import reverse
from openpyxl import load_workbook
from tests.factories import make
from tests.fixtures import standing
from tests.web.public.test_budget import BUDGET, page_of, weight

from tanggap.core import clock
from tanggap.insight.opendata import making, queries
from tanggap.insight.opendata.datasets import DATASETS
from tanggap.insight.opendata.models import Version
from tanggap.web.opendata import machines

pytestmark = pytest.mark.xdist_group("opendata-pages")  # the city is built once
NOW = datetime(2026, 3, 31, 3, 0, tzinfo=UTC)


def _build(root):
    django_settings.OPENDATA_ROOT = root
    with clock.at(NOW - timedelta(days=1)):
        made = [
            make.report(text="<b>Lampu</b> & jalan"),
            make.report(category="sampah", text="Sampah"),
            make.report(category="premanisme"),
        ]
    with clock.at(NOW):
        return made, making.make()


@pytest.fixture(scope="module")
def city(django_db_setup, django_db_blocker, tmp_path_factory):
    was = django_settings.OPENDATA_ROOT
    with standing(django_db_blocker, lambda: _build(tmp_path_factory.mktemp("opendata"))) as built:
        yield built
    django_settings.OPENDATA_ROOT = was


@pytest.fixture(autouse=True)
def _read_anew(city, db):
    queries.forget_read()
    machines._downloads.clear()


def body(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("path", ["/data/", *(f"/data/{code}/" for code in DATASETS)])
def test_a_page_says_what_there_is_within_the_budget_and_a_constant_number_of_statements(
    client, path, language, django_assert_max_num_queries
):
    client.cookies["bahasa"] = language
    client.get(path)
    with django_assert_max_num_queries(4):
        page = client.get(path)

    assert page.status_code == 200
    assert f'lang="{language}"'.encode() in page.content
    assert b"<b>Lampu" not in page.content
    assert weight(page_of(client, path)) <= BUDGET


def test_before_the_first_night_the_page_says_so(client):
    queries.File.objects.all().delete()
    Version.objects.all().delete()
    queries.forget_read()

    assert [client.get(path).status_code for path in ("/data/", "/data/reports/", "/data/catalog.jsonld")] == [
        200,
        200,
        200,
    ]
    assert client.get("/data/reports/croissant.json").status_code == 404


def test_each_file_of_the_page_can_be_had_with_its_length_sum_and_name(client, city):
    for offered in queries.offers():
        for file in offered.files:
            answer = client.get(
                reverse("opendata:file", args=[file.dataset, file.version, file.name]), HTTP_ACCEPT_ENCODING="gzip"
            )
            content = body(answer)
            assert (hashlib.sha256(content).hexdigest(), len(content), int(answer["Content-Length"])) == (
                file.sha256,
                file.bytes,
                file.bytes,
            )
            assert answer["ETag"] == f'"{file.sha256}"'
            assert answer["Content-Disposition"].startswith('attachment; filename="tanggap-jakarta-')
            assert not answer.has_header("Content-Encoding")


def test_a_file_is_sent_in_parts_and_not_again_when_it_is_there(client, city):
    file = queries.offer("units").file("csv")
    address = reverse("opendata:file", args=["units", file.version, file.name])
    whole = body(client.get(address))

    part = client.get(address, HTTP_RANGE="bytes=10-19")
    end = client.get(address, HTTP_RANGE="bytes=-5")
    assert (part.status_code, body(part), part["Content-Range"]) == (206, whole[10:20], f"bytes 10-19/{len(whole)}")
    assert body(end) == whole[-5:]
    assert body(client.get(address, HTTP_RANGE="bytes=0-9", HTTP_IF_RANGE='"old"')) == whole
    assert client.get(address, HTTP_RANGE=f"bytes={len(whole)}-").status_code == 416
    assert client.get(address, HTTP_IF_NONE_MATCH=f'"{file.sha256}"').status_code == 304


@pytest.mark.parametrize(
    "address",
    [
        "/data/persons/", "/data/persons/dictionary.json", "/data/reports/2026-03-31/secrets.json",
        "/data/reports/2020-01-01/reports.csv.gz",
        "/data/reports/../../secrets.json/x", "/data/units/2026-03-31/%2e%2e%2fmanifest.json", "/data/reports.exe",
        "/data/versions/x/SHA256SUMS",
    ],
)  # fmt: skip
def test_what_is_not_there_is_not_found(client, address):
    assert client.get(address).status_code == 404


def test_a_withdrawn_version_says_why_and_what_took_its_place(client, city):
    _made, number = city
    Version.objects.filter(number=number).update(withdrawn_at=NOW, successor=f"{number}-r1")
    queries.forget_read()

    answer = client.get(f"/data/reports/{number}/reports.csv.gz")

    assert (answer.status_code, answer["Content-Type"], answer["Cache-Control"]) == (
        410,
        "application/problem+json",
        "no-store",
    )
    assert (answer.json()["code"], answer.json()["successor"]) == ("withdrawn", f"{number}-r1")
    assert client.get("/data/").status_code == 200


def test_a_version_that_is_kept_no_longer_says_so(client, city):
    Version.objects.update(forgotten_at=NOW)
    queries.forget_read()

    assert client.get(f"/data/versions/{city[1]}/manifest.json").json()["code"] == "gone"


def test_the_rows_of_a_choice_are_those_of_the_list_in_every_format(client, city):
    made, _number = city
    query = "?category=lampu-jalan&from=2026-03-01&to=2026-03-31"

    table = list(csv.DictReader(io.StringIO(body(client.get(f"/data/reports.csv{query}")).decode())))
    lines = [json.loads(line) for line in body(client.get(f"/data/reports.jsonl{query}")).decode().splitlines()]
    places = json.loads(body(client.get(f"/data/reports.geojson{query}")))
    sheet = list(load_workbook(io.BytesIO(body(client.get(f"/data/reports.xlsx{query}")))).active.values)

    assert [row["code"] for row in table] == [row["code"] for row in lines] == [made[0].code]
    assert [one["properties"]["code"] for one in places["features"]] == [row[0] for row in sheet[1:]] == [made[0].code]
    assert lines[0]["text"] == "<b>Lampu</b> & jalan"


def test_a_choice_holds_a_guarded_report_but_tells_next_to_nothing_of_it(client, city):
    (row,) = [
        json.loads(line) for line in body(client.get("/data/reports.jsonl?category=premanisme")).decode().splitlines()
    ]

    assert {name: row[name] for name in ("code", "text", "lon", "received_on", "area", "category", "channel")} == {
        "code": None, "text": None, "lon": None, "received_on": None, "area": "31", "category": None, "channel": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("area=99", "area"), ("category=x", "category"), ("from=2026-13-01", "from"), ("bbox=1,2", "bbox"), ("offset=1000000", "offset"),
        ("state=lost", "state"), ("after=x", "after"), ("updated_since=yesterday", "updated_since"),
        ("updated_since=0001-01-01", "updated_since"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_by_its_name(client, query, field):
    answer = client.get(f"/data/reports.jsonl?{query}")

    assert (answer.status_code, [one["field"] for one in answer.json()["errors"]]) == (422, [field])


def test_a_choice_that_is_too_large_is_refused_before_its_first_row(client, monkeypatch):
    monkeypatch.setattr("tanggap.insight.opendata.live.MOST_ROWS", 2)

    answer = client.get("/data/reports.csv")

    assert (answer.status_code, answer.json()["code"]) == (422, "too_many_rows")


def test_a_network_that_asks_too_often_waits(client):
    asked = [
        client.get("/data/reports.csv?category=sampah", REMOTE_ADDR="203.0.113.9")
        for _ in range(machines.ROUNDS_A_MINUTE + 1)
    ]

    assert [one.status_code for one in asked[-2:]] == [200, 429]
    assert int(asked[-1]["Retry-After"]) >= 1


def test_changes_lead_on_by_a_link(client):
    first = client.get("/data/reports.jsonl?updated_since=2026-03-30T00:00:00Z")
    address = first["Link"].partition("<")[2].partition(">")[0]

    assert first.status_code == 200
    again = client.get(address)
    assert (again.status_code, again.content) == (200, b"")
    assert again["Link"] == first["Link"]


def test_machines_read_catalogue_dictionary_and_croissant(client):
    catalog = client.get("/data/catalog.jsonld").json()
    dictionary = client.get("/data/reports/dictionary.json").json()
    table = list(csv.DictReader(io.StringIO(client.get("/data/reports/dictionary.csv").content.decode())))

    assert {one["dct:identifier"] for one in catalog["dcat:dataset"]} == {
        f"tanggap-jakarta-{code}" for code in DATASETS
    }
    assert [row["name"] for row in table] == [column["name"] for column in dictionary["columns"]]
    assert (
        client.get("/data/areas/croissant.json").json()["license"] == "https://opendatacommons.org/licenses/odbl/1-0/"
    )


def test_nothing_changes_by_reading_and_other_methods_are_refused(client):
    assert [client.post(path).status_code for path in ("/data/", "/data/reports.csv", "/data/catalog.jsonld")] == [
        405,
        405,
        405,
    ]
