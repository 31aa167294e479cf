"""The rollups of the event consumer, and the mark of a simulated city."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("reports", "0002_invariants"),
    ]

    operations = [
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
                ("is_answered", models.BooleanField(default=False)),
                ("days", models.JSONField(default=dict)),
                ("solved_on", models.DateField(null=True)),
                ("solved_bucket", models.IntegerField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Day",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField()),
                ("area", models.TextField()),
                ("category", models.TextField()),
                ("received", models.IntegerField(default=0)),
                ("six_hours_over", models.IntegerField(default=0)),
                ("answered_in_six", models.IntegerField(default=0)),
                ("answered", models.IntegerField(default=0)),
                ("late_answers", models.IntegerField(default=0)),
                ("late_solutions", models.IntegerField(default=0)),
                ("rejected", models.IntegerField(default=0)),
                ("merged", models.IntegerField(default=0)),
                ("checks_passed", models.IntegerField(default=0)),
                ("checks_failed", models.IntegerField(default=0)),
                ("closures", models.IntegerField(default=0)),
                ("unchecked_closures", models.IntegerField(default=0)),
                ("reopened", models.IntegerField(default=0)),
                ("appeals", models.IntegerField(default=0)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("on", "area", "category"), name="insight_day_once")],
            },
        ),
        migrations.CreateModel(
            name="Simulation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
            name="Solved",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField()),
                ("area", models.TextField()),
                ("category", models.TextField()),
                ("bucket", models.IntegerField()),
                ("reports", models.IntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("on", "area", "category", "bucket"), name="insight_solved_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Standing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
    ]
