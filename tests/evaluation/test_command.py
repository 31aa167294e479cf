"""`tanggap evaluate`: flat rows in every form, and a line for each thing that makes no sense."""

import csv
import io
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from tests.evaluation.counted import MARCH, NOW, at_noon, insight_of, place, tallied

from tanggap.evaluation import citing, issuing, queries, telling
from tanggap.evaluation.catalogue import INDICATORS
from tanggap.evaluation.study.rows import COLUMNS

pytestmark = pytest.mark.django_db
DOCS = Path(__file__).resolve().parents[2] / "docs" / "evaluation.md"
OF_MARCH = ("--from", "2026-03-01", "--to", "2026-03-30")


@pytest.fixture(autouse=True)
def _at_noon():
    with at_noon():
        yield


def evaluate(*words: str) -> str:
    out = io.StringIO()
    call_command("evaluate", *words, stdout=out)
    return out.getvalue()


def rows(*words: str) -> list[dict[str, Any]]:
    return json.loads(evaluate(*words, "--json"))["rows"]


def test_all_numbers_are_flat_rows():
    tallied(ends=40, routed_right=30)
    told = json.loads(evaluate(*OF_MARCH, "--json"))
    assert [row["indicator"] for row in told["rows"]] == list(INDICATORS)
    assert {tuple(row) for row in told["rows"]} == {queries.FIGURES}
    routed = next(row for row in told["rows"] if row["indicator"] == "routed_right")
    assert (routed["value"], routed["n"], routed["from"], routed["verdict"]) == (0.75, 40, "2026-03-01", "none")
    assert routed["query"] == citing.cite("routed_right", MARCH, NOW)
    assert (told["city"], told["currency"], told["remarks"]) == ("jakarta", "IDR", [])


def test_one_selection_and_one_number_can_be_chosen():
    tallied(ends=40, routed_right=30)
    tallied(at=place(channel="sms"), ends=20, routed_right=20)
    (one,) = rows(*OF_MARCH, "--channel", "sms", "--indicator", "routed_right")
    assert (one["value"], one["channel"]) == (1.0, "sms")


def test_it_is_read_on_a_terminal():
    tallied(ends=40, routed_right=30)
    text = evaluate(*OF_MARCH)
    assert "Efficiency: Is it done right, fast and simply, and at what cost?" in text
    assert re.search(r"Given to the right unit at once +75\.0%  \(59\.8% – 85\.8%\)  n 40", text)
    assert "Efisiensi: Apakah dikerjakan dengan tepat" in evaluate(*OF_MARCH, "--language", "id")


def test_a_line_over_time_and_what_a_number_means():
    tallied(date(2026, 3, 9), ends=40, routed_right=30)
    line = rows(*OF_MARCH, "--trend", "week", "--indicator", "routed_right")
    assert [(row["first"], row["value"]) for row in line if row["n"]] == [("2026-03-09", 0.75)]
    (meant,) = rows("--definitions", "--indicator", "routed_right")
    assert (meant["digest"], meant["least"]) == (citing.digest(INDICATORS["routed_right"]), 20)


def test_parts_are_compared():
    for code, right in (("31.75.06.1004", 30), ("31.75.06.1005", 50)):
        insight_of(at=place(area=code), received=60)
        tallied(at=place(area=code), ends=60, routed_right=right)
    found = rows(*OF_MARCH, "--area", "31.75.06", "--compare", "area", "--indicator", "routed_right")
    assert {row["code"]: row["value"] for row in found if row["value"] is not None} == {
        "31.75.06.1004": 0.5, "31.75.06.1005": 50 / 60,
    }  # fmt: skip
    assert "there is no ranking" in evaluate(
        *OF_MARCH, "--area", "31.75.06", "--compare", "area", "--indicator", "routed_right"
    )


def test_a_file_has_the_same_rows(tmp_path: Path):
    tallied(ends=40, routed_right=30)
    evaluate(*OF_MARCH, "--csv", str(tmp_path / "a.csv"))
    evaluate(*OF_MARCH, "--xlsx", str(tmp_path / "a.xlsx"))
    lines = list(csv.DictReader((tmp_path / "a.csv").open()))
    assert [line["indicator"] for line in lines] == list(INDICATORS)
    assert {line["value"] for line in lines if line["indicator"] == "routed_right"} == {"0.75"}
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    assert [cell.value for cell in sheet[1]] == list(queries.FIGURES)
    assert sheet.max_row == len(INDICATORS) + 1


