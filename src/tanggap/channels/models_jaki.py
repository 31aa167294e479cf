"""The mobile app's tables: installations and their keys, signatures that were used up, photos on their way, and who sent which report.

An installation is found by its key, never by a person. Its reports are found by a keyed hash of it: these tables alone tell nobody who
sent what.
"""

import uuid

from django.db import models
from django.db.models import Q


class Device(models.Model):
    """An installation of the app. `key` is its public key (SubjectPublicKeyInfo, DER), `push` the sealed token for notifications.

    `attested` names who vouched for the app and the phone, empty when nobody did; `attestation` says in a word what was found.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    account = models.ForeignKey("channels.Account", models.PROTECT, related_name="+", db_index=False)
    key = models.BinaryField()
    platform = models.TextField()
    language = models.TextField(default="", blank=True)
    attested = models.TextField(default="", blank=True)
    attestation = models.TextField(default="", blank=True)
    push = models.BinaryField(null=True)
    is_blocked = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    seen_on = models.DateField()

    class Meta:
        db_table = "channels_jaki_device"
        constraints = [models.UniqueConstraint(fields=["account", "key"], name="channels_jaki_device_once")]

    def __str__(self) -> str:
        return f"{self.platform} {self.id}"


class Nonce(models.Model):
    """A signature that was used: it opens nothing a second time. Kept as long as its time would be taken."""

    id = models.BigAutoField(primary_key=True)
    device = models.ForeignKey(Device, models.CASCADE, related_name="+", db_index=False)
    nonce = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "channels_jaki_nonce"
        constraints = [models.UniqueConstraint(fields=["device", "nonce"], name="channels_jaki_nonce_once")]
        indexes = [models.Index(fields=["at"], name="channels_jaki_nonce_at")]

    def __str__(self) -> str:
        return f"{self.device_id} {self.at.isoformat()}"


class Transfer(models.Model):
    """A photo on its way, `offset` of its `size` bytes here. `sha256` is set once all of it came and was right; then it can be used."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    device = models.ForeignKey(Device, models.CASCADE, related_name="+", db_index=False)
    name = models.TextField(default="", blank=True)
    size = models.IntegerField()
    offset = models.IntegerField(default=0)
    sha256 = models.BinaryField(null=True)
    used_by = models.ForeignKey("channels.Arrival", models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    touched_at = models.DateTimeField()

    class Meta:
        db_table = "channels_jaki_transfer"
        constraints = [
            models.CheckConstraint(
                condition=Q(offset__gte=0, offset__lte=models.F("size")), name="channels_jaki_transfer_within"
            ),
        ]
        indexes = [
            models.Index(fields=["device"], name="channels_jaki_transfer_open", condition=Q(used_by__isnull=True)),
            models.Index(fields=["touched_at"], name="channels_jaki_transfer_old"),
        ]

    def __str__(self) -> str:
        return f"{self.offset}/{self.size}"


class Part(models.Model):
    """Bytes of a photo on its way from `offset` on, sealed for that place alone."""

    pk = models.CompositePrimaryKey("transfer_id", "offset")
    transfer = models.ForeignKey(Transfer, models.CASCADE, related_name="+", db_index=False)
    offset = models.IntegerField()
    sealed = models.BinaryField()

    class Meta:
        db_table = "channels_jaki_part"

    def __str__(self) -> str:
        return f"{self.transfer_id} {self.offset}"


class Own(models.Model):
    """That an installation sent what became of `arrival`. `owner` is the keyed hash of the installation."""

    id = models.BigAutoField(primary_key=True)
    owner = models.BinaryField()
    arrival = models.OneToOneField("channels.Arrival", models.CASCADE, related_name="+")

    class Meta:
        db_table = "channels_jaki_own"
        indexes = [models.Index(fields=["owner", "-id"], name="channels_jaki_own_list")]

    def __str__(self) -> str:
        return f"own {self.id}"
