"""Who hears of public news by e-mail."""

from django.db import models
from django.db.models import Q

from tanggap.catalog.models import Category
from tanggap.notify.words import Rhythm, Subscribed, Wished
from tanggap.places.models import Area
from tanggap.planning.models import Proposal
from tanggap.reports.models import Report


class Subscription(models.Model):
    """An e-mail address (sealed, `index` its keyed hash) that asked for public news: of a report, a proposal, or of what fits a search.

    A search narrows by area and category (of any level), by the surroundings of a point (WGS 84 degrees) and by `words`; what is empty
    narrows nothing. `wished` is which news of them, `rhythm` how often. Nothing but the question for confirmation is sent before the
    address's owner has said yes (`confirmed_at`). An ended one has no address any more. `told_until` is up to when its news were told.
    """

    id = models.BigAutoField(primary_key=True)
    index = models.BinaryField(null=True)
    sealed = models.BinaryField(null=True)
    nonce = models.BinaryField()
    report = models.ForeignKey(Report, models.CASCADE, null=True, related_name="+", db_index=False)
    proposal = models.ForeignKey(Proposal, models.PROTECT, null=True, related_name="+", db_index=False)
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+", db_index=False)
    category = models.ForeignKey(Category, models.PROTECT, null=True, related_name="+", db_index=False)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    radius_metres = models.IntegerField(null=True)
    words = models.TextField(default="", db_default="", blank=True)
    wished = models.TextField(choices=Wished.choices, default=Wished.ALL, db_default=Wished.ALL)
    rhythm = models.TextField(choices=Rhythm.choices, default=Rhythm.DAILY, db_default=Rhythm.DAILY)
    language = models.TextField()
    state = models.TextField(choices=Subscribed.choices, default=Subscribed.ASKED)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    told_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(report__isnull=False, proposal__isnull=True) | Q(report__isnull=True, proposal__isnull=False)
                )
                & Q(
                    area__isnull=True,
                    category__isnull=True,
                    lon__isnull=True,
                    lat__isnull=True,
                    radius_metres__isnull=True,
                    words="",
                )
                | Q(report__isnull=True, proposal__isnull=True)
                & (
                    Q(lon__isnull=True, lat__isnull=True, radius_metres__isnull=True)
                    & (Q(area__isnull=False) | Q(category__isnull=False) | ~Q(words=""))
                    | Q(area__isnull=True, lon__isnull=False, lat__isnull=False, radius_metres__gt=0)
                ),
                name="notify_subscription_to_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(wished__in=Wished.values, rhythm__in=Rhythm.values), name="notify_subscription_wishes_known"
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
