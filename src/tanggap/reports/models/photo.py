"""Photos as they may be shown; their files lie in the media store, their camera data in the vault."""

import uuid

from django.db import models

from tanggap.reports.models.report import Report
from tanggap.reports.words import PhotoRole


class Photo(models.Model):
    """One photo of a report. `id` is random, so its address cannot be guessed; the file names are SHA-256 of the bytes.

    `phash`/`dhash` are 64-bit perceptual hashes as signed integers. Files: `original` is never served to the public.
    `is_repaired`: the file came damaged, and what could be read of it is shown. From `hidden_at` on the public does not see it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    report = models.ForeignKey(Report, models.PROTECT, related_name="+", db_index=False)
    version = models.IntegerField()
    role = models.TextField(choices=PhotoRole.choices)
    position = models.IntegerField(default=0)
    sha256 = models.TextField()
    original = models.TextField()
    shown = models.TextField()
    thumb = models.TextField()
    width = models.IntegerField()
    height = models.IntegerField()
    size = models.IntegerField()
    dhash = models.BigIntegerField(null=True)
    phash = models.BigIntegerField(null=True)
    is_repaired = models.BooleanField(default=False)
    added_at = models.DateTimeField()
    hidden_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "version", "role", "position"], name="reports_photo_place"),
        ]
        indexes = [models.Index(fields=["sha256"], name="reports_photo_bytes")]

    def __str__(self) -> str:
        return str(self.id)
