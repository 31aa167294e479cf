"""The vault: who reported, and what the camera wrote. Sealed; importable by intake, notify and retention alone."""

from django.db import models

from tanggap.reports.models.photo import Photo
from tanggap.reports.models.report import Report


class Identity(models.Model):
    """A reporter's name and contacts under the vault key; the indexes find equal contacts without opening them."""

    report = models.OneToOneField(Report, models.CASCADE, primary_key=True, related_name="+")
    sealed = models.BinaryField()
    email_index = models.BinaryField(null=True)
    phone_index = models.BinaryField(null=True)
    handle_index = models.BinaryField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["email_index"], name="reports_by_email", condition=models.Q(email_index__isnull=False)
            ),
            models.Index(
                fields=["phone_index"], name="reports_by_phone", condition=models.Q(phone_index__isnull=False)
            ),
            models.Index(
                fields=["handle_index"], name="reports_by_handle", condition=models.Q(handle_index__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return "sealed"


class PhotoOrigin(models.Model):
    """What a photo's file said of its camera, place and time (EXIF), sealed."""

    photo = models.OneToOneField(Photo, models.CASCADE, primary_key=True, related_name="+")
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return "sealed"
