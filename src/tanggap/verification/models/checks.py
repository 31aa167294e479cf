"""Checks of claimed results. The database refuses one by a unit or person that worked on the report (triggers in the migrations)."""

from django.db import models
from django.db.models import Q

from tanggap.agencies.models import Staff, Unit
from tanggap.places.models import Area
from tanggap.reports.models import Report
from tanggap.verification.words import CheckKind


class Check(models.Model):
    """One check of the claim made in event `claim_version`; `checklist` maps each point to whether it held.

    `claimant` said that it was done, `handler` is the unit that answered then, `area` where it lies: by these a history is found.
    `is_repeat`: the pair of claimant and verifier repeats within the rotation's window because nobody else was there.
    `field_follows` is set on what an action returns, never kept: the papers hold, and a visit decides.
    """

    report = models.ForeignKey(Report, models.PROTECT, related_name="+", db_index=False)
    claim_version = models.IntegerField()
    kind = models.TextField(choices=CheckKind.choices)
    passed = models.BooleanField()
    verifier = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    findings = models.TextField(default="", blank=True)
    checklist = models.JSONField(default=dict)
    at = models.DateTimeField()
    claimant = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    handler = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+", db_index=False)
    is_repeat = models.BooleanField(default=False, db_default=False)

    field_follows: bool = False

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "claim_version", "kind"], name="verification_check_once"),
            models.CheckConstraint(condition=Q(kind__in=CheckKind.values), name="verification_check_kind"),
        ]
        indexes = [
            models.Index(fields=["claimant", "verifier", "at"], name="verification_check_pairs"),
            models.Index(fields=["claimant", "-at"], name="verification_checks_of_officer"),
            models.Index(fields=["handler", "-at"], name="verification_checks_of_unit"),
            models.Index(fields=["area", "-at"], name="verification_checks_of_place"),
            models.Index(fields=["handler", "at"], name="verification_failed_of_unit", condition=Q(passed=False)),
        ]

    def __str__(self) -> str:
        return f"{self.report_id}/{self.claim_version} {self.kind}"