def test_the_study_s_tables_are_files_too(tmp_path: Path):
    evaluate("--study", "--csv", str(tmp_path / "a.csv"))
    evaluate("--study", "--xlsx", str(tmp_path / "a.xlsx"))
    lines = [line for line in csv.DictReader((tmp_path / "a.csv").open()) if line["origin"] == "study"]
    printed = [line["printed"] for line in lines if (line["table"], line["row"]) == ("1", "mobilitas-akses")]
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    assert printed == ["68", "32", "76", "25"]
    assert [cell.value for cell in sheet[1]] == list(COLUMNS)
    assert [row[10].value for row in sheet.iter_rows(min_row=2, max_row=5)] == [64, 36, 56, 44]


def test_a_cited_number_is_computed_anew():
    tallied(ends=40, routed_right=30)
    query = citing.cite("routed_right", MARCH, NOW)
    told = json.loads(evaluate("--query", query, "--json"))
    assert (told["definition"], [row["value"] for row in told["rows"]]) == ("the same", [0.75])
    old = query.replace(citing.digest(INDICATORS["routed_right"]), "0123456789")
    assert "changed since" in evaluate("--query", old)


def test_an_issued_document_is_computed_anew():
    tallied(ends=40, routed_right=30)
    figures = telling.tell(MARCH, ["routed_right", "first_time"]).values()
    number = issuing.issue(kind="evaluation", selection=MARCH, figures=figures, language="en")
    tallied(ends=1)
    told = json.loads(evaluate("--issued", number, "--json"))
    assert (told["figures_events"], told["figures_same"], told["of_these_late"]) == (1, 1, 0)
    assert [(row["indicator"], row["n_then"], row["n_now"]) for row in told["rows"]] == [
        ("routed_right", 40, 41), ("first_time", 0, 0),
    ]  # fmt: skip
    assert number in evaluate("--issued", "list")
    assert "75.0% (n 40) → 73.2% (n 41)" in evaluate("--issued", number)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--from", "2026-02-30"), "from: “2026-02-30” is no day"),
        (("--from", "2026-03-20", "--to", "2026-03-01"), "from: The first day lies after the last"),
        (("--to", "2027-01-01"), "to: This day is still to come"),
        (("--period", "soon"), "period: “soon” is no period"),
        (("--period", "30d", "--to", "2026-03-01"), "period: give either"),
        (("--area", "nowhere"), "area: “nowhere” is not known here"),
        (("--unit", "nobody", "--channel", "smoke"), "unit: “nobody” is not known here"),
        (("--indicator", "mood"), "indicator: the catalogue has no mood"),
        (("--trend", "hour"), "trend: “hour” is no step"),
        (("--compare", "mood"), "compare: “mood” divides nothing"),
        (("--query", "what"), "query: This is no query id"),
        (("--query", "abcdefghij"), "query: No issued document holds"),
        (("--issued", "E-2026-0099"), "issued: No document was issued"),
        (("--language", "fr"), "language: this city speaks id, en"),
        (("--study", "--year", "2999"), "study: “2999” is no year"),
    ],
)
def test_what_makes_no_sense_ends_with_2_and_says_what_to_do(words: tuple[str, ...], said: str):
    with pytest.raises(CommandError) as caught:
        evaluate(*words)
    assert caught.value.returncode == 2
    assert str(caught.value).startswith(said)


def test_each_wrong_field_has_its_line():
    with pytest.raises(CommandError) as caught:
        evaluate("--unit", "nobody", "--channel", "smoke")
    assert [line.partition(":")[0] for line in str(caught.value).splitlines()] == ["unit", "channel"]


def test_the_notebook_of_the_docs_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    tallied(ends=40, routed_right=30, solved=40, trail_whole=20, first_time=30)
    (tmp_path / "evaluation.json").write_text(evaluate(*OF_MARCH, "--json"))
    monkeypatch.chdir(tmp_path)
    source = re.search(r"```python\n(.*?)```", DOCS.read_text("utf-8"), re.DOTALL)
    known: dict[str, Any] = {}
    exec(source[1], known)
    assert known["summary"].loc["efficiency", "count"] == 2
    assert len(known["missing"]) + len(known["known"]) == len(INDICATORS)


def test_the_docs_name_every_number_with_its_formula():
    text = DOCS.read_text("utf-8")
    assert [
        one.code for one in INDICATORS.values() if f"| `{one.code}` | {one.name}: {one.formula} |" not in text
    ] == []
