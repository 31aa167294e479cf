"""What a dataset is made of. Its columns are an allow-list: a field of a report is in no file until a column names it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.functional import Promise

from tanggap.insight.workbooks import Cell

TEXT, WHOLE, NUMBER, TRUTH, DAY, INSTANT = "text", "integer", "number", "boolean", "date", "datetime"
Words = str | Promise
Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `source` says what it is made from, `unit` what a number counts or how a text is written, `values` what it may be."""

    name: str
    type: str
    about: Words
    source: str
    nullable: bool = False
    unit: Words = ""
    values: tuple[tuple[str, Words], ...] = ()


@dataclass(frozen=True)
class Dataset:
    """One table of the open data. `rows` yields it whole from the snapshot that is being read, in the order of `columns`.

    `key` are the columns that tell its rows apart (empty where some rows are told apart by nothing). `is_large` ones are gzipped.
    `shapes` yields the geometry of a row where the dataset is of places: then there is GeoJSON of it. `left_out` says in words what of
    the city is not in it.
    """

    code: str
    title: Words
    about: Words
    columns: tuple[Column, ...]
    rows: Callable[["Snapshot"], Iterable[Row]] = field(compare=False)
    key: tuple[str, ...] = ()
    is_large: bool = False
    has_sheet: bool = True
    point: tuple[str, str] | None = None
    shape: Callable[[Row], Any] | None = None
    left_out: Words = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Return the columns' names."""
        return tuple(column.name for column in self.columns)

    @property
    def has_places(self) -> bool:
        """Return whether its rows can be drawn on a map."""
        return self.point is not None or self.shape is not None

    def column(self, name: str) -> int:
        """Return the place of a column. Raises ValueError."""
        return self.names.index(name)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The moment that a version tells of: `today` is the city's day, `plan` how rows of guarded categories are generalised."""

    today: date
    plan: Any = None


def batches(read: Callable[[Any], Sequence[Any]], key: Callable[[Any], Any], start: Any) -> Iterator[Any]:
    """Yield the rows of a keyset query, asking for the next ones behind the last until there are none."""
    after = start
    while rows := read(after):
        yield from rows
        after = key(rows[-1])
