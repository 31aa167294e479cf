"""What can be reported, who answers for it and by when, by which channels; days off; a unit's own ready answers."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from tanggap.core.tables import CreateTables


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("catalog", "0001_what_can_be_reported"),
        ("catalog", "0002_policies_have_versions"),
        ("catalog", "0003_answers_of_units"),
        ("catalog", "0004_channels_keep_confidences"),
        ("catalog", "0005_counters_have_hours"),
    ]
    dependencies = [("agencies", "0001_tables")]

    operations = [
        migrations.RunSQL("CREATE SEQUENCE catalog_answer_line AS bigint", "DROP SEQUENCE catalog_answer_line"),
        CreateTables(
            tables=[
                migrations.CreateModel(
                    name="CalendarDay",
                    fields=[
                        ("on", models.DateField(primary_key=True, serialize=False)),
                        ("name", models.JSONField()),
                        ("is_working", models.BooleanField(default=False)),
                        ("is_active", models.BooleanField(default=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="PackLoad",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("city", models.TextField()),
                        ("digest", models.TextField()),
                        ("loaded_at", models.DateTimeField()),
                        ("changes", models.JSONField(default=dict)),
                    ],
                ),
                migrations.CreateModel(
                    name="Channel",
                    fields=[
                        ("code", models.TextField(primary_key=True, serialize=False)),
                        ("name", models.JSONField()),
                        ("adapter", models.TextField()),
                        ("is_geotagged", models.BooleanField(default=False)),
                        ("is_walk_in", models.BooleanField(default=False)),
                        ("is_confidential", models.BooleanField(default=False)),
                        ("unit_level", models.TextField(blank=True, default="")),
                        ("is_active", models.BooleanField(default=True)),
                        ("position", models.IntegerField(default=0)),
                        (
                            "unit",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="agencies.unit",
                            ),
                        ),
                        ("category", models.TextField(blank=True, db_default="", default="")),
                        ("hours", models.JSONField(blank=True, db_default={}, default=dict)),
                    ],
                ),
                migrations.CreateModel(
                    name="Policy",
                    fields=[
                        ("code", models.TextField(primary_key=True, serialize=False)),
                        ("name", models.JSONField()),
                        ("answer_minutes", models.IntegerField()),
                        ("verify_minutes", models.IntegerField()),
                        ("resolve_minutes", models.IntegerField()),
                        ("is_working_time", models.BooleanField(default=False)),
                        ("source", models.TextField(blank=True, default="")),
                        ("is_active", models.BooleanField(default=True)),
                        ("escalation", models.JSONField(db_default={}, default=dict)),
                        ("extension", models.JSONField(db_default={}, default=dict)),
                        ("version", models.IntegerField(db_default=1, default=1)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("answer_minutes__gt", 0), ("resolve_minutes__gt", 0), ("verify_minutes__gt", 0)
                                ),
                                name="catalog_policy_positive",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Category",
                    fields=[
                        ("code", models.TextField(primary_key=True, serialize=False)),
                        ("name", models.JSONField()),
                        ("hint", models.JSONField(default=dict)),
                        ("icon", models.TextField(default="dots")),
                        (
                            "scope",
                            models.TextField(choices=[("city", "city"), ("province", "province")], default="city"),
                        ),
                        ("routes", models.JSONField(default=list)),
                        ("questions", models.JSONField(default=list)),
                        ("evidence", models.JSONField(default=dict)),
                        ("keywords", models.JSONField(default=dict)),
                        ("is_sensitive", models.BooleanField(default=False)),
                        ("is_confidential", models.BooleanField(default=False)),
                        ("needs_field_check", models.BooleanField(default=False)),
                        ("near_metres", models.IntegerField(default=250)),
                        ("near_days", models.IntegerField(default=84)),
                        ("position", models.IntegerField(default=0)),
                        ("is_leaf", models.BooleanField(default=True)),
                        ("is_active", models.BooleanField(default=True)),
                        (
                            "parent",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="catalog.category",
                            ),
                        ),
                        (
                            "policy",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalog.policy"
                            ),
                        ),
                    ],
                ),
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
                migrations.CreateModel(
                    name="UnitAnswer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("line", models.BigIntegerField()),
                        ("version", models.IntegerField()),
                        ("door", models.TextField()),
                        ("name", models.JSONField()),
                        ("text", models.JSONField()),
                        ("is_active", models.BooleanField(default=True)),
                        ("kept_at", models.DateTimeField()),
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
                            "kept_by",
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="agencies.unit",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("unit", "line", "version"), name="catalog_answer_version")
                        ],
                    },
                ),
            ],
        ),
    ]
