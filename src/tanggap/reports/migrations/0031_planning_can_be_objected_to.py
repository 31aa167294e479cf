"""A reporter who does not want to wait for the yearly planning objects; the report goes back to coordination."""

from django.db import migrations

MOVE = "('feedback.appeal', 'planned', 'coordinating')"


class Migration(migrations.Migration):
    dependencies = [("reports", "0030_planned_guarded")]

    operations = [
        migrations.RunSQL(
            f"INSERT INTO reports_move (door, state_from, state_to) VALUES {MOVE}",
            f"DELETE FROM reports_move WHERE (door, state_from, state_to) = {MOVE}",
        ),
    ]
