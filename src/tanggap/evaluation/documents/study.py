"""The study's Tables 1 and 2 of a selection's area and years, as a document shows them."""

from typing import Any

from tanggap.core import clock
from tanggap.evaluation.study import Table, from_events
from tanggap.evaluation.study.events import MOST_YEARS
from tanggap.insight.statistics import Selection


def tables(selection: Selection) -> list[dict[str, Any]]:
    """Return the tables of the years that a selection touches, the last ten of them."""
    today = clock.local(clock.now()).year
    years = range(selection.first.year, min(selection.last.year, today) + 1)[-MOST_YEARS:]
    return [_table(one) for one in from_events(selection.area, list(years))]


def _table(one: Table) -> dict[str, Any]:
    heads = [" ".join(part for part in (column.group, column.label) if part) for column in one.columns]
    reasons = dict.fromkeys(cell.reason for _row, _column, cell in one.each() if cell.reason)
    return {
        "title": f"{one.name}. {one.title}",
        "head": [one.head, *heads],
        "rows": [
            [row.label, *(cell.said(column.unit) for column, cell in zip(one.columns, row.cells, strict=True))]
            for row in one.rows
        ],
        "remarks": [*one.notes, *reasons],
    }
