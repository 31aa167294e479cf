"""Policies with versions, a ladder of escalation, and limits of extension. The present ones become version 1."""

import django.db.models.deletion
from django.db import migrations, models

KEEP = """
INSERT INTO catalog_policyversion
  (policy_id, version, since, answer_minutes, verify_minutes, resolve_minutes, is_working_time, escalation, extension)
SELECT code, version, now(), answer_minutes, verify_minutes, resolve_minutes, is_working_time, escalation, extension
FROM catalog_policy
"""


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0001_what_can_be_reported"),
    ]

    operations = [
        migrations.AddField("policy", "escalation", models.JSONField(db_default={}, default=dict)),
        migrations.AddField("policy", "extension", models.JSONField(db_default={}, default=dict)),
        migrations.AddField("policy", "version", models.IntegerField(db_default=1, default=1)),
        migrations.CreateModel(
            name="PolicyVersion",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "policy_id", "version", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("version", models.IntegerField()),
                ("since", models.DateTimeField()),
                ("answer_minutes", models.IntegerField()),
                ("verify_minutes", models.IntegerField()),
                ("resolve_minutes", models.IntegerField()),
                ("is_working_time", models.BooleanField()),
                ("escalation", models.JSONField(default=dict)),
                ("extension", models.JSONField(default=dict)),
                (
                    "policy",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalog.policy",
                    ),
                ),
            ],
        ),
        migrations.RunSQL(KEEP, migrations.RunSQL.noop),
    ]
