"""What is to be said to whom. Rows only: channels deliver them."""

from django.db import models

from tanggap.notify.words import Delivery, Way
from tanggap.reports.models import Report


class OutboundMessage(models.Model):
    """One message for the reporter of `report`, made from event `event`, which may be one of the report that it was joined to.

    It holds neither words nor address: `notify.rendering` says it anew from the event, and the address is opened from the vault at
    delivery alone. So there is nothing in it to leak or to erase.
    """

    id = models.BigAutoField(primary_key=True)
    report = models.ForeignKey(Report, models.PROTECT, related_name="+")
    event = models.BigIntegerField()
    template = models.TextField()
    language = models.TextField()
    way = models.TextField(choices=Way.choices)
    state = models.TextField(choices=Delivery.choices, default=Delivery.WAITING)
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "report", "template"], name="notify_message_once_an_event"),
        ]
        indexes = [
            models.Index(fields=["id"], name="notify_waiting", condition=models.Q(state=Delivery.WAITING)),
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.report_id}"
