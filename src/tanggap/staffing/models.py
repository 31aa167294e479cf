"""What is kept of it: what was learned of units' work, and what was tried on it, with all that gives the same numbers again."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from tanggap.agencies.models import Staff
from tanggap.staffing.states import UNDER_WAY, WITH_REASON, State, What
from tanggap.staffing.words import Priority

ASIDE = Q(set_aside_at__isnull=True, set_aside_by__isnull=True) | Q(
    set_aside_at__isnull=False, set_aside_by__isnull=False
)


class Work(models.Model):
    """Something that a worker does. `done` of `total` steps are made; `tries` counts how often it was begun; `reason` by language.

    What was `set_aside_at` stands in no list, is tried no further, and is deleted when it has lain so for as long as the city keeps it.
    """

    state = models.TextField(choices=State.choices, default=State.WAITING)
    done = models.IntegerField(default=0)
    total = models.IntegerField(default=0)
    tries = models.IntegerField(default=0)
    reason = models.JSONField(default=dict)
    made_by = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    looked_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    set_aside_at = models.DateTimeField(null=True)
    set_aside_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        abstract = True


class Basis(Work):
    """What was learned of the work of `units` (pooled where several) from the `days` before the local day `end`.

    `fit` and `past` are written once, when it is done: later scenarios rest on them however the city's reports go on. `lean`: where a unit
    has too few reports of its own, the times of all units together count. `priority`: what they take up next today, as who asked said.
    """

    units = ArrayField(models.TextField())
    end = models.DateField()
    days = models.IntegerField()
    lean = models.BooleanField(default=False)
    priority = models.TextField(choices=Priority.choices, default=Priority.FIFO)
    fit = models.JSONField(null=True)
    past = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="staffing_basis_state"),
            models.CheckConstraint(condition=Q(days__gte=1), name="staffing_basis_has_days"),
            models.CheckConstraint(condition=Q(priority__in=Priority.values), name="staffing_basis_priority"),
            models.CheckConstraint(condition=Q(units__len__gte=1), name="staffing_basis_has_units"),
            models.CheckConstraint(
                condition=Q(state=State.DONE, fit__isnull=False) | (~Q(state=State.DONE) & Q(fit__isnull=True)),
                name="staffing_basis_done_has_fit",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=WITH_REASON) | ~Q(reason={}), name="staffing_basis_refused_says_why"
            ),
            models.CheckConstraint(condition=ASIDE, name="staffing_basis_set_aside_by_somebody"),
        ]
        indexes = [
            models.Index(fields=["made_by"], name="staffing_basis_under_way", condition=Q(state__in=UNDER_WAY)),
        ]

    def __str__(self) -> str:
        return f"{', '.join(self.units)} {self.end}"


class Scenario(Work):
    """One staffing that was tried on a basis, or one target to which the least staffing was sought: inputs, seed, and what came out.

    `number` counts from 1 on its basis; a change makes the next `edition` and leaves the old one as it was. `digest` is the SHA-256 of the
    result's canonical JSON: a repetition (`asked_at`, `checked_at`) says whether the same numbers came out (`is_same`). `futures` is what
    each future told, so that two scenarios are compared future by future; None where nothing came out, or before they were kept.
    """

    basis = models.ForeignKey(Basis, models.PROTECT, related_name="+", db_index=False)
    number = models.IntegerField()
    edition = models.IntegerField(default=1)
    name = models.TextField()
    what = models.TextField(choices=What.choices, default=What.TRY)
    policy = models.JSONField()
    demand = models.JSONField()
    target = models.JSONField(null=True)
    most_staff = models.IntegerField(null=True)
    days = models.IntegerField()
    runs = models.IntegerField()
    seed = models.IntegerField()
    price_an_hour = models.FloatField(null=True)
    currency = models.TextField(default="", blank=True)
    result = models.JSONField(null=True)
    futures = models.JSONField(null=True)
    digest = models.TextField(default="", blank=True)
    asked_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)
    is_same = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["basis", "number", "edition"], name="staffing_scenario_once"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="staffing_scenario_state"),
            models.CheckConstraint(
                condition=Q(number__gte=1, edition__gte=1), name="staffing_scenario_counts_from_one"
            ),
            models.CheckConstraint(
                condition=Q(what=What.TRY, target__isnull=True, most_staff__isnull=True)
                | Q(what=What.CHEAPEST, target__isnull=False, most_staff__isnull=False),
                name="staffing_scenario_cheapest_has_target",
            ),
            models.CheckConstraint(
                condition=(Q(state=State.DONE, result__isnull=False) & Q(digest__regex="^[0-9a-f]{64}$"))
                | (~Q(state=State.DONE) & Q(result__isnull=True, digest="")),
                name="staffing_scenario_done_has_result",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=WITH_REASON) | ~Q(reason={}), name="staffing_scenario_refused_says_why"
            ),
            models.CheckConstraint(condition=Q(days__gte=1, runs__gte=1), name="staffing_scenario_has_days"),
            models.CheckConstraint(
                condition=Q(futures__isnull=True) | Q(state=State.DONE), name="staffing_scenario_futures_when_done"
            ),
            models.CheckConstraint(condition=ASIDE, name="staffing_scenario_set_aside_by_somebody"),
            models.CheckConstraint(
                condition=Q(number__gt=1) | Q(set_aside_at__isnull=True), name="staffing_scenario_today_stays"
            ),
        ]
        indexes = [
            models.Index(fields=["made_by"], name="staffing_scenario_under_way", condition=Q(state__in=UNDER_WAY)),
        ]

    def __str__(self) -> str:
        return f"{self.basis_id}/{self.number}.{self.edition} {self.name}"


class Removal(models.Model):
    """What was deleted: a basis with all that was tried on it, or one scenario (`number`) with its editions. Only grows.

    No row of a basis or a scenario goes without one (a trigger). `digests` are the sums of the results that went, so that a number which
    was cited can still be told to have been one of them. `removed_by` is None where the city's term had passed, and then `reason` is empty.
    """

    basis = models.BigIntegerField()
    number = models.IntegerField(null=True)
    units = ArrayField(models.TextField())
    end = models.DateField()
    name = models.TextField(blank=True)
    digests = ArrayField(models.TextField())
    made_by = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    removed_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    removed_at = models.DateTimeField()
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["basis", "number"], name="staffing_removal_once", nulls_distinct=False),
            models.CheckConstraint(
                condition=Q(removed_by__isnull=True, reason="") | Q(removed_by__isnull=False, reason__regex=r"\S"),
                name="staffing_removal_by_somebody_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.basis}{f'/{self.number}' if self.number else ''} {self.name}"
