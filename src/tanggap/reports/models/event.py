"""The history, which is also the outbox."""

from django.db import models
from django.db.models import F, Q

from tanggap.agencies.models import Staff, Unit
from tanggap.reports.models.report import Report
from tanggap.reports.words import NEW


class Move(models.Model):
    """What `reports/lifecycle.py` allows, so that the database can refuse the rest."""

    pk = models.CompositePrimaryKey("door", "state_from", "state_to")
    door = models.TextField()
    state_from = models.TextField()
    state_to = models.TextField()

    def __str__(self) -> str:
        return f"{self.door}: {self.state_from} → {self.state_to}"


class Event(models.Model):
    """One change of one report; never updated, never deleted. `unit` answers for the report after it.

    `previous` is `version - 1` (null for the first): with `state_before` it must be the event before (a key), so the chain has no gap.
    `tx` is the writing transaction's id: consumers read in its order, below the oldest running one, and miss nothing.
    """

    id = models.BigAutoField(primary_key=True)
    report = models.ForeignKey(Report, models.PROTECT, related_name="+", db_index=False)
    version = models.IntegerField()
    previous = models.IntegerField(null=True)
    kind = models.TextField()
    door = models.TextField(null=True)
    state_before = models.TextField()
    state_after = models.TextField()
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    actor_kind = models.TextField()
    actor_staff = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    actor_unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()
    payload = models.JSONField(default=dict)
    tx = models.BigIntegerField(db_default=models.Func(function="tanggap_tx"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "version", "state_after"], name="reports_event_chain"),
            models.UniqueConstraint(fields=["report", "version"], name="reports_event_version"),
            models.CheckConstraint(
                condition=Q(version=1, previous__isnull=True, state_before=NEW)
                | Q(version__gt=1, previous=F("version") - 1),
                name="reports_event_follows",
            ),
            models.CheckConstraint(
                condition=Q(door__isnull=False, kind=F("door")) | Q(door__isnull=True, state_before=F("state_after")),
                name="reports_event_moves_by_door",
            ),
        ]
        indexes = [models.Index(fields=["tx", "id"], name="reports_event_outbox")]

    def __str__(self) -> str:
        return f"{self.report_id}/{self.version} {self.kind}"
