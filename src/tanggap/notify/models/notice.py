"""What the staff is told, besides by mail: the rows behind the bell."""

from django.db import models

from tanggap.agencies.models import Staff
from tanggap.reports.models import Report


class StaffNotice(models.Model):
    """One event told to one member of staff, once. Of the report it names the code alone, and it holds nothing of who reported.

    `at` is when it happened, `told_at` when the person is told: the end of a window or of the quiet hours for what is bundled. Rows of
    one person and `bundle` are one notice with a list; an empty `bundle` is a notice of its own. `facts` are the payload's keys that
    `notify.telling` names. What is told without a report (`notify.expiring`) says in `about` what it is about, once a person and kind.
    """

    id = models.BigAutoField(primary_key=True)
    staff = models.ForeignKey(Staff, models.CASCADE, related_name="+", db_index=False)
    kind = models.TextField()
    report = models.ForeignKey(Report, models.PROTECT, null=True, related_name="+")
    event = models.BigIntegerField(null=True)
    about = models.TextField(default="", blank=True, db_default="")
    facts = models.JSONField(default=dict)
    bundle = models.TextField(default="", blank=True)
    at = models.DateTimeField()
    told_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "staff"], name="notify_notice_once_an_event"),
            models.UniqueConstraint(
                fields=["staff", "kind", "about"], condition=~models.Q(about=""), name="notify_notice_once_about"
            ),
            models.CheckConstraint(
                condition=models.Q(report__isnull=False, event__isnull=False, about="")
                | models.Q(report__isnull=True, event__isnull=True) & ~models.Q(about=""),
                name="notify_notice_of_something",
            ),
            models.CheckConstraint(condition=models.Q(told_at__gte=models.F("at")), name="notify_notice_told_after"),
        ]
        indexes = [
            models.Index(fields=["staff", "-told_at", "-id"], name="notify_notice_list"),
            models.Index(
                fields=["staff", "told_at"],
                include=["bundle"],
                name="notify_notice_unseen",
                condition=models.Q(seen_at__isnull=True),
            ),
            models.Index(fields=["told_at"], name="notify_notice_old"),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.kind} {self.report_id}"
