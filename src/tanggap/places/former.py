"""Areas that are no more, and names that are no more, from a pack's `areas_former.csv`: `code,name,until,became`.

A row says that the area `code` was called `name` up to the day `until`, and which areas (codes, separated by `;`) it became: one when it
was renumbered or joined to another, several when it was divided. A row whose `became` is its own `code` is a renaming: the code stays, the
old name is still found. An heir may be former in its turn.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tanggap.places import rows

FILE = "areas_former.csv"
COLUMNS = ("code", "name", "until", "became")
SEPARATOR = ";"


@dataclass(frozen=True, slots=True)
class FormerName:
    """A name that an area had up to and with the day `until`."""

    code: str
    name: str
    until: date
    became: tuple[str, ...]

    @property
    def is_renaming(self) -> bool:
        """Return whether only the name is former."""
        return self.became == (self.code,)


def read(pack: Path) -> tuple[FormerName, ...]:
    """Return the former names of `pack`, none without the file. Raises OSError, or ValueError that names the file, line and fault."""
    return rows.read(pack / FILE, COLUMNS, parsed)


def parsed(row: Mapping[str, str]) -> FormerName:
    """Return one row. Raises ValueError that says what is wrong with it."""
    empty = [column for column in COLUMNS if not row[column]]
    if empty:
        raise ValueError(f'"{empty[0]}" is empty')
    try:
        until = date.fromisoformat(row["until"])
    except ValueError:
        raise ValueError(f'"{row["until"]}" is no date; write it as 2026-08-17') from None
    became = tuple(code.strip() for code in row["became"].split(SEPARATOR) if code.strip())
    return FormerName(row["code"], row["name"], until, became)


def heirs(code: str, names: Mapping[str, FormerName], living: Collection[str]) -> tuple[str, ...]:
    """Return the areas that are there now where `code` was, each once; itself when it is there; none when nobody knows."""
    found: dict[str, None] = {}
    waiting, seen = [code], set()
    while waiting:
        at = waiting.pop(0)
        if at in living:
            found[at] = None
        elif at in names and at not in seen:
            seen.add(at)
            waiting = [*names[at].became, *waiting]
    return tuple(found)
