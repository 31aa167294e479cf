"""Requests to open a report again, neighbours' answers, who was asked and answered; reporters of joined reports rate, too."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

STATES = [("pending", "Waits for a decision"), ("granted", "Granted"), ("refused", "Refused")]


def _report() -> models.ForeignKey:
    return models.ForeignKey(
        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reports.report"
    )


def _unit() -> models.ForeignKey:
    return models.ForeignKey(
        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.unit"
    )


ID = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))
ONCE = ["report", "version", "child"]


class Migration(migrations.Migration):
    atomic = False
    dependencies = [
        ("feedback", "0001_ratings"),
        ("reports", "0020_disputes_and_repeats"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("rating", "child", models.TextField(blank=True, db_default="", default="")),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "CREATE UNIQUE INDEX CONCURRENTLY feedback_rating_once_each ON feedback_rating (report_id, version, child)",
                    "DROP INDEX CONCURRENTLY IF EXISTS feedback_rating_once_each",
                ),
                migrations.RunSQL(
                    "ALTER TABLE feedback_rating ADD CONSTRAINT feedback_rating_once_each UNIQUE USING INDEX feedback_rating_once_each",
                    "ALTER TABLE feedback_rating DROP CONSTRAINT feedback_rating_once_each",
                ),
            ],
            state_operations=[
                migrations.AddConstraint(
                    "rating", models.UniqueConstraint(fields=ONCE, name="feedback_rating_once_each")
                ),
            ],
        ),
        migrations.RemoveConstraint("rating", "feedback_rating_once_a_closure"),
        migrations.CreateModel(
            name="Survey",
            fields=[
                ID,
                ("report", _report()),
                ("closed", _report()),
                ("version", models.IntegerField()),
                ("event", models.BigIntegerField()),
                ("unit", _unit()),
                ("asked_at", models.DateTimeField()),
                ("reminded_at", models.DateTimeField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("is_satisfied", models.BooleanField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["closed", "version", "report"], name="feedback_survey_once"),
                    models.CheckConstraint(
                        condition=Q(answered_at__isnull=True, is_satisfied__isnull=True)
                        | Q(answered_at__isnull=False, is_satisfied__isnull=False),
                        name="feedback_silence_is_no_answer",
                    ),
                ],
                "indexes": [
                    models.Index(
                        fields=["asked_at"],
                        name="feedback_survey_unanswered",
                        condition=Q(answered_at__isnull=True, reminded_at__isnull=True),
                    ),
                    models.Index(fields=["unit", "asked_at"], name="feedback_survey_of_unit"),
                    models.Index(fields=["asked_at"], name="feedback_survey_by_day"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Request",
            fields=[
                ID,
                ("report", _report()),
                ("version", models.IntegerField()),
                ("unit", _unit()),
                ("state", models.TextField(choices=STATES, default="pending")),
                ("asked_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("overdue_at", models.DateTimeField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["report", "version"], name="feedback_request_once_a_closure"),
                    models.CheckConstraint(
                        condition=Q(state="pending", decided_at__isnull=True)
                        | (~Q(state="pending") & Q(decided_at__isnull=False)),
                        name="feedback_request_decided_at_once",
                    ),
                ],
                "indexes": [
                    models.Index(
                        fields=["unit", "due_at", "id"], name="feedback_request_waiting", condition=Q(state="pending")
                    ),
                    models.Index(
                        fields=["due_at"],
                        name="feedback_request_to_tell",
                        condition=Q(state="pending", overdue_at__isnull=True),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Asker",
            fields=[
                ID,
                (
                    "request",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="feedback.request",
                    ),
                ),
                ("report", _report()),
                ("additions", models.IntegerField(default=0)),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["request", "report"], name="feedback_asker_once"),
                ],
                "indexes": [models.Index(fields=["report", "at"], name="feedback_asker_of_report")],
            },
        ),
        migrations.CreateModel(
            name="Neighbour",
            fields=[
                ID,
                ("report", _report()),
                ("version", models.IntegerField()),
                ("person", models.BinaryField()),
                ("is_solved", models.BooleanField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=["report", "version", "person"], name="feedback_neighbour_once_a_closure"
                    ),
                ],
            },
        ),
    ]
