"""A table as the study lays it out: what is printed and what is counted here stand in the same shape."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import compress
from typing import Final

from django.utils.formats import number_format
from django.utils.translation import gettext as _

NONE: Final = "–"
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_GROUPED = ("people", "reports")


@dataclass(frozen=True, slots=True)
class Column:
    """A column; those of one `group` stand below a common head, empty for none. `unit` is "%", "people", "km²" or empty."""

    code: str
    label: str
    unit: str = ""
    group: str = ""

    @property
    def head(self) -> str:
        """Return what stands above it: its label, and the unit where no cell says it."""
        return f"{self.label}, km²" if self.unit == "km²" else self.label


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell: its digits (a point for the decimals, no thousands marks), empty when `reason` says why there is nothing.

    A counted cell has its `n` and the ends of its 95 % interval, in the unit of the column.
    """

    text: str
    n: int | None = None
    low: float | None = None
    high: float | None = None
    reason: str = ""

    @property
    def value(self) -> Decimal | None:
        """Return the number, None for words, ranges and nothing."""
        return Decimal(self.text) if _NUMBER.fullmatch(self.text) else None

    def numbers(self) -> list[Decimal]:
        """Return every number in it: of a range its two ends."""
        return [Decimal(number) for number in _NUMBER.findall(self.text)]

    def interval(self) -> str:
        """Return the ends of its interval as people read them, with one decimal less than the cell has; empty for none."""
        if self.low is None or self.high is None:
            return ""
        places = max(0, len(self.text.partition(".")[2]) - 1)
        return f"{number_format(round(self.low, places), places)}–{number_format(round(self.high, places), places)}"

    def said(self, unit: str = "") -> str:
        """Return it as people of the active language read it: the same digits with their own marks; a dash for nothing."""

        def number(found: re.Match[str]) -> str:
            places = len(found[0].partition(".")[2])
            return number_format(Decimal(found[0]), places, force_grouping=unit in _GROUPED)

        if not self.text:
            return NONE
        return _NUMBER.sub(number, self.text) + ("%" if unit == "%" else "")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of cells, one a column."""

    code: str
    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the study's `number` (1 to 4, or `satisfaction`); `notes` say what it counts, each a sentence.

    `as_of` tells two countings of the same table apart (`year`: when the year ended, `now`); it is empty for what was printed.
    """

    number: str
    title: str
    head: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    as_of: str = ""

    @property
    def name(self) -> str:
        """Return how it is called, empty for one without a number."""
        return _("Table %(number)s") % {"number": self.number} if self.number.isdecimal() else ""

    @property
    def groups(self) -> list[tuple[str, int]]:
        """Return the heads above its columns and how many columns each spans; none when no column has one."""
        found: list[tuple[str, int]] = []
        for column in self.columns:
            if found and found[-1][0] == column.group:
                found[-1] = (column.group, found[-1][1] + 1)
            else:
                found.append((column.group, 1))
        return found if any(group for group, _span in found) else []

    def cell(self, row: str, column: str) -> Cell:
        """Return the cell of a row and a column, by their codes. Raises KeyError for none."""
        for one in self.rows:
            if one.code == row:
                for place, cell in zip(self.columns, one.cells, strict=True):
                    if place.code == column:
                        return cell
        raise KeyError((row, column))

    def in_breadths_of(self, most: int) -> list["Table"]:
        """Return it in pieces of at most `most` groups of columns, for a page that is no wider; the whole where it has no groups."""
        groups = list(dict.fromkeys(column.group for column in self.columns))
        pieces = [set(groups[start : start + most]) for start in range(0, len(groups), most)]
        return [self._only([column.group in piece for column in self.columns]) for piece in pieces]

    def _only(self, kept: Sequence[bool]) -> "Table":
        rows = (replace(row, cells=tuple(compress(row.cells, kept))) for row in self.rows)
        return replace(self, columns=tuple(compress(self.columns, kept)), rows=tuple(rows))

    def reasons(self) -> list[tuple[str, str]]:
        """Return why cells are empty: each reason once, behind the rows that it is about (empty: all of them)."""
        about: dict[str, dict[str, None]] = {}
        for row, column, cell in self.each():
            if cell.reason:
                about.setdefault(cell.reason, {})[f"{row.label} {column.group}".strip()] = None
        every = {f"{row.label} {column.group}".strip() for row, column, _cell in self.each()}
        return [("" if of.keys() == every else ", ".join(of), reason) for reason, of in about.items()]

    def each(self) -> Iterator[tuple[Row, Column, Cell]]:
        """Yield every cell with its row and column."""
        for row in self.rows:
            for column, cell in zip(self.columns, row.cells, strict=True):
                yield row, column, cell
