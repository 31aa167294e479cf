"""Rows as lines of CSV that a spreadsheet opens and takes no cell of for a formula."""

import csv
from collections.abc import Iterable, Iterator, Sequence

from tanggap.intake.history.tables import guarded


class _Line:
    """Where the CSV writer leaves the line that it made."""

    text = ""

    def write(self, text: str) -> None:
        self.text = text


def lines(columns: Sequence[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """Yield the columns' names and then each row as a line of CSV (RFC 4180)."""
    line = _Line()
    writer = csv.writer(line)
    writer.writerow(columns)
    yield line.text
    for row in rows:
        writer.writerow([guarded(cell) for cell in row])
        yield line.text
