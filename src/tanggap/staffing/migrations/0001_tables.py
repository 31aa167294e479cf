"""Bases of simulations, scenarios, and what was removed."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from tanggap.core.tables import CreateTables


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("staffing", "0001_bases_and_scenarios"),
        ("staffing", "0002_futures_and_what_is_set_aside"),
        ("staffing", "0004_the_order_of_today"),
    ]
    dependencies = [("agencies", "0001_tables")]

    operations = [
        CreateTables(
            tables=[
                migrations.CreateModel(
                    name="Basis",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "state",
                            models.TextField(
                                choices=[
                                    ("waiting", "Waiting for a worker"),
                                    ("running", "At work"),
                                    ("done", "Done"),
                                    ("refused", "Could not be done"),
                                    ("failed", "Something went wrong on our side"),
                                ],
                                default="waiting",
                            ),
                        ),
                        ("done", models.IntegerField(default=0)),
                        ("total", models.IntegerField(default=0)),
                        ("tries", models.IntegerField(default=0)),
                        ("reason", models.JSONField(default=dict)),
                        ("made_at", models.DateTimeField()),
                        ("looked_at", models.DateTimeField(null=True)),
                        ("ended_at", models.DateTimeField(null=True)),
                        ("units", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                        ("end", models.DateField()),
                        ("days", models.IntegerField()),
                        ("lean", models.BooleanField(default=False)),
                        ("fit", models.JSONField(null=True)),
                        ("past", models.JSONField(default=list)),
                        (
                            "made_by",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("set_aside_at", models.DateTimeField(null=True)),
                        (
                            "set_aside_by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "priority",
                            models.TextField(
                                choices=[
                                    ("fifo", "What has waited longest"),
                                    ("answers", "First answers before other work"),
                                    ("promise", "What is due first"),
                                    ("urgent", "The urgent ones first"),
                                    ("oldest", "The oldest report first"),
                                ],
                                default="fifo",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state__in", ("waiting", "running"))),
                                fields=["made_by"],
                                name="staffing_basis_under_way",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["waiting", "running", "done", "refused", "failed"])),
                                name="staffing_basis_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("days__gte", 1)), name="staffing_basis_has_days"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("units__len__gte", 1)), name="staffing_basis_has_units"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("fit__isnull", False), ("state", "done")),
                                    models.Q(models.Q(("state", "done"), _negated=True), ("fit__isnull", True)),
                                    _connector="OR",
                                ),
                                name="staffing_basis_done_has_fit",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ("refused", "failed")), _negated=True),
                                    models.Q(("reason", {}), _negated=True),
                                    _connector="OR",
                                ),
                                name="staffing_basis_refused_says_why",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("set_aside_at__isnull", True), ("set_aside_by__isnull", True)),
                                    models.Q(("set_aside_at__isnull", False), ("set_aside_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="staffing_basis_set_aside_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("priority__in", ["fifo", "answers", "promise", "urgent", "oldest"])
                                ),
                                name="staffing_basis_priority",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Scenario",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "state",
                            models.TextField(
                                choices=[
                                    ("waiting", "Waiting for a worker"),
                                    ("running", "At work"),
                                    ("done", "Done"),
                                    ("refused", "Could not be done"),
                                    ("failed", "Something went wrong on our side"),
                                ],
                                default="waiting",
                            ),
                        ),
                        ("done", models.IntegerField(default=0)),
                        ("total", models.IntegerField(default=0)),
                        ("tries", models.IntegerField(default=0)),
                        ("reason", models.JSONField(default=dict)),
                        ("made_at", models.DateTimeField()),
                        ("looked_at", models.DateTimeField(null=True)),
                        ("ended_at", models.DateTimeField(null=True)),
                        ("number", models.IntegerField()),
                        ("edition", models.IntegerField(default=1)),
                        ("name", models.TextField()),
                        (
                            "what",
                            models.TextField(
                                choices=[
                                    ("try", "What would this staffing bring?"),
                                    ("cheapest", "What is the least staffing that reaches this?"),
                                ],
                                default="try",
                            ),
                        ),
                        ("policy", models.JSONField()),
                        ("demand", models.JSONField()),
                        ("target", models.JSONField(null=True)),
                        ("most_staff", models.IntegerField(null=True)),
                        ("days", models.IntegerField()),
                        ("runs", models.IntegerField()),
                        ("seed", models.IntegerField()),
                        ("price_an_hour", models.FloatField(null=True)),
                        ("currency", models.TextField(blank=True, default="")),
                        ("result", models.JSONField(null=True)),
                        ("digest", models.TextField(blank=True, default="")),
                        ("asked_at", models.DateTimeField(null=True)),
                        ("checked_at", models.DateTimeField(null=True)),
                        ("is_same", models.BooleanField(null=True)),
                        (
                            "basis",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="staffing.basis",
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("futures", models.JSONField(null=True)),
                        ("set_aside_at", models.DateTimeField(null=True)),
                        (
                            "set_aside_by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state__in", ("waiting", "running"))),
                                fields=["made_by"],
                                name="staffing_scenario_under_way",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("basis", "number", "edition"), name="staffing_scenario_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["waiting", "running", "done", "refused", "failed"])),
                                name="staffing_scenario_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("edition__gte", 1), ("number__gte", 1)),
                                name="staffing_scenario_counts_from_one",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("most_staff__isnull", True), ("target__isnull", True), ("what", "try")),
                                    models.Q(
                                        ("most_staff__isnull", False), ("target__isnull", False), ("what", "cheapest")
                                    ),
                                    _connector="OR",
                                ),
                                name="staffing_scenario_cheapest_has_target",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("result__isnull", False),
                                        ("state", "done"),
                                        ("digest__regex", "^[0-9a-f]{64}$"),
                                    ),
                                    models.Q(
                                        models.Q(("state", "done"), _negated=True),
                                        ("digest", ""),
                                        ("result__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="staffing_scenario_done_has_result",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ("refused", "failed")), _negated=True),
                                    models.Q(("reason", {}), _negated=True),
                                    _connector="OR",
                                ),
                                name="staffing_scenario_refused_says_why",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("days__gte", 1), ("runs__gte", 1)),
                                name="staffing_scenario_has_days",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("futures__isnull", True), ("state", "done"), _connector="OR"),
                                name="staffing_scenario_futures_when_done",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("set_aside_at__isnull", True), ("set_aside_by__isnull", True)),
                                    models.Q(("set_aside_at__isnull", False), ("set_aside_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="staffing_scenario_set_aside_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("number__gt", 1), ("set_aside_at__isnull", True), _connector="OR"),
                                name="staffing_scenario_today_stays",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Removal",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("basis", models.BigIntegerField()),
                        ("number", models.IntegerField(null=True)),
                        ("units", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                        ("end", models.DateField()),
                        ("name", models.TextField(blank=True)),
                        (
                            "digests",
                            django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None),
                        ),
                        ("made_at", models.DateTimeField()),
                        ("removed_at", models.DateTimeField()),
                        ("reason", models.TextField(blank=True)),
                        (
                            "made_by",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "removed_by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("basis", "number"), name="staffing_removal_once", nulls_distinct=False
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("reason", ""), ("removed_by__isnull", True)),
                                    models.Q(("reason__regex", "\\S"), ("removed_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="staffing_removal_by_somebody_says_why",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
