"""Each report knows the policy that its promise came from, and when the next rung of its ladder is reached."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0002_policies_have_versions"),
        ("reports", "0010_every_end_is_archived"),
    ]

    operations = [
        migrations.AddField(
            "report",
            "policy",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="catalog.policy",
            ),
        ),
        migrations.AddField("report", "policy_version", models.IntegerField(null=True)),
        migrations.AddField("report", "next_step_at", models.DateTimeField(null=True)),
        migrations.AddField("report", "steps_told", models.IntegerField(db_default=0, default=0)),
        migrations.AddField("report", "round", models.IntegerField(db_default=0, default=0)),
        migrations.AddField("report", "paused_seconds", models.BigIntegerField(db_default=0, default=0)),
        migrations.AddField("report", "extensions", models.IntegerField(db_default=0, default=0)),
        migrations.AddField("report", "extension_days", models.IntegerField(db_default=0, default=0)),
    ]
