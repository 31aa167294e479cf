"""What is to be said to whom. Rows only: channels deliver them."""

from django.db import models

from tanggap.reports.models import Report


class OutboundMessage(models.Model):
    """One message for the reporter of `report`, made from event `event`; its address is opened from the vault at delivery alone.

    `way` is `email`, `phone` or `page` (only the private page shows it). `state`: waiting, sent, failed, none.
    """

    id = models.BigAutoField(primary_key=True)
    report = models.ForeignKey(Report, models.PROTECT, related_name="+")
    event = models.BigIntegerField()
    template = models.TextField()
    language = models.TextField()
    way = models.TextField()
    state = models.TextField(default="waiting")
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "template"], name="notify_message_once_an_event")]
        indexes = [
            models.Index(fields=["id"], name="notify_waiting", condition=models.Q(state="waiting")),
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.report_id}"
