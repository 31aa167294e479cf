"""What is to be said to whom."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("reports", "0002_invariants"),
    ]

    operations = [
        migrations.CreateModel(
            name="OutboundMessage",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("event", models.BigIntegerField()),
                ("template", models.TextField()),
                ("language", models.TextField()),
                (
                    "way",
                    models.TextField(choices=[("email", "E-mail"), ("phone", "Telephone"), ("page", "Private page")]),
                ),
                (
                    "state",
                    models.TextField(
                        choices=[("waiting", "Waiting"), ("sent", "Sent"), ("failed", "Failed"), ("none", "Not sent")],
                        default="waiting",
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reports.report"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("state", "waiting")), fields=["id"], name="notify_waiting")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("event", "report", "template"), name="notify_message_once_an_event")
                ],
            },
        ),
    ]
