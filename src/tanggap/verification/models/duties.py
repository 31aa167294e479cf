"""Who must not check what, and second opinions."""

from django.db import models
from django.db.models import Q

from tanggap.agencies.models import Staff, Unit
from tanggap.reports.models import Report


class Conflict(models.Model):
    """A person said that they cannot judge the work of a `unit`, of an `officer`, or one `report`, and why.

    It holds until somebody who answers for them, never they themselves, takes it back; nothing else of it changes.
    """

    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    officer = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    report = models.ForeignKey(Report, models.PROTECT, null=True, related_name="+", db_index=False)
    reason = models.TextField()
    declared_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=False, officer__isnull=True, report__isnull=True)
                | Q(unit__isnull=True, officer__isnull=False, report__isnull=True)
                | Q(unit__isnull=True, officer__isnull=True, report__isnull=False),
                name="verification_conflict_is_about_one",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_by=models.F("staff")),
                name="verification_conflict_withdrawn_by_another",
            ),
            models.UniqueConstraint(
                fields=["staff", "unit", "officer", "report"],
                condition=Q(withdrawn_at__isnull=True),
                nulls_distinct=False,
                name="verification_conflict_once",
            ),
        ]
        indexes = [models.Index(fields=["staff", "-declared_at"], name="verification_conflicts_of")]

    def __str__(self) -> str:
        return f"{self.staff_id}: {self.unit_id or self.officer_id or self.report_id}"


class Opinion(models.Model):
    """A second verdict on the papers of the claim made in event `claim_version`, by a `validator` who does not see the first.

    Drawn by lot when the first check was made (`asked_by` None), or asked for by a validator before it. `passed` is null until given.
    """

    report = models.ForeignKey(Report, models.PROTECT, related_name="+", db_index=False)
    claim_version = models.IntegerField()
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    asked_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    question = models.TextField(default="", blank=True)
    asked_at = models.DateTimeField()
    validator = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    passed = models.BooleanField(null=True)
    findings = models.TextField(default="", blank=True)
    checklist = models.JSONField(default=dict)
    given_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "claim_version"], name="verification_opinion_once"),
            models.CheckConstraint(
                condition=Q(validator__isnull=True, passed__isnull=True, given_at__isnull=True)
                | Q(validator__isnull=False, passed__isnull=False, given_at__isnull=False),
                name="verification_opinion_given_whole",
            ),
        ]
        indexes = [
            models.Index(
                fields=["unit", "asked_at"], name="verification_opinions_asked", condition=Q(given_at__isnull=True)
            ),
            models.Index(fields=["given_at"], name="verification_opinions_given", condition=Q(given_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.report_id}/{self.claim_version}"
