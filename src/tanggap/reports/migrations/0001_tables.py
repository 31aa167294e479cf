"""Reports, their history and photos; the vault of reporters; part-tasks, searches, moderation and what the field app sends."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.text
import uuid
from django.conf import settings
from django.db import migrations, models
from tanggap.core.tables import CreateTables


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("reports", "0001_reports_events_vault"),
        ("reports", "0003_watching_presence_handover"),
        ("reports", "0004_part_tasks"),
        ("reports", "0006_saved_views_and_batches"),
        ("reports", "0010_every_end_is_archived"),
        ("reports", "0011_promises_by_policy"),
        ("reports", "0012_promises_guarded"),
        ("reports", "0013_public_codes"),
        ("reports", "0017_partners_among_the_roles"),
        ("reports", "0018_handles_in_the_vault"),
        ("reports", "0020_disputes_and_repeats"),
        ("reports", "0022_what_the_public_reads"),
        ("reports", "0025_public_lists_by_unit_channel_state"),
        ("reports", "0026_what_was_solved_last"),
        ("reports", "0030_planned_guarded"),
    ]
    dependencies = [("agencies", "0001_tables"), ("catalog", "0001_tables"), ("places", "0001_areas")]

    operations = [
        migrations.RunSQL(
            "CREATE FUNCTION tanggap_tx() RETURNS bigint LANGUAGE sql AS 'SELECT pg_current_xact_id()::text::bigint'",
            "DROP FUNCTION tanggap_tx()",
        ),
        CreateTables(
            tables=[
                migrations.CreateModel(
                    name="Report",
                    fields=[
                        ("id", models.BigAutoField(primary_key=True, serialize=False)),
                        ("code", models.TextField()),
                        (
                            "state",
                            models.TextField(
                                choices=[
                                    ("received", "Waiting"),
                                    ("coordinating", "Coordination"),
                                    ("dispositioned", "Disposition"),
                                    ("in_progress", "In progress"),
                                    ("awaiting_reporter", "Waiting for the reporter"),
                                    ("awaiting_validation", "Waiting for validation"),
                                    ("follow_up_rejected", "Follow-up rejected"),
                                    ("planned", "In yearly planning"),
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
                        ("version", models.IntegerField()),
                        ("lon", models.FloatField(null=True)),
                        ("lat", models.FloatField(null=True)),
                        ("address", models.TextField(blank=True, default="")),
                        ("text", models.TextField()),
                        ("details", models.JSONField(default=dict)),
                        ("language", models.TextField(default="id")),
                        (
                            "visibility",
                            models.TextField(choices=[("public", "Public"), ("private", "Private")], default="public"),
                        ),
                        (
                            "origin",
                            models.TextField(
                                choices=[
                                    ("live", "Reported here"),
                                    ("import", "Imported history"),
                                    ("demo", "Simulated"),
                                ],
                                default="live",
                            ),
                        ),
                        ("nonce", models.BinaryField()),
                        ("received_at", models.DateTimeField()),
                        ("occurred_at", models.DateTimeField(null=True)),
                        ("changed_at", models.DateTimeField()),
                        ("answer_due_at", models.DateTimeField()),
                        ("resolve_due_at", models.DateTimeField()),
                        ("answered_at", models.DateTimeField(null=True)),
                        ("paused_at", models.DateTimeField(null=True)),
                        ("claimed_at", models.DateTimeField(null=True)),
                        ("closed_at", models.DateTimeField(null=True)),
                        (
                            "outcome",
                            models.TextField(
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
                        ("claim_version", models.IntegerField(null=True)),
                        ("field_required", models.BooleanField(default=False)),
                        ("breached", models.IntegerField(default=0)),
                        ("reopened_count", models.IntegerField(default=0)),
                        ("supporters", models.IntegerField(default=0)),
                        ("cover", models.UUIDField(null=True)),
                        (
                            "due_at",
                            models.GeneratedField(
                                db_persist=True,
                                expression=models.Case(
                                    models.When(answered_at__isnull=True, then=models.F("answer_due_at")),
                                    default=models.F("resolve_due_at"),
                                ),
                                output_field=models.DateTimeField(),
                            ),
                        ),
                        (
                            "area",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="places.area",
                            ),
                        ),
                        (
                            "assignee",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "category",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="catalog.category",
                            ),
                        ),
                        (
                            "channel",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="catalog.channel",
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reports.report",
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
                        (
                            "verifier",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="agencies.unit",
                            ),
                        ),
                        ("handed_back", models.IntegerField(db_default=0, default=0)),
                        ("open_tasks", models.IntegerField(db_default=0, default=0)),
                        ("awaits_decision", models.BooleanField(db_default=False, default=False)),
                        (
                            "neighbour",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="agencies.unit",
                            ),
                        ),
                        (
                            "policy",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="catalog.policy",
                            ),
                        ),
                        ("policy_version", models.IntegerField(null=True)),
                        ("next_step_at", models.DateTimeField(null=True)),
                        ("steps_told", models.IntegerField(db_default=0, default=0)),
                        ("round", models.IntegerField(db_default=0, default=0)),
                        ("paused_seconds", models.BigIntegerField(db_default=0, default=0)),
                        ("extensions", models.IntegerField(db_default=0, default=0)),
                        ("extension_days", models.IntegerField(db_default=0, default=0)),
                        ("public_text", models.TextField(null=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(
                                    ("assignee__isnull", False),
                                    (
                                        "state__in",
                                        [
                                            "awaiting_reporter",
                                            "awaiting_validation",
                                            "coordinating",
                                            "dispositioned",
                                            "follow_up_rejected",
                                            "in_progress",
                                            "received",
                                            "reopened",
                                        ],
                                    ),
                                ),
                                fields=["assignee", "due_at", "id"],
                                name="reports_assignee_open",
                            ),
                            models.Index(
                                condition=models.Q(("state", "awaiting_validation")),
                                fields=["verifier", "claimed_at", "id"],
                                name="reports_verify_queue",
                            ),
                            models.Index(
                                condition=models.Q(("visibility", "public")),
                                fields=["-received_at", "-id"],
                                name="reports_public_recent",
                            ),
                            models.Index(
                                condition=models.Q(("visibility", "public")),
                                fields=["area", "-received_at", "-id"],
                                name="reports_area_recent",
                            ),
                            models.Index(
                                condition=models.Q(("visibility", "public")),
                                fields=["category", "-received_at", "-id"],
                                name="reports_category_recent",
                            ),
                            models.Index(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "awaiting_reporter",
                                            "awaiting_validation",
                                            "coordinating",
                                            "dispositioned",
                                            "follow_up_rejected",
                                            "in_progress",
                                            "received",
                                            "reopened",
                                        ],
                                    )
                                ),
                                fields=["due_at", "id"],
                                name="reports_due_open",
                            ),
                            models.Index(
                                condition=models.Q(("parent__isnull", False)),
                                fields=["parent"],
                                name="reports_children",
                            ),
                            models.Index(
                                condition=models.Q(("state__in", ["referred", "rejected", "resolved", "unsolved"])),
                                fields=["closed_at", "id"],
                                name="reports_closed_to_archive",
                            ),
                            models.Index(
                                condition=models.Q(("next_step_at__isnull", False)),
                                fields=["next_step_at", "id"],
                                name="reports_next_step",
                            ),
                            models.Index(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "awaiting_reporter",
                                            "awaiting_validation",
                                            "coordinating",
                                            "dispositioned",
                                            "follow_up_rejected",
                                            "in_progress",
                                            "received",
                                            "reopened",
                                        ],
                                    )
                                ),
                                fields=["policy", "id"],
                                name="reports_open_of_policy",
                            ),
                            models.Index(
                                condition=models.Q(("visibility", "public")),
                                fields=["code"],
                                include=("version",),
                                name="reports_public_code",
                            ),
                            models.Index(
                                condition=models.Q(
                                    ("paused_at__isnull", True),
                                    (
                                        "state__in",
                                        [
                                            "awaiting_reporter",
                                            "awaiting_validation",
                                            "coordinating",
                                            "dispositioned",
                                            "follow_up_rejected",
                                            "in_progress",
                                            "received",
                                            "reopened",
                                        ],
                                    ),
                                ),
                                fields=["unit", "due_at"],
                                name="reports_running_due",
                            ),
                            models.Index(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "awaiting_reporter",
                                            "awaiting_validation",
                                            "coordinating",
                                            "dispositioned",
                                            "follow_up_rejected",
                                            "in_progress",
                                            "received",
                                            "reopened",
                                        ],
                                    )
                                ),
                                fields=["unit", "due_at", "id"],
                                include=("state", "paused_at", "assignee", "area", "category"),
                                name="reports_desk_counted",
                            ),
                            models.Index(
                                condition=models.Q(("visibility", "public")),
                                fields=["unit", "-received_at", "-id"],
                                name="reports_unit_recent",
                            ),
                            models.Index(
                                condition=models.Q(("visibility", "public")),
                                fields=["channel", "-received_at", "-id"],
                                name="reports_channel_recent",
                            ),
                            models.Index(
                                condition=models.Q(("visibility", "public")),
                                fields=["state", "-received_at", "-id"],
                                name="reports_state_recent",
                            ),
                            models.Index(
                                condition=models.Q(("outcome", "solved"), ("visibility", "public")),
                                fields=["area", "-closed_at", "-id"],
                                name="reports_area_solved",
                            ),
                            models.Index(
                                condition=models.Q(("state", "planned")), fields=["unit", "id"], name="reports_planned"
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("code",), name="reports_report_code"),
                            models.CheckConstraint(
                                condition=models.Q(("version__gt", 0)), name="reports_report_version_positive"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("lat__isnull", True), ("lon__isnull", True)),
                                    models.Q(
                                        ("lat__gte", -90),
                                        ("lat__isnull", False),
                                        ("lat__lte", 90),
                                        ("lon__gte", -180),
                                        ("lon__isnull", False),
                                        ("lon__lte", 180),
                                    ),
                                    _connector="OR",
                                ),
                                name="reports_report_point_on_earth",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("parent__isnull", False), ("state", "merged")),
                                    models.Q(models.Q(("state", "merged"), _negated=True), ("parent__isnull", True)),
                                    _connector="OR",
                                ),
                                name="reports_report_merged_has_parent",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("text", ""), _negated=True),
                                    models.Q(("text__regex", "^\\s*$"), _negated=True),
                                ),
                                name="reports_report_text_not_blank",
                            ),
                            models.CheckConstraint(
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
                            models.CheckConstraint(
                                condition=models.Q(("handed_back__gte", 0)), name="reports_report_handed_back_counts"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("awaits_decision", False),
                                    ("state__in", ["awaiting_reporter", "coordinating"]),
                                    _connector="OR",
                                ),
                                name="reports_report_decided_while_open",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("outcome", "referred"), ("state", "referred")),
                                    models.Q(("outcome", "unsolved"), ("state", "unsolved")),
                                    models.Q(("state__in", ["referred", "unsolved"]), _negated=True),
                                    _connector="OR",
                                ),
                                name="reports_report_end_has_its_outcome",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("next_step_at__isnull", True),
                                    models.Q(
                                        ("paused_at__isnull", True),
                                        (
                                            "state__in",
                                            [
                                                "awaiting_reporter",
                                                "awaiting_validation",
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
                                name="reports_report_steps_while_running",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("policy__isnull", True), ("policy_version__isnull", True)),
                                    models.Q(("policy__isnull", False), ("policy_version__isnull", False)),
                                    _connector="OR",
                                ),
                                name="reports_report_policy_has_version",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("closed_at__isnull", True),
                                        (
                                            "state__in",
                                            [
                                                "awaiting_reporter",
                                                "awaiting_validation",
                                                "coordinating",
                                                "dispositioned",
                                                "follow_up_rejected",
                                                "in_progress",
                                                "planned",
                                                "received",
                                                "reopened",
                                            ],
                                        ),
                                    ),
                                    models.Q(
                                        models.Q(
                                            (
                                                "state__in",
                                                [
                                                    "awaiting_reporter",
                                                    "awaiting_validation",
                                                    "coordinating",
                                                    "dispositioned",
                                                    "follow_up_rejected",
                                                    "in_progress",
                                                    "planned",
                                                    "received",
                                                    "reopened",
                                                ],
                                            ),
                                            _negated=True,
                                        ),
                                        ("closed_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="reports_report_closed_at_when_closed",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Move",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "door",
                                "state_from",
                                "state_to",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("door", models.TextField()),
                        ("state_from", models.TextField()),
                        ("state_to", models.TextField()),
                    ],
                ),
                migrations.CreateModel(
                    name="Photo",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                        ("version", models.IntegerField()),
                        (
                            "role",
                            models.TextField(
                                choices=[
                                    ("before", "Before"),
                                    ("after", "After"),
                                    ("check", "Field check"),
                                    ("task", "Part of another unit"),
                                    ("note", "To an internal note"),
                                    ("dispute", "With a dispute"),
                                ]
                            ),
                        ),
                        ("position", models.IntegerField(default=0)),
                        ("sha256", models.TextField()),
                        ("original", models.TextField()),
                        ("shown", models.TextField()),
                        ("thumb", models.TextField()),
                        ("width", models.IntegerField()),
                        ("height", models.IntegerField()),
                        ("size", models.IntegerField()),
                        ("dhash", models.BigIntegerField(null=True)),
                        ("phash", models.BigIntegerField(null=True)),
                        ("is_repaired", models.BooleanField(default=False)),
                        ("added_at", models.DateTimeField()),
                        (
                            "report",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reports.report",
                            ),
                        ),
                        ("hidden_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["sha256"], name="reports_photo_bytes")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("report", "version", "role", "position"), name="reports_photo_place"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Event",
                    fields=[
                        ("id", models.BigAutoField(primary_key=True, serialize=False)),
                        ("version", models.IntegerField()),
                        ("previous", models.IntegerField(null=True)),
                        ("kind", models.TextField()),
                        ("door", models.TextField(null=True)),
                        ("state_before", models.TextField()),
                        ("state_after", models.TextField()),
                        ("actor_kind", models.TextField()),
                        ("at", models.DateTimeField()),
                        ("payload", models.JSONField(default=dict)),
                        ("tx", models.BigIntegerField(db_default=models.Func(function="tanggap_tx"))),
                        (
                            "actor_staff",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "actor_unit",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="agencies.unit",
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
                        "indexes": [models.Index(fields=["tx", "id"], name="reports_event_outbox")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("report", "version", "state_after"), name="reports_event_chain"
                            ),
                            models.UniqueConstraint(fields=("report", "version"), name="reports_event_version"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("previous__isnull", True), ("state_before", "new"), ("version", 1)),
                                    models.Q(
                                        (
                                            "previous",
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("version"), "-", models.Value(1)
                                            ),
                                        ),
                                        ("version__gt", 1),
                                    ),
                                    _connector="OR",
                                ),
                                name="reports_event_follows",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("door__isnull", False), ("kind", models.F("door"))),
                                    models.Q(("door__isnull", True), ("state_before", models.F("state_after"))),
                                    _connector="OR",
                                ),
                                name="reports_event_moves_by_door",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PhotoOrigin",
                    fields=[
                        (
                            "photo",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="+",
                                serialize=False,
                                to="reports.photo",
                            ),
                        ),
                        ("sealed", models.BinaryField()),
                    ],
                ),
                migrations.CreateModel(
                    name="Support",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("person", models.BinaryField()),
                        ("at", models.DateTimeField()),
                        (
                            "report",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="reports.report",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("report", "person"), name="reports_support_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Identity",
                    fields=[
                        (
                            "report",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="+",
                                serialize=False,
                                to="reports.report",
                            ),
                        ),
                        ("sealed", models.BinaryField()),
                        ("email_index", models.BinaryField(null=True)),
                        ("phone_index", models.BinaryField(null=True)),
                        ("handle_index", models.BinaryField(null=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("email_index__isnull", False)),
                                fields=["email_index"],
                                name="reports_by_email",
                            ),
                            models.Index(
                                condition=models.Q(("phone_index__isnull", False)),
                                fields=["phone_index"],
                                name="reports_by_phone",
                            ),
                            models.Index(
                                condition=models.Q(("handle_index__isnull", False)),
                                fields=["handle_index"],
                                name="reports_by_handle",
                            ),
                        ],
                    },
                ),
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
                    options={
                        "indexes": [models.Index(fields=["report"], name="reports_presence_of_report")],
                    },
                ),
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
                    options={
                        "indexes": [models.Index(fields=["report"], name="reports_watch_of_report")],
                    },
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
                                condition=models.Q(
                                    models.Q(("acknowledged_at__isnull", True), ("acknowledged_by__isnull", True)),
                                    models.Q(("acknowledged_at__isnull", False), ("acknowledged_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="reports_handover_acknowledged_by_whom",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("acknowledged_by__isnull", True),
                                    models.Q(("acknowledged_by", models.F("giver")), _negated=True),
                                    _connector="OR",
                                ),
                                name="reports_handover_taken_by_another",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Instruction",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.IntegerField()),
                        ("text", models.TextField()),
                        ("due_at", models.DateTimeField(null=True)),
                        ("given_at", models.DateTimeField()),
                        ("read_at", models.DateTimeField(null=True)),
                        (
                            "given_by",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "officer",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "read_by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                            models.Index(
                                condition=models.Q(("officer__isnull", False)),
                                fields=["officer", "-given_at"],
                                name="reports_instruction_of",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("report", "version"), name="reports_instruction_by_event"),
                            models.CheckConstraint(
                                condition=models.Q(("text", ""), _negated=True),
                                name="reports_instruction_says_something",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("read_at__isnull", True), ("read_by__isnull", True)),
                                    models.Q(("read_at__isnull", False), ("read_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="reports_instruction_read_by_somebody",
                            ),
                        ],
                    },
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
                        (
                            "asked_by",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="agencies.unit",
                            ),
                        ),
                        (
                            "counter_unit",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="agencies.unit",
                            ),
                        ),
                        (
                            "decider",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="agencies.unit",
                            ),
                        ),
                        (
                            "replaces",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reports.task",
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
                            models.Index(
                                condition=models.Q(("state__in", ["accepted", "asked"])),
                                fields=["unit", "due_at", "id"],
                                name="reports_task_of_unit",
                            ),
                            models.Index(
                                condition=models.Q(("state__in", ["accepted", "asked"])),
                                fields=["asked_by", "due_at", "id"],
                                name="reports_task_by_unit",
                            ),
                            models.Index(
                                condition=models.Q(("state__in", ["declined", "handed_back"])),
                                fields=["asked_by", "-closed_at"],
                                name="reports_task_refused",
                            ),
                            models.Index(
                                condition=models.Q(("decider__isnull", False)),
                                fields=["decider", "closed_at", "id"],
                                name="reports_task_to_decide",
                            ),
                            models.Index(
                                condition=models.Q(("closed_at__isnull", False)),
                                fields=["unit", "-closed_at", "-id"],
                                name="reports_task_done",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("report", "number"), name="reports_task_number"),
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ["accepted", "asked"])),
                                fields=("report", "unit"),
                                name="reports_task_once_a_unit",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("unit", models.F("asked_by")), _negated=True),
                                name="reports_task_not_oneself",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("accept_due_at__gt", models.F("asked_at")), ("due_at__gt", models.F("asked_at"))
                                ),
                                name="reports_task_due_later",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("accepted_at__isnull", True), ("closed_at__isnull", True), ("state", "asked")
                                    ),
                                    models.Q(
                                        ("accepted_at__isnull", False),
                                        ("closed_at__isnull", True),
                                        ("state", "accepted"),
                                    ),
                                    models.Q(
                                        ("accepted_at__isnull", False),
                                        ("closed_at__isnull", False),
                                        ("state__in", ["answered", "handed_back"]),
                                    ),
                                    models.Q(
                                        ("accepted_at__isnull", True),
                                        ("closed_at__isnull", False),
                                        ("state", "declined"),
                                    ),
                                    models.Q(("closed_at__isnull", False), ("state", "withdrawn")),
                                    _connector="OR",
                                ),
                                name="reports_task_times_fit_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "answered"), models.Q(("answer", ""), _negated=True)),
                                    models.Q(models.Q(("state", "answered"), _negated=True), ("answer", "")),
                                    _connector="OR",
                                ),
                                name="reports_task_answered_in_words",
                            ),
                            models.CheckConstraint(
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
                                    models.Q(
                                        models.Q(("state__in", ["declined", "handed_back"]), _negated=True),
                                        ("reason", ""),
                                    ),
                                    _connector="OR",
                                ),
                                name="reports_task_refused_with_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("counter_due_at__isnull", True), ("counter_unit__isnull", True)),
                                    ("state", "declined"),
                                    _connector="OR",
                                ),
                                name="reports_task_counter_of_a_refusal",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decider__isnull", True), ("state", "handed_back"), _connector="OR"
                                ),
                                name="reports_task_decided_once_back",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("is_final", False),
                                    models.Q(("state__in", ["declined", "handed_back"]), _negated=True),
                                    _connector="OR",
                                ),
                                name="reports_task_final_is_done",
                            ),
                        ],
                    },
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
                        (
                            "task",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reports.task",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("revoked_at__isnull", True)),
                                fields=("task",),
                                name="reports_task_link_one_lives",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("expires_at__gt", models.F("made_at"))),
                                name="reports_task_link_expires",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SavedView",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.TextField()),
                        ("query", models.TextField()),
                        ("position", models.IntegerField(default=0)),
                        (
                            "role",
                            models.TextField(
                                blank=True,
                                choices=[
                                    ("intake", "Intake"),
                                    ("officer", "Officer"),
                                    ("supervisor", "Supervisor"),
                                    ("validator", "Validator"),
                                    ("leader", "Leader"),
                                    ("analyst", "Analyst"),
                                    ("operator", "Operator"),
                                    ("partner", "Partner"),
                                ],
                                default="",
                            ),
                        ),
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
                            models.Index(
                                condition=models.Q(("unit__isnull", False)),
                                fields=["unit"],
                                name="reports_savedview_of_unit",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                models.F("owner"),
                                django.db.models.functions.text.Lower("name"),
                                name="reports_savedview_name_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("role", ""), ("unit__isnull", False), _connector="OR"),
                                name="reports_savedview_role_in_a_unit",
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
                        (
                            "state",
                            models.TextField(
                                choices=[
                                    ("draft", "Preview"),
                                    ("running", "At work"),
                                    ("done", "Done"),
                                    ("stopped", "Stopped"),
                                ],
                                default="draft",
                            ),
                        ),
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
                            models.Index(
                                condition=models.Q(("state", "draft")), fields=["made_at"], name="reports_batch_draft"
                            ),
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
                        (
                            "outcome",
                            models.TextField(
                                blank=True,
                                choices=[
                                    ("", "Waiting"),
                                    ("done", "Done"),
                                    ("refused", "Refused"),
                                    ("failed", "Failed"),
                                ],
                                default="",
                            ),
                        ),
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
                            models.Index(
                                condition=models.Q(("outcome", "")),
                                fields=["batch", "number"],
                                name="reports_batchitem_waiting",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("batch", "report"), name="reports_batchitem_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SearchText",
                    fields=[
                        (
                            "report",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="+",
                                serialize=False,
                                to="reports.report",
                            ),
                        ),
                        ("received_at", models.DateTimeField()),
                        ("words", django.contrib.postgres.search.SearchVectorField()),
                    ],
                    options={
                        "db_table": "reports_search",
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(fields=["words"], name="reports_search_words")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DeviceKey",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                        ("public", models.BinaryField()),
                        ("label", models.TextField()),
                        ("added_at", models.DateTimeField()),
                        ("revoked_at", models.DateTimeField(null=True)),
                        (
                            "staff",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("public",), name="reports_devicekey_of_one_person"),
                            models.UniqueConstraint(fields=("id", "staff"), name="reports_devicekey_and_person"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Capture",
                    fields=[
                        (
                            "photo",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="+",
                                serialize=False,
                                to="reports.photo",
                            ),
                        ),
                        ("challenge", models.TextField(blank=True, default="")),
                        ("word", models.TextField(blank=True, default="")),
                        ("is_in_app", models.BooleanField()),
                        ("is_signed", models.BooleanField(default=False)),
                        ("is_fresh", models.BooleanField(default=False)),
                        ("taken_at", models.DateTimeField(null=True)),
                        ("received_at", models.DateTimeField()),
                        ("lon", models.FloatField(null=True)),
                        ("lat", models.FloatField(null=True)),
                        ("accuracy_m", models.FloatField(null=True)),
                        ("distance_m", models.FloatField(null=True)),
                        ("skew_seconds", models.IntegerField(null=True)),
                        ("problems", models.JSONField(default=list)),
                        (
                            "staff",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "key",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reports.devicekey",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("is_fresh", True)),
                                fields=("challenge",),
                                name="reports_capture_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("is_signed", False),
                                    models.Q(("is_in_app", True), ("key__isnull", False)),
                                    _connector="OR",
                                ),
                                name="reports_capture_signed_by_a_key",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("accuracy_m__isnull", True), ("lat__isnull", True), ("lon__isnull", True)
                                    ),
                                    models.Q(
                                        ("accuracy_m__isnull", False),
                                        ("lat__isnull", False),
                                        ("lon__isnull", False),
                                        ("accuracy_m__gte", 0),
                                        ("lat__gte", -90),
                                        ("lat__lte", 90),
                                        ("lon__gte", -180),
                                        ("lon__lte", 180),
                                    ),
                                    _connector="OR",
                                ),
                                name="reports_capture_point_on_earth",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Sent",
                    fields=[
                        ("key", models.UUIDField(primary_key=True, serialize=False)),
                        ("act", models.TextField()),
                        ("mark", models.BinaryField()),
                        ("version", models.IntegerField()),
                        ("at", models.DateTimeField()),
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
                ),
                migrations.CreateModel(
                    name="PublicWords",
                    fields=[
                        (
                            "report",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="+",
                                serialize=False,
                                to="reports.report",
                            ),
                        ),
                        ("words", django.contrib.postgres.search.SearchVectorField()),
                    ],
                    options={
                        "db_table": "reports_publicwords",
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(fields=["words"], name="reports_publicwords_words")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Moderation",
                    fields=[
                        ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                        ("act", models.TextField()),
                        (
                            "reason",
                            models.TextField(
                                choices=[
                                    ("names_person", "It names a person"),
                                    ("contact", "It shows contact data or numbers of a person"),
                                    ("face", "It shows the face of a person"),
                                    ("plate", "It shows a number plate"),
                                    ("home", "It shows where a person lives"),
                                    ("hate", "Hate, threats or insults"),
                                    ("investigation", "It concerns a running investigation"),
                                    ("reporter_asked", "The reporter asked for it"),
                                    ("court", "A court ordered it"),
                                    ("mistake", "It was done by mistake"),
                                    ("over", "The reason for hiding it is over"),
                                ]
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        (
                            "area",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="places.area",
                            ),
                        ),
                        (
                            "event",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reports.event"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Flag",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "reason",
                            models.TextField(
                                choices=[
                                    ("names_person", "It names a person"),
                                    ("contact", "It shows contact data or numbers of a person"),
                                    ("face", "It shows the face of a person"),
                                    ("plate", "It shows a number plate"),
                                    ("home", "It shows where a person lives"),
                                    ("hate", "Hate, threats or insults"),
                                ]
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("times", models.IntegerField(default=1)),
                        ("settled_at", models.DateTimeField(null=True)),
                        (
                            "report",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="reports.report",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("settled_at__isnull", True)),
                                fields=["at", "id"],
                                name="reports_flag_open",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("settled_at__isnull", True)),
                                fields=("report", "reason"),
                                name="reports_flag_open_once",
                            ),
                            models.CheckConstraint(condition=models.Q(("times__gt", 0)), name="reports_flag_said"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Forgotten",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "report_id", "version", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("version", models.IntegerField()),
                        ("events", models.IntegerField()),
                        ("role", models.TextField()),
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
                    ],
                    options={
                        "db_table": "reports_forgotten",
                    },
                ),
            ],
        ),
    ]
