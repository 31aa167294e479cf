"""Who of the staff follows a report, and who has it open just now. Neither is a change of the report: no event tells of them."""

from django.db import models

from tanggap.agencies.models import Staff
from tanggap.reports.models.report import Report

PRESENT_SECONDS = 45


class Watch(models.Model):
    """A person follows a report since `since`, and hears of what happens to it for as long as the person may see it."""

    pk = models.CompositePrimaryKey("staff_id", "report_id")
    staff = models.ForeignKey(Staff, models.CASCADE, related_name="+", db_index=False)
    report = models.ForeignKey(Report, models.CASCADE, related_name="+", db_index=False)
    since = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["report"], name="reports_watch_of_report")]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.report_id}"


class Presence(models.Model):
    """A person has a report open, and said so at `seen_at`. The table is unlogged: after a crash it is empty, and nobody misses it."""

    pk = models.CompositePrimaryKey("staff_id", "report_id")
    staff = models.ForeignKey(Staff, models.CASCADE, related_name="+", db_index=False)
    report = models.ForeignKey(Report, models.CASCADE, related_name="+", db_index=False)
    seen_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["report"], name="reports_presence_of_report")]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.report_id}"
