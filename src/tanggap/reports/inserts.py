"""New rows without the ORM's cost: the statement of each table is put together once. Only inserts, only by actions and what they call."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import connection, models
from psycopg.types.json import Jsonb


@dataclass(frozen=True, slots=True)
class _Plan:
    """How a model's rows are written: its columns with the attributes that fill them, and whether the key comes from the database."""

    statement: str
    names: tuple[str, ...]
    json: frozenset[str]
    has_own_key: bool


def insert(row: models.Model) -> None:
    """Write a new row and set its key: what `save(force_insert=True)` does, in a quarter of the time. One statement."""
    plan = _plan(type(row))
    with connection.cursor() as cursor:
        cursor.execute(plan.statement, values(row, plan.names, plan.json))
        if plan.has_own_key:
            row.pk = cursor.fetchone()[0]
    row._state.adding, row._state.db = False, connection.alias


def copy(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write `rows` into a model's table by COPY. One statement for any number."""
    names = ", ".join(map(connection.ops.quote_name, columns))
    statement = f"COPY {connection.ops.quote_name(model._meta.db_table)} ({names}) FROM STDIN"
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(statement) as stream:
        for row in rows:
            stream.write_row(row)


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
def _plan(model: type[models.Model]) -> _Plan:
    names, json = columns(model)
    key = model._meta.pk
    has_own_key = isinstance(key, models.AutoField)
    if has_own_key:
        names = tuple(name for name in names if name != key.attname)
    quote = connection.ops.quote_name
    statement = (
        f"INSERT INTO {quote(model._meta.db_table)} ({', '.join(map(quote, names))})"  # noqa: S608  names of our own columns
        f" VALUES ({', '.join(['%s'] * len(names))}){f' RETURNING {quote(key.attname)}' if has_own_key else ''}"
    )
    return _Plan(statement, names, json, has_own_key)
