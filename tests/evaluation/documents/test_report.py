"""The evaluation on paper: every number or its reason, in both languages, with a number by which it can be asked again."""

import hashlib
import io
import re

import pytest
from pypdf import PdfReader
from tests.evaluation.counted import BESIDE, MARCH, at_noon, insight_of, place, tallied, took

from tanggap.evaluation import issuing
from tanggap.evaluation.catalogue import INDICATORS
from tanggap.evaluation.documents import report, study
from tanggap.evaluation.study import from_events

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _a_march():
    with at_noon():
        insight_of(received=400, six_hours_over=400, answered_in_six=300, closures=200, came_back=20, checked=220)
        insight_of(at=place(area=BESIDE), received=300, six_hours_over=300, answered_in_six=150)
        tallied(ends=200, touches=800, touches_squares=4000)
        took(3000, 100)
        yield


def read(file: bytes) -> str:
    pages = (page.extract_text() for page in PdfReader(io.BytesIO(file)).pages)
    return re.sub(r"\s+", " ", " ".join(pages))


def squeezed(text: object) -> str:
    return "".join(str(text).split())


def test_every_indicator_stands_in_it_with_its_number_or_its_reason() -> None:
    told = squeezed(read(report.pdf(MARCH, language="en")))
    missing = [code for code, one in INDICATORS.items() if squeezed(one.name) not in told]
    assert missing == []
    assert squeezed("64.3%") in told  # 450 of 700 answered within six hours
    assert squeezed("What could not be computed") in told


def test_it_speaks_the_language_that_was_asked_for() -> None:
    told = read(report.pdf(MARCH, language="id"))
    assert "Evaluasi penanganan pengaduan" in told
    assert "64,3%" in told
    assert "konsep, belum diterbitkan" in told


def test_an_issued_one_bears_its_number_and_its_hash_is_kept() -> None:
    number, file = report.issue(MARCH, language="en")
    assert number in read(file)
    assert issuing.document(number).file_hash == hashlib.sha256(file).hexdigest()
    assert set(issuing.check(number).counts) == {"same"}


def test_a_period_without_anything_is_a_document_of_reasons() -> None:
    nothing = report.pdf(type(MARCH)(MARCH.first.replace(year=2001), MARCH.last.replace(year=2001)), language="en")
    assert "There is nothing in this period." in read(nothing)


@pytest.mark.parametrize(
    ("language", "share", "people"), [("en", "74.96%", "2,937,859"), ("id", "74,96%", "2.937.859")]
)
def test_the_study_s_tables_are_a_document_of_their_own(language: str, share: str, people: str) -> None:
    told = read(study.pdf("31.75", [2025, 2026], language=language))
    assert [said for said in (share, people, "76%a", "25%a", "2.57 × 25", "2,57 × 25") if said in told] == [
        share, people, "76%a", "25%a", {"en": "2.57 × 25", "id": "2,57 × 25"}[language],
    ]  # fmt: skip


def test_many_years_stand_below_each_other() -> None:
    table = from_events("", range(2020, 2025))[0]
    pieces = [[column.group for column in piece.columns] for piece in table.in_breadths_of(2)]
    assert pieces == [["2020", "2020", "2021", "2021"], ["2022", "2022", "2023", "2023"], ["2024", "2024"]]
    assert [len(row.cells) for piece in table.in_breadths_of(2) for row in piece.rows[:1]] == [4, 4, 2]


def test_a_part_beyond_chance_is_named_in_words_too() -> None:
    told = read(report.pdf(MARCH, language="en"))
    assert "beyond the limits of 95%" in told
