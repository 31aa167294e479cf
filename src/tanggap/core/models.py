"""Where each consumer of the events stands."""

from django.db import models


class Cursor(models.Model):
    """The last event that a consumer has dealt with: `(tx, event)`, see `core.cursors`. `rebuild_to` is set while it reads anew."""

    name = models.TextField(primary_key=True)
    tx = models.BigIntegerField(default=0)
    event = models.BigIntegerField(default=0)
    moved_at = models.DateTimeField(null=True)
    rebuild_to = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return f"{self.name} {self.tx}/{self.event}"


class Parked(models.Model):
    """An event that a consumer could not digest: it went on, and a person can look and replay."""

    name = models.TextField()
    event = models.BigIntegerField()
    error = models.TextField()
    parked_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "event"], name="core_parked_once")]

    def __str__(self) -> str:
        return f"{self.name} {self.event}"


class Heartbeat(models.Model):
    """When a process of the product was last seen at work; `health` asks for it."""

    name = models.TextField(primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.at.isoformat()}"
