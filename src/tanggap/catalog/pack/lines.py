"""On which line of a TOML file each key stands. `tomllib` reads values but keeps no lines, and a fault without its line is half a fault."""

import re
from collections.abc import Iterator

Path = tuple[str | int, ...]
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_CLOSING = {'"""': re.compile(r'(?:\\.|[^\\])*?"{3,5}', re.DOTALL), "'''": re.compile(r".*?'{3,5}", re.DOTALL)}
_SHORT = {'"': re.compile(r'(?:\\.|[^"\\\n])*"?'), "'": re.compile(r"[^'\n]*'?")}


class Lines:
    """The lines of one file. `duplicates` are the headers written twice, each (name, line, line of the first)."""

    def __init__(self, text: str) -> None:
        self.duplicates: list[tuple[str, int, int]] = []
        self._lines: dict[Path, int] = {}
        scan = _Scan(text)
        for path, line, is_header in scan.statements():
            if is_header and path in self._lines:
                self.duplicates.append((".".join(map(str, path)), line, self._lines[path]))
            self._lines.setdefault(path, line)

    def of(self, *path: str | int) -> int:
        """Return the line of the key at `path`, of the nearest key above it when it has none of its own, 0 for an unknown one."""
        while path:
            if path in self._lines:
                return self._lines[path]
            path = path[:-1]
        return 0


class _Scan:
    """Walks a TOML text from key to key. It accepts more than TOML does: `tomllib` has the last word on what is well formed."""

    def __init__(self, text: str) -> None:
        self.text = text.replace("\r\n", "\n")
        self.at = 0
        self.line = 1
        self.found: list[tuple[Path, int, bool]] = []
        self.counts: dict[Path, int] = {}

    def statements(self) -> Iterator[tuple[Path, int, bool]]:
        table: Path = ()
        while self._skip(" \t\n"):
            if self.text[self.at] == "[":
                table = self._header()
            else:
                self._pair(table)
            yield from self.found
            self.found.clear()

    def _header(self) -> Path:
        line, is_array = self.line, self.text.startswith("[[", self.at)
        self._move(2 if is_array else 1)
        path: Path = self._key()
        self._to_line_end()
        if is_array:
            self.counts[path] = number = self.counts.get(path, -1) + 1
            path = (*path, number)
        self.found.append((path, line, not is_array))
        return path

    def _pair(self, above: Path) -> None:
        path = (*above, *self._key())
        self.found.append((path, self.line, False))
        self._skip(" \t")
        if self.text.startswith("=", self.at):
            self._move(1)
            self._value(path)
        else:
            self._to_line_end()

    def _key(self) -> tuple[str, ...]:
        parts: list[str] = []
        while self._skip(" \t."):
            quote = self.text[self.at]
            bare = _BARE.match(self.text, self.at)
            if quote in _SHORT:
                parts.append(self._string(quote)[1:-1])
            elif bare:
                parts.append(bare.group())
                self._move(len(bare.group()))
            else:
                break
        return tuple(parts)

    def _value(self, path: Path) -> None:
        self._skip(" \t\n")
        opening = self.text[self.at : self.at + 1]
        if opening == "[":
            self._move(1)
            number = 0
            while self._skip(" \t\n,") and self.text[self.at] != "]":
                self.found.append(((*path, number), self.line, False))
                before = self.at
                self._value((*path, number))
                number += 1
                if self.at == before:
                    self._move(1)
            self._move(1)
        elif opening == "{":
            self._move(1)
            while self._skip(" \t\n,") and self.text[self.at] != "}":
                before = self.at
                self._pair(path)
                if self.at == before:
                    self._move(1)
            self._move(1)
        elif opening in _SHORT:
            self._string(opening)
        else:
            while self.at < len(self.text) and self.text[self.at] not in ",]}\n#":
                self._move(1)

    def _string(self, quote: str) -> str:
        triple = quote * 3
        if self.text.startswith(triple, self.at):
            closing = _CLOSING[triple].match(self.text, self.at + 3)
        else:
            triple, closing = quote, _SHORT[quote].match(self.text, self.at + 1)
        whole = self.text[self.at : closing.end()] if closing else self.text[self.at :]
        self._move(len(whole))
        return whole

    def _skip(self, blanks: str) -> bool:
        """Move over `blanks`, and over comments where line ends are blank; return whether anything is left."""
        while self.at < len(self.text):
            if self.text[self.at] == "#" and "\n" in blanks:
                self._to_line_end()
            elif self.text[self.at] in blanks:
                self._move(1)
            else:
                return True
        return False

    def _to_line_end(self) -> None:
        end = self.text.find("\n", self.at)
        self._move((end if end >= 0 else len(self.text)) - self.at)

    def _move(self, characters: int) -> None:
        self.line += self.text.count("\n", self.at, self.at + characters)
        self.at = min(self.at + characters, len(self.text))
