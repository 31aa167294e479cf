"""What one shift leaves to the next: a record, kept as it was given."""

from django.db import models
from django.db.models import F, Q

from tanggap.agencies.models import Staff, Unit


class Handover(models.Model):
    """A shift's work, given to a unit or to one person of it (`receiver`). `key` is the form's: sent twice, it is kept once.

    `began_at` is when the shift began. `items` are `{"code", "state", "due_at", "why": "open"|"changed", "note"?}` as they stood at
    `given_at`. Somebody else than the giver acknowledges it, once.
    """

    id = models.BigAutoField(primary_key=True)
    key = models.TextField(unique=True)
    giver = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    receiver = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    began_at = models.DateTimeField()
    given_at = models.DateTimeField()
    note = models.TextField(default="", blank=True)
    items = models.JSONField(default=list)
    acknowledged_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    acknowledged_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(acknowledged_by__isnull=True, acknowledged_at__isnull=True)
                | Q(acknowledged_by__isnull=False, acknowledged_at__isnull=False),
                name="reports_handover_acknowledged_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(acknowledged_by__isnull=True) | ~Q(acknowledged_by=F("giver")),
                name="reports_handover_taken_by_another",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "-id"], name="reports_handover_of_unit"),
            models.Index(fields=["giver", "-id"], name="reports_handover_of_giver"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.given_at:%Y-%m-%d %H:%M}"
