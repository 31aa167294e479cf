"""What is done to one report: to its events, its photos, and what was said first."""

from django.db import connection
from tests.ledger.tampering.city import MINE, City, Where, sql

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
