"""Where a person is named in notes is found by an index of these notes alone, built while the city works."""

from django.db import migrations

INDEX = """
CREATE INDEX CONCURRENTLY IF NOT EXISTS reports_event_mentions ON reports_event USING gin ((payload -> 'mentions') jsonb_path_ops)
WHERE kind = 'reports.note' AND payload ? 'mentions'
"""


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("reports", "0014_what_falls_due")]

    operations = [migrations.RunSQL(INDEX, "DROP INDEX CONCURRENTLY IF EXISTS reports_event_mentions")]
