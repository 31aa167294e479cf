"""`tanggap bench seed` and `sweep`: many believable rows for measuring, straight by SQL, into an empty database only."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from tanggap.agencies import queries as agencies
from tanggap.catalog import queries as catalog
from tanggap.core import clock
from tanggap.core.ids import new_code
from tanggap.places import queries as places
from tanggap.places.city import city

REPORTS = """
INSERT INTO reports_report (code, state, version, unit_id, category_id, channel_id, area_id, lon, lat, address, text, details,
  language, visibility, origin, nonce, received_at, changed_at, answer_due_at, resolve_due_at, answered_at, claimed_at, closed_at,
  outcome, claim_version, field_required, verifier_id, breached, reopened_count, supporters)
SELECT c.code, s.state, s.version, office.code, category.code, channel.code, area.code,
  %(lon)s + (n %% 1000) * 0.0002, %(lat)s + (n / 1000 %% 1000) * 0.0002, '',
  'Laporan ukur nomor ' || n || ': ' || repeat('lampu jalan mati ', 4), '{}',
  'id', CASE WHEN n %% 97 = 0 THEN 'private' ELSE 'public' END, 'import',
  decode(md5(n::text), 'hex'), at, at + interval '2 day', at + interval '6 hour', at + interval '7 day',
  CASE WHEN s.version > 1 THEN at + interval '3 hour' END, CASE WHEN s.version > 2 THEN at + interval '1 day' END,
  CASE WHEN s.state = 'archived' THEN at + interval '2 day' END, CASE WHEN s.state = 'archived' THEN 'solved' ELSE '' END,
  CASE WHEN s.version > 2 THEN 3 END, false, CASE WHEN s.version > 2 THEN %(verifier)s END, 0, 0, n %% 7
FROM unnest(%(codes)s::text[]) WITH ORDINALITY AS c (code, number)
CROSS JOIN LATERAL (SELECT c.number::integer AS n) AS counted
CROSS JOIN LATERAL (SELECT %(now)s::timestamptz - (%(reports)s - n) * (%(days)s * interval '1 day' / %(reports)s) AS at) AS t
CROSS JOIN LATERAL (SELECT (%(areas)s::text[])[1 + (n::bigint * 7919) %% %(area_count)s] AS code) AS area
CROSS JOIN LATERAL (SELECT (%(offices)s::text[])[1 + (n::bigint * 7919) %% %(area_count)s] AS code) AS office
CROSS JOIN LATERAL (SELECT (%(categories)s::text[])[1 + (n::bigint * 104729) %% %(category_count)s] AS code) AS category
CROSS JOIN LATERAL (SELECT (%(channels)s::text[])[1 + n %% %(channel_count)s] AS code) AS channel
CROSS JOIN LATERAL (
  SELECT CASE WHEN n %% 5 > 0 THEN 'archived' WHEN n %% 3 = 0 THEN 'in_progress' ELSE 'received' END AS state,
         CASE WHEN n %% 5 > 0 THEN 5 WHEN n %% 3 = 0 THEN 2 ELSE 1 END AS version
) AS s
"""

EVENTS = """
INSERT INTO reports_event (report_id, version, previous, kind, door, state_before, state_after, unit_id, actor_kind, at, payload)
SELECT r.id, step.version, NULLIF(step.version - 1, 0), step.door, step.door, step.before, step.after, r.unit_id, 'system',
  r.received_at + step.version * interval '3 hour', jsonb_build_object('unit', r.unit_id)
FROM reports_report AS r
JOIN (VALUES
  (1, 'intake.accept', 'new', 'received'),
  (2, 'reports.start', 'received', 'in_progress'),
  (3, 'reports.claim_done', 'in_progress', 'awaiting_validation'),
  (4, 'verification.accept', 'awaiting_validation', 'resolved'),
  (5, 'feedback.archive', 'resolved', 'archived')
) AS step (version, door, before, after) ON step.version <= r.version
ORDER BY r.id, step.version
"""

SEARCH = """
INSERT INTO reports_search (report_id, received_at, words)
SELECT r.id, r.received_at, reports_search_words(
  r.code, r.text, r.address, r.language, r.category_id, r.area_id, r.unit_id, r.received_at, '{}')
FROM reports_report AS r ON CONFLICT (report_id) DO NOTHING
"""


# What a database that lives had done by itself long ago: its autovacuum sweeps such tables every hundredth of their rows.
SWEEP = "VACUUM (ANALYZE) reports_report, reports_event, reports_search"


class Command(BaseCommand):
    """Seed rows for `make bench`."""

    help = "Fill an empty database with many reports for measuring (bench seed --reports N), or sweep it before measuring (bench sweep)"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("verb", choices=["seed", "sweep"])
        parser.add_argument("--reports", type=int, default=100_000)
        parser.add_argument("--days", type=int, default=400, help="over how many days they came, up to now")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["verb"] == "seed":
            self._seed(options["reports"], options["days"])
        with connection.cursor() as cursor:
            cursor.execute(SWEEP)

    def _seed(self, reports: int, days: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT EXISTS (SELECT 1 FROM reports_report)")
            if cursor.fetchone()[0]:
                raise CommandError("This database already holds reports. Measuring needs its own: set TANGGAP_HOME.")
        self.stdout.write(f"seeding {reports} reports …")
        seed(reports, days)
        self.stdout.write("done")


@transaction.atomic
def seed(reports: int, days: int) -> None:
    """Write `reports` reports over the `days` up to now, four fifths of them closed with five events each.

    The triggers rest meanwhile, for speed; the rows obey the keys and the lifecycle all the same.
    """
    offices = {unit.area: unit.code for unit in agencies.units(kind="area_office")}
    areas = [area.code for area in places.areas() if area.is_leaf and area.code in offices]
    categories = [row.code for row in catalog.leaves() if not row.is_sensitive]
    channels = [row.code for row in catalog.channels()]
    lon, lat = city().centre
    codes = [new_code(city().prefix) for _ in range(reports)]
    values: dict[str, Any] = {
        "reports": reports, "days": days, "codes": codes, "now": clock.now(), "lon": lon - 0.1, "lat": lat - 0.1,
        "areas": areas, "area_count": len(areas),
        "offices": [offices[area] for area in areas], "categories": categories, "category_count": len(categories),
        "channels": channels, "channel_count": len(channels), "verifier": agencies.units(kind="verifier")[0].code,
    }  # fmt: skip
    with connection.cursor() as cursor:
        for table in ("reports_report", "reports_event"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(REPORTS, values)
        cursor.execute(EVENTS)
        cursor.execute(SEARCH)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("reports_report", "reports_event"):
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
