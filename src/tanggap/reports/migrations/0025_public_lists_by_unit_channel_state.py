"""Public lists narrowed by unit, channel or state, and of closures within ten minutes, however rare: built without a lock."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

PUBLIC = models.Q(("visibility", "public"))


def _recent(column):
    return AddIndexConcurrently(
        "report",
        models.Index(fields=[column, "-received_at", "-id"], name=f"reports_{column}_recent", condition=PUBLIC),
    )


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("reports", "0024_moderation")]

    operations = [
        _recent("unit"),
        _recent("channel"),
        _recent("state"),
        migrations.RunSQL(
            "CREATE INDEX CONCURRENTLY reports_fast_recent ON reports_report (received_at DESC, id DESC)"
            " WHERE visibility = 'public' AND closed_at - received_at <= interval '10 minutes'",
            "DROP INDEX CONCURRENTLY reports_fast_recent",
        ),
    ]
