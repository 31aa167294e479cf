"""What somebody with all rights on the database can do to history, and a city to do it to.

An act of `ON_ONE` is done to one report or leaf, so that several can be done at once; one of `ON_ALL` to the whole log. Each returns where
it must be found.
"""

import base64
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from tests.factories import make
from tests.ledger.logs import TABLES, sign

from tanggap.core.models import Cursor
from tanggap.ledger import consumer, documents, memory, notes, queries, storing, tree
from tanggap.ledger.models import Head
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


# --- acts on one report -------------------------------------------------------------------------------------------

EVENT_FIELDS = (
    ("at", "at - interval '3 days'"),
    ("payload", 'payload || \'{"reason": "another"}\''),
    ("payload", 'payload || \'{"note": "only the staff reads it"}\''),
    ("payload", 'payload || \'{"message": "it was done at once"}\''),
    ("kind", "'reports.note', door = NULL, state_before = state_after"),
    ("actor_kind", "actor_kind || 'x'"),
    ("actor_staff_id", "coalesce(actor_staff_id, 0) + 1"),
    ("actor_unit_id", "coalesce(actor_unit_id, '') || 'x'"),
    ("unit_id", "unit_id || 'x'"),
    ("state_after", "state_after || 'x', kind = 'reports.start', door = 'reports.start'"),
    ("version", "version + 100, previous = version + 99"),
)
REPORT_FIELDS = (
    ("text", "text || ' (sudah beres)'"),
    ("details", "details || '{\"pole\": \"x\"}'"), ("language", "'en'"), ("channel_id", "channel_id || 'x'"),
    ("origin", "'import'"), ("received_at", "received_at + interval '1 hour'"), ("occurred_at", "received_at - interval '9 days'"),
    ("category_id", "category_id || 'x'"), ("area_id", "area_id || 'x'"), ("lon", "lon + 0.001"), ("address", "address || ' no. 9'"),
    ("unit_id", "unit_id || 'x'"), ("visibility", "CASE visibility WHEN 'public' THEN 'private' ELSE 'public' END"),
    ("version", "version + 1"), ("state", "state || 'x'"), ("code", "code || 'x'"),
)  # fmt: skip
PHOTO_FIELDS = (
    ("sha256", "repeat('0', 64)"), ("position", "position + 50"), ("version", "version + 50"), ("role", "role || 'x'"),
    ("original", "replace(original, '.original', '.shown.jpg')"), ("shown", "original"),
)  # fmt: skip


def event_edited(city: City, used: set[str]) -> Where:
    code, version, _kind, _leaf = city.pick(used)
    name, made = city.rng.choice(EVENT_FIELDS)
    sql(
        f"UPDATE reports_event SET {name} = {made} WHERE version = %s AND {MINE}",
        version,
        code,
    )
    return Where(code)


def report_edited(city: City, used: set[str]) -> Where:
    code, *_ = city.pick(used)
    name, made = city.rng.choice(REPORT_FIELDS)
    sql(f"UPDATE reports_report SET {name} = {made} WHERE code = %s", code)
    return Where(code + "x" if name == "code" else code)


def photo_edited(city: City, used: set[str]) -> Where:
    code, _version, photo = _photo(city, used)
    name, made = city.rng.choice(PHOTO_FIELDS)
    sql(f"UPDATE reports_photo SET {name} = {made} WHERE id = %s", photo)
    return Where(code)


def photo_dropped(city: City, used: set[str]) -> Where:
    code, version, photo = _photo(city, used)
    sql("DELETE FROM reports_photo WHERE id = %s", photo)
    return Where(code, version)


def photo_added(city: City, used: set[str]) -> Where:
    code, version, photo = _photo(city, used)
    sql("UPDATE reports_photo SET report_id = (SELECT id FROM reports_report WHERE code = %s), version = 1, role = 'check', position = 9"
        " WHERE id = %s", city.pick(used)[0], photo)  # fmt: skip
    return Where(code, version)


