"""Part-tasks of other units on one report, the links to them, instructions; columns that the report keeps of them."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0002_audit"),
        ("catalog", "0001_what_can_be_reported"),
        ("places", "0001_areas"),
        ("reports", "0003_watching_presence_handover"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Instruction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.IntegerField()),
                ("text", models.TextField()),
                ("due_at", models.DateTimeField(null=True)),
                ("given_at", models.DateTimeField()),
                ("read_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Task",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("number", models.IntegerField()),
                ("request", models.TextField()),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("asked", "Asked"),
                            ("accepted", "Accepted"),
                            ("answered", "Done"),
                            ("declined", "Declined"),
                            ("handed_back", "Handed back"),
                            ("withdrawn", "Withdrawn"),
                        ]
                    ),
                ),
                ("version", models.IntegerField()),
                ("asked_version", models.IntegerField()),
                ("asked_at", models.DateTimeField()),
                ("accept_due_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("is_due_by_hand", models.BooleanField(default=False)),
                ("accepted_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("answer", models.TextField(blank=True, default="")),
                (
                    "reason",
                    models.TextField(
                        blank=True,
                        choices=[
                            ("not_ours", "Outside our competence"),
                            ("not_our_area", "Outside our area"),
                            ("no_capacity", "No people or equipment in time"),
                            ("needs_budget", "Needs a budget that is not there"),
                            ("needs_permit", "Needs a permit or another body first"),
                            ("not_there", "Nothing found on the spot"),
                            ("unclear", "It is not clear what to do"),
                        ],
                        default="",
                    ),
                ),
                ("explanation", models.TextField(blank=True, default="")),
                ("counter_due_at", models.DateTimeField(null=True)),
                ("is_final", models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name="TaskLink",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("nonce", models.BinaryField()),
                ("holder", models.TextField()),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name="report",
            name="handed_back",
            field=models.IntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="report",
            name="open_tasks",
            field=models.IntegerField(db_default=0, default=0),
        ),
        migrations.AlterField(
            model_name="photo",
            name="role",
            field=models.TextField(
                choices=[
                    ("before", "Before"),
                    ("after", "After"),
                    ("check", "Field check"),
                    ("task", "Part of another unit"),
                    ("note", "To an internal note"),
                ]
            ),
        ),
        migrations.AlterField(
            model_name="report",
            name="outcome",
            field=models.TextField(
                blank=True,
                choices=[
                    ("solved", "Solved and checked"),
                    ("refused", "Refused"),
                    ("referred", "Referred to another body"),
                    ("unsolved", "Cannot be solved"),
                    ("duplicate", "Part of another report"),
                    ("closed_elsewhere", "Closed in the earlier system, not checked here"),
                ],
                default="",
            ),
        ),
        migrations.AlterField(
            model_name="report",
            name="state",
            field=models.TextField(
                choices=[
                    ("received", "Waiting"),
                    ("coordinating", "Coordination"),
                    ("dispositioned", "Disposition"),
                    ("in_progress", "In progress"),
                    ("awaiting_reporter", "Waiting for the reporter"),
                    ("awaiting_validation", "Waiting for validation"),
                    ("follow_up_rejected", "Follow-up rejected"),
                    ("resolved", "Resolved"),
                    ("reopened", "Reopened"),
                    ("rejected", "Rejected"),
                    ("referred", "Referred to another body"),
                    ("unsolved", "Cannot be solved"),
                    ("merged", "Merged"),
                    ("archived", "Archived"),
                ]
            ),
        ),
        AddConstraintNotValid(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("open_tasks", 0),
                    models.Q(
                        ("open_tasks__gt", 0),
                        (
                            "state__in",
                            [
                                "awaiting_reporter",
                                "coordinating",
                                "dispositioned",
                                "follow_up_rejected",
                                "in_progress",
                                "received",
                                "reopened",
                            ],
                        ),
                    ),
                    _connector="OR",
                ),
                name="reports_report_closes_without_tasks",
            ),
        ),
        AddConstraintNotValid(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(("handed_back__gte", 0)), name="reports_report_handed_back_counts"
            ),
        ),
        migrations.AddField(
            model_name="instruction",
            name="given_by",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="instruction",
            name="officer",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="instruction",
            name="read_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="instruction",
            name="report",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reports.report"
            ),
        ),
        migrations.AddField(
            model_name="instruction",
            name="unit",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.unit"
            ),
        ),
        migrations.AddField(
            model_name="task",
            name="asked_by",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.unit"
            ),
        ),
        migrations.AddField(
            model_name="task",
            name="counter_unit",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.unit",
            ),
        ),
        migrations.AddField(
            model_name="task",
            name="decider",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.unit",
            ),
        ),
        migrations.AddField(
            model_name="task",
            name="replaces",
            field=models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reports.task"
            ),
        ),
        migrations.AddField(
            model_name="task",
            name="report",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reports.report"
            ),
        ),
        migrations.AddField(
            model_name="task",
            name="unit",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.unit"
            ),
        ),
        migrations.AddField(
            model_name="tasklink",
            name="task",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reports.task"
            ),
        ),
        migrations.AddIndex(
            model_name="instruction",
            index=models.Index(
                condition=models.Q(("officer__isnull", False)),
                fields=["officer", "-given_at"],
                name="reports_instruction_of",
            ),
        ),
        migrations.AddConstraint(
            model_name="instruction",
            constraint=models.UniqueConstraint(fields=("report", "version"), name="reports_instruction_by_event"),
        ),
        migrations.AddConstraint(
            model_name="instruction",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="reports_instruction_says_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="instruction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("read_at__isnull", True), ("read_by__isnull", True)),
                    models.Q(("read_at__isnull", False), ("read_by__isnull", False)),
                    _connector="OR",
                ),
                name="reports_instruction_read_by_somebody",
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(("state__in", ["accepted", "asked"])),
                fields=["unit", "due_at", "id"],
                name="reports_task_of_unit",
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(("state__in", ["accepted", "asked"])),
                fields=["asked_by", "due_at", "id"],
                name="reports_task_by_unit",
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(("state__in", ["declined", "handed_back"])),
                fields=["asked_by", "-closed_at"],
                name="reports_task_refused",
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(("decider__isnull", False)),
                fields=["decider", "closed_at", "id"],
                name="reports_task_to_decide",
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", False)),
                fields=["unit", "-closed_at", "-id"],
                name="reports_task_done",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.UniqueConstraint(fields=("report", "number"), name="reports_task_number"),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["accepted", "asked"])),
                fields=("report", "unit"),
                name="reports_task_once_a_unit",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(("unit", models.F("asked_by")), _negated=True), name="reports_task_not_oneself"
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(("accept_due_at__gt", models.F("asked_at")), ("due_at__gt", models.F("asked_at"))),
                name="reports_task_due_later",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("accepted_at__isnull", True), ("closed_at__isnull", True), ("state", "asked")),
                    models.Q(("accepted_at__isnull", False), ("closed_at__isnull", True), ("state", "accepted")),
                    models.Q(
                        ("accepted_at__isnull", False),
                        ("closed_at__isnull", False),
                        ("state__in", ["answered", "handed_back"]),
                    ),
                    models.Q(("accepted_at__isnull", True), ("closed_at__isnull", False), ("state", "declined")),
                    models.Q(("closed_at__isnull", False), ("state", "withdrawn")),
                    _connector="OR",
                ),
                name="reports_task_times_fit_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "answered"), models.Q(("answer", ""), _negated=True)),
                    models.Q(models.Q(("state", "answered"), _negated=True), ("answer", "")),
                    _connector="OR",
                ),
                name="reports_task_answered_in_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        (
                            "reason__in",
                            [
                                "not_ours",
                                "not_our_area",
                                "no_capacity",
                                "needs_budget",
                                "needs_permit",
                                "not_there",
                                "unclear",
                            ],
                        ),
                        ("state__in", ["declined", "handed_back"]),
                        models.Q(("explanation", ""), _negated=True),
                    ),
                    models.Q(models.Q(("state__in", ["declined", "handed_back"]), _negated=True), ("reason", "")),
                    _connector="OR",
                ),
                name="reports_task_refused_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("counter_due_at__isnull", True), ("counter_unit__isnull", True)),
                    ("state", "declined"),
                    _connector="OR",
                ),
                name="reports_task_counter_of_a_refusal",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(("decider__isnull", True), ("state", "handed_back"), _connector="OR"),
                name="reports_task_decided_once_back",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_final", False),
                    models.Q(("state__in", ["declined", "handed_back"]), _negated=True),
                    _connector="OR",
                ),
                name="reports_task_final_is_done",
            ),
        ),
        migrations.AddConstraint(
            model_name="tasklink",
            constraint=models.UniqueConstraint(
                condition=models.Q(("revoked_at__isnull", True)), fields=("task",), name="reports_task_link_one_lives"
            ),
        ),
        migrations.AddConstraint(
            model_name="tasklink",
            constraint=models.CheckConstraint(
                condition=models.Q(("expires_at__gt", models.F("made_at"))), name="reports_task_link_expires"
            ),
        ),
    ]
