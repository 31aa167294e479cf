"""The rollups of the event consumer, what is expected to come, proofs of closures, and the mark of a simulated city."""

import django.db.models.deletion
from django.db import migrations, models
from tanggap.core.tables import CreateTables


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("insight", "0001_figures"),
        ("insight", "0002_honest_ends"),
        ("insight", "0003_unit_days_and_outlooks"),
        ("insight", "0004_proof_of_closures"),
        ("insight", "0005_cells_by_unit_and_channel"),
        ("insight", "0006_sides_of_two"),
        ("insight", "0007_area_and_unit_by_category"),
        ("insight", "0008_planned"),
    ]
    dependencies = [("reports", "0001_tables")]

    operations = [
        CreateTables(
            tables=[
                migrations.CreateModel(
                    name="Tally",
                    fields=[
                        (
                            "report",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="+",
                                serialize=False,
                                to="reports.report",
                            ),
                        ),
                        ("version", models.IntegerField(default=0)),
                        ("area", models.TextField(default="")),
                        ("category", models.TextField(default="")),
                        ("state", models.TextField(default="")),
                        ("is_public", models.BooleanField()),
                        ("is_live", models.BooleanField()),
                        ("received_at", models.DateTimeField()),
                        ("days", models.JSONField(default=dict)),
                        ("unit", models.TextField(default="")),
                        ("channel", models.TextField(default="")),
                        ("ending", models.TextField(default="")),
                        ("marks", models.JSONField(default=dict)),
                        ("answer_bucket", models.IntegerField(null=True)),
                        ("solve_bucket", models.IntegerField(null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="Simulation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("seed", models.IntegerField()),
                        ("days", models.IntegerField()),
                        ("reports", models.IntegerField()),
                        ("until", models.DateTimeField()),
                        ("steps", models.IntegerField(default=0)),
                        ("finished_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(models.Value(1), name="insight_one_simulation")],
                    },
                ),
                migrations.CreateModel(
                    name="Standing",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("area", models.TextField()),
                        ("category", models.TextField()),
                        ("state", models.TextField()),
                        ("reports", models.IntegerField(default=0)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("area", "category", "state"), name="insight_standing_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Outlook",
                    fields=[
                        ("unit", models.TextField(primary_key=True, serialize=False)),
                        ("made_on", models.DateField()),
                        ("history_days", models.IntegerField()),
                        ("level", models.FloatField()),
                        ("weekdays", models.JSONField(default=list)),
                        ("closed", models.FloatField(default=1.0)),
                        ("spread", models.FloatField(default=1.0)),
                        ("days", models.JSONField(default=list)),
                        ("tested_days", models.IntegerField(default=0)),
                        ("error", models.FloatField(null=True)),
                        ("naive_error", models.FloatField(null=True)),
                        ("scaled_error", models.FloatField(null=True)),
                        ("naive_scaled_error", models.FloatField(null=True)),
                        ("week_error", models.FloatField(null=True)),
                        ("naive_week_error", models.FloatField(null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="UnitDay",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("on", models.DateField()),
                        ("unit", models.TextField()),
                        ("arrived", models.IntegerField(default=0)),
                        ("done", models.IntegerField(default=0)),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("unit", "on"), name="insight_unitday_once")],
                    },
                ),
                migrations.CreateModel(
                    name="Proof",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("on", models.DateField()),
                        ("unit", models.TextField()),
                        ("is_part", models.BooleanField()),
                        ("checked", models.IntegerField(default=0)),
                        ("returned", models.IntegerField(default=0)),
                        ("overturned", models.IntegerField(default=0)),
                        ("closures", models.IntegerField(default=0)),
                        ("reopened", models.IntegerField(default=0)),
                        ("repeated", models.IntegerField(default=0)),
                        ("rated", models.IntegerField(default=0)),
                        ("unhappy", models.IntegerField(default=0)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("unit", "on", "is_part"), name="insight_proof_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Cell",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("grain", models.CharField(max_length=2)),
                        ("on", models.DateField()),
                        ("area", models.TextField()),
                        ("category", models.TextField()),
                        ("unit", models.TextField()),
                        ("channel", models.TextField()),
                        ("is_public", models.BooleanField()),
                        ("received", models.IntegerField(default=0)),
                        ("six_hours_over", models.IntegerField(default=0)),
                        ("answered_in_six", models.IntegerField(default=0)),
                        ("opened", models.IntegerField(default=0)),
                        ("ended", models.IntegerField(default=0)),
                        ("answered", models.IntegerField(default=0)),
                        ("answered_in_time", models.IntegerField(default=0)),
                        ("late_answers", models.IntegerField(default=0)),
                        ("solved_in_time", models.IntegerField(default=0)),
                        ("late_solutions", models.IntegerField(default=0)),
                        ("rejected", models.IntegerField(default=0)),
                        ("referred", models.IntegerField(default=0)),
                        ("unsolved", models.IntegerField(default=0)),
                        ("handed_back", models.IntegerField(default=0)),
                        ("merged", models.IntegerField(default=0)),
                        ("checks_passed", models.IntegerField(default=0)),
                        ("checks_failed", models.IntegerField(default=0)),
                        ("checked", models.IntegerField(default=0)),
                        ("returned", models.IntegerField(default=0)),
                        ("closures", models.IntegerField(default=0)),
                        ("unchecked_closures", models.IntegerField(default=0)),
                        ("closed_fast", models.IntegerField(default=0)),
                        ("reopened", models.IntegerField(default=0)),
                        ("appeals", models.IntegerField(default=0)),
                        ("undone", models.IntegerField(default=0)),
                        ("came_back", models.IntegerField(default=0)),
                        ("rated", models.IntegerField(default=0)),
                        ("unhappy", models.IntegerField(default=0)),
                        ("score", models.IntegerField(default=0)),
                        ("score_squares", models.IntegerField(default=0)),
                        ("planned", models.IntegerField(db_default=0, default=0)),
                        ("unplanned", models.IntegerField(db_default=0, default=0)),
                        ("objections", models.IntegerField(db_default=0, default=0)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("grain", "on", "area", "category", "unit", "channel", "is_public"),
                                name="insight_cell_once",
                            )
                        ],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("grain__in", ["yf", "mf", "df"])),
                                fields=["unit", "grain", "on"],
                                name="insight_cell_by_unit",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Took",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("grain", models.CharField(max_length=2)),
                        ("on", models.DateField()),
                        ("area", models.TextField()),
                        ("category", models.TextField()),
                        ("unit", models.TextField()),
                        ("channel", models.TextField()),
                        ("is_public", models.BooleanField()),
                        ("course", models.TextField()),
                        ("bucket", models.IntegerField()),
                        ("reports", models.IntegerField(default=0)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=(
                                    "grain",
                                    "on",
                                    "course",
                                    "bucket",
                                    "area",
                                    "category",
                                    "unit",
                                    "channel",
                                    "is_public",
                                ),
                                name="insight_took_once",
                            )
                        ],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("grain", "df")),
                                fields=["area", "on"],
                                include=("category", "unit", "channel", "is_public", "course", "bucket", "reports"),
                                name="insight_took_by_area",
                            ),
                            models.Index(
                                condition=models.Q(("grain", "df")),
                                fields=["category", "on"],
                                include=("area", "unit", "channel", "is_public", "course", "bucket", "reports"),
                                name="insight_took_by_category",
                            ),
                            models.Index(
                                condition=models.Q(("grain", "df")), fields=["unit", "on"], name="insight_took_by_unit"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Waiting",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("on", models.DateField()),
                        ("at", models.DateTimeField()),
                        ("area", models.TextField()),
                        ("category", models.TextField()),
                        ("unit", models.TextField()),
                        ("channel", models.TextField()),
                        ("is_public", models.BooleanField()),
                        ("open", models.IntegerField(default=0)),
                        ("unsolved", models.IntegerField(default=0)),
                        ("unanswered", models.IntegerField(default=0)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("on", "at", "area", "category", "unit", "channel", "is_public"),
                                name="insight_waiting_once",
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
