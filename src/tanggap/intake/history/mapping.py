"""The map: a TOML file that says what the columns of another system's export mean. docs/import.md describes it."""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tanggap.agencies import queries as agencies
from tanggap.catalog import queries as catalog
from tanggap.intake.history.tables import Cell
from tanggap.places import queries as places
from tanggap.places.city import city

OPEN, CLOSED, DUPLICATE, REFUSED, SKIP = "open", "closed", "duplicate", "refused", "skip"
STATUSES = (OPEN, CLOSED, DUPLICATE, REFUSED, SKIP)
NEEDED = ("external_id", "text", "channel", "status", "received_at")
TIMES = ("received_at", "closed_at", "answered_at", "answer_due_at", "resolve_due_at", "occurred_at")
CODES = ("channel", "category", "unit", "area")
PLAIN = ("lon", "lat", "address", "visibility", "language", "name", "email", "phone")
FIELDS = (*NEEDED, *CODES, *TIMES, *PLAIN)
OTHERWISE = "*"
DROP, REFUSE = "drop", "refuse"
_SLOT = re.compile(r"\{([^{}]+)\}")
_SECTIONS: dict[str, set[str]] = {
    "source": {"name", "format", "encoding", "delimiter", "sheet", "blank"},
    "times": {"zone", "formats", "months"},
    "place": {"least_decimals", "outside"},
    "fields": set(FIELDS),
    "values": {"status", "visibility", "language", *CODES},
}


class BrokenMap(Exception):
    """The map cannot be used; each line names its place and says what to do."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = list(faults)
        super().__init__("\n".join(self.faults))


class UnknownValue(Exception):
    """A cell's value that neither the map nor the city pack knows."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where one field comes from: the first of `columns` that is not blank, `template` with columns in braces, or a constant."""

    columns: tuple[str, ...] = ()
    template: str = ""
    constant: str = ""

    def named(self) -> set[str]:
        """Return the columns that it needs."""
        return {*self.columns, *_SLOT.findall(self.template)}

    def read(self, cells: Mapping[str, Cell], blank: frozenset[str]) -> Cell:
        """Return the field's cell, empty when all of its columns are blank."""
        if self.constant:
            return self.constant
        if self.template:
            said = {name: _text(cells.get(name, ""), blank) for name in _SLOT.findall(self.template)}
            return _SLOT.sub(lambda slot: said[slot[1]], self.template).strip() if any(said.values()) else ""
        for name in self.columns:
            cell = cells.get(name, "")
            if not isinstance(cell, str):
                return cell
            if (text := _text(cell, blank)) != "":
                return text
        return ""


@dataclass(frozen=True)
class Map:
    """A map that was checked. `codes` finds a code of the city pack by what a column says."""

    name: str
    format: str
    encoding: str
    delimiter: str
    sheet: str
    blank: frozenset[str]
    zone: ZoneInfo
    formats: tuple[str, ...]
    months: dict[str, str]
    least_decimals: int
    outside: str
    fields: dict[str, Source]
    values: dict[str, dict[str, str]]
    codes: dict[str, Callable[[str], str | None]]

    def cell(self, name: str, cells: Mapping[str, Cell]) -> Cell:
        """Return what a row says for one of our fields."""
        source = self.fields.get(name)
        return source.read(cells, self.blank) if source else ""

    def value(self, name: str, cells: Mapping[str, Cell]) -> str:
        """Return a field as text, through the map's values. Raises UnknownValue for a code that the city does not have."""
        said = str(self.cell(name, cells))
        known = self.values.get(name, {})
        if said in known:
            return known[said]
        if said and name in self.codes:
            if (code := self.codes[name](said)) is not None:
                return code
            if OTHERWISE not in known:
                raise UnknownValue(said)
        if name == "status" and OTHERWISE not in known and said not in STATUSES:
            raise UnknownValue(said)
        return known.get(OTHERWISE, said)


def read(path: Path) -> Map:
    """Return the map in a file. Raises BrokenMap naming each fault, OSError."""
    try:
        document = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BrokenMap([f"{path.name}: {error}"]) from error
    faults: list[str] = []
    _check_names(document, faults)
    fields = {name: _source(f"fields.{name}", given, faults) for name, given in _table(document, "fields").items()}
    faults += [f"[fields]: {name} is needed." for name in NEEDED if name not in fields]
    source, times, place = (_table(document, section) for section in ("source", "times", "place"))
    values = {name: _values(name, given, faults) for name, given in _table(document, "values").items()}
    zone = _zone(times.get("zone", city().time_zone), faults)
    _check_kinds(source, times, place, faults)
    codes = {name: _codes(name, _by(document, name, faults)) for name in CODES}
    _check_codes(values, faults)
    if faults:
        raise BrokenMap(f"{path.name}: {fault}" for fault in faults)
    return Map(
        name=str(source.get("name", path.stem)),
        format=str(source.get("format", "")),
        encoding=str(source.get("encoding", "utf-8")),
        delimiter=str(source.get("delimiter", ",")),
        sheet=str(source.get("sheet", "")),
        blank=frozenset(["", *map(str, source.get("blank", []))]),
        zone=zone,
        formats=tuple(times.get("formats", ["iso"])),
        months=dict(times.get("months", {})),
        least_decimals=int(place.get("least_decimals", 2)),
        outside=str(place.get("outside", REFUSE)),
        fields=fields,
        values=values,
        codes=codes,
    )