def _photo(city: City, used: set[str]) -> tuple[str, int, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT r.code, p.version, p.id FROM reports_photo p JOIN reports_report r ON r.id = p.report_id ORDER BY r.code, p.version"
        )
        rows = [row for row in cursor.fetchall() if row[0] not in used and row[0] in city.reports]
    found = city.rng.choice(rows)
    used.add(found[0])
    return found[0], found[1], str(found[2])


def event_dropped(city: City, used: set[str]) -> Where:
    code, version, _kind, leaf = city.pick(used)
    sql(
        f"DELETE FROM reports_event WHERE version = %s AND {MINE}",
        version,
        code,
    )
    return Where(leaf=leaf)


def last_event_dropped(city: City, used: set[str]) -> Where:
    """The last act of a report never was, and the report's row says so, too."""
    code, *_ = city.pick(used)
    version, _kind, leaf = city.reports[code][-1]
    sql(
        f"DELETE FROM reports_event WHERE version = %s AND {MINE}",
        version,
        code,
    )
    sql("UPDATE reports_report r SET version = e.version, state = e.state_after, unit_id = e.unit_id FROM reports_event e"
        " WHERE e.report_id = r.id AND e.version = %s AND r.code = %s", version - 1, code)  # fmt: skip
    return Where(leaf=leaf)


def report_dropped(city: City, used: set[str]) -> Where:
    code, *_ = city.pick(used)
    for table in ("reports_event", "reports_photo", "ledger_seed", "ledger_kept"):
        sql(f"DELETE FROM {table} WHERE {MINE}", code)
    sql("DELETE FROM reports_report WHERE code = %s", code)
    return Where(leaf=city.reports[code][0][2])


def event_added(city: City, used: set[str]) -> Where:
    """An act that never was stands in a report's past, below what the log has read."""
    code, *_ = city.pick(used)
    last = city.reports[code][-1][0]
    sql(
        "INSERT INTO reports_event"
        " (id, report_id, version, previous, kind, state_before, state_after, unit_id, actor_kind, at, payload, tx)"
        " SELECT (SELECT min(id) FROM reports_event) - 1, report_id, version + 1, version, 'reports.note', state_after, state_after,"
        f" unit_id, actor_kind, at, '{{}}', tx - 1 FROM reports_event WHERE version = %s AND {MINE}",
        last,
        code,
    )
    sql("UPDATE reports_report SET version = version + 1 WHERE code = %s", code)
    return Where(code, last + 1)


def events_swapped(city: City, used: set[str]) -> Where:
    """One event of a report tells what another one told."""
    code, *_ = city.pick(used)
    version, _kind, _leaf = city.rng.choice(city.reports[code][:-1] or city.reports[code])
    sql(
        "UPDATE reports_event e SET payload = o.payload || '{\"swapped\": 1}', at = o.at + interval '1 second', actor_kind = o.actor_kind"
        f" FROM reports_event o WHERE e.version = %s AND o.version = %s AND o.report_id = e.report_id AND e.{MINE}",
        version,
        city.reports[code][-1][0],
        code,
    )
    return Where(code, version)


def seed_changed(city: City, used: set[str]) -> Where:
    code, *_ = city.pick(used)
    column = city.rng.choice(["seed", "personal"])
    sql(
        f"UPDATE ledger_seed SET {column} = sha256({column}) WHERE {MINE}",
        code,
    )
    return Where(code)


def kept_changed(city: City, used: set[str]) -> Where:
    code, *_ = city.pick(used)
    sql(
        f"UPDATE ledger_kept SET facts = jsonb_set(facts, '{{area}}', to_jsonb('elsewhere'::text)) WHERE {MINE}",
        code,
    )
    return Where(code)


# --- acts on the log ----------------------------------------------------------------------------------------------


