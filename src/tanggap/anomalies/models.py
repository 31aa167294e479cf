"""What is kept of it: the receipts of ten weeks, what was learnt from them, and the alarms. All but these can be made anew."""

from django.db import models
from django.db.models import F, Q

from tanggap.agencies.models import Staff
from tanggap.anomalies.words import AlarmState
from tanggap.reports.models import Report


class Receipt(models.Model):
    """One report of the last weeks as it counts: the consumer's memory. Confidential ones are not among them.

    `area` and `category` are as they are known now (empty: not yet), `is_joined`: known to tell of the same problem as another. A report
    that `is_late` was taken over from elsewhere or long after its receipt: it tells what is usual, and raises no alarm.
    """

    report = models.OneToOneField(Report, models.PROTECT, primary_key=True, related_name="+")
    received_at = models.DateTimeField()
    area = models.TextField()
    category = models.TextField()
    unit = models.TextField()
    is_public = models.BooleanField()
    is_joined = models.BooleanField()
    is_late = models.BooleanField()

    class Meta:
        indexes = [
            models.Index(
                fields=["received_at"],
                include=["area", "category", "unit", "is_public", "is_joined", "is_late"],
                name="anomalies_receipt_by_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.received_at}"


class Watching(models.Model):
    """How far the watch is: one row. `rhythm` is what was learnt (`anomalies.usual.Rhythm`) from `days` days up to `learnt_at`."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    looked_at = models.DateTimeField(null=True)
    learnt_at = models.DateTimeField(null=True)
    days = models.IntegerField(default=0)
    rhythm = models.JSONField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="anomalies_watching_once")]

    def __str__(self) -> str:
        return f"looked {self.looked_at}, learnt {self.learnt_at}"


class Level(models.Model):
    """Reports of an ordinary day in one cell (`anomalies.cells`), and the shape that says how well that is known."""

    area = models.TextField(blank=True)
    category = models.TextField(blank=True)
    level = models.FloatField()
    shape = models.FloatField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "category"], name="anomalies_level_once"),
            models.CheckConstraint(condition=Q(level__gt=0, shape__gt=0), name="anomalies_level_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.area} {self.category} {self.level}"


class Alarm(models.Model):
    """More reports than usual of a category (empty: any) in `areas` (codes; a single empty one: the whole city); see `anomalies.rows`.

    `parts` and `units` are lists of [code, reports]. `told_at` is when people were told last, of `told_reports`.
    """

    version = models.IntegerField(default=1)
    category = models.TextField(blank=True)
    areas = models.JSONField()
    minutes = models.IntegerField()
    first_at = models.DateTimeField()
    raised_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    over_at = models.DateTimeField(null=True)
    reports = models.IntegerField()
    public_reports = models.IntegerField()
    joined = models.IntegerField()
    usual = models.FloatField()
    low = models.IntegerField()
    high = models.IntegerField()
    odds = models.FloatField()
    score = models.FloatField()
    most = models.IntegerField()
    total = models.IntegerField()
    parts = models.JSONField(default=list)
    units = models.JSONField(default=list)
    told_at = models.DateTimeField(null=True)
    told_reports = models.IntegerField(default=0)
    noticed_at = models.DateTimeField(null=True)
    noticed_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    note = models.TextField(default="", blank=True)
    is_muted = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(noticed_at__isnull=True, noticed_by__isnull=True)
                | Q(noticed_at__isnull=False, noticed_by__isnull=False),
                name="anomalies_alarm_noticed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(over_at__isnull=True) | Q(over_at__gte=F("raised_at")), name="anomalies_alarm_over_after"
            ),
            models.CheckConstraint(
                condition=Q(reports__gte=F("public_reports"), most__gte=F("reports")), name="anomalies_alarm_counts"
            ),
        ]
        indexes = [
            models.Index(fields=["-score"], condition=Q(over_at__isnull=True), name="anomalies_alarm_now"),
            models.Index(fields=["-raised_at"], name="anomalies_alarm_since"),
        ]

    def __str__(self) -> str:
        return f"{self.category} {self.areas} {self.reports}"

    @property
    def state(self) -> AlarmState:
        """Return how far it is."""
        if self.over_at is not None:
            return AlarmState.OVER
        return AlarmState.OPEN if self.noticed_at is None else AlarmState.NOTICED


class Mute(models.Model):
    """Of a category (empty: any) in one area (empty: the city) nobody is told until an instant, as somebody decided for a reason."""

    category = models.TextField(blank=True)
    area = models.TextField(blank=True)
    at = models.DateTimeField()
    until = models.DateTimeField()
    reason = models.TextField()
    by = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("at")), name="anomalies_mute_ends_after"),
            models.CheckConstraint(condition=~Q(reason=""), name="anomalies_mute_has_a_reason"),
        ]
        indexes = [models.Index(fields=["until"], name="anomalies_mute_until")]

    def __str__(self) -> str:
        return f"{self.category} {self.area} {self.until}"
