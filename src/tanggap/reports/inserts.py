"""New rows without the ORM's cost: each table's statement is put together once, and small rows share a round trip.

Only inserts, only by actions and what they call. What a row must be is said by its model and held by the database, as everywhere.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import Any

from django.db import connection, models
from psycopg.types.json import Jsonb

BLOCK = 64
MOST_VALUES = 50  # psycopg reads a statement with more of them anew each time


@dataclass(frozen=True, slots=True)
class _Plan:
    """How a model's rows are written: its columns with the attributes that fill them, and whether the key comes from the database."""

    statement: str
    names: tuple[str, ...]
    json: frozenset[str]
    returns_key: bool


def insert(*rows: models.Model) -> None:
    """Write new rows of any models, in order, and set the keys that they lack: what `save(force_insert=True)` does for each.

    Rows of together at most `MOST_VALUES` values share a round trip. Call it in a transaction when there are several.
    """
    with connection.cursor() as cursor:
        for together in _trips(rows):
            plans = [plan for _row, plan in together]
            given = [value for row, plan in together for value in values(row, plan.names, plan.json)]
            cursor.execute(";\n".join(plan.statement for plan in plans), given)
            for row, plan in together:
                if plan.returns_key:
                    row.pk = cursor.fetchone()[0]
                row._state.adding, row._state.db = False, connection.alias
                cursor.nextset()


def statement(model: type[models.Model]) -> "_Plan":
    """Return how a row of a model that gets its key from the database is written."""
    return _plan(model, False)


def _trips(rows: Iterable[models.Model]) -> Iterator[list[tuple[models.Model, "_Plan"]]]:
    """Yield the rows with their plans in runs of at most `MOST_VALUES` values, a larger row alone."""
    run: list[tuple[models.Model, _Plan]] = []
    count = 0
    for row in rows:
        plan = _plan(type(row), row.pk is not None)
        if run and count + len(plan.names) > MOST_VALUES:
            yield run
            run, count = [], 0
        run.append((row, plan))
        count += len(plan.names)
    if run:
        yield run


def copy(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write `rows` into a model's table by COPY. One statement for any number."""
    names = ", ".join(map(connection.ops.quote_name, columns))
    statement = f"COPY {connection.ops.quote_name(model._meta.db_table)} ({names}) FROM STDIN"
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(statement) as stream:
        for row in rows:
            stream.write_row(row)


def new_ids(model: type[models.Model], count: int) -> list[int]:
    """Return `count` fresh keys of a model. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [number for (number,) in cursor.fetchall()]


def new_id(model: type[models.Model]) -> int:
    """Return a fresh key of a model, before its row is written: others can then be made that name it. One statement for `BLOCK` of them.

    Keys are in no order of time between processes; a process that ends leaves a gap.
    """
    with _lock:
        kept = _kept.setdefault(model, deque())
        if not kept:
            kept.extend(new_ids(model, BLOCK))
        return kept.popleft()


_kept: dict[type[models.Model], deque[int]] = {}
_lock = Lock()


def columns(model: type[models.Model]) -> tuple[tuple[str, ...], frozenset[str]]:
    """Return the columns of a model that are written, and those of them that hold JSON. A default of the database is left to it."""
    written = [field for field in model._meta.concrete_fields if not field.generated and not field.has_db_default()]
    return (
        tuple(str(field.attname) for field in written),
        frozenset(str(field.attname) for field in written if isinstance(field, models.JSONField)),
    )


def values(row: models.Model, names: Sequence[str], json: frozenset[str]) -> list[Any]:
    """Return a row's values for `names`, as the driver takes them."""
    return [Jsonb(getattr(row, name)) if name in json else getattr(row, name) for name in names]


@lru_cache
def _plan(model: type[models.Model], has_key: bool) -> _Plan:
    names, json = columns(model)
    key = model._meta.pk
    returns_key = isinstance(key, models.AutoField) and not has_key
    if returns_key:
        names = tuple(name for name in names if name != key.attname)
    quote = connection.ops.quote_name
    statement = (
        f"INSERT INTO {quote(model._meta.db_table)} ({', '.join(map(quote, names))})"  # noqa: S608  names of our own columns
        f" VALUES ({', '.join(['%s'] * len(names))}){f' RETURNING {quote(key.attname)}' if returns_key else ''}"
    )
    return _Plan(statement, names, json, returns_key)
