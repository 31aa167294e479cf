"""A reporter is found by the address at the channel, too. Gentle on a busy table: a column without a value, an index beside the traffic."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("reports", "0017_partners_among_the_roles")]

    operations = [
        migrations.AddField("identity", "handle_index", models.BinaryField(null=True)),
        AddIndexConcurrently(
            "identity",
            models.Index(
                condition=models.Q(("handle_index__isnull", False)), fields=["handle_index"], name="reports_by_handle"
            ),
        ),
    ]
