"""Rollups by unit and channel, too, by month and year, and the times that reports took. The consumer counts everything anew.

Nothing is read from the reports here: the old rows are dropped and the consumer's cursor goes back to the beginning of the log. Until it
has caught up, pages show a dash and say why.
"""

from django.db import migrations, models

NUMBERS = (
    "received", "six_hours_over", "answered_in_six", "opened", "ended", "answered", "answered_in_time", "late_answers",
    "solved_in_time", "late_solutions", "rejected", "referred", "unsolved", "handed_back", "merged", "checks_passed",
    "checks_failed", "checked", "returned", "closures", "unchecked_closures", "closed_fast", "reopened", "appeals", "undone",
    "came_back", "rated", "unhappy", "score", "score_squares",
)  # fmt: skip
COUNT_ANEW = """
TRUNCATE insight_tally, insight_standing;
DELETE FROM core_parked WHERE name = 'insight';
UPDATE core_cursor SET tx = 0, event = 0, rebuild_to = tanggap_horizon() WHERE name = 'insight';
"""


def _key():
    return ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))


def _place():
    texts = [(name, models.TextField()) for name in ("area", "category", "unit", "channel")]
    return [*texts, ("is_public", models.BooleanField())]


def _numbers(*names):
    return [(name, models.IntegerField(default=0)) for name in names]


class Migration(migrations.Migration):
    dependencies = [("insight", "0004_proof_of_closures"), ("core", "0002_horizon_and_heartbeat")]

    operations = [
        migrations.RunSQL(COUNT_ANEW, migrations.RunSQL.noop),
        migrations.DeleteModel("Day"),
        migrations.DeleteModel("Solved"),
        *(migrations.RemoveField("tally", name) for name in ("is_answered", "solved_on", "solved_bucket")),
        *(migrations.AddField("tally", name, models.TextField(default="")) for name in ("unit", "channel", "ending")),
        migrations.AddField("tally", "marks", models.JSONField(default=dict)),
        *(
            migrations.AddField("tally", name, models.IntegerField(null=True))
            for name in ("answer_bucket", "solve_bucket")
        ),
        migrations.CreateModel(
            name="Cell",
            fields=[
                _key(),
                ("grain", models.CharField(max_length=2)),
                ("on", models.DateField()),
                *_place(),
                *_numbers(*NUMBERS),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("grain", "on", "area", "category", "unit", "channel", "is_public"),
                        name="insight_cell_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Took",
            fields=[
                _key(),
                ("grain", models.CharField(max_length=2)),
                ("on", models.DateField()),
                *_place(),
                ("course", models.TextField()),
                ("bucket", models.IntegerField()),
                *_numbers("reports"),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("grain", "on", "course", "bucket", "area", "category", "unit", "channel", "is_public"),
                        name="insight_took_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Waiting",
            fields=[
                _key(),
                ("on", models.DateField()),
                ("at", models.DateTimeField()),
                *_place(),
                *_numbers("open", "unsolved", "unanswered"),
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
        migrations.RunSQL(migrations.RunSQL.noop, COUNT_ANEW),
    ]
