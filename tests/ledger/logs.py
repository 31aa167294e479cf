"""A log of a test: events put into it and heads signed as the worker does it, in the test's own transaction."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from tanggap.ledger import documents, queries, signing, storing
from tanggap.ledger.consumer import apply
from tanggap.ledger.storing import Entry
from tanggap.reports import outbox
from tanggap.reports.models import Event


def log_events() -> None:
    """Put all events into the log that are not there: a test's own transaction is above the horizon of the cursors."""
    facts = list(outbox.some(list(Event.objects.values_list("id", flat=True))).values())
    apply(sorted(facts, key=lambda fact: (fact.tx, fact.id)))


def fill(count: int, *, start: int = 0) -> None:
    """Put entries without events into the log."""
    made = [
        Entry(None, documents.entry(number.to_bytes(32, "big"), at=number)) for number in range(start, start + count)
    ]
    storing.append(storing.begun().number, made)


def sign() -> signing.Look:
    """Look at the log once, and have the head read anew."""
    found = signing.look()
    queries.forget_head()
    return found


TABLES = ("epoch", "leaf", "tile", "head", "sealed", "seed", "kept")
HASHED = "CHECK (hash = sha256('\\x00'::bytea || entry)) NOT VALID"


@contextmanager
def superuser() -> Iterator[None]:
    """Do what only the owner of the tables or a superuser can: change what triggers and constraints guard."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for name in TABLES:
            cursor.execute(f"ALTER TABLE ledger_{name} DISABLE TRIGGER USER")
        cursor.execute("ALTER TABLE ledger_leaf DROP CONSTRAINT ledger_leaf_has_its_hash")
        yield
        cursor.execute(f"ALTER TABLE ledger_leaf ADD CONSTRAINT ledger_leaf_has_its_hash {HASHED}")
        for name in TABLES:
            cursor.execute(f"ALTER TABLE ledger_{name} ENABLE TRIGGER USER")


def attack(statement: str, *given: object) -> int:
    """Change the tables behind the product's back; return how many rows that were."""
    with superuser(), connection.cursor() as cursor:
        cursor.execute(statement, given)
        return int(cursor.rowcount)
