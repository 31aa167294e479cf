"""A city whose history is tampered with, and how a superuser gets at it."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from tests.factories import make
from tests.ledger.logs import TABLES, sign

from tanggap.core.models import Cursor
from tanggap.ledger import consumer, memory, queries
from tanggap.reports import outbox
from tanggap.reports.models import Event

GUARDED = ("reports_report", "reports_event", "reports_photo", *(f"ledger_{name}" for name in TABLES))
UNGUARDED = """
DO $$ DECLARE one record; BEGIN
  FOR one IN SELECT conname, conrelid::regclass AS place FROM pg_constraint
    WHERE contype = 'f' AND (conrelid::regclass::text = ANY (TABLES) OR confrelid::regclass::text = ANY (TABLES))
       OR contype = 'c' AND conrelid::regclass::text = ANY (TABLES)
  LOOP EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', one.place, one.conname); END LOOP;
END $$
""".replace("TABLES", f"ARRAY{list(GUARDED)!r}")
"""What a superuser takes away first: every key and every rule of these tables. It guards nothing from one."""
STATES = (
    "resolved",
    "reopened",
    "rejected",
    "in_progress",
    "follow_up_rejected",
    "resolved",
    "merged",
    "dispositioned",
)


@dataclass
class Where:
    """Where an act must be found: by report and version (None: any of the report), by leaf, or by a place that is named."""

    report: str = ""
    version: int | None = None
    leaf: int | None = None
    place: str = ""

    def is_in(self, fault: dict[str, Any]) -> bool:
        """Return whether a fault tells this place."""
        if self.report and fault.get("report") == self.report:
            return self.version is None or fault.get("version") in {self.version, None}
        if self.leaf is not None and self.leaf in {fault.get("leaf"), fault.get("index")}:
            return True
        told = f"{fault.get('place', '')} {fault['what']} size {fault.get('size')}"
        return bool(self.place) and self.place in told


@dataclass
class City:
    """The log of a test: the events of each report as (version, kind, leaf), and its newest size."""

    rng: random.Random
    reports: dict[str, list[tuple[int, str, int]]] = field(default_factory=dict)
    size: int = 0

    def pick(self, used: set[str]) -> tuple[str, int, str, int]:
        """Return a report that nobody has touched, with one of its events: code, version, kind, leaf."""
        code = self.rng.choice([code for code in self.reports if code not in used])
        used.add(code)
        version, kind, leaf = self.rng.choice(self.reports[code])
        return code, version, kind, leaf


def sql(statement: str, *given: object) -> int:
    """Do something as a superuser, around every trigger and key."""
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return int(cursor.rowcount)


MINE = "report_id = (SELECT id FROM reports_report WHERE code = %s)"


def value(statement: str, *given: object) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return cursor.fetchone()[0]


@contextmanager
def undone() -> Iterator[None]:
    """Be a superuser for the block, and have never been there."""
    with transaction.atomic():
        point = transaction.savepoint()
        kept = memory.note()
        secret = settings.LEDGER_KEY
        try:
            yield
        finally:
            settings.LEDGER_KEY = secret
            if kept is not None:
                memory.remember(kept)
            transaction.savepoint_rollback(point)
            queries.forget_head()


def build(number: int, *, rng: random.Random, copies: int = 0, heads: int = 25) -> City:
    """Return a city of `number` reports in all states, made by the product's own acts, each copied `copies` times, in a signed log."""
    for nth in range(number):
        make.report(state=STATES[nth % len(STATES)], visibility="private" if nth % 7 == 3 else "public")
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    for table in GUARDED:
        sql(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    with connection.cursor() as cursor:
        cursor.execute(UNGUARDED)
    _copy(copies)
    facts = sorted(
        outbox.some(list(Event.objects.values_list("id", flat=True))).values(), key=lambda fact: (fact.tx, fact.id)
    )
    for start in range(0, len(facts), heads):
        consumer.apply(facts[start : start + heads])
        assert sign().trouble == ""
    last = facts[-1]
    Cursor.objects.update_or_create(name="ledger", defaults={"tx": last.tx, "event": last.id})
    city = City(rng, size=len(facts))
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT r.code, e.version, e.kind, l."index" FROM reports_event e JOIN reports_report r ON r.id = e.report_id'
            ' JOIN ledger_leaf l ON l.event_id = e.id ORDER BY l."index"'
        )
        for code, version, kind, leaf in cursor.fetchall():
            city.reports.setdefault(code, []).append((version, kind, leaf))
    return city


def _copy(times: int) -> None:
    """Have each report that is there some more times, with its history and photos, under other codes."""
    columns = {}
    for table in ("reports_report", "reports_event", "reports_photo"):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND is_generated = 'NEVER'"
                " AND table_schema = current_schema()",
                [table],
            )
            columns[table] = [name for (name,) in cursor.fetchall()]
    with transaction.atomic():
        reports, events = value("SELECT max(id) FROM reports_report"), value("SELECT max(id) FROM reports_event")
        for nth in range(1, times + 1):
            changed = {
                "reports_report": {
                    "id": f"id + {reports * nth}",
                    "code": f"code || '-{nth}'",
                    "parent_id": f"parent_id + {reports * nth}",
                },
                "reports_event": {"id": f"id + {events * nth}", "report_id": f"report_id + {reports * nth}"},
                "reports_photo": {"id": "gen_random_uuid()", "report_id": f"report_id + {reports * nth}"},
            }
            for table, own in changed.items():
                names = ", ".join(columns[table])
                values = ", ".join(own.get(name, name) for name in columns[table])
                key = "report_id" if table == "reports_photo" else "id"
                last = events if table == "reports_event" else reports
                sql(f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} WHERE {key} <= {last}")
