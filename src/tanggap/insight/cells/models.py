"""What the map is drawn from. The consumer `cells` keeps it; all of it can be dropped and counted anew."""

from django.db import models

from tanggap.reports.models import Report


class Spot(models.Model):
    """One public report that has a place, as everybody may see it: the consumer's memory, and what narrow questions are counted from.

    `cell` is the H3 cell of resolution `grid.FINEST` around the point that is shown; `east` and `north` are that point in parts of a
    degree (`grid.SCALE`). `received_on` is the local day.
    """

    report = models.OneToOneField(Report, models.PROTECT, primary_key=True, related_name="+")
    cell = models.BigIntegerField()
    east = models.IntegerField()
    north = models.IntegerField()
    category = models.TextField()
    area = models.TextField()
    state = models.TextField()
    unit = models.TextField()
    channel = models.TextField()
    received_on = models.DateField()

    class Meta:
        db_table = "insight_map_spot"
        indexes = [
            models.Index(fields=["cell"], name="insight_map_spot_cell"),
            models.Index(fields=["received_on"], name="insight_map_spot_day"),
            models.Index(fields=["area"], name="insight_map_spot_area"),
            models.Index(fields=["unit"], name="insight_map_spot_unit"),
            models.Index(fields=["channel"], name="insight_map_spot_channel"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.cell:x}"


class Cell(models.Model):
    """How many public reports of a category (`grid.ALL`: of any) stand in a state in one cell; `east`, `north` are sums of theirs."""

    resolution = models.SmallIntegerField()
    cell = models.BigIntegerField()
    category = models.TextField()
    state = models.TextField()
    reports = models.IntegerField()
    east = models.BigIntegerField()
    north = models.BigIntegerField()

    class Meta:
        db_table = "insight_map_cell"
        constraints = [
            models.UniqueConstraint(fields=["resolution", "category", "cell", "state"], name="insight_map_cell_once"),
            models.CheckConstraint(condition=models.Q(reports__gt=0), name="insight_map_cell_holds_some"),
        ]

    def __str__(self) -> str:
        return f"{self.cell:x} {self.category} {self.state} {self.reports}"
