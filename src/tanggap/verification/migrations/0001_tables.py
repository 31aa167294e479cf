"""Checks, plans drawn by lot and their seeds, conflicts of interest and second opinions."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from tanggap.core.tables import CreateTables


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("verification", "0001_checks"),
        ("verification", "0004_plans_and_duties"),
        ("verification", "0005_histories_found"),
    ]
    dependencies = [("agencies", "0001_tables"), ("places", "0001_areas"), ("reports", "0001_tables")]

    operations = [
        CreateTables(
            tables=[
                migrations.CreateModel(
                    name="Check",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("claim_version", models.IntegerField()),
                        (
                            "kind",
                            models.TextField(
                                choices=[("administrative", "Administrative check"), ("field", "Field check")]
                            ),
                        ),
                        ("passed", models.BooleanField()),
                        ("findings", models.TextField(blank=True, default="")),
                        ("checklist", models.JSONField(default=dict)),
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                            "claimant",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "handler",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="agencies.unit",
                            ),
                        ),
                        ("is_repeat", models.BooleanField(db_default=False, default=False)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("report", "claim_version", "kind"), name="verification_check_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["administrative", "field"])),
                                name="verification_check_kind",
                            ),
                        ],
                        "indexes": [
                            models.Index(fields=["claimant", "verifier", "at"], name="verification_check_pairs"),
                            models.Index(fields=["claimant", "-at"], name="verification_checks_of_officer"),
                            models.Index(fields=["handler", "-at"], name="verification_checks_of_unit"),
                            models.Index(fields=["area", "-at"], name="verification_checks_of_place"),
                            models.Index(
                                condition=models.Q(("passed", False)),
                                fields=["handler", "at"],
                                name="verification_failed_of_unit",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Conflict",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("reason", models.TextField()),
                        ("declared_at", models.DateTimeField()),
                        ("withdrawn_at", models.DateTimeField(null=True)),
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
                            "report",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reports.report",
                            ),
                        ),
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
                            "unit",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="agencies.unit",
                            ),
                        ),
                        (
                            "withdrawn_by",
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
                        "indexes": [models.Index(fields=["staff", "-declared_at"], name="verification_conflicts_of")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("officer__isnull", True), ("report__isnull", True), ("unit__isnull", False)
                                    ),
                                    models.Q(
                                        ("officer__isnull", False), ("report__isnull", True), ("unit__isnull", True)
                                    ),
                                    models.Q(
                                        ("officer__isnull", True), ("report__isnull", False), ("unit__isnull", True)
                                    ),
                                    _connector="OR",
                                ),
                                name="verification_conflict_is_about_one",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)),
                                    models.Q(
                                        ("withdrawn_at__isnull", False),
                                        ("withdrawn_by__isnull", False),
                                        models.Q(("withdrawn_by", models.F("staff")), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="verification_conflict_withdrawn_by_another",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("withdrawn_at__isnull", True)),
                                fields=("staff", "unit", "officer", "report"),
                                name="verification_conflict_once",
                                nulls_distinct=False,
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Opinion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("claim_version", models.IntegerField()),
                        ("question", models.TextField(blank=True, default="")),
                        ("asked_at", models.DateTimeField()),
                        ("passed", models.BooleanField(null=True)),
                        ("findings", models.TextField(blank=True, default="")),
                        ("checklist", models.JSONField(default=dict)),
                        ("given_at", models.DateTimeField(null=True)),
                        (
                            "asked_by",
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
                        (
                            "validator",
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
                                condition=models.Q(("given_at__isnull", True)),
                                fields=["unit", "asked_at"],
                                name="verification_opinions_asked",
                            ),
                            models.Index(
                                condition=models.Q(("given_at__isnull", False)),
                                fields=["given_at"],
                                name="verification_opinions_given",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("report", "claim_version"), name="verification_opinion_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("given_at__isnull", True),
                                        ("passed__isnull", True),
                                        ("validator__isnull", True),
                                    ),
                                    models.Q(
                                        ("given_at__isnull", False),
                                        ("passed__isnull", False),
                                        ("validator__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="verification_opinion_given_whole",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Plan",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("claim_version", models.IntegerField()),
                        ("is_field", models.BooleanField()),
                        (
                            "why",
                            models.TextField(
                                blank=True,
                                choices=[
                                    ("rule", "The category asks for it"),
                                    ("dispute", "It was reopened or contested"),
                                    ("risk", "What the photo checks found"),
                                    ("history", "What earlier checks showed"),
                                    ("asked", "A validator wanted to see it"),
                                    ("sample", "Drawn by lot"),
                                ],
                                default="",
                            ),
                        ),
                        ("is_drawn", models.BooleanField()),
                        ("is_waived", models.BooleanField(default=False)),
                        ("u", models.FloatField()),
                        ("share", models.FloatField()),
                        ("score", models.IntegerField(default=0)),
                        ("second_opinion", models.BooleanField(default=False)),
                        ("day", models.DateField()),
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
                                fields=["unit", "day"],
                                include=("is_field", "why", "is_drawn"),
                                name="verification_plan_of_day",
                            ),
                            models.Index(fields=["day", "id"], name="verification_plan_by_day"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("report", "claim_version"), name="verification_plan_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("is_field", True), models.Q(("why", ""), _negated=True)),
                                    models.Q(("is_field", False), ("why", "")),
                                    _connector="OR",
                                ),
                                name="verification_plan_says_why",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("is_drawn", True), ("is_field", True), ("u__lt", models.F("share"))),
                                    models.Q(("is_drawn", False), ("u__gte", models.F("share"))),
                                    _connector="OR",
                                ),
                                name="verification_plan_follows_its_lot",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("u__gte", 0), ("u__lt", 1)), name="verification_plan_lot"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Quota",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("day", models.DateField()),
                        ("share", models.FloatField()),
                        ("capacity", models.IntegerField()),
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
                        "constraints": [
                            models.UniqueConstraint(fields=("unit", "day"), name="verification_quota_once"),
                            models.CheckConstraint(
                                condition=models.Q(("share__gte", 0.05), ("share__lte", 1)),
                                name="verification_quota_share",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("capacity__gt", 0)), name="verification_quota_capacity"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Seed",
                    fields=[
                        ("day", models.DateField(primary_key=True, serialize=False)),
                        ("sealed", models.BinaryField()),
                        ("commitment", models.BinaryField()),
                        ("committed_at", models.DateTimeField()),
                        ("seed", models.BinaryField(null=True)),
                        ("revealed_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("seed__isnull", True)),
                                fields=["day"],
                                name="verification_seed_secret",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("revealed_at__isnull", True), ("seed__isnull", True)),
                                    models.Q(("revealed_at__isnull", False), ("seed__isnull", False)),
                                    _connector="OR",
                                ),
                                name="verification_seed_revealed_whole",
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
