"""Rows as CSV and as XLSX in which no text can run, while numbers stay numbers and dates dates: the one door of every table that leaves.

A cell's type decides, not what its text looks like: a `float` is a number, a `str` is text. In CSV, which knows no types, text that a
spreadsheet could take for a formula begins with an apostrophe (`intake.history.tables.guarded`); in XLSX it is stored as text, marked so
that it stays text when somebody edits the cell.
"""

import csv
import io
import math
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime

from tanggap.insight.workbooks import Book, Cell
from tanggap.intake.history.tables import guarded

__all__ = ["Cell", "instant", "lines", "said", "workbook"]


class _Line:
    """Where the CSV writer leaves the line that it made."""

    text = ""

    def write(self, text: str) -> None:
        self.text = text


def lines(columns: Sequence[str], rows: Iterable[Iterable[Cell]]) -> Iterator[str]:
    """Yield the columns' names and then each row as a line of CSV (RFC 4180). Instants are UTC, nothing is an empty cell."""
    line = _Line()
    writer = csv.writer(line)
    writer.writerow([guarded(name) for name in columns])
    yield line.text
    for row in rows:
        writer.writerow([said(cell) for cell in row])
        yield line.text


def said(cell: Cell) -> str:
    """Return what a cell is in CSV: numbers bare with a point, `true`, days and instants as ISO 8601 (UTC, `Z`), text guarded."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return guarded(cell)
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, datetime):
        return instant(cell)
    if isinstance(cell, float):
        return repr(cell) if math.isfinite(cell) else ""
    return str(cell)


def instant(at: datetime) -> str:
    """Return an instant as every table says it: UTC, ISO 8601, whole seconds unless there are parts of one."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def workbook(columns: Sequence[str], rows: Iterable[Iterable[Cell]], *, title: str = "") -> bytes:
    """Return an XLSX file of one sheet: a fixed head line, then the rows, typed. Raises `workbooks.TooManyRows`.

    Instants are UTC (a spreadsheet knows no zones). Signs that XLSX cannot hold are left out, text past 32,767 signs is cut with an
    ellipsis, whole numbers past 15 digits are text: a spreadsheet would round them.
    """
    held = io.BytesIO()
    with Book(held, columns, title=title) as book:
        for row in rows:
            book.add(row)
    return held.getvalue()
