"""How many people live where, from a pack's `population.csv`: `code,year,people,km2,source`.

A row is one area of any level in one year; `km2` may be empty, `source` says who counted. Nothing is estimated: an area without a row has
no population here, unless every area right below it has one of the same year.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from tanggap.places import rows

FILE = "population.csv"
COLUMNS = ("code", "year", "people", "km2", "source")
EARLIEST, LATEST = 1900, 2200


@dataclass(frozen=True, slots=True)
class Population:
    """The people of an area in a year, and its square kilometres if the source gives them."""

    code: str
    year: int
    people: int
    km2: Decimal | None
    source: str


def read(pack: Path) -> tuple[Population, ...]:
    """Return the rows of `pack`, none without the file. Raises OSError, or ValueError that names the file, line and fault."""
    return rows.read(pack / FILE, COLUMNS, parsed)


def parsed(row: Mapping[str, str]) -> Population:
    """Return one row. Raises ValueError that says what is wrong with it."""
    empty = [column for column in COLUMNS if not row[column] and column != "km2"]
    if empty:
        raise ValueError(f'"{empty[0]}" is empty')
    year, people = _whole(row, "year"), _whole(row, "people")
    if not EARLIEST <= year <= LATEST:
        raise ValueError(f'"{year}" is no year; write it as 2019')
    return Population(row["code"], year, people, _square(row["km2"]), row["source"])


def _whole(row: Mapping[str, str], column: str) -> int:
    if not (row[column].isascii() and row[column].isdecimal()):
        raise ValueError(f'"{row[column]}" in "{column}" is no whole number; write it in digits alone')
    return int(row[column])


def _square(said: str) -> Decimal | None:
    if not said:
        return None
    try:
        found = Decimal(said)
    except InvalidOperation:
        found = Decimal(0)
    if not (found.is_finite() and found > 0):
        raise ValueError(f'"{said}" in "km2" is no area; write it as 188.03')
    return found
