"""Tables that leave the product: nothing in them runs, numbers stay numbers."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from tanggap.insight import sheets, workbooks
from tanggap.intake.history.tables import guarded

FORMULAS = [
    "=1+1", "+cmd|' /C calc'!A0", "-2+3+cmd", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\u00a0=1", "\u200b=1", "\ufeff=1", "＝1", "＋1+1",
    "－1+1", "＠a", "﹦1", "-", "=", "\x00=1", "--1", "+1-1", "-1,5", '=HYPERLINK("http://x","y")',
]  # fmt: skip
NUMBERS = ["-6.2", "+62", "-0.001", "-1e5", ".5", "-.5"]
PLAIN = ["", "lampu mati", "6-7 meter", "'=1", "1=1", "é=1", "(021) 500", "• item"]


@pytest.mark.parametrize("text", FORMULAS)
def test_what_could_run_begins_with_an_apostrophe(text):
    assert guarded(text) == "'" + text


@pytest.mark.parametrize("text", NUMBERS + PLAIN)
def test_numbers_and_plain_words_stay(text):
    assert guarded(text) == text


def test_a_line_of_csv_says_each_type_in_one_way():
    at = datetime(2026, 3, 1, 17, 30, tzinfo=UTC)
    row = ["a", -6.2, -3, True, date(2026, 3, 2), at, None, "-cmd", float("nan")]

    head, line = sheets.lines(("=a", *"bcdefghi"), [row])

    assert head == "'=a,b,c,d,e,f,g,h,i\r\n"
    assert line == "a,-6.2,-3,true,2026-03-02,2026-03-01T17:30:00Z,,'-cmd,\r\n"


def test_a_workbook_keeps_types_and_no_text_of_it_runs():
    at = datetime(2026, 3, 1, 17, 30, 15, tzinfo=UTC)
    row = [-6.2, 7, True, date(2026, 3, 2), at, None, "-6.2", 10**17, "#N/A", "a\x0bb", "x" * 40_000]

    book = load_workbook(io.BytesIO(sheets.workbook(list("abcdefghijk"), [row], title="Laporan [1/2]")))

    cells = next(iter(book.active.iter_rows(min_row=2)))
    days = [date(2026, 3, 2), at.replace(tzinfo=None)]
    assert [cells[3].value.date(), cells[4].value] == days
    assert [cell.value for cell in (*cells[:3], *cells[5:10])] == [
        -6.2, 7, True, None, "-6.2", str(10**17), "#N/A", "ab",
    ]  # fmt: skip
    assert [cell.data_type for cell in cells[6:9]] == ["s", "s", "s"]
    assert (len(cells[10].value), cells[10].value[-1]) == (32_767, "…")
    assert book.active.title == "Laporan  1 2"
    assert book.active.freeze_panes == "A2"


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_is_text_in_a_workbook_and_stays_so_when_edited(text):
    book = load_workbook(io.BytesIO(sheets.workbook(["a"], [[text]])))

    cell = book.active["A2"]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)


def test_equal_rows_make_equal_files():
    assert sheets.workbook(["a"], [[1], ["b"]]) == sheets.workbook(["a"], [[1], ["b"]])


def test_a_sheet_that_is_full_says_so(monkeypatch):
    monkeypatch.setattr(workbooks, "MOST_ROWS", 2)

    with pytest.raises(workbooks.TooManyRows):
        sheets.workbook(["a"], [[1], [2], [3]])


@given(st.lists(st.text(), min_size=1, max_size=4))
def test_any_text_comes_back_and_none_of_it_begins_a_formula(row):
    text = "".join(sheets.lines([str(n) for n in range(len(row))], [row]))

    cells = list(csv.reader(io.StringIO(text, newline="")))[1]
    assert [cell[1:] if cell != given_ else cell for cell, given_ in zip(cells, row, strict=True)] == row
    assert not [cell for cell in cells if cell[:1] in {"=", "+", "@", "\t", "\r"} and not cell[1:2].isdigit()]
