"""Programs that may call, their keys and tokens, what they called, and what they must not do twice."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from tanggap.agencies.models import Staff, Unit
from tanggap.clients.words import Act, Outcome, Rate, Scope


class Client(models.Model):
    """A program of an organisation. One that works for a `unit` acts as `staff`, an account that nobody can sign in with."""

    code = models.TextField(primary_key=True)
    name = models.TextField()
    owner = models.TextField()
    contact = models.TextField()
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    staff = models.OneToOneField(Staff, models.PROTECT, null=True, related_name="+")
    scopes = ArrayField(models.TextField(choices=Scope.choices), default=list)
    rate = models.TextField(choices=Rate.choices, default=Rate.STANDARD)
    is_active = models.BooleanField(default=True)
    expires_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=True, staff__isnull=True) | Q(unit__isnull=False, staff__isnull=False),
                name="clients_unit_has_an_account",
            ),
            models.CheckConstraint(
                condition=Q(unit__isnull=False) | ~Q(scopes__overlap=["work:read", "work:write"]),
                name="clients_work_is_of_a_unit",
            ),
            models.CheckConstraint(
                condition=Q(scopes__contained_by=[scope.value for scope in Scope]), name="clients_scopes_are_known"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Key(models.Model):
    """A key: the SHA-256 of 256 random bits, and its first characters, by which people tell keys apart."""

    id = models.BigAutoField(primary_key=True)
    client = models.ForeignKey(Client, models.PROTECT, related_name="+")
    label = models.TextField()
    prefix = models.TextField()
    digest = models.BinaryField(max_length=32, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    last_used_on = models.DateField(null=True)

    def __str__(self) -> str:
        return f"{self.client_id} {self.prefix}"


class Token(models.Model):
    """What an OAuth client got for a while in return for its key; it ends with the key."""

    id = models.BigAutoField(primary_key=True)
    key = models.ForeignKey(Key, models.CASCADE, related_name="+", db_index=False)
    digest = models.BinaryField(max_length=32, unique=True)
    scopes = ArrayField(models.TextField())
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="clients_token_ends")]

    def __str__(self) -> str:
        return f"token {self.pk}"


class Deed(models.Model):
    """What was done to a program or its keys, by whom (None: the command line); never changed (a trigger holds that)."""

    id = models.BigAutoField(primary_key=True)
    client = models.ForeignKey(Client, models.PROTECT, related_name="+", db_index=False)
    staff = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    act = models.TextField(choices=Act.choices)
    reason = models.TextField(default="", blank=True)
    facts = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["client", "-id"], name="clients_deed_latest")]

    def __str__(self) -> str:
        return f"{self.act} {self.client_id}"


class Usage(models.Model):
    """How often a program called an operation on a day of the city, and how it ended; `client` None: nobody knows who."""

    id = models.BigAutoField(primary_key=True)
    day = models.DateField()
    client = models.ForeignKey(Client, models.PROTECT, null=True, related_name="+", db_index=False)
    operation = models.TextField()
    outcome = models.TextField(choices=Outcome.choices)
    calls = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client", "day", "operation", "outcome"], nulls_distinct=False, name="clients_usage_once"
            ),
        ]
        indexes = [models.Index(fields=["day"], name="clients_usage_by_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.client_id} {self.operation}"


class Lease(models.Model):
    """How much of a minute's calls the web processes have taken for themselves. Not logged: lost in a crash, which harms nobody."""

    id = models.BigAutoField(primary_key=True)
    client = models.ForeignKey(Client, models.CASCADE, related_name="+", db_index=False, db_constraint=False)
    policy = models.TextField()
    minute = models.BigIntegerField()
    taken = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client", "policy"], name="clients_lease_once")]

    def __str__(self) -> str:
        return f"{self.client_id} {self.policy} {self.taken}"


class Once(models.Model):
    """What a program's write was answered under its idempotency key (hashed); the answer is sealed, for it may hold a private link."""

    id = models.BigAutoField(primary_key=True)
    client = models.ForeignKey(Client, models.CASCADE, related_name="+", db_index=False)
    digest = models.BinaryField(max_length=32)
    fingerprint = models.BinaryField(max_length=32)
    answer = models.BinaryField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client", "digest"], name="clients_once_by_key")]
        indexes = [models.Index(fields=["at"], name="clients_once_by_age")]

    def __str__(self) -> str:
        return f"{self.client_id} {self.at.isoformat()}"
