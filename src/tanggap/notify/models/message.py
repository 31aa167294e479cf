"""One message to one person."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from tanggap.agencies.models import Staff
from tanggap.notify.models.subscription import Subscription
from tanggap.notify.words import Delivery, Way
from tanggap.reports.models import Report


class OutboundMessage(models.Model):
    """One message for the reporter of `report`, made from event `event`, which may be one of the report that it was joined to.

    Or one for a member of the `staff`: what they are told together in `bundle` (or the id of the event that is told alone), from
    `made_at` on; or one for who has a `subscription`. It holds neither words nor address: `notify.rendering`, `notify.digests` and
    `notify.news` say it anew, and the address is opened from the vault at delivery alone. So there is nothing in it to leak or to erase.

    `due_at` is when it may go at the earliest, `told_at` when its state changed last.
    """

    id = models.BigAutoField(primary_key=True)
    report = models.ForeignKey(Report, models.PROTECT, null=True, related_name="+")
    event = models.BigIntegerField(null=True)
    staff = models.ForeignKey(Staff, models.CASCADE, null=True, related_name="+", db_index=False)
    subscription = models.ForeignKey(Subscription, models.PROTECT, null=True, related_name="+", db_index=False)
    bundle = models.TextField(default="", db_default="", blank=True)
    template = models.TextField()
    language = models.TextField()
    way = models.TextField(choices=Way.choices)
    state = models.TextField(choices=Delivery.choices, default=Delivery.WAITING)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField(db_default=Now())
    sent_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "report", "template"], name="notify_message_once_an_event"),
            models.UniqueConstraint(
                fields=["staff", "bundle"], condition=Q(staff__isnull=False), name="notify_message_once_a_bundle"
            ),
            models.UniqueConstraint(
                fields=["subscription", "template", "bundle"],
                condition=Q(subscription__isnull=False),
                name="notify_message_once_a_day",
            ),
            models.CheckConstraint(
                condition=Q(report__isnull=False, event__isnull=False, staff__isnull=True, subscription__isnull=True)
                | Q(report__isnull=True, event__isnull=True, staff__isnull=False, subscription__isnull=True)
                | Q(report__isnull=True, event__isnull=True, staff__isnull=True, subscription__isnull=False),
                name="notify_message_to_one_person",
            ),
        ]
        indexes = [
            models.Index(fields=["id"], name="notify_waiting", condition=Q(state=Delivery.WAITING)),
            models.Index(fields=["due_at", "id"], name="notify_due", condition=Q(state=Delivery.WAITING)),
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.report_id}"
