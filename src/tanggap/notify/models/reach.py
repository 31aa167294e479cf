"""What is known of an address without knowing it, and what a reporter wishes to be told."""

from django.db import models

from tanggap.reports.models import Report


class Contact(models.Model):
    """An address that a message went to or may go to, by the keyed hash that the vault has of it (`intake.actions.handle_index`).

    `proven_at`: when somebody last did what only who reads there can, so that it is no stranger's. `heard_at`: when its owner last
    proved to be the one who reported; `asked_at`: when we last asked, `wrong`: how often the answer was wrong since. `rests_since`:
    nothing arrives there (`reason`, in our own words); `stopped_at`: its owner wants nothing from us.
    """

    index = models.BinaryField(primary_key=True)
    proven_at = models.DateTimeField(null=True)
    heard_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)
    wrong = models.SmallIntegerField(default=0)
    rests_since = models.DateTimeField(null=True)
    reason = models.TextField(default="", blank=True)
    stopped_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return "a contact"


class Wish(models.Model):
    """What the reporter of one report wishes: one way alone (empty: as it fits), no `unwanted` groups of news, a language, or nothing.

    A report without a row wishes everything.
    """

    report = models.OneToOneField(Report, models.CASCADE, primary_key=True, related_name="+")
    way = models.TextField(default="", blank=True)
    unwanted = models.JSONField(default=list)
    language = models.TextField(default="", blank=True)
    stopped_at = models.DateTimeField(null=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"wishes {self.report_id}"
