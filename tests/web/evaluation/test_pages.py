"""The evaluation's pages: each number with how sure it is or why there is none, the same in the files, nothing ranked without limits."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.evaluation.counted import HERE, insight_of
from tests.web.evaluation.conftest import MARCH, WITHIN, as_json, main, plain, row_of, rows

from tanggap.evaluation.catalogue import INDICATORS, of_criterion
from tanggap.evaluation.words import Criterion
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
    "by": "by=colour",
}
NASTY = ["<script>alert(1)</script>", "a" * 5_000, "\x00", "'; DROP TABLE x; --", "\U0001f600", "%ff"]
MOST_STATEMENTS = 35


def test_every_number_of_the_four_criteria_has_its_value_or_the_reason_why_there_is_none(english, answered):
    page = main(english, f"/evaluation/?{MARCH}")

    assert [row_of(page, one.code)[0].split(" ")[0] != "" for one in INDICATORS.values()] == [True] * len(INDICATORS)
    without = [code for code in INDICATORS if row_of(page, code)[1] == "–"]
    assert {code for code in without if row_of(page, code)[0].endswith("?")} == set()
    assert "answered_in_six" not in without


def test_a_number_stands_beside_its_interval_its_cases_and_its_query(english, answered):
    cells = row_of(main(english, f"/evaluation/?{MARCH}&area={HERE}"), "answered_in_six")

    assert cells[:4] == ["Answered within 6 hours How soon does somebody react?", "50.0%", "46.9% – 53.1%", "1,000"]
    assert cells[-1].startswith("Cite")


def test_all_of_one_case_is_no_number(english):
    insight_of(received=1, six_hours_over=1, answered_in_six=1)
    cells = row_of(main(english, f"/evaluation/?{MARCH}"), "answered_in_six")

    assert cells[1:4] == ["–", "–", "1"]
    assert cells[0].endswith("Only 1 case in the period; a number is shown from 20 on.")


def test_a_day_that_is_not_over_is_said_at_the_top_and_beside_each_number(english, answered):
    page = main(english, "/evaluation/?from=2026-03-02&to=2026-03-31")

    assert "The last day is not over: its numbers still grow." in page
    assert row_of(page, "answered_in_six")[1].endswith("% in part")


def test_of_a_city_without_any_report_every_page_says_so_and_none_breaks(english):
    page = main(english, "/evaluation/?period=year:2019")

    assert row_of(page, "solved_in_time")[0].endswith("There is nothing in this period.")
    for address in (
        "indicators/solved_in_time/",
        "indicators/solved_in_time/compare/",
        "under-reporting/",
        "documents/",
    ):
        assert main(english, f"/evaluation/{address}")


@pytest.mark.parametrize("name", SENSELESS)
def test_a_parameter_that_makes_no_sense_is_told_and_left_out_and_a_file_refuses_it(english, name):
    page = main(english, f"/evaluation/?{SENSELESS[name]}")
    answer = english.get(f"/evaluation/data.csv?{SENSELESS[name]}")

    assert f'<span class="code">{name}</span>' in page
    assert (answer.status_code, answer.content.decode().split(":")[0]) == (422, name)


@pytest.mark.parametrize("address", ["", "indicators/answered_in_six/", "query/", "data.json"])
def test_nothing_written_into_an_address_breaks_a_page(english, address):
    for value in NASTY:
        answer = english.get(f"/evaluation/{address}", dict.fromkeys(("area", "from", "by", "id"), value))
        assert answer.status_code in (200, 400, 404, 422), value
        assert b"<script>alert" not in answer.content or answer["Content-Type"].startswith("text/plain")


def test_a_typed_place_and_a_forms_days_become_the_one_address_of_what_was_meant(english):
    answer = english.get(f"/evaluation/?place=Cakung&{MARCH}&was=days")

    assert (answer.status_code, answer["Location"]) == (302, f"/evaluation/?area={WITHIN}&{MARCH}")


def test_page_and_files_hold_the_same_numbers(english, answered):
    page = row_of(main(english, f"/evaluation/?{MARCH}&area={WITHIN}"), "answered_in_six")
    row = next(one for one in rows(english, f"{MARCH}&area={WITHIN}") if one["indicator"] == "answered_in_six")
    same = next(one for one in as_json(english, f"{MARCH}&area={WITHIN}") if one["indicator"] == "answered_in_six")

    assert page[1] == f"{float(row['value']):.1%}"
    assert (row["n"], row["from"], row["area"]) == (page[3].replace(",", ""), "2026-03-02", WITHIN)
    assert (same["value"], same["low"], same["n"]) == (float(row["value"]), float(row["low"]), int(row["n"]))


def test_an_indicators_page_tells_it_over_time_and_in_parts_and_each_part_narrows_the_page(english, answered):
    page = main(english, f"/evaluation/indicators/answered_in_six/?{MARCH}&area={WITHIN}")
    parts = page.split('id="parts"')[1]

    assert f'href="/evaluation/indicators/answered_in_six/?area={HERE}&{MARCH}"' in parts
    assert "50.0%" in parts
    assert len(rows(english, f"{MARCH}&about=trend&indicator=answered_in_six")) == 29
    assert {one["code"] for one in rows(english, f"{MARCH}&area={WITHIN}&about=parts&indicator=answered_in_six")} >= {
        HERE
    }


def test_what_is_known_of_the_whole_city_alone_is_neither_divided_nor_compared(english):
    page = main(english, "/evaluation/indicators/views/")

    assert "This number is known of the whole city alone." in page
    assert "compare/" not in page
    assert english.get("/evaluation/indicators/views/compare/").status_code == 404
    assert english.get("/evaluation/indicators/nothing/").status_code == 404


def test_who_lies_beyond_the_limits_carries_one_number_in_the_funnel_and_in_the_table(english, answered):
    page = main(english, f"/evaluation/indicators/answered_in_six/compare/?{MARCH}&area={WITHIN}")
    numbers = re.findall(r'class="chart-said"[^>]*>(\d+)<', page)
    beyond = [plain(row) for row in re.findall(r'<tr class="beyond">.*?</tr>', page)]

    assert [row.split(".")[0] for row in beyond] == sorted(numbers)
    worse = next(row for row in beyond if "worse" in row)
    assert "worse: beyond the limits of 99.8%" in worse
    assert "Expected" not in worse
    assert "Spiegelhalter 2005" in page


def test_parts_with_too_few_cases_have_no_row_and_say_why(english, answered):
    insight_of(at=None, received=3)
    page = main(english, f"/evaluation/indicators/false_closures/compare/?{MARCH}&area={WITHIN}")

    assert "<tbody>" not in page
    assert 'class="notice"' in page


def test_an_area_that_surely_reports_later_is_named_with_how_long_its_problems_lie(english, repeated):
    page = main(english, f"/evaluation/under-reporting/?{MARCH}&area={WITHIN}")
    table = page.split("<tbody>")[1].split("</tbody>")[0]
    later, sooner = (plain(row) for row in table.split("</tr>")[:2])
    file = rows(english, f"{MARCH}&area={WITHIN}&about=under-reporting")

    assert {"reports later than others" in row for row in (later, sooner)} == {True, False}
    assert sorted(one["verdict"] for one in file if one["verdict"]) == ["faster", "slower"]
    assert "Nature Computational Science 2024" in page


def test_every_number_is_defined_under_its_code_in_the_order_of_the_criteria(english):
    page = main(english, "/evaluation/definitions/")

    found = re.findall(r'<article class="card stack tight" id="(\w+)">', page)
    assert found == [one.code for criterion in Criterion for one in of_criterion(criterion)]


def test_a_files_rows_need_an_indicator_where_they_are_of_one(english):
    for query in (
        "about=trend",
        "about=comparison",
        "about=comparison&indicator=views",
        "about=colour",
        "indicator=beauty",
    ):
        assert english.get(f"/evaluation/data.json?{query}").status_code == 422


def test_the_report_as_pdf_is_a_draft_in_the_readers_language(english, answered):
    answer = english.get(f"/evaluation/report.pdf?{MARCH}")

    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")


@pytest.mark.parametrize(
    "path", ["", "indicators/cost_per_report/", "indicators/answered_in_six/compare/", "under-reporting/"]
)
def test_a_page_asks_no_more_when_more_was_counted(english, path, answered):
    few, many = f"/evaluation/{path}?{MARCH}&area={HERE}", f"/evaluation/{path}?period=12m"
    english.get("/evaluation/")
    counts = []
    for address in (few, many):
        caching.forget()
        kept.pages.clear()
        with CaptureQueriesContext(connection) as asked:
            english.get(address)
        counts.append(len(asked))

    assert max(counts) <= MOST_STATEMENTS
