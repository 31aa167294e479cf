"""The next step of a ladder is found by an index, and there is none while the clock stands still."""

from django.contrib.postgres.operations import AddConstraintNotValid, AddIndexConcurrently, ValidateConstraint
from django.db import migrations, models
from django.db.models import Q

OPEN = [
    "awaiting_reporter", "awaiting_validation", "coordinating", "dispositioned", "follow_up_rejected", "in_progress", "received",
    "reopened",
]  # fmt: skip


class Migration(migrations.Migration):
    atomic = False
    dependencies = [
        ("reports", "0011_promises_by_policy"),
    ]

    operations = [
        AddIndexConcurrently(
            "report",
            models.Index(
                fields=["next_step_at", "id"], name="reports_next_step", condition=Q(next_step_at__isnull=False)
            ),
        ),
        AddIndexConcurrently(
            "report",
            models.Index(fields=["policy", "id"], name="reports_open_of_policy", condition=Q(state__in=OPEN)),
        ),
        AddConstraintNotValid(
            "report",
            models.CheckConstraint(
                condition=Q(next_step_at__isnull=True) | Q(state__in=OPEN, paused_at__isnull=True),
                name="reports_report_steps_while_running",
            ),
        ),
        AddConstraintNotValid(
            "report",
            models.CheckConstraint(
                condition=Q(policy__isnull=True, policy_version__isnull=True)
                | Q(policy__isnull=False, policy_version__isnull=False),
                name="reports_report_policy_has_version",
            ),
        ),
        ValidateConstraint("report", "reports_report_steps_while_running"),
        ValidateConstraint("report", "reports_report_policy_has_version"),
    ]
