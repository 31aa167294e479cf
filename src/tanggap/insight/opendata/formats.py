"""One dataset written in every format at once: rows go through once, each writer keeps what it needs on disk and nothing in memory."""

import gzip
import json
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any, Protocol

from tanggap.insight import sheets, workbooks
from tanggap.insight.opendata.columns import DAY, INSTANT, NUMBER, TEXT, TRUTH, WHOLE, Dataset, Row

CSV, JSONL, GEOJSON, XLSX, PARQUET = "csv", "jsonl", "geojson", "xlsx", "parquet"
MEDIA_TYPES = {
    CSV: "text/csv",
    JSONL: "application/jsonl",
    GEOJSON: "application/geo+json",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    PARQUET: "application/vnd.apache.parquet",
}
LABELS = {CSV: "CSV", JSONL: "JSON lines", GEOJSON: "GeoJSON", XLSX: "Excel (XLSX)", PARQUET: "Parquet"}
TOO_MANY_ROWS, NOT_INSTALLED = "too_many_rows", "not_installed"
_LINES_AT_ONCE = 500
_SQL = {TEXT: "VARCHAR", WHOLE: "BIGINT", NUMBER: "DOUBLE", TRUTH: "BOOLEAN", DAY: "DATE", INSTANT: "TIMESTAMPTZ"}
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


class Writer(Protocol):
    """Takes rows and leaves a file."""

    def add(self, row: Row) -> None: ...

    def close(self) -> None: ...


def has_parquet() -> bool:
    """Return whether this installation can write Parquet: the extra `duckdb` is there."""
    return find_spec("duckdb") is not None


def write(dataset: Dataset, rows: Iterator[Row], folder: Path) -> tuple[int, dict[str, str]]:
    """Write all formats of a dataset into `folder`; return the number of rows, and why a format is absent, by format."""
    absent: dict[str, str] = {}
    number = 0
    with ExitStack() as stack:
        writers = [stack.enter_context(_closing(writer)) for writer in _writers(dataset, folder)]
        sheet = stack.enter_context(_Sheet(folder / f"{dataset.code}.xlsx", dataset)) if dataset.has_sheet else None
        for row in rows:
            number += 1
            for writer in writers:
                writer.add(row)
            if sheet:
                sheet.add(row)
    if sheet and sheet.is_too_long:
        absent[XLSX] = TOO_MANY_ROWS
    return number, absent


def add_parquet(dataset: Dataset, folder: Path) -> dict[str, str]:
    """Write the Parquet file of a dataset whose JSON lines lie in `folder`; return why it is absent, by format."""
    if not has_parquet():
        return {PARQUET: NOT_INSTALLED}
    import duckdb

    settings: dict[str, Any] = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "memory_limit": "384MB",
        "threads": "1",
        "temp_directory": str(folder / ".spilled"),
    }
    columns = ", ".join(f"\"{column.name}\": '{_SQL[column.type]}'" for column in dataset.columns)
    source, target = _quoted(folder / named(dataset, JSONL)), _quoted(folder / named(dataset, PARQUET))
    with duckdb.connect(config=settings) as engine:
        engine.execute("SET TimeZone = 'UTC'")
        engine.execute(
            f"COPY (SELECT * FROM read_json({source}, format = 'newline_delimited', columns = {{{columns}}},"  # noqa: S608  names of ours
            f" maximum_object_size = 4194304)) TO {target} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 20000)"
        )
    return {}


def named(dataset: Dataset, kind: str) -> str:
    """Return the name of a dataset's file of a format; large ones are gzipped, but those that are compressed by themselves."""
    packed = ".gz" if dataset.is_large and kind in {CSV, JSONL, GEOJSON} else ""
    return f"{dataset.code}.{kind}{packed}"


def kind_of(name: str) -> str:
    """Return the format that a file's name tells."""
    return name.removesuffix(".gz").rpartition(".")[2]


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the rows of a file of JSON lines, gzipped or not."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def as_json(dataset: Dataset, row: Row) -> str:
    """Return a row as one line of JSON: every column, in their order, null for nothing."""
    return _encode(dict(zip(dataset.names, map(plain, row), strict=True)))


