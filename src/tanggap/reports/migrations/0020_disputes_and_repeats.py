"""A closure can be disputed with a photo, opened again by the unit above, and compared with what was solved at the same spot before."""

from django.db import migrations, models

ROLES = [
    ("before", "Before"),
    ("after", "After"),
    ("check", "Field check"),
    ("task", "Part of another unit"),
    ("note", "To an internal note"),
    ("dispute", "With a dispute"),
]
MOVE = "('feedback.grant_reopen', 'resolved', 'reopened')"


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("reports", "0019_desk_counts_from_the_index")]

    operations = [
        migrations.RunSQL(
            f"INSERT INTO reports_move (door, state_from, state_to) VALUES {MOVE} ON CONFLICT DO NOTHING",
            f"DELETE FROM reports_move WHERE (door, state_from, state_to) = {MOVE}",
        ),
        migrations.AlterField("photo", "role", models.TextField(choices=ROLES)),
        migrations.RunSQL(
            "CREATE INDEX CONCURRENTLY reports_solved_point ON reports_report USING gist (point(lon, lat))"
            " WHERE outcome = 'solved' AND state IN ('resolved', 'archived')",
            "DROP INDEX CONCURRENTLY reports_solved_point",
        ),
    ]
