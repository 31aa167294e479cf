"""That a report's personal words were removed from its events."""

from django.db import models

from tanggap.reports.models.report import Report


class Forgotten(models.Model):
    """The database removed the personal words of a report's events, together with its event `version` (`privacy.erase`).

    Written by the function `reports_forget` alone, never changed: `events` is how many lost words, `role` the database role that asked.
    """

    pk = models.CompositePrimaryKey("report_id", "version")
    report = models.ForeignKey(Report, models.PROTECT, related_name="+", db_index=False)
    version = models.IntegerField()
    events = models.IntegerField()
    role = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "reports_forgotten"

    def __str__(self) -> str:
        return f"{self.report_id}/{self.version}"
