"""Taking over the reports of an earlier system, many at once, under every constraint. Imported by intake alone (import-linter holds it)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg.types.json import Jsonb

from tanggap.reports import events, lifecycle
from tanggap.reports.actors import SYSTEM
from tanggap.reports.inserts import columns, copy, new_ids, values
from tanggap.reports.models import Event, Report
from tanggap.reports.transitions import NotPossible
from tanggap.reports.words import NEW

_EVENT_COLUMNS = (
    "report_id", "version", "previous", "kind", "door", "state_before", "state_after", "unit_id",
    "actor_kind", "actor_staff_id", "actor_unit_id", "at", "payload",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Past:
    """A report of the earlier system, not yet saved, its state set to where `door` leads; `payload` is that of its one event."""

    report: Report
    door: str
    payload: dict[str, object]


def take_over(rows: Sequence[Past], *, at: datetime) -> None:
    """Save each report of `rows` with its first event, taken over at `at`; their ids are set then. Three statements for any number.

    Call it in a transaction: the key between a report and its last event is checked at the end of it. Raises NotPossible.
    """
    for past, number in zip(rows, new_ids(Report, len(rows)), strict=True):
        report = past.report
        if (NEW, report.state) not in lifecycle.DOORS[past.door].pairs():
            raise NotPossible(NotPossible.message % {"state": report.state})
        report.id, report.version, report.changed_at = number, 1, at
    names, json = columns(Report)
    copy(Report, names, (values(row.report, names, json) for row in rows))
    copy(Event, _EVENT_COLUMNS, (_event(past, at) for past in rows))


def _event(past: Past, at: datetime) -> tuple[Any, ...]:
    report, kind = past.report, past.door
    payload = Jsonb(events.checked(kind, past.payload))
    return (
        report.id, 1, None, kind, kind, NEW, report.state, report.unit_id, SYSTEM.kind, None, None, at, payload,
    )  # fmt: skip