def leaf_edited(city: City, used: set[str]) -> Where:
    leaf = _leaf(city, used)
    sql('UPDATE ledger_leaf SET entry = set_byte(entry, 9, get_byte(entry, 9) # 1) WHERE "index" = %s', leaf)
    return Where(leaf=leaf)


def leaf_rewritten(city: City, used: set[str]) -> Where:
    leaf = _leaf(city, used)
    sql('UPDATE ledger_leaf SET entry = set_byte(entry, 9, get_byte(entry, 9) # 1) WHERE "index" = %s', leaf)
    sql("UPDATE ledger_leaf SET hash = sha256('\\x00'::bytea || entry) WHERE \"index\" = %s", leaf)
    return Where(leaf=leaf)


def hash_flipped(city: City, used: set[str]) -> Where:
    leaf = _leaf(city, used)
    sql('UPDATE ledger_leaf SET hash = set_byte(hash, 3, get_byte(hash, 3) # 16) WHERE "index" = %s', leaf)
    return Where(leaf=leaf)


def leaf_dropped(city: City, used: set[str]) -> Where:
    leaf = _leaf(city, used)
    sql('DELETE FROM ledger_leaf WHERE "index" = %s', leaf)
    return Where(leaf=leaf)


def leaves_swapped(city: City, used: set[str]) -> Where:
    one, other = _leaf(city, used), _leaf(city, used)
    with connection.cursor() as cursor:
        cursor.execute('SELECT "index", event_id, entry, hash FROM ledger_leaf WHERE "index" IN (%s, %s)', [one, other])
        rows = {index: rest for index, *rest in cursor.fetchall()}
    sql('DELETE FROM ledger_leaf WHERE "index" IN (%s, %s)', one, other)
    for index, source in ((one, other), (other, one)):
        sql(
            'INSERT INTO ledger_leaf (epoch_id, "index", event_id, entry, hash) VALUES (1, %s, %s, %s, %s)',
            index,
            *rows[source],
        )
    return Where(leaf=one)


def leaf_of_another_event(city: City, used: set[str]) -> Where:
    """The leaf stays, and is said to be about another event."""
    _code, _version, _kind, leaf = city.pick(used)
    sql('UPDATE ledger_leaf SET event_id = -%s WHERE "index" = %s', leaf + 1, leaf)
    return Where(leaf=leaf)


def tile_flipped(city: City, used: set[str]) -> Where:
    number = city.rng.randrange(city.size // 256)
    at = city.rng.randrange(8192)
    sql(
        "UPDATE ledger_tile SET hashes = set_byte(hashes, %s, get_byte(hashes, %s) # 4) WHERE level = 0 AND number = %s",
        at,
        at,
        number,
    )
    return Where(leaf=number * 256 + at // 32)


def tile_dropped(city: City, used: set[str]) -> Where:
    number = city.rng.randrange(city.size // 256)
    sql("DELETE FROM ledger_tile WHERE level = 0 AND number = %s", number)
    return Where(place=f"tile 0/{number}", leaf=number * 256)


def _leaf(city: City, used: set[str]) -> int:
    return city.pick(used)[3]


# --- acts on the whole --------------------------------------------------------------------------------------------


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


Act = Callable[[City, set[str]], Where]
ON_ONE: tuple[Act, ...] = (
    event_edited, event_edited, event_edited, report_edited, report_edited, photo_edited, photo_dropped, photo_added, event_dropped,
    last_event_dropped, report_dropped, event_added, events_swapped, seed_changed, kept_changed, leaf_edited, leaf_rewritten, hash_flipped,
    leaf_dropped, leaves_swapped, leaf_of_another_event, tile_flipped, tile_dropped,
)  # fmt: skip
ON_ALL: tuple[Act, ...] = (
    tail_cut,
    rolled_back,
    signed_by_another_key,
    rewritten_with_the_stolen_key,
    second_head_of_one_size,
)
