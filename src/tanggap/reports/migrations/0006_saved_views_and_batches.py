"""Views that people make for themselves or their unit, and acts on many reports with what came of each."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q
from django.db.models.functions import Lower

ROLES = [
    ("intake", "Intake"),
    ("officer", "Officer"),
    ("supervisor", "Supervisor"),
    ("validator", "Validator"),
    ("leader", "Leader"),
    ("analyst", "Analyst"),
    ("operator", "Operator"),
]
STATES = [("draft", "Preview"), ("running", "At work"), ("done", "Done"), ("stopped", "Stopped")]
OUTCOMES = [("", "Waiting"), ("done", "Done"), ("refused", "Refused"), ("failed", "Failed")]


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0002_audit"),
        ("reports", "0005_part_tasks_guarded"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SavedView",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.TextField()),
                ("query", models.TextField()),
                ("position", models.IntegerField(default=0)),
                ("role", models.TextField(blank=True, choices=ROLES, default="")),
                ("made_at", models.DateTimeField()),
                (
                    "owner",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="agencies.unit",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["unit"], name="reports_savedview_of_unit", condition=Q(unit__isnull=False))
                ],
                "constraints": [
                    models.UniqueConstraint("owner", Lower("name"), name="reports_savedview_name_once"),
                    models.CheckConstraint(
                        condition=Q(role="") | Q(unit__isnull=False), name="reports_savedview_role_in_a_unit"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Batch",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("act", models.TextField()),
                ("arguments", models.JSONField(default=dict)),
                ("language", models.TextField()),
                ("state", models.TextField(choices=STATES, default="draft")),
                ("query", models.TextField(blank=True, default="")),
                ("total", models.IntegerField()),
                ("made_at", models.DateTimeField()),
                ("begun_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "staff",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["staff", "-made_at"], name="reports_batch_of_staff"),
                    models.Index(fields=["made_at"], name="reports_batch_draft", condition=Q(state="draft")),
                ],
            },
        ),
        migrations.CreateModel(
            name="BatchItem",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "batch_id", "number", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.IntegerField()),
                ("version", models.IntegerField()),
                ("foreseen", models.TextField(blank=True, default="")),
                ("outcome", models.TextField(blank=True, choices=OUTCOMES, default="")),
                ("reason", models.TextField(blank=True, default="")),
                ("at", models.DateTimeField(null=True)),
                (
                    "batch",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="reports.batch",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reports.report",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["batch", "number"], name="reports_batchitem_waiting", condition=Q(outcome=""))
                ],
                "constraints": [
                    models.UniqueConstraint(fields=["batch", "report"], name="reports_batchitem_once"),
                ],
            },
        ),
    ]
