"""The tables as flat rows, one a cell: for files, and for whoever works on in a notebook."""

from collections.abc import Iterable, Iterator
from typing import Final

from tanggap.evaluation.study.layout import Table

COLUMNS: Final = (
    "origin", "table", "as_of", "row", "row_label", "column", "column_group", "column_label", "unit", "printed", "value", "n", "low",
    "high", "why_none",
)  # fmt: skip
"""`origin` is `study` (as printed) or `events` (counted here); `printed` are the digits with a point; `value` the number, if it is one."""
STUDY, EVENTS = "study", "events"

Value = str | int | float | None


def rows(printed: Iterable[Table], counted: Iterable[Table]) -> Iterator[tuple[Value, ...]]:
    """Yield a row of `COLUMNS` for each cell of the study's tables and of those counted here."""
    for origin, tables in ((STUDY, printed), (EVENTS, counted)):
        for table in tables:
            for row, column, cell in table.each():
                value = cell.value
                yield (
                    origin, table.number, table.as_of, row.code, row.label, column.code, column.group, column.label, column.unit,
                    cell.text, None if value is None else float(value), cell.n, cell.low, cell.high, cell.reason,
                )  # fmt: skip
