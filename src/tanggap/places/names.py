"""The names of a pack's areas, read from its `areas.csv`: what needs no database to be known."""

import csv
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

COLUMNS = ("code", "level", "name", "parent_code")


@dataclass(frozen=True, slots=True)
class Name:
    """One area as the pack names it. `parent` is None for the whole city."""

    code: str
    level: str
    name: str
    parent: str | None


@dataclass(frozen=True)
class Names:
    """Every area of one pack by code, parents before children."""

    by_code: dict[str, Name]
    below: dict[str, tuple[str, ...]] = field(repr=False)

    def path(self, code: str) -> tuple[Name, ...]:
        """Return the area and its ancestors, the area first. Raises KeyError for an unknown code."""
        path = [self.by_code[code]]
        while path[-1].parent is not None:
            path.append(self.by_code[path[-1].parent])
        return tuple(path)

    def within(self, code: str) -> str:
        """Return the names of the ancestors, nearest first, without the whole city: `Cakung, Jakarta Timur`."""
        return ", ".join(name.name for name in self.path(code)[1:] if name.parent is not None)

    def spoken(self, code: str) -> str:
        """Return the name with its parent's, as people tell it: `Pulo Gebang, Cakung`."""
        return ", ".join(name.name for name in self.path(code)[:2])

    def leaves(self, code: str) -> Iterator[str]:
        """Yield the codes of the lowest areas in `code`, itself when it is one. Raises KeyError for an unknown code."""
        if code not in self.by_code:
            raise KeyError(code)
        waiting = [code]
        while waiting:
            below = self.below.get(waiting[-1], ())
            if below:
                waiting[-1:] = below
            else:
                yield waiting.pop()


def read(pack: Path) -> Names:
    """Return the names of `pack`/areas.csv. Raises OSError, or ValueError that names the file, line and fault."""
    path = pack / "areas.csv"
    by_code: dict[str, Name] = {}
    below: dict[str, list[str]] = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        if not set(COLUMNS) <= set(rows.fieldnames or ()):
            raise ValueError(f"{path}, line 1: the columns must be {', '.join(COLUMNS)}")
        for row in rows:
            code, level, name, parent = ((row[column] or "").strip() for column in COLUMNS)
            if not (code and level and name):
                raise ValueError(f"{path}, line {rows.line_num}: code, level and name must be given")
            if code in by_code:
                raise ValueError(f"{path}, line {rows.line_num}: code {code} is there twice")
            if parent and parent not in by_code:
                raise ValueError(f"{path}, line {rows.line_num}: parent_code {parent} is not in a line above")
            by_code[code] = Name(code, level, name, parent or None)
            if parent:
                below.setdefault(parent, []).append(code)
    return Names(by_code, {code: tuple(codes) for code, codes in below.items()})


_read: dict[Path, Names] = {}
_lock = threading.Lock()


def names() -> Names:
    """Return the names of the installation's pack; read once a process."""
    pack = Path(settings.TANGGAP_PACK)
    with _lock:
        if pack not in _read:
            _read[pack] = read(pack)
        return _read[pack]
