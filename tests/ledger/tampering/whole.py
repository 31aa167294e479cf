"""What is done to the whole log, with or without the city's own key."""

import base64
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db import connection
from tests.ledger.tampering.city import MINE, City, Where, sql

from tanggap.ledger import documents, notes, queries, storing, tree
from tanggap.ledger.models import Head


def tail_cut(city: City, _used: set[str]) -> Where:
    """The last leaves go, with their heads and tiles."""
    size = city.size - city.rng.randrange(1, city.size // 4)
    _cut(size)
    return Where(leaf=size, place=f"size {size}")


def rolled_back(city: City, _used: set[str]) -> Where:
    """The database is an older copy: events, leaves, tiles and heads end together at an older head. It goes on and is signed again."""
    head = city.rng.choice(list(Head.objects.order_by("size").values_list("size", flat=True))[1:-1])
    events = list(_events_from(head))
    _cut(head)
    for event in events:
        sql(
            "DELETE FROM reports_photo p USING reports_event e WHERE e.id = %s AND p.report_id = e.report_id AND p.version = e.version",
            event,
        )
        sql("DELETE FROM reports_event WHERE id = %s", event)
    sql("UPDATE reports_report r SET version = e.version, state = e.state_after, unit_id = e.unit_id FROM reports_event e"
        " WHERE e.report_id = r.id AND e.version = (SELECT max(version) FROM reports_event WHERE report_id = r.id)")  # fmt: skip
    return Where(leaf=head, place=f"size {head}")


def signed_by_another_key(city: City, _used: set[str]) -> Where:
    """History is signed anew by a key of the attacker's, who tells the database that it always was this one."""
    _resign(bytes([city.rng.randrange(256)]) * 32)
    return Where(place="head of", leaf=0)


def rewritten_with_the_stolen_key(city: City, used: set[str]) -> Where:
    """An event is edited, its leaf, tiles and every head since are made anew, and signed with the city's own key."""
    code, version, _kind, leaf = city.pick(used)
    while leaf + 300 > city.size - 1 and len(used) < len(city.reports) - 1:
        code, version, _kind, leaf = city.pick(used)
    sql(f"UPDATE reports_event SET at = at - interval '1 day' WHERE version = %s AND {MINE}",
        version, code)  # fmt: skip
    (found,) = documents.of_leaves(1, leaf, leaf + 1)
    sql('UPDATE ledger_leaf SET entry = %s, hash = %s WHERE "index" = %s', *_entry(found), leaf)
    _remake(settings.LEDGER_KEY)
    return Where(leaf=leaf)


def second_head_of_one_size(city: City, _used: set[str]) -> Where:
    """One of the newest heads is another one, with the city's own signature; the leaves are as they were."""
    row = Head.objects.order_by("-size").first()
    assert row is not None
    text = f"{queries.head().origin}\n{row.size}\n{base64.b64encode(bytes([city.rng.randrange(256)]) * 32).decode()}\n"
    note = notes.Signer(queries.head().origin, settings.LEDGER_KEY).sign(text)
    sql(
        "UPDATE ledger_head SET note = %s, root = %s WHERE size = %s", note, notes.Checkpoint.parse(text).root, row.size
    )
    sql("DELETE FROM ledger_cosignature WHERE size = %s", row.size)
    return Where(place=f"head of {row.size}", leaf=None)


def _cut(size: int) -> None:
    sql('DELETE FROM ledger_leaf WHERE "index" >= %s', size)
    sql("DELETE FROM ledger_tile WHERE (number + 1) * power(256, level + 1) > %s", size)
    if not Head.objects.filter(size=size).exists():
        root = storing.root(1, size)
        origin = queries.head().origin
        note = notes.Signer(origin, settings.LEDGER_KEY).sign(f"{origin}\n{size}\n{base64.b64encode(root).decode()}\n")
        sql(
            "INSERT INTO ledger_head (epoch_id, size, root, note, signed_at) VALUES (1, %s, %s, %s, now())",
            size,
            root,
            note,
        )
    sql("DELETE FROM ledger_head WHERE size > %s", size)
    sql("DELETE FROM ledger_cosignature WHERE size > %s", size)


def _events_from(size: int) -> Iterator[int]:
    with connection.cursor() as cursor:
        cursor.execute('SELECT event_id FROM ledger_leaf WHERE "index" >= %s', [size])
        yield from (event for (event,) in cursor.fetchall())


def _entry(found: Any) -> tuple[bytes, bytes]:
    entry = documents.entry(found.commitment, at=found.time if hasattr(found, "time") else 0)
    return entry, tree.leaf_hash(entry)


def _resign(secret: bytes) -> None:
    signer = notes.Signer(queries.head().origin, secret)
    sql("UPDATE ledger_epoch SET verifier = %s", signer.verifier.vkey)
    sql("DELETE FROM ledger_cosignature")
    for row in Head.objects.order_by("size"):
        sql("UPDATE ledger_head SET note = %s WHERE size = %s", signer.sign(notes.Note.parse(row.note).text), row.size)


def _remake(secret: bytes) -> None:
    """Make all tiles and heads anew from the leaves as they are now."""
    sizes = set(Head.objects.values_list("size", flat=True))
    sql("DELETE FROM ledger_tile")
    sql("DELETE FROM ledger_cosignature")
    hashes = storing.leaf_hashes(1, 0, max(sizes))
    storing._fill(1, 0, 0, hashes)
    origin, line = queries.head().origin, tree.Frontier()
    signer = notes.Signer(origin, secret)
    for size, hashed in enumerate(hashes, 1):
        line.push(hashed)
        if size in sizes:
            text = f"{origin}\n{size}\n{base64.b64encode(line.root()).decode()}\n"
            sql("UPDATE ledger_head SET root = %s, note = %s WHERE size = %s", line.root(), signer.sign(text), size)
