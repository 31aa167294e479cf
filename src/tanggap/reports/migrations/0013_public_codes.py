"""A code that is private and one that is nobody's cost the same look-up: neither stands in this index (promises.md P18)."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """On a busy table: made beside the writing."""

    atomic = False
    dependencies = [("reports", "0012_promises_guarded")]
    operations = [
        AddIndexConcurrently(
            model_name="report",
            index=models.Index(
                condition=models.Q(("visibility", "public")),
                fields=["code"],
                include=["version"],
                name="reports_public_code",
            ),
        ),
    ]
