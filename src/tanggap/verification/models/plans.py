"""What is drawn and planned: a day's secret seed, a unit's share of the day, and the plan of each claim. None of it ever changes."""

from django.db import models
from django.db.models import F, Q

from tanggap.agencies.models import Unit
from tanggap.reports.models import Report
from tanggap.verification.words import Why


class Seed(models.Model):
    """The seed of one day (of the city's calendar), from which its lots are drawn.

    `commitment`, the SHA-256 of the 32 bytes, is published at `committed_at`; the bytes lie `sealed` under the vault key until they are
    published as `seed` at `revealed_at`. The database takes only a seed that has the commitment, and only when the day is over.
    """

    day = models.DateField(primary_key=True)
    sealed = models.BinaryField()
    commitment = models.BinaryField()
    committed_at = models.DateTimeField()
    seed = models.BinaryField(null=True)
    revealed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(seed__isnull=True, revealed_at__isnull=True)
                | Q(seed__isnull=False, revealed_at__isnull=False),
                name="verification_seed_revealed_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["day"], name="verification_seed_secret", condition=Q(seed__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.day}"


class Quota(models.Model):
    """With which `share` claims that a unit checks on a day are drawn, and how many visits it can make: set before the first of them."""

    day = models.DateField()
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    share = models.FloatField()
    capacity = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "day"], name="verification_quota_once"),
            models.CheckConstraint(condition=Q(share__gte=0.05, share__lte=1), name="verification_quota_share"),
            models.CheckConstraint(condition=Q(capacity__gt=0), name="verification_quota_capacity"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.day}"


class Plan(models.Model):
    """Whether the claim made in event `claim_version` is visited, and `why`; made when its papers have passed.

    `u` is its lot, 0 to 1, drawn by the seed of `day`; below `share` (the probability with which it was drawn) it `is_drawn`, whatever
    else asks for a visit. `score` are its points of risk. `is_waived`: risk asked for a visit, and nobody had time for it.
    """

    report = models.ForeignKey(Report, models.PROTECT, related_name="+", db_index=False)
    claim_version = models.IntegerField()
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    is_field = models.BooleanField()
    why = models.TextField(choices=Why.choices, default="", blank=True)
    is_drawn = models.BooleanField()
    is_waived = models.BooleanField(default=False)
    u = models.FloatField()
    share = models.FloatField()
    score = models.IntegerField(default=0)
    second_opinion = models.BooleanField(default=False)
    day = models.DateField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "claim_version"], name="verification_plan_once"),
            models.CheckConstraint(
                condition=Q(is_field=True) & ~Q(why="") | Q(is_field=False, why=""), name="verification_plan_says_why"
            ),
            models.CheckConstraint(
                condition=Q(is_drawn=True, is_field=True, u__lt=F("share")) | Q(is_drawn=False, u__gte=F("share")),
                name="verification_plan_follows_its_lot",
            ),
            models.CheckConstraint(condition=Q(u__gte=0, u__lt=1), name="verification_plan_lot"),
        ]
        indexes = [
            models.Index(
                fields=["unit", "day"], name="verification_plan_of_day", include=["is_field", "why", "is_drawn"]
            ),
            models.Index(fields=["day", "id"], name="verification_plan_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id}/{self.claim_version} {self.why}"
