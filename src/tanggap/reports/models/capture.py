"""Photos taken in the field app: the keys of the devices, what the app said of each photo, and which of its sendings arrived."""

import uuid

from django.db import models
from django.db.models import Q

from tanggap.agencies.models import Staff
from tanggap.reports.models.photo import Photo
from tanggap.reports.models.report import Report


class DeviceKey(models.Model):
    """The public half (SPKI, DER) of a key that a person's browser made and does not give out: it signs what that browser photographs.

    It tells one browser from another, not one camera from another; whoever holds the unlocked phone can use it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    staff = models.ForeignKey(Staff, models.CASCADE, related_name="+")
    public = models.BinaryField()
    label = models.TextField()
    added_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["public"], name="reports_devicekey_of_one_person"),
            models.UniqueConstraint(fields=["id", "staff"], name="reports_devicekey_and_person"),
        ]

    def __str__(self) -> str:
        return self.label


class Capture(models.Model):
    """What the field app said of one photo, and what of it held when the photo arrived. Never changed afterwards (a trigger).

    `is_signed`: a key of the very person who sent it signed bytes, challenge, time, place and accuracy; the database refuses another's.
    `is_fresh`: the challenge was given to this person for this report, and this is the first photo with it. `taken_at` is the device's
    time less what its clock was off (`skew_seconds`) when it sent. `distance_m` from the report's point then. `problems` are the words of
    `reports.capturing.PROBLEMS`.
    """

    photo = models.OneToOneField(Photo, models.CASCADE, primary_key=True, related_name="+")
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)
    key = models.ForeignKey(DeviceKey, models.PROTECT, null=True, related_name="+", db_index=False)
    challenge = models.TextField(default="", blank=True)
    word = models.TextField(default="", blank=True)
    is_in_app = models.BooleanField()
    is_signed = models.BooleanField(default=False)
    is_fresh = models.BooleanField(default=False)
    taken_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField()
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    accuracy_m = models.FloatField(null=True)
    distance_m = models.FloatField(null=True)
    skew_seconds = models.IntegerField(null=True)
    problems = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["challenge"], condition=Q(is_fresh=True), name="reports_capture_once"),
            models.CheckConstraint(
                condition=Q(is_signed=False) | Q(is_in_app=True, key__isnull=False),
                name="reports_capture_signed_by_a_key",
            ),
            models.CheckConstraint(
                condition=Q(lon__isnull=True, lat__isnull=True, accuracy_m__isnull=True)
                | Q(lon__isnull=False, lat__isnull=False, accuracy_m__isnull=False)
                & Q(lon__gte=-180, lon__lte=180, lat__gte=-90, lat__lte=90, accuracy_m__gte=0),
                name="reports_capture_point_on_earth",
            ),
        ]

    def __str__(self) -> str:
        return str(self.photo_id)


class Sent(models.Model):
    """An act that the field app sent and that was done: the same `key` again is the same act, never a second one.

    `mark` is the SHA-256 of what was sent, `version` the report's afterwards.
    """

    key = models.UUIDField(primary_key=True)
    staff = models.ForeignKey(Staff, models.CASCADE, related_name="+", db_index=False)
    report = models.ForeignKey(Report, models.CASCADE, related_name="+", db_index=False)
    act = models.TextField()
    mark = models.BinaryField()
    version = models.IntegerField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.act} {self.key}"
