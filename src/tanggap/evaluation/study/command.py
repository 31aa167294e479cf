"""What `tanggap evaluate --study` prints or writes: every table as printed, what does not fit together, and the same layout from events."""

import json
from collections.abc import Iterator, Sequence
from typing import Any, Final

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from tanggap.core import clock
from tanggap.evaluation.study import rows
from tanggap.evaluation.study.checks import mismatches
from tanggap.evaluation.study.events import from_events
from tanggap.evaluation.study.layout import Cell, Column, Table
from tanggap.evaluation.study.printed import printed, study
from tanggap.places import queries as places

WHOLE_CITY: Final = "all"  # instead of an area's code
WIDEST = 44  # of the first column, in characters


def tell(
    *, area: str | None = None, years: Sequence[int] = (), categories: Sequence[str] = (), as_json: bool = False
) -> str:
    """Return it as text, or as JSON with one flat row a cell. Raises ValueError, a sentence, for what makes no sense.

    `area` None: the study's, where this city has it, else the whole city; no `years`: the present one and the one before.
    """
    counted = _counted(area, years, categories)
    return _json(counted) if as_json else "\n".join(_text(counted))


def cells(
    *, area: str | None = None, years: Sequence[int] = (), categories: Sequence[str] = ()
) -> Iterator[tuple[rows.Value, ...]]:
    """Return the same as a row of `rows.COLUMNS` a cell, for a file. Raises as `tell`, before the first row."""
    return rows.rows(printed(), _counted(area, years, categories))


def _counted(area: str | None, years: Sequence[int], categories: Sequence[str]) -> list[Table]:
    return from_events(default_area() if area is None else area, years or default_years(), categories=categories)


def default_area() -> str:
    """Return the study's area where this city has it, else the empty code of the whole city."""
    return study().area if places.area(study().area) else ""


def default_years() -> list[int]:
    """Return the year before and the present one."""
    year = clock.local(clock.now()).year
    return [year - 1, year]


def _json(counted: Sequence[Table]) -> str:
    facts: dict[str, Any] = {
        "study": {"title": study().title, "area": study().area, "years": study().years},
        "counted_at": clock.now().isoformat(timespec="seconds"),
        "rows": [dict(zip(rows.COLUMNS, row, strict=True)) for row in rows.rows(printed(), counted)],
        "mismatches": [
            {"table": one.table, "kind": one.kind, "cells": one.cells, "said": one.said, "source": one.source}
            for one in mismatches()
        ],
        "notes": [
            {"table": table.number, "as_of": table.as_of, "title": table.title, "said": table.notes}
            for table in counted
        ],
    }
    return json.dumps(facts, ensure_ascii=False, indent=1)


def _text(counted: Sequence[Table]) -> Iterator[str]:
    found = mismatches()
    yield study().title
    for table in printed():
        yield ""
        yield from drawn(table)
        yield from (f"  · {note}" for note in table.notes)
        for one in found:
            if one.table == table.number:
                yield f"  * {one.said}" + (f" [{one.source}]" if one.source else "")
    yield ""
    yield _("The same layout, counted from the events of this city")
    for table in counted:
        yield ""
        yield from drawn(table)
        yield from (f"  · {note}" for note in table.notes)
        yield from (f"  – {about}: {reason}" if about else f"  – {reason}" for about, reason in table.reasons())


def drawn(table: Table) -> Iterator[str]:
    """Yield a table as lines of text, its columns as wide as they need to be."""
    yield f"{table.name}. {table.title}" if table.name else table.title
    first = min(WIDEST, max(len(row.label) for row in table.rows) if table.rows else 0)
    first = max(first, len(table.head))
    widths = [
        max([len(column.head), *(len(_said(row.cells[number], column)) for row in table.rows)])
        for number, column in enumerate(table.columns)
    ]
    if table.groups:
        yield _line(
            "", first, [(group if not number else "") for group, span in table.groups for number in range(span)], widths
        )
    yield _line(table.head, first, [column.head for column in table.columns], widths)
    for row in table.rows:
        cells = [_said(cell, column) for cell, column in zip(row.cells, table.columns, strict=True)]
        yield _line(row.label, first, cells, widths)


def _said(cell: Cell, column: Column) -> str:
    said = cell.said(column.unit)
    if interval := cell.interval():
        said += f" ({interval}, n {number_format(cell.n or 0, force_grouping=True)})"
    return said


def _line(head: str, first: int, cells: Sequence[str], widths: Sequence[int]) -> str:
    told = "  ".join(cell.rjust(width) for cell, width in zip(cells, widths, strict=True))
    return f"  {head[:first].ljust(first)}  {told}".rstrip()
