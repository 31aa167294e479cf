"""What signing in needs to remember: sessions, second factors, known devices, sealed accounts, alarms and refused attempts."""

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q

from tanggap.agencies.words import AlarmKind, FactorKind

STAFF = "agencies.Staff"


class Session(AbstractBaseSession):
    """A browser's session; of a person signed in it says where and since when, so that the person can end it."""

    staff = models.ForeignKey(STAFF, models.CASCADE, null=True, related_name="+")
    begun_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    device = models.TextField(default="", blank=True)
    address = models.TextField(default="", blank=True)

    @classmethod
    def get_session_store_class(cls) -> type:
        from tanggap.agencies.sessions import SessionStore

        return SessionStore

    class Meta(AbstractBaseSession.Meta):
        abstract = False


class Factor(models.Model):
    """A second proof of who signs in. An authenticator's secret is sealed with the vault key; of a passkey only the public key is kept.

    `counter` is the last time step (authenticator) or the key's own counter (passkey): no code is taken twice.
    """

    staff = models.ForeignKey(STAFF, models.CASCADE, related_name="+")
    kind = models.TextField(choices=FactorKind.choices)
    name = models.TextField()
    secret = models.BinaryField(default=b"")
    credential = models.BinaryField(null=True, unique=True)
    counter = models.BigIntegerField(default=0)
    added_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["staff"], condition=Q(kind=FactorKind.TOTP), name="agencies_factor_one_authenticator"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.staff_id}"


class RecoveryCode(models.Model):
    """A code on paper that replaces a lost second factor, once. Only its keyed hash is kept."""

    staff = models.ForeignKey(STAFF, models.CASCADE, related_name="+")
    mark = models.BinaryField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["staff", "mark"], name="agencies_recovery_code_once")]

    def __str__(self) -> str:
        return f"recovery code of {self.staff_id}"


class Guard(models.Model):
    """How often a person's second factor was wrong lately, wherever it was tried from."""

    staff = models.OneToOneField(STAFF, models.CASCADE, primary_key=True, related_name="+")
    failures = models.IntegerField(default=0)
    locked_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"guard of {self.staff_id}"


class Device(models.Model):
    """A browser from which a person signed in, known by the keyed hash of a cookie."""

    staff = models.ForeignKey(STAFF, models.CASCADE, related_name="+")
    mark = models.BinaryField()
    label = models.TextField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["staff", "mark"], name="agencies_device_once")]

    def __str__(self) -> str:
        return self.label


class Seal(models.Model):
    """An emergency account: its password lies in a sealed envelope. Once opened it works until `closes_at`, and must be sealed anew."""

    staff = models.OneToOneField(STAFF, models.CASCADE, primary_key=True, related_name="+")
    hours = models.IntegerField()
    sealed_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    closes_at = models.DateTimeField(null=True)
    reason = models.TextField(default="", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(opened_at__isnull=True, closes_at__isnull=True, reason="")
                | Q(opened_at__isnull=False, closes_at__isnull=False) & ~Q(reason=""),
                name="agencies_seal_opened_whole",
            ),
            models.CheckConstraint(condition=Q(hours__gte=1, hours__lte=72), name="agencies_seal_hours"),
        ]

    def __str__(self) -> str:
        return f"seal of {self.staff_id}"


class External(models.Model):
    """Who of the staff somebody of the city's identity provider is. The first sign-in by `email` fixes the `subject`."""

    staff = models.ForeignKey(STAFF, models.CASCADE, related_name="+")
    issuer = models.TextField()
    subject = models.TextField(null=True)
    email = models.TextField(default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="agencies_external_one_subject"),
            models.UniqueConstraint(fields=["staff", "issuer"], name="agencies_external_one_staff"),
            models.UniqueConstraint(
                fields=["issuer", "email"], condition=~Q(email=""), name="agencies_external_one_email"
            ),
            models.CheckConstraint(
                condition=Q(subject__isnull=False) | ~Q(email=""), name="agencies_external_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"external {self.staff_id}"


class Alarm(models.Model):
    """Something about an account that people must see: those of the kind's roles, or the person whom it concerns."""

    kind = models.TextField(choices=AlarmKind.choices)
    subject = models.ForeignKey(STAFF, models.CASCADE, related_name="+")
    at = models.DateTimeField()
    facts = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["at"], name="agencies_alarm_at")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id}"


class AlarmSeen(models.Model):
    """A person has seen an alarm."""

    alarm = models.ForeignKey(Alarm, models.CASCADE, related_name="+")
    staff = models.ForeignKey(STAFF, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["alarm", "staff"], name="agencies_alarm_seen_once")]

    def __str__(self) -> str:
        return f"{self.alarm_id} {self.staff_id}"


class Refused(models.Model):
    """What a person asked for in an hour (`hour_at`) and did not get, by page and answer: one row, however often it was tried.

    `examples` are the first few addresses' parts (codes, numbers), no words of anybody.
    """

    staff = models.ForeignKey(STAFF, models.CASCADE, related_name="+", db_index=False)
    hour_at = models.DateTimeField()
    place = models.TextField()
    status = models.IntegerField()
    tries = models.IntegerField(default=1)
    last_at = models.DateTimeField()
    examples = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["staff", "hour_at", "place", "status"], name="agencies_refused_once")
        ]
        indexes = [models.Index(fields=["-hour_at"], name="agencies_refused_hours")]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.place} {self.tries}"
