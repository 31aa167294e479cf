"""What came in, as it came: the raw payload is kept, sealed, and makes the door idempotent."""

from django.db import models

from tanggap.agencies.models import Staff
from tanggap.catalog.models import Channel
from tanggap.reports.models import Report


class Inbound(models.Model):
    """One accepted payload. `body` is the SHA-256 of its meaning: the same key with another body is refused."""

    id = models.BigAutoField(primary_key=True)
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="+", db_index=False)
    external_id = models.TextField()
    body = models.BinaryField()
    sealed = models.BinaryField()
    report = models.ForeignKey(Report, models.PROTECT, related_name="+")
    received_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "external_id"], name="intake_inbound_once")]

    def __str__(self) -> str:
        return f"{self.channel_id} {self.id}"


class ContactLookup(models.Model):
    """One of the staff looked for a reporter's reports by a contact (`intake.finding`). Holds the keyed hash, never the contact."""

    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    kind = models.TextField()
    index = models.BinaryField()
    found = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["staff", "-at"], name="intake_lookup_of_staff")]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.kind}"
