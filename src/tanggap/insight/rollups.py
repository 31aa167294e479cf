"""Adding to the rollup tables: many rows in one statement, in the order of their keys, and none left that counts nothing."""

from collections.abc import Sequence
from typing import Any

from django.db import connection

_TEXTS = ("grain", "area", "category", "state", "unit", "channel", "course")
TYPES = {"on": "date", "at": "timestamptz", "is_part": "boolean", "is_public": "boolean"} | dict.fromkeys(
    _TEXTS, "text"
)


def add(table: str, keys: Sequence[str], numbers: Sequence[str], rows: list[tuple[Any, ...]]) -> None:
    """Add each row's numbers to those of its key, in the order of the keys. Names are ours; values are bound."""
    if not rows:
        return
    columns = [*keys, *numbers]
    arrays = ", ".join(f"%s::{TYPES.get(name, 'integer')}[]" for name in columns)
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
