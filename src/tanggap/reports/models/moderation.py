"""What was taken out of the public's sight, for everybody to read; and what citizens say should be."""

from django.db import models
from django.db.models import Q

from tanggap.places.models import Area
from tanggap.reports.models.event import Event
from tanggap.reports.models.report import Report
from tanggap.reports.words import FlagReason, HideReason


class Moderation(models.Model):
    """One entry of the public log. `number` counts without a gap; nothing of an entry ever changes. The public never sees `event`.

    `area` lies on the second level, so that an entry does not lead to the report.
    """

    number = models.BigIntegerField(primary_key=True)
    event = models.OneToOneField(Event, models.PROTECT, related_name="+")
    act = models.TextField()
    reason = models.TextField(choices=HideReason.choices)
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.number}"


class Flag(models.Model):
    """Somebody says that a public page shows something private. One open flag a report and reason, `times` it was said."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="+", db_index=False)
    reason = models.TextField(choices=FlagReason.choices)
    at = models.DateTimeField()
    times = models.IntegerField(default=1)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report", "reason"], condition=Q(settled_at__isnull=True), name="reports_flag_open_once"
            ),
            models.CheckConstraint(condition=Q(times__gt=0), name="reports_flag_said"),
        ]
        indexes = [models.Index(fields=["at", "id"], name="reports_flag_open", condition=Q(settled_at__isnull=True))]

    def __str__(self) -> str:
        return f"{self.report_id}: {self.reason}"
