"""What is kept of it: the briefs that were made, and who does not want theirs by mail."""

from django.db import models
from django.db.models import F, Q

from tanggap.agencies.models import Staff


class Brief(models.Model):
    """The brief of one morning for one scope (an area or a unit with those below it; both empty for the whole city).

    `day` is the local day on whose morning it is read, `due_at` six o'clock of that morning, `made_at` when it was made; `facts` are the
    numbers that it says. Its files are kept by `notify.papers` under `key`. Written once, never changed.
    """

    day = models.DateField()
    area = models.TextField(default="", blank=True)
    unit = models.TextField(default="", blank=True)
    key = models.TextField(unique=True)
    due_at = models.DateTimeField()
    made_at = models.DateTimeField()
    facts = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "area", "unit"], name="command_brief_once_a_morning"),
            models.CheckConstraint(condition=Q(area="") | Q(unit=""), name="command_brief_of_one_scope"),
            models.CheckConstraint(condition=Q(made_at__gte=F("due_at")), name="command_brief_not_before_six"),
        ]

    def __str__(self) -> str:
        return self.key


class Reader(models.Model):
    """Whether somebody wants the brief by mail. A leader without a row does; anybody else with a role that may read it only by a row."""

    staff = models.OneToOneField(Staff, models.CASCADE, primary_key=True, related_name="+")
    by_mail = models.BooleanField()
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"brief of {self.staff_id}"


class Wall(models.Model):
    """A screen that hangs in a `room` and shows the wall of one scope (as a brief's) in one language to whoever stands before it.

    `nonce` makes its address (`walls.links`) and opens nothing by itself. It shows nothing from `ends_at` on, nor once it was revoked;
    `seen_at` is when it asked last, written down at most every few minutes. But for that and its end it never changes, and never goes
    (a trigger holds that): so one can read who let what hang where.
    """

    room = models.TextField()
    area = models.TextField(default="", blank=True)
    unit = models.TextField(default="", blank=True)
    language = models.TextField()
    nonce = models.BinaryField()
    made_by = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(room=""), name="command_wall_hangs_somewhere"),
            models.CheckConstraint(condition=Q(area="") | Q(unit=""), name="command_wall_of_one_scope"),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("made_at")), name="command_wall_ends_after"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="command_wall_revoked_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.room}"
