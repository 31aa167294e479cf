"""Adding to the rollup tables: many rows in one statement, in the order of their keys, and none left that counts nothing."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.db import connection

from tanggap.insight.following import Place
from tanggap.insight.words import SIDES

PLACE: Final = ("area", "category", "unit", "channel", "is_public")

_TEXTS = ("grain", "area", "category", "state", "unit", "channel", "course")
TYPES = {"on": "date", "at": "timestamptz", "is_part": "boolean", "is_public": "boolean"} | dict.fromkeys(
    _TEXTS, "text"
)


def add(
    table: str, keys: Sequence[str], numbers: Sequence[str], rows: list[tuple[Any, ...]], *, large: Collection[str] = ()
) -> None:
    """Add each row's numbers to those of its key, in the order of the keys. Names are ours; values are bound.

    Numbers of the columns `large` have 64 bits.
    """
    if not rows:
        return
    columns = [*keys, *numbers]
    types = TYPES | dict.fromkeys(large, "bigint")
    arrays = ", ".join(f"%s::{types.get(name, 'integer')}[]" for name in columns)
    names = ", ".join(f'"{name}"' for name in columns)
    sums = ", ".join(f'"{name}" = {table}."{name}" + excluded."{name}"' for name in numbers)
    on = ", ".join(f'"{name}"' for name in keys)
    same = " AND ".join(f'{table}."{name}" = gone."{name}"' for name in keys)
    empty = " AND ".join(f'{table}."{name}" = 0' for name in numbers)
    with connection.cursor() as statement:
        statement.execute(
            f"INSERT INTO {table} ({names}) SELECT * FROM unnest({arrays}) AS new({names}) ORDER BY {on}"  # noqa: S608
            f" ON CONFLICT ({on}) DO UPDATE SET {sums}",
            [list(column) for column in zip(*rows, strict=True)],
        )
        shrunk = [row[: len(keys)] for row in rows if min(row[len(keys) :]) < 0]
        if shrunk:
            gone = ", ".join(f"%s::{TYPES.get(name, 'integer')}[]" for name in keys)
            statement.execute(
                f"DELETE FROM {table} USING unnest({gone}) AS gone({on}) WHERE {same} AND {empty}",  # noqa: S608
                [list(column) for column in zip(*shrunk, strict=True)],
            )


def rows(
    found: Mapping[tuple[date, Place, tuple[Any, ...]], Mapping[str, int]], names: Sequence[str], grains: Sequence[str]
) -> list[tuple[Any, ...]]:
    """Return the rows of `grains` that numbers of local days stand in."""
    sums: dict[tuple[Any, ...], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for (on, place, more), numbers in found.items():
        for key in _keys(on, place, grains):
            of_key = sums[*key, *more]
            for name, number in numbers.items():
                of_key[name] += number
    filled = ((key, [of_key.get(name, 0) for name in names]) for key, of_key in sums.items())
    return [(*key, *numbers) for key, numbers in filled if any(numbers)]


def _keys(on: date, place: Place, grains: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """Yield the keys of the rows of one local day and place (`insight.models.Cell`)."""
    first = {"y": on.replace(month=1, day=1), "m": on.replace(day=1), "d": on}
    for grain in grains:
        told_by = SIDES[grain[1]]
        codes = (code if name in told_by else "" for name, code in zip(PLACE[:4], place[:4], strict=True))
        yield grain, first[grain[0]], *codes, place.is_public
