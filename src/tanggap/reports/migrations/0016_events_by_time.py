"""What somebody did in a shift is found by its time: a tiny index, for events are written in that order."""

from django.db import migrations


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("reports", "0015_notes_that_name_people")]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX CONCURRENTLY reports_event_at ON reports_event USING brin (at) WITH (pages_per_range = 16)",
            "DROP INDEX CONCURRENTLY reports_event_at",
        ),
    ]
