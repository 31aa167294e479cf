"""Rollups that the consumer `tallies` keeps. All of it can be dropped (`tanggap consumers rebuild tallies`) and comes back the same."""

from django.db import models

from tanggap.evaluation.tallies.words import LARGE, NAMES
from tanggap.reports.models import Report


class Memory(models.Model):
    """What has been counted of one report up to its event `version`, so that it can be taken back; as `insight.models.Tally`."""

    report = models.OneToOneField(Report, models.PROTECT, primary_key=True, related_name="+")
    version = models.IntegerField(default=0)
    area = models.TextField(default="")
    category = models.TextField(default="")
    unit = models.TextField(default="")
    channel = models.TextField(default="")
    state = models.TextField(default="")
    is_public = models.BooleanField()
    is_live = models.BooleanField()
    received_at = models.DateTimeField()
    days = models.JSONField(default=dict)
    marks = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.report_id}/{self.version}"


class Cell(models.Model):
    """What is counted of one year, month or day of a place, unit and channel: grains and sides are those of `insight.models.Cell`."""

    grain = models.CharField(max_length=2)
    on = models.DateField()
    area = models.TextField()
    category = models.TextField()
    unit = models.TextField()
    channel = models.TextField()
    is_public = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["grain", "on", "area", "category", "unit", "channel", "is_public"], name="tallies_cell_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["unit", "grain", "on"],
                condition=models.Q(grain__in=["yf", "mf", "df"]),
                name="tallies_cell_by_unit",
            )
        ]

    def __str__(self) -> str:
        return f"{self.grain} {self.on} {self.area} {self.category} {self.unit} {self.channel}"


for _name in NAMES:
    _kind = models.BigIntegerField if _name in LARGE else models.IntegerField
    _kind(default=0).contribute_to_class(Cell, _name)


class Watching(models.Model):
    """How many reports received on a local day, in one quarter of an hour (`at` is its beginning), were open ever since.

    `Cell.watch_minutes` holds all thirty days for which these are watched for repeats; what of them is still to come is told from here.
    """

    on = models.DateField()
    at = models.DateTimeField()
    area = models.TextField()
    category = models.TextField()
    unit = models.TextField()
    channel = models.TextField()
    is_public = models.BooleanField()
    reports = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["on", "at", "area", "category", "unit", "channel", "is_public"], name="tallies_watching_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.at} {self.area} {self.category} {self.unit} {self.channel}"


class Viewed(models.Model):
    """How many pages of one kind (`sources.viewing.KINDS`) were opened on a local day. There is nothing here of who looked."""

    on = models.DateField()
    kind = models.TextField()
    views = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["on", "kind"], name="tallies_viewed_once"),
            models.CheckConstraint(condition=models.Q(views__gt=0), name="tallies_viewed_some"),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.kind} {self.views}"
