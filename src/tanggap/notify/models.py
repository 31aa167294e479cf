"""What is to be said to whom. Rows only: channels deliver them."""

from django.db import models

from tanggap.agencies.models import Staff
from tanggap.notify.words import Delivery, Way
from tanggap.reports.models import Report


class OutboundMessage(models.Model):
    """One message for the reporter of `report`, made from event `event`, which may be one of the report that it was joined to.

    Or one for a member of the `staff`: what they are told together in `bundle` (or the id of the event that is told alone), from
    `made_at` on. It holds neither words nor address: `notify.rendering` and `notify.digests` say it anew, and the address is opened
    from the vault at delivery alone. So there is nothing in it to leak or to erase.
    """

    id = models.BigAutoField(primary_key=True)
    report = models.ForeignKey(Report, models.PROTECT, null=True, related_name="+")
    event = models.BigIntegerField(null=True)
    staff = models.ForeignKey(Staff, models.CASCADE, null=True, related_name="+", db_index=False)
    bundle = models.TextField(default="", db_default="", blank=True)
    template = models.TextField()
    language = models.TextField()
    way = models.TextField(choices=Way.choices)
    state = models.TextField(choices=Delivery.choices, default=Delivery.WAITING)
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "report", "template"], name="notify_message_once_an_event"),
            models.UniqueConstraint(
                fields=["staff", "bundle"], condition=models.Q(staff__isnull=False), name="notify_message_once_a_bundle"
            ),
            models.CheckConstraint(
                condition=models.Q(report__isnull=False, event__isnull=False, staff__isnull=True)
                | models.Q(report__isnull=True, event__isnull=True, staff__isnull=False),
                name="notify_message_to_one_person",
            ),
        ]
        indexes = [
            models.Index(fields=["id"], name="notify_waiting", condition=models.Q(state=Delivery.WAITING)),
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.report_id}"


class StaffNotice(models.Model):
    """One event told to one member of staff, once. Of the report it names the code alone, and it holds nothing of who reported.

    `at` is when it happened, `told_at` when the person is told: the end of a window or of the quiet hours for what is bundled. Rows of
    one person and `bundle` are one notice with a list; an empty `bundle` is a notice of its own. `facts` are the payload's keys that
    `notify.telling` names. What is told without a report (`notify.expiring`) says in `about` what it is about, once a person and kind.
    """

    id = models.BigAutoField(primary_key=True)
    staff = models.ForeignKey(Staff, models.CASCADE, related_name="+", db_index=False)
    kind = models.TextField()
    report = models.ForeignKey(Report, models.PROTECT, null=True, related_name="+")
    event = models.BigIntegerField(null=True)
    about = models.TextField(default="", blank=True, db_default="")
    facts = models.JSONField(default=dict)
    bundle = models.TextField(default="", blank=True)
    at = models.DateTimeField()
    told_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "staff"], name="notify_notice_once_an_event"),
            models.UniqueConstraint(
                fields=["staff", "kind", "about"], condition=~models.Q(about=""), name="notify_notice_once_about"
            ),
            models.CheckConstraint(
                condition=models.Q(report__isnull=False, event__isnull=False, about="")
                | models.Q(report__isnull=True, event__isnull=True) & ~models.Q(about=""),
                name="notify_notice_of_something",
            ),
            models.CheckConstraint(condition=models.Q(told_at__gte=models.F("at")), name="notify_notice_told_after"),
        ]
        indexes = [
            models.Index(fields=["staff", "-told_at", "-id"], name="notify_notice_list"),
            models.Index(
                fields=["staff", "told_at"],
                include=["bundle"],
                name="notify_notice_unseen",
                condition=models.Q(seen_at__isnull=True),
            ),
            models.Index(fields=["told_at"], name="notify_notice_old"),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.kind} {self.report_id}"
