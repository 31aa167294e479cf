"""What a report cost and how openly it was handled, as rollups of an own consumer; how often public pages are opened."""

import django.db.models.deletion
from django.db import migrations, models
from tanggap.core.tables import CreateTables


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("tallies", "0001_tallies"),
        ("tallies", "0002_year_ends"),
        ("tallies", "0003_views_of_public_pages"),
        ("tallies", "0004_acts_and_visits_together"),
        ("tallies", "0005_area_and_unit_by_category"),
    ]
    dependencies = [("reports", "0001_tables")]

    operations = [
        CreateTables(
            tables=[
                migrations.CreateModel(
                    name="Memory",
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
                        ("unit", models.TextField(default="")),
                        ("channel", models.TextField(default="")),
                        ("state", models.TextField(default="")),
                        ("is_public", models.BooleanField()),
                        ("is_live", models.BooleanField()),
                        ("received_at", models.DateTimeField()),
                        ("days", models.JSONField(default=dict)),
                        ("marks", models.JSONField(default=dict)),
                    ],
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
                        ("ends", models.IntegerField(default=0)),
                        ("solved", models.IntegerField(default=0)),
                        ("touches", models.IntegerField(default=0)),
                        ("touches_squares", models.IntegerField(default=0)),
                        ("hand_overs", models.IntegerField(default=0)),
                        ("hand_overs_squares", models.IntegerField(default=0)),
                        ("units_had", models.IntegerField(default=0)),
                        ("work_minutes", models.BigIntegerField(default=0)),
                        ("work_minutes_squares", models.BigIntegerField(default=0)),
                        ("checks", models.IntegerField(default=0)),
                        ("visits", models.IntegerField(default=0)),
                        ("questions", models.IntegerField(default=0)),
                        ("routed_right", models.IntegerField(default=0)),
                        ("first_time", models.IntegerField(default=0)),
                        ("trail_whole", models.IntegerField(default=0)),
                        ("moves_public", models.IntegerField(default=0)),
                        ("moves_told", models.IntegerField(default=0)),
                        ("closures", models.IntegerField(default=0)),
                        ("independent", models.IntegerField(default=0)),
                        ("checked_in_field", models.IntegerField(default=0)),
                        ("requests_decided", models.IntegerField(default=0)),
                        ("requests_granted", models.IntegerField(default=0)),
                        ("contests_decided", models.IntegerField(default=0)),
                        ("contests_upheld", models.IntegerField(default=0)),
                        ("appeals_decided", models.IntegerField(default=0)),
                        ("appeals_upheld", models.IntegerField(default=0)),
                        ("put_off", models.IntegerField(default=0)),
                        ("put_off_before", models.IntegerField(default=0)),
                        ("escalated", models.IntegerField(default=0)),
                        ("acknowledged", models.IntegerField(default=0)),
                        ("acknowledged_in_day", models.IntegerField(default=0)),
                        ("parts_asked", models.IntegerField(default=0)),
                        ("parts_declined", models.IntegerField(default=0)),
                        ("parts_done", models.IntegerField(default=0)),
                        ("received", models.IntegerField(default=0)),
                        ("with_area", models.IntegerField(default=0)),
                        ("with_category", models.IntegerField(default=0)),
                        ("complete", models.IntegerField(default=0)),
                        ("incidents", models.IntegerField(default=0)),
                        ("repeats", models.IntegerField(default=0)),
                        ("repeats_squares", models.IntegerField(default=0)),
                        ("supports", models.IntegerField(default=0)),
                        ("watch_minutes", models.BigIntegerField(default=0)),
                        ("year_judged", models.IntegerField(default=0)),
                        ("year_solved", models.IntegerField(default=0)),
                        ("year_taken", models.IntegerField(default=0)),
                        ("now_judged", models.IntegerField(default=0)),
                        ("now_solved", models.IntegerField(default=0)),
                        ("now_taken", models.IntegerField(default=0)),
                        ("visits_squares", models.IntegerField(default=0)),
                        ("touches_visits", models.IntegerField(default=0)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("grain__in", ["yf", "mf", "df"])),
                                fields=["unit", "grain", "on"],
                                name="tallies_cell_by_unit",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("grain", "on", "area", "category", "unit", "channel", "is_public"),
                                name="tallies_cell_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Watching",
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
                        ("reports", models.IntegerField(default=0)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("on", "at", "area", "category", "unit", "channel", "is_public"),
                                name="tallies_watching_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Viewed",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("on", models.DateField()),
                        ("kind", models.TextField()),
                        ("views", models.BigIntegerField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("on", "kind"), name="tallies_viewed_once"),
                            models.CheckConstraint(condition=models.Q(("views__gt", 0)), name="tallies_viewed_some"),
                        ],
                    },
                ),
            ],
        ),
    ]
