"""How far the log of events is complete, rebuilt cursors, and who is at work."""

from django.db import migrations, models

HORIZON = """
CREATE FUNCTION tanggap_horizon() RETURNS bigint LANGUAGE sql STABLE AS
  'SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint';
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0001_cursors")]

    operations = [
        migrations.RunSQL(HORIZON, "DROP FUNCTION tanggap_horizon()"),
        migrations.AddField("cursor", "rebuild_to", models.BigIntegerField(null=True)),
        migrations.CreateModel(
            name="Heartbeat",
            fields=[
                ("name", models.TextField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
            ],
        ),
    ]
