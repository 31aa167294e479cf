"""Ratings, requests to open a report again, what neighbours say, who was asked."""

import django.db.models.deletion
from django.db import migrations, models
from tanggap.core.tables import CreateTables


class Migration(migrations.Migration):
    initial = True
    replaces = [("feedback", "0001_ratings"), ("feedback", "0002_disputes_neighbours_surveys")]
    dependencies = [("agencies", "0001_tables"), ("reports", "0001_tables")]

    operations = [
        CreateTables(
            tables=[
                migrations.CreateModel(
                    name="Rating",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.IntegerField()),
                        ("score", models.IntegerField()),
                        ("comment", models.TextField(blank=True, default="")),
                        ("at", models.DateTimeField()),
                        (
                            "report",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reports.report",
                            ),
                        ),
                        ("child", models.TextField(blank=True, db_default="", default="")),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("score__gte", 1), ("score__lte", 4)), name="feedback_rating_score"
                            ),
                            models.UniqueConstraint(
                                fields=("report", "version", "child"), name="feedback_rating_once_each"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Survey",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                        (
                            "closed",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reports.report",
                            ),
                        ),
                        ("version", models.IntegerField()),
                        ("event", models.BigIntegerField()),
                        (
                            "unit",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="agencies.unit",
                            ),
                        ),
                        ("asked_at", models.DateTimeField()),
                        ("reminded_at", models.DateTimeField(null=True)),
                        ("answered_at", models.DateTimeField(null=True)),
                        ("is_satisfied", models.BooleanField(null=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("closed", "version", "report"), name="feedback_survey_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("answered_at__isnull", True), ("is_satisfied__isnull", True)),
                                    models.Q(("answered_at__isnull", False), ("is_satisfied__isnull", False)),
                                    _connector="OR",
                                ),
                                name="feedback_silence_is_no_answer",
                            ),
                        ],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("answered_at__isnull", True), ("reminded_at__isnull", True)),
                                fields=["asked_at"],
                                name="feedback_survey_unanswered",
                            ),
                            models.Index(fields=["unit", "asked_at"], name="feedback_survey_of_unit"),
                            models.Index(fields=["asked_at"], name="feedback_survey_by_day"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Request",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                        ("version", models.IntegerField()),
                        (
                            "unit",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="agencies.unit",
                            ),
                        ),
                        (
                            "state",
                            models.TextField(
                                choices=[
                                    ("pending", "Waits for a decision"),
                                    ("granted", "Granted"),
                                    ("refused", "Refused"),
                                ],
                                default="pending",
                            ),
                        ),
                        ("asked_at", models.DateTimeField()),
                        ("due_at", models.DateTimeField()),
                        ("overdue_at", models.DateTimeField(null=True)),
                        ("decided_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("report", "version"), name="feedback_request_once_a_closure"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("decided_at__isnull", True), ("state", "pending")),
                                    models.Q(
                                        models.Q(("state", "pending"), _negated=True), ("decided_at__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="feedback_request_decided_at_once",
                            ),
                        ],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "pending")),
                                fields=["unit", "due_at", "id"],
                                name="feedback_request_waiting",
                            ),
                            models.Index(
                                condition=models.Q(("overdue_at__isnull", True), ("state", "pending")),
                                fields=["due_at"],
                                name="feedback_request_to_tell",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Asker",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "request",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="feedback.request",
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
                        ("additions", models.IntegerField(default=0)),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("request", "report"), name="feedback_asker_once")
                        ],
                        "indexes": [models.Index(fields=["report", "at"], name="feedback_asker_of_report")],
                    },
                ),
                migrations.CreateModel(
                    name="Neighbour",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                        ("version", models.IntegerField()),
                        ("person", models.BinaryField()),
                        ("is_solved", models.BooleanField()),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("report", "version", "person"), name="feedback_neighbour_once_a_closure"
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
