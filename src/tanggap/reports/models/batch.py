"""One act on many reports: what was asked for, and what came of it report by report."""

from django.db import models
from django.db.models import Q

from tanggap.agencies.models import Staff
from tanggap.reports.models.report import Report
from tanggap.reports.words import BatchOutcome, BatchState


class Batch(models.Model):
    """An act of one person on many reports. `arguments` are the act's, `language` that in which refusals are told.

    As a draft it is a preview: nothing was done. `id` is the key of the form that asked for it, so that asking twice makes one.
    """

    id = models.UUIDField(primary_key=True)
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)
    act = models.TextField()
    arguments = models.JSONField(default=dict)
    language = models.TextField()
    state = models.TextField(choices=BatchState.choices, default=BatchState.DRAFT)
    query = models.TextField(default="", blank=True)
    total = models.IntegerField()
    made_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["staff", "-made_at"], name="reports_batch_of_staff"),
            models.Index(fields=["made_at"], name="reports_batch_draft", condition=Q(state=BatchState.DRAFT)),
        ]

    def __str__(self) -> str:
        return f"{self.act} × {self.total}"


class BatchItem(models.Model):
    """One report of a batch, with the version that the person saw. `foreseen` says why the preview expects a refusal.

    `outcome` is written in the transaction of the act itself: an item is done once, however often the batch is carried on.
    """

    pk = models.CompositePrimaryKey("batch_id", "number")
    batch = models.ForeignKey(Batch, models.CASCADE, related_name="+", db_index=False)
    number = models.IntegerField()
    report = models.ForeignKey(Report, models.PROTECT, related_name="+", db_index=False)
    version = models.IntegerField()
    foreseen = models.TextField(default="", blank=True)
    outcome = models.TextField(choices=BatchOutcome.choices, default=BatchOutcome.WAITING, blank=True)
    reason = models.TextField(default="", blank=True)
    at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "report"], name="reports_batchitem_once")]
        indexes = [
            models.Index(
                fields=["batch", "number"], name="reports_batchitem_waiting", condition=Q(outcome=BatchOutcome.WAITING)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.number}"
