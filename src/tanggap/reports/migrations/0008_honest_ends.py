"""Reports that are handed back are decided, those near a border have a neighbour, and each end has its name."""

import django.db.models.deletion
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

STATES = [
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
OUTCOMES = [
    ("solved", "Solved and checked"),
    ("refused", "Refused"),
    ("referred", "Referred to another body"),
    ("unsolved", "Cannot be solved"),
    ("duplicate", "Part of another report"),
    ("closed_elsewhere", "Closed in the earlier system, not checked here"),
]
WORKING = ["received", "coordinating", "dispositioned", "in_progress", "follow_up_rejected", "reopened"]
MOVES = [
    *(("reports.change", state, "coordinating") for state in WORKING[2:5]),
    ("reports.change", "awaiting_reporter", "coordinating"),
    *(("reports.hand_back", state, "coordinating") for state in WORKING),
    ("reports.decide", "coordinating", "coordinating"),
    *(("reports.refer", state, "referred") for state in WORKING),
    *(("reports.give_up", state, "unsolved") for state in WORKING),
    *(("feedback.appeal", state, "coordinating") for state in ("referred", "unsolved")),
    *(("feedback.archive", state, "archived") for state in ("referred", "unsolved")),
]
VALUES = [word for move in MOVES for word in move]
PLACES = ", ".join(["(%s, %s, %s)"] * len(MOVES))
INSERT_MOVES = f"INSERT INTO reports_move (door, state_from, state_to) VALUES {PLACES}"
DELETE_MOVES = f"DELETE FROM reports_move WHERE (door, state_from, state_to) IN ({PLACES})"


class Migration(migrations.Migration):
    dependencies = [("reports", "0007_search"), ("agencies", "0004_units_end")]

    operations = [
        migrations.RunSQL([(INSERT_MOVES, VALUES)], [(DELETE_MOVES, VALUES)]),
        migrations.AlterField("report", "state", models.TextField(choices=STATES)),
        migrations.AlterField("report", "outcome", models.TextField(blank=True, choices=OUTCOMES, default="")),
        migrations.AddField("report", "awaits_decision", models.BooleanField(default=False, db_default=False)),
        migrations.AddField(
            "report",
            "neighbour",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.unit",
            ),
        ),
        AddConstraintNotValid(
            "report",
            models.CheckConstraint(
                condition=models.Q(awaits_decision=False) | models.Q(state__in=["awaiting_reporter", "coordinating"]),
                name="reports_report_decided_while_open",
            ),
        ),
        AddConstraintNotValid(
            "report",
            models.CheckConstraint(
                condition=models.Q(state="referred", outcome="referred")
                | models.Q(state="unsolved", outcome="unsolved")
                | ~models.Q(state__in=["referred", "unsolved"]),
                name="reports_report_end_has_its_outcome",
            ),
        ),
    ]
