"""Earlier checks of an officer, a unit and a place, and of a pair, are found by indexes."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("verification", "0004_plans_and_duties")]

    operations = [
        AddIndexConcurrently(
            "check", models.Index(fields=["claimant", "verifier", "at"], name="verification_check_pairs")
        ),
        AddIndexConcurrently("check", models.Index(fields=["claimant", "-at"], name="verification_checks_of_officer")),
        AddIndexConcurrently("check", models.Index(fields=["handler", "-at"], name="verification_checks_of_unit")),
        AddIndexConcurrently("check", models.Index(fields=["area", "-at"], name="verification_checks_of_place")),
        AddIndexConcurrently(
            "check",
            models.Index(fields=["handler", "at"], name="verification_failed_of_unit", condition=Q(passed=False)),
        ),
    ]
