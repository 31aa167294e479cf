"""Taking over the reports of an earlier system, many at once, under every constraint. Imported by intake alone (import-linter holds it)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import connection, models
from psycopg.types.json import Jsonb

from tanggap.reports import events, lifecycle
from tanggap.reports.actors import SYSTEM
from tanggap.reports.models import Event, Report
from tanggap.reports.transitions import NotPossible
from tanggap.reports.words import NEW, State

DOORS = {State.RECEIVED: "intake.import_open", State.ARCHIVED: "intake.import_closed"}
_EVENT_COLUMNS = (
    "report_id", "version", "previous", "kind", "door", "state_before", "state_after", "unit_id",
    "actor_kind", "actor_staff_id", "actor_unit_id", "at", "payload",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Past:
    """A report of the earlier system, not yet saved, in the state `received` or `archived`; `payload` is that of its one event."""

    report: Report
    payload: dict[str, object]


def take_over(rows: Sequence[Past], *, at: datetime) -> None:
    """Save each report of `rows` with its first event, taken over at `at`; their ids are set then. Three statements for any number.

    Call it in a transaction: the key between a report and its last event is checked at the end of it. Raises NotPossible.
    """
    for past, number in zip(rows, _ids(Report, len(rows)), strict=True):
        report = past.report
        door = DOORS.get(State(report.state))
        if door is None or (NEW, report.state) not in lifecycle.DOORS[door].pairs():
            raise NotPossible(NotPossible.message % {"state": report.state})
        report.id, report.version, report.changed_at = number, 1, at
    columns, adapted = _columns(Report)
    copy(Report, columns, ([_adapted(getattr(row.report, name), name in adapted) for name in columns] for row in rows))
    copy(Event, _EVENT_COLUMNS, (_event(past, at) for past in rows))


def copy(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write `rows` into a model's table by COPY: one statement."""
    table, names = connection.ops.quote_name(model._meta.db_table), map(connection.ops.quote_name, columns)
    statement = f"COPY {table} ({', '.join(names)}) FROM STDIN"
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(statement) as stream:
        for row in rows:
            stream.write_row(row)


def _ids(model: type[models.Model], count: int) -> list[int]:
    """Return `count` fresh ids of a model's sequence. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [number for (number,) in cursor.fetchall()]


@lru_cache
def _columns(model: type[models.Model]) -> tuple[tuple[str, ...], frozenset[str]]:
    """Return the columns that are written, and those of them that hold JSON."""
    written = [field for field in model._meta.concrete_fields if not field.generated]
    return (
        tuple(str(field.attname) for field in written),
        frozenset(str(field.attname) for field in written if isinstance(field, models.JSONField)),
    )


def _adapted(value: Any, is_json: bool) -> Any:
    return Jsonb(value) if is_json else value


def _event(past: Past, at: datetime) -> tuple[Any, ...]:
    report, kind = past.report, DOORS[State(past.report.state)]
    payload = Jsonb(events.checked(kind, past.payload))
    return (
        report.id, 1, None, kind, kind, NEW, report.state, report.unit_id, SYSTEM.kind, None, None, at, payload,
    )  # fmt: skip
