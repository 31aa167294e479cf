"""The page of the study's tables: digit for digit, what does not fit beside the cells, the same counted here, and the same as files."""

import csv
import html
import io
import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.evaluation.counted import at_noon
from tests.evaluation.study.test_events import receive

from tanggap.web.evaluation.study import asked
from tanggap.web.ui import caching, kept

pytestmark = pytest.mark.django_db
PAGE, CSV = "/evaluation/study/", "/evaluation/study/tables.csv"
STATEMENTS = 20


@pytest.fixture(autouse=True)
def _noon():
    caching.forget()
    kept.pages.clear()
    with at_noon():
        yield


@pytest.fixture
def english(client):
    """Return a browser that reads English."""
    client.cookies["bahasa"] = "en"
    return client


def main(client, address=PAGE):
    response = client.get(address)
    assert response.status_code == 200, response.content
    return response.content.decode().split("<main")[1].split("</main>")[0]


def read(page, table):
    """Return the rows of one table of the page, as they are read."""
    body = page.split(f'<h3 id="{table}">')[1].split("<tbody>")[1].split("</tbody>")[0]
    return [
        [
            " ".join(html.unescape(re.sub(r"<[^>]+>", " ", cell)).split())
            for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.S)
        ]
        for row in body.split("</tr>")[:-1]
    ]


def test_the_printed_tables_stand_there_with_the_letters_of_what_is_off(english):
    page = main(english)

    assert read(page, "table-1")[3] == ["Mobilitas dan Akses (mobility and access)", "68%", "32%", "76% a", "25% a"]
    assert read(page, "table-2") == [["2019", "74.96%", "25.04%"], ["2020", "73.18%", "26.82%"]]
    assert read(page, "table-3")[1] == ["East Jakarta", "2,937,859", "182.70 a"]
    assert read(page, "table-4")[0] == ["D", "1.000–2.599 a", "25.00–64.99 a", "Tidak Baik"]
    assert '<li id="table-1-a">' in page
    assert "76 + 25 add up to 101, not to 100." in page


def test_the_same_layout_is_counted_for_the_area_and_years_that_were_chosen(english):
    receive(100, 64)
    page = main(english, f"{PAGE}?area=31.75.06&since=2024&until=2024")

    assert read(page, "counted-1-year")[1] == ["Rubbish", "64% 54–73 n 100", "36% 27–46 n 100"]
    assert read(page, "counted-1-year")[0] == ["Illegal advertising", "– n 0", "– n 0"]
    assert "tanggap evaluate --study --area 31.75.06 --year 2024" in page


def test_the_indonesian_page_has_its_own_marks(client):
    page = main(client)

    assert read(page, "table-2")[0] == ["2019", "74,96%", "25,04%"]
    assert read(page, "table-3")[1][1] == "2.937.859"


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("area=99.99", "area"),
        ("since=last", "since"),
        ("until=2999", "until"),
        ("since=2026&until=2024", "since"),
        ("since=2001", "since"),
    ],
)
def test_a_parameter_that_makes_no_sense_is_told_and_left_out_and_a_file_refuses_it(english, query, name):
    page = main(english, f"{PAGE}?{query}")
    answer = english.get(f"{CSV}?{query}")

    assert f'<span class="code">{name}</span>' in page
    assert (answer.status_code, answer.content.decode().split(":")[0]) == (422, name)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, ("31.75", 2025, 2026)),
        ({"area": "all"}, ("", 2025, 2026)),
        ({"since": "2020"}, ("31.75", 2020, 2026)),
        ({"until": "2023"}, ("31.75", 2023, 2023)),
        ({"since": "2019", "until": "2020", "area": "31.71"}, ("31.71", 2019, 2020)),
    ],
)
def test_what_is_left_out_has_its_usual_value(given, expected):
    found, problems = asked(given)

    assert ((found.area, found.since, found.until), problems) == (expected, {})
    assert asked(dict(part.split("=") for part in found.address().partition("?")[2].split("&") if part))[0] == found


def test_a_typed_place_becomes_the_address_of_what_was_meant(english):
    assert (
        english.get(f"{PAGE}?place=Cakung&since=2024&until=2025")["Location"]
        == f"{PAGE}?area=31.75.06&since=2024&until=2025"
    )


def test_the_files_hold_every_cell(english):
    receive(100, 64)
    query = "since=2024&until=2024"
    rows = list(csv.DictReader(io.StringIO(english.get(f"{CSV}?{query}").content.decode())))
    facts = json.loads(english.get(f"/evaluation/study/tables.json?{query}").content)

    assert [row["printed"] for row in rows if row["row"] == "mobilitas-akses" and row["origin"] == "study"] == [
        "68",
        "32",
        "76",
        "25",
    ]
    assert len(rows) == len(facts["rows"]) == 52 + 2 * 5 * 2 + 2
    assert english.get(f"/evaluation/study/tables.xlsx?{query}").content[:2] == b"PK"
    assert english.get(f"/evaluation/study/tables.pdf?{query}").content[:4] == b"%PDF"
    assert english.get("/evaluation/study/tables.pdf?since=last").status_code == 422


def test_it_costs_few_statements(english):
    with CaptureQueriesContext(connection) as of:
        main(english)

    assert len(of) <= STATEMENTS
