"""Opening the files of a pack: text, CSV and TOML, with faults that name the line."""

import csv
import hashlib
import io
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tanggap.catalog.pack.faults import Faults, instead
from tanggap.catalog.pack.lines import Lines

FORMAT = b"tanggap city pack 1\n"  # part of every digest: raised when the loader writes other rows from the same files
_AT_LINE = re.compile(r" ?\(at line (\d+), column \d+\)$")


def digest(folder: Path) -> str:
    """Return the SHA-256 over the names and bytes of all files in `folder`."""
    total = hashlib.sha256(FORMAT)
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        content = path.read_bytes()
        total.update(f"{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode())
        total.update(content)
    return total.hexdigest()


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a CSV file with the line on which it starts."""

    line: int
    values: dict[str, str]


@dataclass(frozen=True, slots=True)
class Document:
    """A TOML file and where its keys stand."""

    file: str
    values: dict[str, Any]
    lines: Lines


class Folder:
    """A pack's folder; what cannot be opened becomes a fault, and None."""

    def __init__(self, path: Path, faults: Faults) -> None:
        self.path = path
        self.faults = faults

    def has(self, file: str) -> bool:
        """Return whether the pack has `file`."""
        return (self.path / file).is_file()

    def text(self, file: str) -> str | None:
        """Return the text of `file`."""
        try:
            raw = (self.path / file).read_bytes()
        except FileNotFoundError:
            self.faults.add(file, 0, "this file is missing; docs/packs.md says what belongs in it")
        except OSError as error:
            self.faults.add(file, 0, f"this file cannot be read: {error.strerror}")
        else:
            try:
                return raw.decode("utf-8-sig").replace("\r\n", "\n")
            except UnicodeDecodeError as error:
                line = raw.count(b"\n", 0, error.start) + 1
                self.faults.add(file, line, "this is not UTF-8 text; save the file as UTF-8")
        return None

    def toml(self, file: str) -> Document | None:
        """Return the document in `file`."""
        text = self.text(file)
        if text is None:
            return None
        try:
            return Document(file, tomllib.loads(text), Lines(text))
        except tomllib.TOMLDecodeError as error:
            duplicates = Lines(text).duplicates
            for name, line, first in duplicates:
                self.faults.add(file, line, f'"{name}" is already on line {first}; give one of them another code')
            place = _AT_LINE.search(str(error))
            if not duplicates:
                line = int(place[1]) if place else text.count("\n") + 1
                self.faults.add(
                    file,
                    line,
                    f"this is not TOML: {_AT_LINE.sub('', str(error))}; check quotes, brackets and commas here",
                )
            return None

    def csv(self, file: str, columns: Sequence[str]) -> list[Row] | None:
        """Return the rows of `file`, whose first line must hold exactly `columns`, in any order."""
        text = self.text(file)
        if text is None:
            return None
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        lines = self._csv_lines(file, reader)
        header = next(lines, Row(1, {})).values.values()
        names = [name.strip() for name in header]
        for name in columns:
            if name not in names:
                self.faults.add(file, 1, f'the column "{name}" is missing{instead(name, names)}')
        for name in names:
            if name not in columns or names.count(name) > 1:
                self.faults.add(
                    file,
                    1,
                    f'the column "{name}" {"stands twice" if name in columns else f"is not known{instead(name, columns)}"}',
                )
        rows: list[Row] = []
        for row in lines:
            cells = list(row.values.values())
            if len(cells) != len(names):
                self.faults.add(
                    file,
                    row.line,
                    f"{len(cells)} cells where the header has {len(names)}; put cells with commas in quotes",
                )
            else:
                rows.append(Row(row.line, {name: cell.strip() for name, cell in zip(names, cells, strict=True)}))
        return rows if set(columns) == set(names) and len(names) == len(columns) else None

    def _csv_lines(self, file: str, reader: Any) -> Iterator[Row]:
        """Yield the lines that are not empty, cells numbered; stop with a fault at one that is not CSV."""
        while True:
            line = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                self.faults.add(file, line, f"this is not CSV: {error}; check the quotes from here on")
                return
            if any(cell.strip() for cell in cells):
                yield Row(line, {str(number): cell for number, cell in enumerate(cells)})
