"""What can be reported, through which channel, and what the city promises about it. All of it is city-pack data."""

from django.db import models

from tanggap.agencies.models import Staff, Unit


class Policy(models.Model):
    """What is promised: minutes to a first answer, to the lurah's verification, and to the solution (domain.md §4).

    `escalation` says who hears when time runs out, `extension` how often and how far a promise may be put off (`catalog.ladder`).
    `version` counts its changes; each report keeps the one that its promise came from.
    """

    code = models.TextField(primary_key=True)
    name = models.JSONField()
    answer_minutes = models.IntegerField()
    verify_minutes = models.IntegerField()
    resolve_minutes = models.IntegerField()
    is_working_time = models.BooleanField(default=False)
    escalation = models.JSONField(default=dict, db_default={})
    extension = models.JSONField(default=dict, db_default={})
    version = models.IntegerField(default=1, db_default=1)
    source = models.TextField(default="", blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answer_minutes__gt=0, verify_minutes__gt=0, resolve_minutes__gt=0),
                name="catalog_policy_positive",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class PolicyVersion(models.Model):
    """What a policy promised from `since` on. Never changed: open reports keep theirs until somebody chooses otherwise."""

    pk = models.CompositePrimaryKey("policy_id", "version")
    policy = models.ForeignKey(Policy, models.PROTECT, related_name="+", db_index=False)
    version = models.IntegerField()
    since = models.DateTimeField()
    answer_minutes = models.IntegerField()
    verify_minutes = models.IntegerField()
    resolve_minutes = models.IntegerField()
    is_working_time = models.BooleanField()
    escalation = models.JSONField(default=dict)
    extension = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.policy_id} {self.version}"


class Category(models.Model):
    """A kind of complaint, in two levels; only leaves are reported.

    `routes` is an ordered list of rules `{"unit": code | "kind": …, "level": …, "of": agency code}` read by `catalog.routing`;
    `questions` a list of `{"code", "label", "kind": "text"|"paragraph"|"choice"|"choices"|"number"|"moment", "options"?, "required"?}`;
    `evidence` `{"photos_after": n, "checklist": [name, …]}`; `near_metres`/`near_days` the window for duplicates.
    """

    code = models.TextField(primary_key=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    name = models.JSONField()
    hint = models.JSONField(default=dict)
    icon = models.TextField(default="dots")
    scope = models.TextField(choices=[("city", "city"), ("province", "province")], default="city")
    policy = models.ForeignKey(Policy, models.PROTECT, related_name="+")
    routes = models.JSONField(default=list)
    questions = models.JSONField(default=list)
    evidence = models.JSONField(default=dict)
    keywords = models.JSONField(default=dict)
    is_sensitive = models.BooleanField(default=False)
    is_confidential = models.BooleanField(default=False)
    needs_field_check = models.BooleanField(default=False)
    near_metres = models.IntegerField(default=250)
    near_days = models.IntegerField(default=84)
    position = models.IntegerField(default=0)
    is_leaf = models.BooleanField(default=True)
    is_active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.code


class Channel(models.Model):
    """A way in: a row of the pack that names its adapter (domain.md §3). `is_walk_in` ones are entered on the counter form.

    What comes by an `is_confidential` one stays with its `unit`, filed under `category` unless a confidential one was chosen. `hours` are
    those of its counter, a weekday's name -> ["07:30", "09:30"]; without them the counter keeps the city's office hours.
    """

    code = models.TextField(primary_key=True)
    name = models.JSONField()
    adapter = models.TextField()
    is_geotagged = models.BooleanField(default=False)
    is_walk_in = models.BooleanField(default=False)
    is_confidential = models.BooleanField(default=False)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    unit_level = models.TextField(default="", blank=True)
    category = models.TextField(default="", db_default="", blank=True)
    hours = models.JSONField(default=dict, db_default={}, blank=True)
    is_active = models.BooleanField(default=True)
    position = models.IntegerField(default=0)

    def __str__(self) -> str:
        return self.code


class CalendarDay(models.Model):
    """A day on which the offices are closed (public holiday, cuti bersama), or open although it is a weekend."""

    on = models.DateField(primary_key=True)
    name = models.JSONField()
    is_working = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.on.isoformat()


class PackLoad(models.Model):
    """When which city pack was loaded; `digest` tells whether its files changed since."""

    city = models.TextField()
    digest = models.TextField()
    loaded_at = models.DateTimeField()
    changes = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.city} {self.digest[:12]}"


class UnitAnswer(models.Model):
    """A version of a unit's own ready answer; the last version of a `line` is what is offered, unless it is not active.

    `name` and `text` are in the city's languages; the text may hold blanks (`catalog.answers.BLANKS`). Rows are never changed.
    """

    line = models.BigIntegerField()
    version = models.IntegerField()
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    door = models.TextField()
    category = models.ForeignKey(Category, models.PROTECT, null=True, related_name="+", db_index=False)
    name = models.JSONField()
    text = models.JSONField()
    is_active = models.BooleanField(default=True)
    kept_by = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "line", "version"], name="catalog_answer_version")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.line}/{self.version}"
