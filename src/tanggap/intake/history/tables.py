"""Rows of CSV, XLSX and JSON lines (each also .gz but XLSX), one at a time, numbered as a spreadsheet numbers them."""

import csv
import gzip
import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

LONGEST_FIELD = 1_000_000
REFUSED_HEAD = ["row", "reasons"]
_FORMULA = frozenset("=+-@")
_BREAKS = frozenset("\t\r\n\0")
Cell = str | datetime


class Unreadable(Exception):
    """The file as a whole cannot be read."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `fault` says why it cannot be read, then `cells` holds what there is of it. The head line is row 1."""

    number: int
    cells: Mapping[str, Cell]
    fault: str = ""


@dataclass
class Table:
    """An open file: `columns` are known at once, `rows` come as they are read, `share` says how much of the file has been."""

    columns: Sequence[str]
    rows: Iterator[Row]
    _share: Any
    _stack: ExitStack = field(default_factory=ExitStack)

    def share(self) -> float:
        """Return the part of the file that has been read, 0 to 1."""
        return float(min(1.0, self._share()))

    def __enter__(self) -> "Table":
        return self

    def __exit__(self, *_error: object) -> None:
        self._stack.close()


def open_table(path: Path, *, kind: str = "", encoding: str = "utf-8", delimiter: str = ",", sheet: str = "") -> Table:
    """Return the table in a file; `kind` (`csv`, `xlsx`, `jsonl`) is told by its name when not given. Raises Unreadable."""
    kind = kind or kind_of(path)
    try:
        if kind == "xlsx":
            return _xlsx(path, sheet)
        return _lines(path, kind, encoding, delimiter)
    except (OSError, EOFError, zipfile.BadZipFile, KeyError, ValueError, csv.Error) as error:
        raise Unreadable(f"{path.name} cannot be read as {kind}: {error}") from error


def kind_of(path: Path) -> str:
    """Return what a file's name says of its kind. Raises Unreadable."""
    names = {".csv": "csv", ".tsv": "csv", ".xlsx": "xlsx", ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "jsonl"}
    suffix = Path(path.stem).suffix if path.suffix == ".gz" else path.suffix
    if suffix.lower() not in names:
        raise Unreadable(f"{path.name}: name it .csv, .xlsx or .jsonl (.gz too), or say `format` in the map.")
    return names[suffix.lower()]


def guarded(cell: str) -> str:
    """Return a cell of CSV that no spreadsheet takes for a formula: what could be one begins with an apostrophe. A number stays one.

    A formula begins with = + - or @, also in their full-width and small forms (read as the same in East Asian settings), and behind
    blanks, line breaks and characters that do not show, which some programs cut off. The rule of every table that leaves the product.
    """
    return f"'{cell}" if runs(cell) else cell


def runs(text: str) -> bool:
    """Return whether a spreadsheet could take `text` for a formula, or for the beginning of another cell."""
    if not text or (text[0].isalnum() and text[0].isascii()):
        return False
    if text[0] in _BREAKS:
        return True
    first = next((sign for sign in text if not _is_unseen(sign)), "")
    return unicodedata.normalize("NFKC", first)[:1] in _FORMULA and not _NUMBER.fullmatch(text)


def _is_unseen(sign: str) -> bool:
    return sign.isspace() or unicodedata.category(sign) in {"Cc", "Cf"}


_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and runs(cell[1:]) else cell


def _lines(path: Path, kind: str, encoding: str, delimiter: str) -> Table:
    with ExitStack() as stack:
        raw: IO[bytes] = stack.enter_context(path.open("rb"))
        size = max(1, path.stat().st_size)
        data: Any = stack.enter_context(gzip.open(raw)) if path.suffix == ".gz" else raw
        name = "utf-8-sig" if encoding.lower().replace("_", "-") in {"utf-8", "utf8"} else encoding
        text = stack.enter_context(io.TextIOWrapper(data, encoding=name, errors="surrogateescape", newline=""))
        columns, rows = _csv(text, delimiter) if kind == "csv" else ([], _jsonl(text))
        return Table(columns, rows, lambda: raw.tell() / size if not raw.closed else 1.0, stack.pop_all())


