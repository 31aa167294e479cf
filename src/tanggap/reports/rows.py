"""A report's row locked and changed without the ORM's cost: each statement is put together once. `transitions` alone calls it."""

from functools import lru_cache

from django.db import connection, models

from tanggap.reports import inserts
from tanggap.reports.models import Event, Report
from tanggap.reports.reading import columns, row


def locked(code: str) -> Report | None:
    """Return the report of `code`, locked for writing until the transaction ends; None for an unknown code. One statement."""
    own = columns(Report, "r")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {own.sql} FROM reports_report AS r WHERE code = %s FOR NO KEY UPDATE", [code])  # noqa: S608
        found = cursor.fetchone()
    return None if found is None else row(Report, own, found)


def write(report: Report, changed: tuple[str, ...], event: Event) -> None:
    """Write the `changed` fields of a report and the event that changed them, in one round trip, and set the event's key."""
    update, names, json_names = _updating(changed)
    insert = inserts.statement(Event)
    given = [*inserts.values(report, names, json_names), report.pk, *inserts.values(event, insert.names, insert.json)]
    with connection.cursor() as cursor:
        cursor.execute(f"{update};\n{insert.statement}", given)
        if cursor.rowcount != 1:
            raise Report.DoesNotExist(report.code)
        cursor.nextset()
        event.pk = cursor.fetchone()[0]
    event._state.adding, event._state.db = False, connection.alias


@lru_cache(maxsize=256)
def _updating(changed: tuple[str, ...]) -> tuple[str, tuple[str, ...], frozenset[str]]:
    """Return the statement that writes these fields, their attributes, and which of them hold JSON."""
    of_name = {name: field for field in Report._meta.concrete_fields for name in (str(field.name), str(field.attname))}
    fields = {str(of_name[name].attname): of_name[name] for name in changed}
    quote = connection.ops.quote_name
    pairs = ", ".join(f"{quote(str(field.column))} = %s" for field in fields.values())
    json_names = frozenset(name for name, field in fields.items() if isinstance(field, models.JSONField))
    statement = f"UPDATE {quote(Report._meta.db_table)} SET {pairs} WHERE id = %s"  # noqa: S608
    return statement, tuple(fields), json_names
