"""Bodies outside the city's reach to which reporters are referred: `bodies.toml` of the city pack, which may be absent."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from tanggap.catalog.pack.faults import Faults
from tanggap.catalog.pack.files import Folder
from tanggap.catalog.pack.shapes import CODE_RULE, Table, is_code
from tanggap.core.words import say

FILE = "bodies.toml"
WAYS = ("phone", "web", "address")


@dataclass(frozen=True, slots=True)
class Body:
    """Whom the city cannot instruct: `name` and `does` (what it is responsible for) in the pack's languages, and how to reach it."""

    code: str
    name: dict[str, str]
    does: dict[str, str]
    phone: str = ""
    web: str = ""
    address: str = ""

    @property
    def label(self) -> str:
        """Return the name in the active language."""
        return say(self.name)

    @property
    def reached(self) -> str:
        """Return how to reach it, in one line."""
        return " · ".join(way for way in (self.phone, self.web, self.address) if way)


@lru_cache(maxsize=4)
def _read(folder: Path) -> dict[str, Body]:
    path = folder / FILE
    tables = tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}
    return {code: Body(code, **table) for code, table in tables.items()}


def bodies() -> list[Body]:
    """Return the bodies of the city's pack, in its order."""
    return list(_read(Path(settings.TANGGAP_PACK)).values())


def body(code: str) -> Body | None:
    """Return the body of `code`, or None."""
    return _read(Path(settings.TANGGAP_PACK)).get(code)


def check(folder: Folder, languages: tuple[str, ...], faults: Faults) -> None:
    """Note every fault of the file: each body needs its name, what it does, and at least one way to reach it."""
    document = folder.toml(FILE) if folder.has(FILE) else None
    for code, values in document.values.items() if document else ():
        if document is None or not is_code(code):
            faults.add(FILE, document.lines.of(code) if document else 0, f'"{code}" is no code; {CODE_RULE}')
            continue
        table = Table(document, (code,), values, faults)
        table.names("name", languages)
        table.names("does", languages)
        ways = [table.text(way, "").strip() for way in WAYS]
        if not any(ways):
            table.fault(f"say how to reach it: at least one of {', '.join(WAYS)}")
        table.finish()
