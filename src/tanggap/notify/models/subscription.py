"""Who hears of public news by e-mail."""

from django.db import models
from django.db.models import Q

from tanggap.notify.words import Subscribed
from tanggap.places.models import Area
from tanggap.reports.models import Report


class Subscription(models.Model):
    """An e-mail address (sealed, `index` its keyed hash) that asked for the public news of a report, an area, or around a place.

    Nothing but the question for confirmation is sent before the address's owner has said yes (`confirmed_at`). An ended one has no
    address any more. `told_until` is up to when its news were told.
    """

    id = models.BigAutoField(primary_key=True)
    index = models.BinaryField(null=True)
    sealed = models.BinaryField(null=True)
    nonce = models.BinaryField()
    report = models.ForeignKey(Report, models.CASCADE, null=True, related_name="+", db_index=False)
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+", db_index=False)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    radius_metres = models.IntegerField(null=True)
    language = models.TextField()
    state = models.TextField(choices=Subscribed.choices, default=Subscribed.ASKED)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    told_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    report__isnull=False,
                    area__isnull=True,
                    lon__isnull=True,
                    lat__isnull=True,
                    radius_metres__isnull=True,
                )
                | Q(
                    report__isnull=True,
                    area__isnull=False,
                    lon__isnull=True,
                    lat__isnull=True,
                    radius_metres__isnull=True,
                )
                | Q(report__isnull=True, area__isnull=True, lon__isnull=False, lat__isnull=False, radius_metres__gt=0),
                name="notify_subscription_to_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(state=Subscribed.ENDED, index__isnull=True, sealed__isnull=True)
                | ~Q(state=Subscribed.ENDED) & Q(index__isnull=False, sealed__isnull=False),
                name="notify_subscription_ended_is_nobodys",
            ),
        ]
        indexes = [
            models.Index(fields=["index"], name="notify_subscription_of", condition=Q(index__isnull=False)),
            models.Index(fields=["state", "id"], name="notify_subscription_at", condition=~Q(state=Subscribed.ENDED)),
        ]

    def __str__(self) -> str:
        return f"subscription {self.id}"
