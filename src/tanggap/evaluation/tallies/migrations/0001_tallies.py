"""What a report cost and how openly it was handled, as rollups of an own consumer. It reads the log from its beginning by itself.

In a city that has a history, pages show a dash and say why until it has caught up, not half a number.
"""

import django.db.models.deletion
from django.db import migrations, models

NAMES = (
    "ends", "solved", "touches", "touches_squares", "hand_overs", "hand_overs_squares", "units_had", "work_minutes",
    "work_minutes_squares", "checks", "visits", "questions", "routed_right", "first_time", "trail_whole", "moves_public",
    "moves_told", "closures", "independent", "checked_in_field", "requests_decided", "requests_granted", "contests_decided",
    "contests_upheld", "appeals_decided", "appeals_upheld", "put_off", "put_off_before", "escalated", "acknowledged",
    "acknowledged_in_day", "parts_asked", "parts_declined", "parts_done", "received", "with_area", "with_category",
    "complete", "incidents", "repeats", "repeats_squares", "supports", "watch_minutes",
)  # fmt: skip
BEGIN = """
INSERT INTO core_cursor (name, tx, event, rebuild_to)
SELECT 'tallies', 0, 0, tanggap_horizon() WHERE EXISTS (SELECT 1 FROM reports_event)
ON CONFLICT (name) DO NOTHING
"""
FORGET = "DELETE FROM core_cursor WHERE name = 'tallies'"
LARGE = ("work_minutes", "work_minutes_squares", "watch_minutes")


def _key():
    return ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))


def _place():
    texts = [(name, models.TextField()) for name in ("area", "category", "unit", "channel")]
    return [*texts, ("is_public", models.BooleanField())]


def _number(name):
    kind = models.BigIntegerField if name in LARGE else models.IntegerField
    return (name, kind(default=0))


class Migration(migrations.Migration):
    initial = True

    dependencies = [("reports", "0028_public_reports_by_last_update"), ("core", "0002_horizon_and_heartbeat")]

    operations = [
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
                *((name, models.TextField(default="")) for name in ("area", "category", "unit", "channel", "state")),
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
                _key(),
                ("grain", models.CharField(max_length=2)),
                ("on", models.DateField()),
                *_place(),
                *map(_number, NAMES),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["unit", "grain", "on"],
                        condition=models.Q(grain__in=["yf", "mf", "df"]),
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
                _key(),
                ("on", models.DateField()),
                ("at", models.DateTimeField()),
                *_place(),
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
        migrations.RunSQL(BEGIN, FORGET),
    ]
