"""Who was told that time runs out, and which open reports are counted anew."""

from django.db import models
from django.db.models import F, Q

from tanggap.agencies.models import Staff, Unit
from tanggap.reports.models import Report


class Escalation(models.Model):
    """One rung of a report's ladder, told once in a `round` (a reopening or another policy begins a new one).

    It is addressed to the holder of `role` in `unit`, or to `staff` alone where that is set; `is_own` when the unit answers for the
    report. They hear of it at `told_at`; one of them acknowledges it. At `look_at` what is not acknowledged goes one rung up
    (`climbed_at`), and what has ended, because the report is closed or with another unit, is put away (`ended_at`).
    """

    id = models.BigAutoField(primary_key=True)
    report = models.ForeignKey(Report, models.PROTECT, related_name="+", db_index=False)
    round = models.IntegerField()
    step = models.IntegerField()
    promise = models.TextField()
    share = models.IntegerField()
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    role = models.TextField()
    staff = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    is_own = models.BooleanField()
    at = models.DateTimeField()
    told_at = models.DateTimeField()
    look_at = models.DateTimeField()
    climbed_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "round", "step"], name="deadlines_escalation_once"),
            models.CheckConstraint(
                condition=Q(acknowledged_at__isnull=True, acknowledged_by__isnull=True)
                | Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False),
                name="deadlines_escalation_acknowledged_by_somebody",
            ),
            models.CheckConstraint(condition=Q(told_at__gte=F("at")), name="deadlines_escalation_told_after"),
        ]
        indexes = [
            models.Index(
                fields=["unit", "-told_at", "-id"],
                name="deadlines_escalation_open",
                condition=Q(acknowledged_at__isnull=True, ended_at__isnull=True),
            ),
            models.Index(
                fields=["look_at", "id"],
                name="deadlines_escalation_look",
                condition=Q(acknowledged_at__isnull=True, ended_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.share} %"


class Recount(models.Model):
    """A job that counts the promises of open reports anew, one after the other by `last`, and goes on where it was after any end.

    `why` is `calendar` (the working calendar changed; `calendar` is its fingerprint) or `policy` (somebody chose so for `policy`).
    """

    id = models.BigAutoField(primary_key=True)
    why = models.TextField(choices=[("calendar", "calendar"), ("policy", "policy")])
    policy = models.TextField(default="", blank=True)
    calendar = models.TextField(default="", blank=True)
    asked_at = models.DateTimeField()
    last = models.BigIntegerField(default=0)
    seen = models.IntegerField(default=0)
    moved = models.IntegerField(default=0)
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["id"], name="deadlines_recount_open", condition=Q(done_at__isnull=True))]

    def __str__(self) -> str:
        return f"{self.why} {self.policy}"
