"""What the reporter thinks of the result."""

from django.db import models

from tanggap.reports.models import Report


class Rating(models.Model):
    """The reporter's score of one closure, 1 (not good) to 4 (very good), as PermenPAN-RB 14/2017 scales it."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="+", db_index=False)
    version = models.IntegerField()
    score = models.IntegerField()
    comment = models.TextField(default="", blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "version"], name="feedback_rating_once_a_closure"),
            models.CheckConstraint(condition=models.Q(score__gte=1, score__lte=4), name="feedback_rating_score"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.score}"
