"""What was solved last in an area, for its page: four index entries an area instead of half a year of reports. Built without a lock."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("reports", "0025_public_lists_by_unit_channel_state")]

    operations = [
        AddIndexConcurrently(
            "report",
            models.Index(
                fields=["area", "-closed_at", "-id"],
                name="reports_area_solved",
                condition=models.Q(("outcome", "solved"), ("visibility", "public")),
            ),
        ),
    ]
