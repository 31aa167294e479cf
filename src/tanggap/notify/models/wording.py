"""The operator's own words in place of the pack's."""

from django.db import models

from tanggap.agencies.models import Staff


class Wording(models.Model):
    """The words of a message in a language, for one channel or (empty) all. The latest row holds; an empty one gives back the pack's.

    Rows are only added: who wrote which words, and when, stays.
    """

    id = models.BigAutoField(primary_key=True)
    template = models.TextField()
    channel = models.TextField(default="", blank=True)
    language = models.TextField()
    subject = models.TextField(default="", blank=True)
    text = models.TextField(default="", blank=True)
    short = models.TextField(default="", blank=True)
    by = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["template", "language", "channel", "-id"], name="notify_wording_latest")]

    def __str__(self) -> str:
        return f"{self.template} {self.language} {self.channel}"
