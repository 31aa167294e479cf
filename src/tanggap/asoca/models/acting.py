"""What a closed board leads to: actions with owners, what each waits for, and the effect that followed."""

from django.db import models
from django.db.models import F, Q

from tanggap.agencies.models import Staff, Unit
from tanggap.asoca.models.boards import Strategy
from tanggap.asoca.words import ActionState, Method


class Action(models.Model):
    """One thing that a unit does for a strategy, until a day, for a `budget` in the city's currency (None: not known yet).

    `owner_role` names who in the unit answers for it ("Head of the traffic section"), not a person: people change. `version` grows with
    every change.
    """

    strategy = models.ForeignKey(Strategy, models.PROTECT, related_name="+")
    text = models.TextField()
    owner = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    owner_role = models.TextField()
    budget = models.BigIntegerField(null=True)
    due_on = models.DateField()
    state = models.TextField(choices=ActionState.choices, default=ActionState.PLANNED)
    note = models.TextField(default="", blank=True)
    started_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    version = models.IntegerField(default=1)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(budget__isnull=True) | Q(budget__gte=0), name="asoca_action_budget"),
            models.CheckConstraint(
                condition=Q(state=ActionState.PLANNED, ended_on__isnull=True)
                | Q(state=ActionState.UNDER_WAY, started_on__isnull=False, ended_on__isnull=True)
                | Q(state=ActionState.DONE, started_on__isnull=False, ended_on__isnull=False)
                | Q(state=ActionState.DROPPED, ended_on__isnull=False),
                name="asoca_action_says_when",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Dependency(models.Model):
    """An action that waits for another one. The database refuses a circle."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="+", db_index=False)
    needs = models.ForeignKey(Action, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["action", "needs"], name="asoca_dependency_once"),
            models.CheckConstraint(condition=~Q(action=F("needs")), name="asoca_dependency_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.action_id} needs {self.needs_id}"


class Following(models.Model):
    """How the effect of an action is followed: an indicator of a selection from `first` on, before and after the day `at`.

    `control` narrows the same indicator to where nothing changed (difference in differences alone): `{"area": …}` or another dimension.
    """

    action = models.ForeignKey(Action, models.CASCADE, related_name="+")
    indicator = models.TextField()
    selection = models.JSONField(default=dict)
    control = models.JSONField(default=dict)
    method = models.TextField(choices=Method.choices)
    at = models.DateField()
    first = models.DateField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["action", "indicator", "method", "selection", "control", "at"], name="asoca_following_once"
            ),
            models.CheckConstraint(condition=Q(first__lt=F("at")), name="asoca_following_has_a_before"),
            models.CheckConstraint(
                condition=Q(method=Method.ITS, control={}) | Q(method=Method.DID) & ~Q(control={}),
                name="asoca_following_control_fits",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.method} {self.at}"


class Reading(models.Model):
    """What a following said on a day: kept so that an early answer can be held against a later one."""

    following = models.ForeignKey(Following, models.CASCADE, related_name="+", db_index=False)
    on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    result = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["following", "on"], name="asoca_read_once_a_day")]

    def __str__(self) -> str:
        return f"{self.following_id} {self.on}"
