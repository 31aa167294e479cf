"""The index by which closed reports are archived holds every end; built beside the old one, without stopping anybody."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("reports", "0009_ends_guarded")]

    operations = [
        AddIndexConcurrently(
            "report",
            models.Index(
                condition=models.Q(state__in=["referred", "rejected", "resolved", "unsolved"]),
                fields=["closed_at", "id"],
                name="reports_closed_to_archive",
            ),
        ),
        RemoveIndexConcurrently("report", "reports_to_archive"),
    ]
