"""Checks of claimed results. The database refuses one by a unit or person that worked on the report (triggers in the migration)."""

from django.db import models

from tanggap.agencies.models import Staff, Unit
from tanggap.reports.models import Report
from tanggap.verification.words import CheckKind


class Check(models.Model):
    """One check of the claim made in event `claim_version`; `checklist` maps each point to whether it held."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="+", db_index=False)
    claim_version = models.IntegerField()
    kind = models.TextField(choices=CheckKind.choices)
    passed = models.BooleanField()
    verifier = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    findings = models.TextField(default="", blank=True)
    checklist = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "claim_version", "kind"], name="verification_check_once"),
            models.CheckConstraint(condition=models.Q(kind__in=CheckKind.values), name="verification_check_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id}/{self.claim_version} {self.kind}"
