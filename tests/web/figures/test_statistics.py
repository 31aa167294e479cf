"""The statistics page: what makes no sense is told and left out, page and files hold the same rows, and a crowd costs nothing."""

import html
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import LAMP, make
from tests.web.figures.conftest import count, csv_rows, main, table, xlsx_rows

from tanggap.insight.statistics import INDICATORS
from tanggap.web.figures import measures
from tanggap.web.figures.groups import GROUPS, TREND
from tanggap.web.ui import caching, kept

pytestmark = pytest.mark.django_db
SENSELESS = {
    "area": "area=99.99",
    "category": "category=dragons",
    "unit": "unit=nobody",
    "channel": "channel=pigeon",
    "from": "from=2026-03-20&to=2026-03-01",
    "to": "to=2027-01-01",
    "period": "period=year:2027",
    "show": "show=beauty",
    "by": "by=colour",
    "order": "order=best",
}
LONG_AGO = "from=1999-01-01&to=2026-03-01"
STATEMENTS = 45


@pytest.mark.parametrize("name", SENSELESS)
def test_a_parameter_that_makes_no_sense_is_told_and_left_out_and_a_file_refuses_it(english, name):
    page = main(english, f"/statistik/?{SENSELESS[name]}")
    answer = english.get(f"/statistik/data.csv?{SENSELESS[name]}")

    assert f'<span class="code">{name}</span>' in page
    assert page.count('class="notice warn"') == 1
    assert answer.status_code == 422
    assert answer.content.decode().startswith(f"{name}: ")


def test_ten_years_are_the_most(english):
    page = main(english, f"/statistik/?{LONG_AGO}")

    assert "At most ten years are shown together" in page
    assert "2 Mar 2016 – 1 Mar 2026" in page


@pytest.mark.parametrize("query", ["page=1000000", "after=xyz", "offset=1e6", "utm_source=x", "area=&from=&period="])
def test_what_the_page_does_not_know_changes_nothing(english, query):
    assert main(english, f"/statistik/?{query}") == main(english, "/statistik/")


@pytest.mark.parametrize(
    "value", ["<script>alert(1)</script>", "a" * 5_000, "\x00", "'; DROP TABLE x; --", "\U0001f600"]
)
def test_nothing_written_into_the_address_breaks_the_page(english, value):
    names = ("area", "by", "category", "channel", "from", "order", "period", "place", "show", "to", "unit", "was")
    response = english.get("/statistik/", dict.fromkeys(names, value))

    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


def test_a_chart_that_does_not_exist_is_refused(english):
    answer = english.get("/statistik/data.csv?chart=pie")

    assert (answer.status_code, answer.content.decode()) == (422, "chart: “pie” is not known here.\n")


def test_a_typed_place_leads_to_the_address_of_its_area(client):
    response = client.get("/statistik/?place=pulo gebang&period=12m&category=sampah")

    assert response.status_code == 302
    assert "area=31.75.06.1005" in response["Location"]
    assert "category=sampah" in response["Location"]
    assert "place" not in response["Location"]


def test_a_place_that_nobody_knows_is_told(english):
    assert "“qqqqq” is no place that is known here" in main(english, "/statistik/?place=qqqqq")


def test_another_period_replaces_days_of_ones_own(client):
    shown = main(client, "/statistik/?from=2026-03-03&to=2026-03-20")
    response = client.get("/statistik/?was=days&from=2026-03-03&to=2026-03-20&period=month:2026-02")

    assert '<input type="hidden" name="was" value="days">' in shown
    assert response["Location"] == "/statistik/?period=month:2026-02"


def test_the_page_is_of_one_address_however_it_was_asked_for(client):
    page = client.get("/statistik/?to=2026-02-28&from=2026-02-01&utm=x").content.decode()

    assert '<link rel="canonical" href="http://testserver/statistik/?period=month:2026-02">' in page


@pytest.mark.usefixtures("counted")
@pytest.mark.parametrize(
    ("query", "reports"), [("period=month:2026-03", 5), ("from=2026-03-23&to=2026-03-29&category=sampah", 1)]
)
def test_page_csv_and_workbook_hold_the_same_rows(english, query, reports):
    page = main(english, f"/statistik/?{query}&show=received&by=category")
    shown = table(page, "received")
    as_csv, as_xlsx = (read(english, f"{query}&chart=series&show=received") for read in (csv_rows, xlsx_rows))

    assert [row[1] for row in shown] == [row["value"].removesuffix(".0") for row in as_csv]
    assert [int(row[1]) for row in shown] == [row[2] for row in as_xlsx]
    assert sum(int(row[1]) for row in shown) == reports

    parts = table(page, "parts")[1:]
    as_csv, as_xlsx = (
        read(english, f"{query}&chart=breakdown&show=received&by=category") for read in (csv_rows, xlsx_rows)
    )
    assert [row[0] for row in parts] == [row["name"] for row in as_csv] == [row[1] for row in as_xlsx]
    assert [int(row[1]) for row in parts] == [row[2] for row in as_xlsx]


