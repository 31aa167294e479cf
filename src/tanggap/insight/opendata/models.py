"""Versions of the open data, and their files. A version is published whole or not at all, and stays known when its files are gone."""

from django.db import models
from django.db.models import Q


class Version(models.Model):
    """What was published at once. `number` is the city's day, with `.2`, `.3` for more of one day and `-r1`, `-r2` when it was cleaned.

    `taken_at` is the moment that all its files tell of, `position` the writing transaction below which everything is in them, `clean_to`
    the one up to which it was looked for what has been withheld since. `facts` is the manifest. `successor` is the cleaned version.
    """

    number = models.TextField(primary_key=True)
    taken_at = models.DateTimeField()
    made_at = models.DateTimeField()
    seconds = models.FloatField()
    schema = models.IntegerField()
    position = models.BigIntegerField()
    clean_to = models.BigIntegerField()
    previous = models.TextField(default="", blank=True)
    facts = models.JSONField(default=dict)
    withdrawn_at = models.DateTimeField(null=True)
    forgotten_at = models.DateTimeField(null=True)
    successor = models.TextField(default="", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(forgotten_at__isnull=True), name="opendata_version_gone_once"
            ),
            models.CheckConstraint(
                condition=Q(successor="") | Q(withdrawn_at__isnull=False),
                name="opendata_version_succeeded_if_withdrawn",
            ),
        ]
        indexes = [models.Index(fields=["-taken_at", "-made_at"], name="opendata_version_newest")]

    def __str__(self) -> str:
        return self.number


class File(models.Model):
    """One file of a version, as it lies on disk: its checksum is what readers are told, and what its address answers as ETag."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="+", db_index=False)
    dataset = models.TextField()
    name = models.TextField()
    format = models.TextField()
    bytes = models.BigIntegerField()
    sha256 = models.TextField()
    rows = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "dataset", "name"], name="opendata_file_once"),
            models.CheckConstraint(condition=Q(bytes__gte=0) & Q(rows__gte=0), name="opendata_file_counts"),
            models.CheckConstraint(condition=Q(sha256__regex="^[0-9a-f]{64}$"), name="opendata_file_sha256"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id}/{self.dataset}/{self.name}"