def _text(cell: Cell, blank: frozenset[str]) -> str:
    text = cell.strip() if isinstance(cell, str) else cell.isoformat(sep=" ")
    return "" if text in blank else text


def _table(document: Mapping[str, Any], name: str) -> dict[str, Any]:
    found = document.get(name, {})
    return dict(found) if isinstance(found, dict) else {}


def _check_names(document: Mapping[str, Any], faults: list[str]) -> None:
    for section, given in document.items():
        if section not in _SECTIONS or not isinstance(given, dict):
            faults.append(f"{section} is not known here; the sections are {', '.join(_SECTIONS)}.")
            continue
        unknown = sorted(given.keys() - _SECTIONS[section])
        faults += [
            f"[{section}]: {name} is not known here; there are {', '.join(sorted(_SECTIONS[section]))}."
            for name in unknown
        ]


def _check_kinds(
    source: Mapping[str, Any], times: Mapping[str, Any], place: Mapping[str, Any], faults: list[str]
) -> None:
    lists = {"[source]: blank": source.get("blank", []), "[times]: formats": times.get("formats", [])}
    for where, given in lists.items():
        if not isinstance(given, list) or not all(isinstance(part, str) for part in given):
            faults.append(f'{where} is a list of texts, such as ["a", "b"].')
    months = times.get("months", {})
    if not isinstance(months, dict) or not all(isinstance(part, str) for part in months.values()):
        faults.append('[times]: months is written like { Mei = "May" }.')
    if not isinstance(place.get("least_decimals", 0), int):
        faults.append("[place]: least_decimals is a number.")
    if place.get("outside", REFUSE) not in {REFUSE, DROP}:
        faults.append(f'[place]: outside is "{REFUSE}" or "{DROP}".')


def _source(where: str, given: Any, faults: list[str]) -> Source:
    """Return where a field comes from: `"Column"`, `{column}`, `{columns}`, `{template}` or `{value}`."""
    if isinstance(given, str):
        return Source(columns=(given,))
    ways = {"column", "columns", "template", "value"} & given.keys() if isinstance(given, dict) else set()
    if len(ways) != 1:
        faults.append(f"{where}: write a column's name, or one of column, columns, template, value in braces.")
        return Source()
    way = ways.pop()
    if way == "columns":
        return Source(columns=tuple(map(str, given["columns"])))
    if way == "column":
        return Source(columns=(str(given["column"]),))
    return Source(template=str(given["template"])) if way == "template" else Source(constant=str(given["value"]))


def _values(name: str, given: Any, faults: list[str]) -> dict[str, str]:
    if not isinstance(given, dict) or not all(isinstance(value, str) for value in given.values()):
        faults.append(f'[values.{name}]: write lines like "their word" = "ours".')
        return {}
    if name == "status":
        wrong = sorted(set(given.values()) - set(STATUSES))
        faults += [f"[values.status]: {word} is none of {', '.join(STATUSES)}." for word in wrong]
    return dict(given)


def _zone(name: Any, faults: list[str]) -> ZoneInfo:
    try:
        return ZoneInfo(str(name))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        faults.append(f"[times]: {name} is no time zone; write one like Asia/Jakarta.")
        return ZoneInfo("UTC")


def _by(document: Mapping[str, Any], name: str, faults: list[str]) -> str:
    """Return by what the city's rows are found: their code, else their name; `hint` only for categories."""
    given = _table(document, "fields").get(name)
    by = str(given.get("by", "name")) if isinstance(given, dict) else "name"
    if by not in {"code", "name", *({"hint"} if name == "category" else ())}:
        faults.append(f"fields.{name}: `by` is code, name{' or hint' if name == 'category' else ''}.")
        return "code"
    return by


def _rows(name: str) -> list[Any]:
    if name == "channel":
        return list(catalog.channels())
    if name == "category":
        return catalog.leaves()
    return list(agencies.units()) if name == "unit" else [row for row in places.areas() if row.is_leaf]


def _codes(name: str, by: str) -> Callable[[str], str | None]:
    """Return how a code is found: exactly, else by a name that only one row has (case and spaces do not count)."""
    found: dict[str, str | None] = {}
    rows = _rows(name)
    for row in rows if by != "code" else []:
        said = getattr(row, by)
        for words in {said} if isinstance(said, str) else set(said.values()):
            key = _plain(words)
            found[key] = None if key in found and found[key] != row.code else row.code
    exact = {row.code for row in rows}
    return lambda text: text if text in exact else found.get(_plain(text))


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _check_codes(values: Mapping[str, Mapping[str, str]], faults: list[str]) -> None:
    for name in CODES:
        exact = {row.code for row in _rows(name)}
        wrong = sorted({code for code in values.get(name, {}).values() if code and code not in exact})
        faults += [f"[values.{name}]: the city has no {name} {code}." for code in wrong]
