"""`tanggap evaluate --study`: everything the study prints, by one command, to the printed digit."""

import json

import pytest
from django.utils.translation import override
from tests.evaluation.counted import BESIDE, at_noon, insight_of, place
from tests.evaluation.study.test_events import DAY, receive

from tanggap.evaluation.study import command

pytestmark = pytest.mark.django_db
TABLES = """\
Table 1. Reports resolved and unresolved by category, East Jakarta
                                                 2019                  2020
  Category                                   Resolved  Unresolved  Resolved  Unresolved
  Iklan Liar (illegal advertising)                64%         36%       56%         44%
  Sampah (rubbish)                                72%         28%       74%         26%
  Tanaman Bermasalah (problem plants)             69%         31%       65%         35%
  Mobilitas dan Akses (mobility and access)       68%         32%       76%         25%
  Parkir liar (illegal parking)                   65%         35%       68%         32%
  * Mobilitas dan Akses (mobility and access), 2020: 76 + 25 add up to 101, not to 100.
"""


@pytest.fixture(autouse=True)
def _now_in_english():
    with at_noon():
        yield


def test_it_prints_the_studys_tables_with_what_is_off_below_each():
    told = command.tell()

    assert told.startswith("Evaluation of Jakarta's Citizen Relation Management policy")
    assert TABLES in told
    for line in ("  2019     74.96%     25.04%", "  East Jakarta      2,937,859     182.70"):
        assert line in told
    assert "  * 2.57 × 25 = 64.25 is D, “Tidak Baik”" in told


def test_below_it_stands_the_same_layout_of_the_area_and_years_asked_for():
    receive(100, 64)
    insight_of(DAY, place(area=BESIDE), six_hours_over=10_000, answered_in_six=7_496, received=10_000)
    told = command.tell(area="31.75.06", years=[2024])

    assert "Table 1. Reports resolved and unresolved by category, Cakung, as they stood when the year ended" in told
    assert "64% (54–73, n 100)" in told
    assert (
        "  – Illegal advertising 2024, Problem plants 2024, Mobility and access 2024, Illegal parking 2024: Only 0 cases"
        in told
    )
    assert "74.96% (74.1–75.8, n 10,000)" in told


def test_as_json_there_is_one_flat_row_a_cell_and_every_mismatch():
    receive(100, 64)
    facts = json.loads(command.tell(area="31.75", years=[2024], as_json=True))
    by_cell = {(row["origin"], row["as_of"], row["row"], row["column"]): row for row in facts["rows"]}

    assert by_cell["study", "", "mobilitas-akses", "2020-unresolved"]["printed"] == "25"
    assert (by_cell["study", "", "D", "four"]["printed"], by_cell["study", "", "D", "four"]["value"]) == (
        "1.000–2.599",
        None,
    )
    counted = by_cell["events", "year", "sampah", "2024-resolved"]
    assert (counted["value"], counted["n"], round(counted["low"], 1)) == (64.0, 100, 54.2)
    assert len([row for row in facts["rows"] if row["origin"] == "study"]) == 20 + 4 + 12 + 12 + 4
    assert [one["kind"] for one in facts["mismatches"]].count("looked_up") == 8


def test_it_is_told_in_indonesian_too():
    with override("id"):
        told = command.tell()

    assert "Mobilitas dan Akses, 2020: 76 + 25 berjumlah 101, bukan 100." in told
    assert "74,96%" in told


def test_what_makes_no_sense_is_refused_before_anything_is_printed():
    with pytest.raises(ValueError, match="is no area here"):
        command.tell(area="31.99")
