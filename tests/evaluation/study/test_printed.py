"""The study's tables stand here digit for digit, and what does not fit together in them is found by computing it anew."""

from decimal import Decimal

import pytest
from django.utils.translation import override

from tanggap.evaluation import study
from tanggap.surveys.bands import BANDS

PRINTED = {  # written off the study once more, so that no slip of the packaged file stays unseen
    "1": "64/36 56/44 · 72/28 74/26 · 69/31 65/35 · 68/32 76/25 · 65/35 68/32",
    "2": "74.96/25.04 · 73.18/26.82",
    "3": "2264699/154.32 · 2937859/182.70 · 928109/52.38 · 2589933/124.44 · 1812915/139.99 · 24295/10.18",
    "4": (
        "1.000–2.599/25.00–64.99/Tidak Baik · 2.600–3.064/65.00–76.60/Kurang Baik · 3.064–3.532/76.61–88.30/Baik · "
        "3.532–4.000/88.31–100/Sangat Baik"
    ),
    "satisfaction": "2.57 · 3.07 · 3.22 · 3.22",
}


@pytest.fixture(autouse=True)
def _in_english():
    with override("en"):
        yield


@pytest.mark.parametrize("number", PRINTED)
def test_every_cell_is_as_printed(number):
    table = next(one for one in study.printed() if one.number == number)
    expected = [
        row.replace(" ", "/").split("/") if number == "1" else row.split("/") for row in PRINTED[number].split(" · ")
    ]

    assert [[cell.text for cell in row.cells] for row in table.rows] == expected


def test_the_printed_bands_are_those_by_which_surveys_are_judged():
    table = study.printed()[3]
    ends = {row.code: [*row.cells[0].numbers(), *row.cells[1].numbers()] for row in table.rows}

    assert ends == {one.grade: [one.low_of_four, one.high_of_four, one.low, one.high] for one in BANDS}


def test_digits_are_told_with_the_marks_of_the_readers_language():
    people, km2 = study.printed()[2].rows[1].cells
    assert (people.said("people"), km2.said("km²")) == ("2,937,859", "182.70")
    with override("id"):
        assert (people.said("people"), km2.said("km²")) == ("2.937.859", "182,70")
        assert study.printed()[3].rows[0].cells[0].said() == "1,000–2,599"


def test_computing_all_anew_finds_these_and_no_others():
    found = [(one.table, one.kind, one.cells) for one in study.mismatches() if one.kind != "looked_up"]

    assert found == [
        ("1", "sum", (("mobilitas-akses", "2020-resolved"), ("mobilitas-akses", "2020-unresolved"))),
        ("3", "text", (("31.75", "km2"),)),
        ("3", "text", ()),
        ("4", "conversion", (("D", "four"), ("D", "hundred"))),
        ("4", "conversion", (("B", "four"), ("B", "hundred"))),
        ("4", "conversion", (("A", "four"), ("A", "hundred"))),
        ("4", "overlap", (("C", "four"), ("B", "four"))),
        ("4", "overlap", (("B", "four"), ("A", "four"))),
        ("satisfaction", "band", (("31.75", "2019"),)),
    ]


def test_each_says_what_is_printed_and_what_follows_from_the_rest():
    said = {(one.table, one.kind): one.said for one in reversed(study.mismatches())}

    assert said["1", "sum"].endswith("2020: 76 + 25 add up to 101, not to 100.")
    assert said["3", "text"] == "East Jakarta: the table prints 182.70, the text says 188.03."
    assert said["4", "conversion"] == "D: 2.599 × 25 is 64.98, but 64.99 is printed."
    assert said["4", "overlap"] == (
        "3.064 stands both in C and in B. On the scale of 100 the bands do not meet, so it decides: 76.60 is C."
    )
    assert said["satisfaction", "band"] == (
        "2.57 × 25 = 64.25 is D, “Tidak Baik”, by the bands of Table 4; the text says “kurang baik”. Here the band of the table counts."
    )


def test_each_is_said_in_both_languages():
    english = [said for one in study.mismatches() for said in (one.said, one.source) if said]
    with override("id"):
        indonesian = [said for one in study.mismatches() for said in (one.said, one.source) if said]

    assert not set(english) & set(indonesian)


def test_the_totals_of_the_tables():
    people, km2 = (
        sum(column) for column in zip(*([c.value for c in row.cells] for row in study.printed()[2].rows), strict=True)
    )

    assert (people, km2) == (10_557_810, Decimal("664.01"))
