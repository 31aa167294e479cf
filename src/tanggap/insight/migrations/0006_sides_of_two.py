"""Numbers of two things at once have rows of their own, times are kept where they add up. The consumer counts everything anew."""

from django.db import migrations, models

COUNT_ANEW = """
TRUNCATE insight_tally, insight_standing, insight_cell, insight_took, insight_waiting;
DELETE FROM core_parked WHERE name = 'insight';
UPDATE core_cursor SET tx = 0, event = 0, rebuild_to = tanggap_horizon() WHERE name = 'insight';
"""
FULL = models.Q(grain="df")


class Migration(migrations.Migration):
    dependencies = [("insight", "0005_cells_by_unit_and_channel")]

    operations = [
        migrations.RunSQL(COUNT_ANEW, COUNT_ANEW),
        migrations.AddIndex(
            "cell",
            models.Index(
                fields=["unit", "grain", "on"],
                condition=models.Q(grain__in=["yf", "mf", "df"]),
                name="insight_cell_by_unit",
            ),
        ),
        migrations.AddIndex(
            "took",
            models.Index(
                fields=["area", "on"],
                include=["category", "unit", "channel", "is_public", "course", "bucket", "reports"],
                condition=FULL,
                name="insight_took_by_area",
            ),
        ),
        migrations.AddIndex(
            "took",
            models.Index(
                fields=["category", "on"],
                include=["area", "unit", "channel", "is_public", "course", "bucket", "reports"],
                condition=FULL,
                name="insight_took_by_category",
            ),
        ),
        migrations.AddIndex("took", models.Index(fields=["unit", "on"], condition=FULL, name="insight_took_by_unit")),
    ]
