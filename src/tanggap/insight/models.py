"""Rollups that the event consumer keeps; pages read these, never the reports."""

from django.db import models


class DailyFigure(models.Model):
    """What happened on one local day in one leaf area and category: counts that are only ever added to.

    `answered` counts first answers of that day, `answered_in_time` those within the promise, `closed` verified closures,
    `closed_minutes` their time from receipt as counts per bucket of `insight.buckets`, `checked` closures by an independent unit.
    """

    on = models.DateField()
    area = models.TextField(default="")
    category = models.TextField(default="")
    received = models.IntegerField(default=0)
    answered = models.IntegerField(default=0)
    answered_in_time = models.IntegerField(default=0)
    answered_6h = models.IntegerField(default=0)
    closed = models.IntegerField(default=0)
    closed_in_time = models.IntegerField(default=0)
    checks_passed = models.IntegerField(default=0)
    checks_failed = models.IntegerField(default=0)
    reopened = models.IntegerField(default=0)
    rejected = models.IntegerField(default=0)
    closed_minutes = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["on", "area", "category"], name="insight_daily_once")]

    def __str__(self) -> str:
        return f"{self.on} {self.area} {self.category}"


class OpenNow(models.Model):
    """How many public reports of a leaf area and category stand in a state now."""

    area = models.TextField(default="")
    category = models.TextField(default="")
    state = models.TextField()
    reports = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area", "category", "state"], name="insight_open_once")]

    def __str__(self) -> str:
        return f"{self.area} {self.category} {self.state} {self.reports}"
