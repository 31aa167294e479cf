"""How much lies with each unit and person: one pass over the open reports of some units, by the partial index."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from tanggap.reports.words import OPEN

SOON = {"six": timedelta(hours=6), "day": timedelta(hours=24), "week": timedelta(days=7)}


@dataclass(frozen=True, slots=True)
class Load:
    """Open reports of a unit with one person (None: nobody). Each of `six`, `day`, `week` holds the shorter ones, too.

    `six`, `day`, `week`: due within 6 hours, 24 hours, 7 days; `overdue`: the promised time has passed; `waiting`: the clock stands, for
    the reporter, a check or a plan, and nothing is due of these.
    """

    unit: str
    staff: int | None
    open: int
    six: int
    day: int
    week: int
    overdue: int
    waiting: int


def loads(units: Collection[str], *, now: datetime, without: Collection[str] = ()) -> list[Load]:
    """Return what lies with each person of `units`, and with nobody. One statement; it reads no closed report.

    Reports of the categories `without` are left out.
    """
    values: dict[str, Any] = {
        "units": list(units),
        "without": list(without),
        "now": now,
        **{name: now + length for name, length in SOON.items()},
    }
    with connection.cursor() as cursor:
        cursor.execute(_LOADS, values)
        return [Load(*row) for row in cursor.fetchall()]


def of_person(staff: int, *, now: datetime) -> Load:
    """Return what lies with one person in all units together. One statement, by the index on assignees."""
    values: dict[str, Any] = {"staff": staff, "now": now, **{name: now + length for name, length in SOON.items()}}
    with connection.cursor() as cursor:
        cursor.execute(_OWN, values)
        return Load("", staff, *cursor.fetchone())


_IN_TIME = "paused_at IS NULL AND due_at > %(now)s AND due_at <= %({name})s"
_SOON = ", ".join(f"count(*) FILTER (WHERE {_IN_TIME.replace('{name}', name)})" for name in SOON)
_NUMBERS = f"""count(*), {_SOON},
  count(*) FILTER (WHERE paused_at IS NULL AND due_at <= %(now)s), count(*) FILTER (WHERE paused_at IS NOT NULL)"""
_IS_OPEN = f"state IN ({', '.join(repr(str(state.value)) for state in sorted(OPEN))})"
_OWN = f"SELECT {_NUMBERS} FROM reports_report WHERE assignee_id = %(staff)s AND {_IS_OPEN}"  # noqa: S608  constants
_LOADS = f"""
SELECT unit_id, assignee_id, {_NUMBERS}
FROM reports_report
WHERE unit_id = ANY(%(units)s) AND {_IS_OPEN} AND coalesce(category_id <> ALL(%(without)s), true)
GROUP BY unit_id, assignee_id
"""  # noqa: S608  constants