@pytest.mark.parametrize("show", ["closures", "backlog", "came_back"])
def test_no_two_things_on_the_page_have_one_name(client, show):
    names = re.findall(r'\bid="([^"]+)"', client.get(f"/statistik/?show={show}").content.decode())

    assert sorted(names) == sorted(set(names))


@pytest.mark.usefixtures("counted")
@pytest.mark.parametrize("chart", measures.CHARTS)
def test_each_chart_is_the_same_in_both_kinds_of_files(english, chart):
    as_csv, as_xlsx = (read(english, f"chart={chart}") for read in (csv_rows, xlsx_rows))

    assert len(as_csv) == len(as_xlsx)
    for text, typed in zip(as_csv, as_xlsx, strict=True):
        for written, cell in zip(text.values(), typed, strict=True):
            if isinstance(cell, int | float) and not isinstance(cell, bool):
                assert float(written) == pytest.approx(cell)


@pytest.mark.usefixtures("counted")
def test_every_link_to_rows_on_the_page_answers(english):
    page = main(english, "/statistik/?show=received&by=channel")
    links = {html.unescape(link) for link in re.findall(r'href="(/statistik/data\.[^"]+)"', page)}

    assert len(links) >= 2 * (len(TREND) + 3)
    assert {english.get(link).status_code for link in links} == {200}


def test_a_file_says_in_its_name_what_it_holds(client):
    response = client.get("/statistik/data.csv?chart=series&show=backlog&period=month:2026-02")

    assert response["Content-Disposition"] == 'attachment; filename="tanggap-jakarta-backlog-2026-02-01_2026-02-28.csv"'


@pytest.mark.usefixtures("counted")
def test_parts_are_sorted_by_cases_or_by_name_and_never_by_result(english):
    by_n = table(main(english, "/statistik/?show=received&by=category&order=n"), "parts")[1:]
    by_name = table(main(english, "/statistik/?show=received&by=category&order=name"), "parts")[1:]

    assert [int(row[1]) for row in by_n] == sorted((int(row[1]) for row in by_n), reverse=True)
    assert [row[0] for row in by_name] == sorted(row[0] for row in by_name)
    assert "This is no ranking." in main(english, "/statistik/")


def test_the_page_asks_the_same_however_many_reports_there_are(client):
    def statements() -> int:
        caching.forget()
        kept.pages.clear()
        with CaptureQueriesContext(connection) as asked:
            main(client, "/statistik/?period=month:2026-03&by=category")
        return len(asked)

    make.report()
    count()
    statements()
    few = statements()
    for _ in range(12):
        make.report(category=LAMP)
    count()

    assert statements() == few <= STATEMENTS


def test_a_crowd_costs_nothing(client):
    main(client, "/statistik/")
    with CaptureQueriesContext(connection) as asked:
        for _ in range(20):
            main(client, "/statistik/")

    assert len(asked) == 0


@pytest.mark.parametrize(("language", "title"), [("id", "Bagaimana kinerja kota"), ("en", "How the city is doing")])
def test_the_page_speaks_both_languages(client, language, title):
    client.cookies["bahasa"] = language

    assert f"<h1>{title}</h1>" in main(client, "/statistik/")


def test_every_number_belongs_to_one_question():
    codes = [code for group in GROUPS for code in group.codes]

    assert sorted(codes) == sorted(INDICATORS)


@pytest.mark.parametrize("language", ["id", "en"])
def test_each_number_is_defined_under_its_own_name(client, language):
    client.cookies["bahasa"] = language
    page = main(client, "/statistik/definisi/")

    assert [code for code in (*INDICATORS, "checked") if page.count(f'id="{code}"') != 1] == []
    assert page.count("<article") == len(INDICATORS)


def test_each_number_of_the_page_leads_to_its_definition(client):
    page = main(client, "/statistik/")

    assert [code for code in INDICATORS if f'href="/statistik/definisi/#{code}"' not in page] == []
