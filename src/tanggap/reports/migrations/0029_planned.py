"""A problem that is too big for one unit waits in the yearly planning: neither open on a desk nor closed."""

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
    ("planned", "In yearly planning"),
    ("resolved", "Resolved"),
    ("reopened", "Reopened"),
    ("rejected", "Rejected"),
    ("referred", "Referred to another body"),
    ("unsolved", "Cannot be solved"),
    ("merged", "Merged"),
    ("archived", "Archived"),
]
WORKING = ["received", "coordinating", "dispositioned", "in_progress", "follow_up_rejected", "reopened"]
MOVES = [
    *(("planning.admit", state, "planned") for state in WORKING),
    ("planning.return", "planned", "coordinating"),
    ("planning.build", "planned", "awaiting_validation"),
]
VALUES = [word for move in MOVES for word in move]
PLACES = ", ".join(["(%s, %s, %s)"] * len(MOVES))
NOT_CLOSED = sorted(["awaiting_reporter", "awaiting_validation", "planned", *WORKING])


class Migration(migrations.Migration):
    dependencies = [("reports", "0028_public_reports_by_last_update")]

    operations = [
        migrations.RunSQL(
            [(f"INSERT INTO reports_move (door, state_from, state_to) VALUES {PLACES}", VALUES)],
            [(f"DELETE FROM reports_move WHERE (door, state_from, state_to) IN ({PLACES})", VALUES)],
        ),
        migrations.AlterField("report", "state", models.TextField(choices=STATES)),
        migrations.RemoveConstraint("report", "reports_report_closed_at_when_closed"),
        AddConstraintNotValid(
            "report",
            models.CheckConstraint(
                condition=models.Q(state__in=NOT_CLOSED, closed_at__isnull=True)
                | (~models.Q(state__in=NOT_CLOSED) & models.Q(closed_at__isnull=False)),
                name="reports_report_closed_at_when_closed",
            ),
        ),
    ]