def as_feature(dataset: Dataset, row: Row) -> str:
    """Return a row as a GeoJSON feature (RFC 7946): longitude first, WGS 84; null for no place."""
    told = dict(zip(dataset.names, map(plain, row), strict=True))
    geometry = None
    if dataset.shape is not None:
        geometry = dataset.shape(row)
    elif dataset.point is not None:
        lon, lat = (told.pop(name) for name in dataset.point)
        geometry = None if lon is None else {"type": "Point", "coordinates": [lon, lat]}
    return _encode({"type": "Feature", "geometry": geometry, "properties": told})


def plain(cell: workbooks.Cell) -> Any:
    """Return a cell as JSON knows it: days and instants as ISO 8601 texts."""
    if isinstance(cell, datetime):
        return sheets.instant(cell)
    return cell.isoformat() if isinstance(cell, date) else cell


def _writers(dataset: Dataset, folder: Path) -> Iterator[Writer]:
    yield _Csv(folder / named(dataset, CSV), dataset)
    yield _Lines(folder / named(dataset, JSONL), dataset)
    if dataset.has_places:
        yield _Features(folder / named(dataset, GEOJSON), dataset)


class _closing:  # noqa: N801  a context, as contextlib names its own
    """Closes a writer at the end, also after a fault."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    def __enter__(self) -> Writer:
        return self._writer

    def __exit__(self, *_error: object) -> None:
        self._writer.close()


class _Text:
    """A text file, gzipped when its name says so, written some hundred lines at once; equal content makes equal bytes."""

    def __init__(self, path: Path) -> None:
        self._file: IO[bytes] = path.open("wb")
        self._out: Any = self._file
        if path.suffix == ".gz":
            self._out = gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=self._file, mtime=0)
        self._held: list[str] = []

    def put(self, text: str) -> None:
        self._held.append(text)
        if len(self._held) >= _LINES_AT_ONCE:
            self._flush()

    def close(self) -> None:
        self._flush()
        if self._out is not self._file:
            self._out.close()
        self._file.close()

    def _flush(self) -> None:
        self._out.write("".join(self._held).encode())
        self._held.clear()


class _Csv:
    """RFC 4180, UTF-8, with a head line; no cell can run (`insight.sheets`)."""

    def __init__(self, path: Path, dataset: Dataset) -> None:
        self._text = _Text(path)
        self._row: Row = ()
        self._lines = sheets.lines(dataset.names, self._given())
        self._text.put(next(self._lines))

    def add(self, row: Row) -> None:
        self._row = row
        self._text.put(next(self._lines))

    def close(self) -> None:
        self._text.close()

    def _given(self) -> Iterator[Row]:
        while True:
            yield self._row


class _Lines:
    """JSON lines: one object a line, every column in each."""

    def __init__(self, path: Path, dataset: Dataset) -> None:
        self._text = _Text(path)
        self._dataset = dataset

    def add(self, row: Row) -> None:
        self._text.put(as_json(self._dataset, row) + "\n")

    def close(self) -> None:
        self._text.close()


class _Features:
    """GeoJSON, one feature a line."""

    def __init__(self, path: Path, dataset: Dataset) -> None:
        self._text = _Text(path)
        self._dataset = dataset
        self._text.put('{"type":"FeatureCollection","features":[')
        self._between = "\n"

    def add(self, row: Row) -> None:
        self._text.put(self._between + as_feature(self._dataset, row))
        self._between = ",\n"

    def close(self) -> None:
        self._text.put("\n]}\n")
        self._text.close()


class _Sheet:
    """XLSX, which is given up when the rows are more than a sheet holds."""

    def __init__(self, path: Path, dataset: Dataset) -> None:
        self.is_too_long = False
        self._path = path
        self._file = path.open("wb")
        self._book = workbooks.Book(self._file, dataset.names, title=dataset.code)

    def __enter__(self) -> "_Sheet":
        return self

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        if not self.is_too_long:
            self._book.__exit__(kind, error, trace)
            self._file.close()

    def add(self, row: Row) -> None:
        if self.is_too_long:
            return
        try:
            self._book.add(row)
        except workbooks.TooManyRows:
            self.is_too_long = True
            self._book.__exit__(workbooks.TooManyRows, None, None)
            self._file.close()
            self._path.unlink()


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def workbook(dataset: Dataset, rows: Iterator[Row]) -> bytes:
    """Return rows of a dataset as an XLSX file."""
    return sheets.workbook(dataset.names, rows, title=dataset.code)
