"""Units that handle and check reports, and the people who work in them."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from tanggap.agencies.words import ASSIGNABLE, Act, UnitKind
from tanggap.places.models import Area


class Unit(models.Model):
    """A handling party or verifier. `area` is where it is competent (None: the whole city); `parent` instructs it."""

    code = models.TextField(primary_key=True)
    name = models.JSONField()
    kind = models.TextField(choices=UnitKind.choices)
    level = models.TextField(default="", blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+")
    contact = models.TextField(default="", blank=True)
    is_active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.code


class StaffManager(BaseUserManager["Staff"]):
    """What Django's login and its commands need."""

    def get_by_natural_key(self, username: str | None) -> "Staff":
        return self.get(username__iexact=username)


class Staff(AbstractBaseUser):
    """A person with an account. What the person may do stands in memberships, never in flags."""

    username = models.TextField(unique=True)
    display_name = models.TextField()
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    is_active = models.BooleanField(default=True)
    language = models.TextField(default="", blank=True)
    created_at = models.DateTimeField()

    objects = StaffManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["display_name"]

    class Meta:
        constraints = [models.UniqueConstraint(Lower("username"), name="agencies_staff_username_once")]

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
