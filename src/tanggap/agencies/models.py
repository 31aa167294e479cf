"""Units that handle and check reports, and the people who work in them."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from tanggap.agencies.models_sign_in import Session  # noqa: F401  its tables belong to this app
from tanggap.agencies.words import ASSIGNABLE, AbsenceKind, Act, AssignmentRule, UnitChangeKind, UnitKind
from tanggap.places.models import Area


class Unit(models.Model):
    """A handling party or verifier. `area` is where it is competent (None: the whole city); `parent` instructs it.

    A unit that was closed, merged or split keeps its row and its name, so that history tells it as it was; `heirs` are the codes of the
    units that do its work since `closed_at`, the first one where no other's area fits. It is never opened again.
    """

    code = models.TextField(primary_key=True)
    name = models.JSONField()
    kind = models.TextField(choices=UnitKind.choices)
    level = models.TextField(default="", blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+")
    contact = models.TextField(default="", blank=True)
    is_active = models.BooleanField(default=True)
    closed_at = models.DateTimeField(null=True)
    heirs = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, heirs=[])
                | Q(closed_at__isnull=False, is_active=False) & ~Q(heirs=[]),
                name="agencies_unit_closed_has_heirs",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class UnitChange(models.Model):
    """A unit was closed, merged or split: when, by whom (None: the machine's command line), into which units, and why."""

    at = models.DateTimeField()
    actor = models.ForeignKey("Staff", models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    kind = models.TextField(choices=UnitChangeKind.choices)
    heirs = models.JSONField()
    reason = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit"], name="agencies_unit_closed_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.unit_id}"


class StaffManager(BaseUserManager["Staff"]):
    """What Django's login and its commands need."""

    def get_by_natural_key(self, username: str | None) -> "Staff":
        return self.get(username__iexact=username)


class Staff(AbstractBaseUser):
    """A person with an account. What the person may do stands in memberships, never in flags.

    `is_demo` marks an account that the simulation made: it may sign in by its password alone while the city is a simulation.
    `is_program` marks the account as which a unit's program acts. It is never active and has no password, which the database holds, so
    that nobody signs in with it and no list of people, roster or assignment finds it; its one role lets the program do the unit's work.
    """

    username = models.TextField(unique=True)
    display_name = models.TextField()
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    is_active = models.BooleanField(default=True)
    language = models.TextField(default="", blank=True)
    created_at = models.DateTimeField()
    is_demo = models.BooleanField(default=False)
    is_program = models.BooleanField(default=False)

    objects = StaffManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["display_name"]

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("username"), name="agencies_staff_username_once"),
            models.CheckConstraint(
                condition=Q(is_program=False) | Q(is_active=False, password__startswith="!"),  # noqa: S106
                name="agencies_program_never_signs_in",
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    def get_username(self) -> str:
        return self.username

    @property
    def is_staff(self) -> bool:
        return self.is_active

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        return False

    def has_module_perms(self, app_label: str) -> bool:
        return False


class Membership(models.Model):
    """A role of a person in a unit, narrowed to an area when `area` is set."""

    staff = models.ForeignKey(Staff, models.CASCADE, related_name="memberships")
    role = models.TextField(choices=[(role.value, role.label) for role in ASSIGNABLE])
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "role", "unit", "area"], nulls_distinct=False, name="agencies_membership_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.role} {self.unit_id}"


class Audit(models.Model):
    """Who did what to an account, and when. `actor` None is the operator at the machine's own command line. Never holds a password."""

    at = models.DateTimeField()
    actor = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    subject = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    act = models.TextField(choices=Act.choices)
    facts = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["subject", "-id"], name="agencies_audit_of_subject")]

    def __str__(self) -> str:
        return f"{self.act} {self.subject_id}"


class Absence(models.Model):
    """Days (both ends included, of the city's calendar) on which a person is not at work; `cover` gets the new work meanwhile.

    The database refuses two that overlap (`agencies_absence_overlap`) and covers that go round in a circle
    (`agencies_absence_cover_in_circle`). A withdrawn one stays, `cancelled_at` set.
    """

    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()
    kind = models.TextField(choices=AbsenceKind.choices)
    cover = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    entered_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    entered_at = models.DateTimeField()
    cancelled_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="agencies_absence_in_order"),
            models.CheckConstraint(
                condition=Q(cover__isnull=True) | ~Q(cover=F("staff")), name="agencies_absence_covered_by_another"
            ),
        ]
        indexes = [
            models.Index(fields=["ends_on"], name="agencies_absence_to_come", condition=Q(cancelled_at__isnull=True)),
            models.Index(
                fields=["cover", "ends_on"], name="agencies_absence_covered", condition=Q(cancelled_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.starts_on}–{self.ends_on}"


class Assigning(models.Model):
    """How new work of a unit finds its person; a unit without a row has the rule `none`. `turn` is who got the last one.

    Kept apart from `Unit`, which the city pack writes: loading a pack never undoes what a supervisor decided.
    """

    unit = models.OneToOneField(Unit, models.PROTECT, primary_key=True, related_name="+")
    rule = models.TextField(choices=AssignmentRule.choices, default=AssignmentRule.NONE)
    turn = models.ForeignKey(Staff, models.SET_NULL, null=True, related_name="+", db_index=False)
    set_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    set_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.unit_id} {self.rule}"


class Competency(models.Model):
    """What somebody must have shown to be able to do (competencies.toml of the pack).

    `levels` is a list of `{"code", "name"}`, the lowest first; `required` a list of `{"role", "category", "level"}`, an empty category
    meaning each; `blocks` the acts that a person without it may not do any more, after `grace_days`.
    """

    code = models.TextField(primary_key=True)
    name = models.JSONField()
    subject = models.JSONField(default=dict)
    levels = models.JSONField(default=list)
    evidence = models.JSONField(default=dict)
    obtain = models.JSONField(default=dict)
    required = models.JSONField(default=list)
    blocks = models.JSONField(default=list)
    valid_months = models.IntegerField(null=True)
    warn_days = models.IntegerField(default=60)
    grace_days = models.IntegerField(default=30)
    in_force_on = models.DateField(null=True)
    source = models.TextField(default="", blank=True)
    position = models.IntegerField(default=0)
    is_active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.code


class Certificate(models.Model):
    """A competency that a person has shown, with its evidence; valid on `valid_until`, too. A revoked one stays, with who, when, why."""

    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)
    competency = models.ForeignKey(Competency, models.PROTECT, related_name="+", db_index=False)
    level = models.TextField()
    evidence = models.TextField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    entered_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    entered_at = models.DateTimeField()
    revoked_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    revoked_at = models.DateTimeField(null=True)
    revoked_because = models.TextField(default="", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="agencies_certificate_in_order",
            ),
            models.CheckConstraint(
                condition=Q(entered_by__isnull=True) | ~Q(entered_by=F("staff")),
                name="agencies_certificate_by_another",
            ),
        ]
        indexes = [
            models.Index(fields=["staff", "competency"], name="agencies_certificate_of"),
            models.Index(
                fields=["valid_until"], name="agencies_certificate_ends", condition=Q(revoked_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.competency_id} {self.level}"