def _csv(text: IO[str], delimiter: str) -> tuple[list[str], Iterator[Row]]:
    csv.field_size_limit(LONGEST_FIELD)
    reader = csv.reader(text, delimiter=delimiter)
    columns = [name.strip() for name in next(reader, [])]
    double = sorted({name for name in columns if columns.count(name) > 1})
    if not any(columns) or double:
        raise ValueError(f"the first line must name each column once{': ' + ', '.join(double) if double else ''}")
    return columns, _csv_rows(reader, columns)


def _csv_rows(reader: Any, columns: list[str]) -> Iterator[Row]:
    number = 1
    was_refused = columns[:2] == REFUSED_HEAD
    while True:
        number += 1
        try:
            values = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Row(number, {}, f"This line is no CSV: {error}.")
            continue
        if not values:
            continue
        cells = dict(zip(columns, map(_unguarded, values) if was_refused else values, strict=False))
        if len(values) != len(columns):
            yield Row(number, cells, f"This line has {len(values)} cells, the first line names {len(columns)}.")
        else:
            yield Row(number, cells, _encoding_fault(cells))


def _encoding_fault(cells: Mapping[str, Cell]) -> str:
    bad = [name for name, cell in cells.items() if isinstance(cell, str) and _ESCAPED.search(cell)]
    return f"Not readable in this encoding: {', '.join(bad)}." if bad else ""


_ESCAPED = re.compile("[\udc80-\udcff]")


def _jsonl(text: IO[str]) -> Iterator[Row]:
    for number, line in enumerate(text, start=1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):
            yield Row(number, {"line": line.strip()[:2000]}, "This line is no JSON document.")
            continue
        if not isinstance(value, dict):
            yield Row(number, {"line": line.strip()[:2000]}, "This line is no JSON object; write one object a line.")
            continue
        cells = dict(_flat(value))
        yield Row(number, cells, _encoding_fault(cells))


def _flat(value: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Yield the cells of an object; an inner one's are named `outer.inner`."""
    for name, part in value.items():
        if isinstance(part, dict) and prefix.count(".") < 8:
            yield from _flat(part, f"{prefix}{name}.")
        elif isinstance(part, str):
            yield f"{prefix}{name}", part
        elif part is not None:
            yield f"{prefix}{name}", json.dumps(part)


def _xlsx(path: Path, sheet: str) -> Table:
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True, data_only=True)
    with ExitStack() as stack:
        stack.callback(book.close)
        if sheet and sheet not in book.sheetnames:
            raise ValueError(f"it has no sheet {sheet!r}, but {', '.join(book.sheetnames)}")
        page = book[sheet] if sheet else book.worksheets[0]
        lines = page.iter_rows(values_only=True)
        columns = [str(name).strip() if name is not None else "" for name in next(lines, ())]
        double = sorted({name for name in columns if name and columns.count(name) > 1})
        if not any(columns) or double:
            raise ValueError(f"the first line must name each column once{': ' + ', '.join(double) if double else ''}")
        read = [1]
        total = max(1, page.max_row or 1)
        return Table(
            [name for name in columns if name],
            _xlsx_rows(lines, columns, read),
            lambda: read[0] / total,
            stack.pop_all(),
        )


def _xlsx_rows(lines: Iterator[tuple[Any, ...]], columns: list[str], read: list[int]) -> Iterator[Row]:
    for number, values in enumerate(lines, start=2):
        read[0] = number
        cells = {name: _cell(value) for name, value in zip(columns, values, strict=False) if name}
        if any(cells.values()):
            yield Row(number, cells)


def _cell(value: Any) -> Cell:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)  # noqa: DTZ001  a wall-clock day; the map knows its zone
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
