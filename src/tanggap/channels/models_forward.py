"""Reports that were forwarded to another city's or agency's system, and how far each has come there."""

from django.db import models
from django.db.models import Q

from tanggap.channels.words import PostingState
from tanggap.reports.models import Report


class Forward(models.Model):
    """One report on its way to one account's system, because of one event. Nothing of it is kept: it is worded when it goes.

    `remote` is its id there, `token` what stands for it until there is one, `told` what was last heard (status and a digest of the notes).
    `looks` counts questions since the last news, so that they grow rarer.
    """

    id = models.BigAutoField(primary_key=True)
    account = models.ForeignKey("channels.Account", models.PROTECT, related_name="+", db_index=False)
    report = models.ForeignKey(Report, models.PROTECT, related_name="+")
    event = models.BigIntegerField()
    state = models.TextField(choices=PostingState.choices, default=PostingState.WAITING)
    tries = models.SmallIntegerField(default=0)
    looks = models.SmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    remote = models.TextField(default="", blank=True)
    token = models.TextField(default="", blank=True)
    told = models.TextField(default="", blank=True)
    error = models.TextField(default="", blank=True)
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "channels_forward"
        constraints = [models.UniqueConstraint(fields=["account", "event"], name="channels_forward_once_an_event")]
        indexes = [
            models.Index(fields=["account", "next_at"], name="channels_forward_due", condition=Q(next_at__isnull=False))
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.id}"
