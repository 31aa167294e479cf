"""Reading one table of a TOML file key by key: each value of the right shape, no key unknown, nothing guessed."""

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from tanggap.catalog.pack.faults import Faults, instead
from tanggap.catalog.pack.files import Document
from tanggap.catalog.pack.rows import Names

CODE = re.compile(r"[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?")
CODE_RULE = "use small letters, digits, dots, dashes and underscores, at most 80"
LONGEST_CODE = 80
_REQUIRED: Any = object()


def is_code(text: str) -> bool:
    """Return whether `text` can be a code."""
    return len(text) <= LONGEST_CODE and CODE.fullmatch(text) is not None


class Table:
    """A table of a document. A value of the wrong shape is noted as a fault, and a harmless one returned so that reading goes on."""

    def __init__(self, document: Document, path: tuple[str | int, ...], values: Any, faults: Faults) -> None:
        self._document = document
        self._path = path
        self._faults = faults
        self._seen: set[str] = set()
        self.is_sound = True
        if isinstance(values, dict):
            self._values: dict[str, Any] = values
        else:
            self._values = {}
            self.fault("this must be a table such as { code = … }")

    @property
    def line(self) -> int:
        """Return the line on which the table starts."""
        return self._document.lines.of(*self._path)

    def fault(self, message: str, *below: str | int) -> None:
        """Note a fault of the table, or of the key `below` it."""
        self.is_sound = False
        self._faults.add(self._document.file, self._document.lines.of(*self._path, *below), message)

    def has(self, key: str) -> bool:
        """Return whether the table says anything about `key`."""
        return key in self._values

    def text(self, key: str, default: str = _REQUIRED, *, among: Collection[str] = ()) -> str:
        """Return a text, one of `among` where that is given."""
        value: str = self._value(key, default, str, "a text in quotes")
        if default is _REQUIRED and not value.strip() and self.has(key) and isinstance(self._values[key], str):
            self.fault(f'"{key}" is empty', key)
        if among and self.has(key) and isinstance(self._values[key], str) and value not in among:
            self.fault(f'"{key}" is "{value}"{instead(value, among)}; it must be one of {_listed(among)}', key)
        return value

    def flag(self, key: str, *, default: bool = False) -> bool:
        """Return a truth value."""
        value: bool = self._value(key, default, bool, "true or false")
        return value

    def number(self, key: str, default: int = _REQUIRED, *, least: int = 0, most: int = 10_000_000) -> int:
        """Return a whole number from `least` to `most`."""
        value: int = self._value(key, default, int, "a whole number")
        if self.has(key) and type(self._values[key]) is int and not least <= value <= most:
            self.fault(f'"{key}" is {value}; it must lie between {least} and {most}', key)
        return value

    def numbers(self, key: str, count: int) -> tuple[float, ...]:
        """Return `count` numbers."""
        value = self._value(key, _REQUIRED, list, f"a list of {count} numbers")
        if self.has(key) and (len(value) != count or any(type(item) not in {int, float} for item in value)):
            self.fault(f'"{key}" must be a list of {count} numbers', key)
            return ()
        return tuple(float(item) for item in value)

    def texts(self, key: str, default: list[str] = _REQUIRED) -> list[str]:
        """Return a list of texts, none of them empty or twice in it."""
        value = self._value(key, default, list, "a list of texts")
        kept: list[str] = []
        for number, item in enumerate(value):
            if not isinstance(item, str) or not item.strip():
                self.fault(f'"{key}" must hold texts in quotes, none empty', key, number)
            elif item in kept:
                self.fault(f'"{item}" stands twice in "{key}"', key, number)
            else:
                kept.append(item)
        return kept

    def names(self, key: str, languages: Iterable[str], *, optional: bool = False) -> Names:
        """Return a name in each of `languages`."""
        if optional and not self.has(key):
            self._seen.add(key)
            return {}
        table = self._value(key, _REQUIRED, dict, "a text in each language, such as { id = …, en = … }")
        if not self.has(key) or not isinstance(self._values[key], dict):
            return {}
        return self._names_in(table, languages, key)

    def name_list(self, key: str, languages: Iterable[str]) -> list[Names]:
        """Return a list of names."""
        found: list[Any] = self._value(key, [], list, "a list of names")
        names: list[Names] = []
        for number, item in enumerate(found):
            if isinstance(item, dict):
                names.append(self._names_in(item, languages, key, number))
            else:
                self.fault(f'"{key}" must hold names such as {{ id = …, en = … }}', key, number)
        return names

    def table(self, key: str) -> "Table":
        """Return the table under `key`, an empty one when there is none."""
        return Table(self._document, (*self._path, key), self._value(key, {}, dict, "a table"), self._faults)

    def tables(self, key: str) -> Iterator["Table"]:
        """Yield the tables of the list under `key`; their faults make this one unsound too."""
        for number, item in enumerate(self._value(key, [], list, "a list of tables")):
            below = Table(self._document, (*self._path, key, number), item, self._faults)
            yield below
            self.is_sound = self.is_sound and below.is_sound

    def __iter__(self) -> Iterator[str]:
        """Yield the keys that the table has."""
        return iter(self._values)

    def finish(self) -> bool:
        """Note each key that nobody asked for, and return whether the table is sound."""
        for key in self._values:
            if key not in self._seen:
                self.fault(f'"{key}" is not known here{instead(key, self._seen)}', key)
        return self.is_sound

    def raw(self, key: str) -> Any:
        """Return what stands under `key`, unchecked."""
        self._seen.add(key)
        return self._values.get(key)

    def _names_in(self, table: dict[str, Any], languages: Iterable[str], *below: str | int) -> Names:
        names: Names = {}
        for language in languages:
            text = table.get(language)
            if not isinstance(text, str) or not text.strip():
                self.fault(f'"{below[0]}" has no text in the language "{language}"', *below)
            else:
                names[language] = text
        for language in table:
            if language not in names and language not in languages:
                self.fault(
                    f'"{below[0]}" has a text in "{language}", which is no language of pack.toml', *below, language
                )
        return names

    def _value(self, key: str, default: Any, kind: type, wanted: str) -> Any:
        self._seen.add(key)
        if key in self._values:
            value = self._values[key]
            if type(value) is kind:
                return value
            self.fault(f'"{key}" must be {wanted}, not {_told(value)}', key)
        elif default is _REQUIRED:
            self.fault(f'"{key}" is missing; it must be {wanted}')
        return kind() if default is _REQUIRED else default


def _told(value: Any) -> str:
    """Return how a value of the wrong shape looks, short."""
    shown = repr(value)
    return shown if len(shown) <= 40 else shown[:39] + "…"


def _listed(words: Collection[str]) -> str:
    return ", ".join(sorted(words))
