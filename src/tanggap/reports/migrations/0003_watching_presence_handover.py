"""Who follows a report, who has it open, what one shift leaves to the next; photos of internal notes."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

ROLES = [("before", "Before"), ("after", "After"), ("check", "Field check"), ("note", "To an internal note")]


class Migration(migrations.Migration):
    dependencies = [("reports", "0002_invariants"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.AlterField("photo", "role", models.TextField(choices=ROLES)),
        migrations.CreateModel(
            name="Presence",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "staff_id", "report_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("seen_at", models.DateTimeField()),
                (
                    "report",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="reports.report",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"indexes": [models.Index(fields=["report"], name="reports_presence_of_report")]},
        ),
        migrations.RunSQL("ALTER TABLE reports_presence SET UNLOGGED", "ALTER TABLE reports_presence SET LOGGED"),
        migrations.CreateModel(
            name="Watch",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "staff_id", "report_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("since", models.DateTimeField()),
                (
                    "report",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="reports.report",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"indexes": [models.Index(fields=["report"], name="reports_watch_of_report")]},
        ),
        migrations.CreateModel(
            name="Handover",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", models.TextField(unique=True)),
                ("began_at", models.DateTimeField()),
                ("given_at", models.DateTimeField()),
                ("note", models.TextField(blank=True, default="")),
                ("items", models.JSONField(default=list)),
                ("acknowledged_at", models.DateTimeField(null=True)),
                (
                    "acknowledged_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "giver",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "receiver",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.unit",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["unit", "-id"], name="reports_handover_of_unit"),
                    models.Index(fields=["giver", "-id"], name="reports_handover_of_giver"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(acknowledged_by__isnull=True, acknowledged_at__isnull=True)
                        | models.Q(acknowledged_by__isnull=False, acknowledged_at__isnull=False),
                        name="reports_handover_acknowledged_by_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(acknowledged_by__isnull=True) | ~models.Q(acknowledged_by=models.F("giver")),
                        name="reports_handover_taken_by_another",
                    ),
                ],
            },
        ),
    ]
