"""A report and its history read without the ORM's cost: each statement is put together once. The rows are the models' own."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

from django.db import connection, models

from tanggap.agencies.models import Staff
from tanggap.core import planned
from tanggap.reports.models import Event, Report

Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Columns:
    """A model's columns for a SELECT, the attributes that they fill, and the places of those that hold JSON."""

    sql: str
    names: tuple[str, ...]
    json_places: tuple[int, ...]


@lru_cache
def columns(model: type[models.Model], table: str) -> Columns:
    """Return the columns of `model` as the table `table` of a statement gives them."""
    fields, quote = model._meta.concrete_fields, connection.ops.quote_name
    return Columns(
        ", ".join(f"{table}.{quote(str(field.column))}" for field in fields),
        tuple(str(field.attname) for field in fields),
        tuple(place for place, field in enumerate(fields) if isinstance(field, models.JSONField)),
    )


def row(model: type[Row], found: Columns, values: Sequence[Any]) -> Row:
    """Return the model's row of the values that its columns gave."""
    filled = list(values)
    for place in found.json_places:
        filled[place] = json.loads(filled[place])
    return model.from_db(connection.alias, found.names, filled)


def report(code: str, *, is_public: bool = False) -> Report | None:
    """Return the report of `code` with its assignee (name alone) and parent (code and visibility), None for none. One statement.

    `is_public`: only if everybody may see it.
    """
    own = columns(Report, "r")
    statement = f"""
SELECT a.id, a.display_name, p.id, p.code, p.visibility, {own.sql} FROM reports_report AS r
LEFT JOIN agencies_staff AS a ON a.id = r.assignee_id LEFT JOIN reports_report AS p ON p.id = r.parent_id WHERE r.code = %s"""  # noqa: S608
    with planned.cursor() as cursor:
        cursor.execute(f"{statement} AND r.visibility = 'public'" if is_public else statement, [code])
        found = cursor.fetchone()
    if found is None:
        return None
    shown = row(Report, own, found[5:])
    shown.assignee = _part(Staff, ("id", "display_name"), found[:2])
    shown.parent = _part(Report, ("id", "code", "visibility"), found[2:5])
    return shown


def events(report_id: int, ending: str, *values: Any) -> list[Event]:
    """Return events of a report with who acted (name alone); `ending` goes on after the condition on the report. One statement."""
    own = columns(Event, "e")
    statement = f"""
SELECT s.id, s.display_name, {own.sql} FROM reports_event AS e LEFT JOIN agencies_staff AS s ON s.id = e.actor_staff_id
WHERE e.report_id = %s {ending}"""  # noqa: S608
    with planned.cursor() as cursor:
        cursor.execute(statement, [report_id, *values])
        found = cursor.fetchall()
    return [_event(own, values) for values in found]


def _event(own: Columns, values: Sequence[Any]) -> Event:
    event = row(Event, own, values[2:])
    event.actor_staff = _part(Staff, ("id", "display_name"), values[:2])
    return event


def _part(model: type[Row], names: Sequence[str], values: Sequence[Any]) -> Row | None:
    return None if values[0] is None else model.from_db(connection.alias, names, values)
