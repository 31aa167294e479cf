"""A unit's reports in the yearly planning are found without those that are closed; nobody objects to the same planning twice."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

ONCE = (
    "CREATE UNIQUE INDEX CONCURRENTLY reports_event_objected_once ON reports_event (report_id)"
    " WHERE door = 'feedback.appeal' AND state_before = 'planned'"
)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("reports", "0031_planning_can_be_objected_to")]

    operations = [
        AddIndexConcurrently(
            "report",
            models.Index(fields=["unit", "id"], name="reports_planned", condition=models.Q(state="planned")),
        ),
        migrations.RunSQL(ONCE, "DROP INDEX CONCURRENTLY reports_event_objected_once"),
    ]
