"""Enumerations of the photo checks: what is looked at, what a finding says, and how strongly."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What a check looks at."""

    REUSED = "reused", _("Used before")
    EDITED = "edited", _("The reporter's photo, changed")
    PLACE = "place", _("Same place?")
    HISTORY = "history", _("History of the file")
    CAPTURED = "captured", _("Taken in our app")


class Tone(models.TextChoices):
    """Which way a finding points. It never decides (threats.md §5)."""

    AGAINST = "against", _("speaks against the photo")
    QUESTION = "question", _("raises a question")
    FOR = "for", _("speaks for the photo")
    SILENT = "silent", _("no sign found by these checks")


class Strength(models.TextChoices):
    """How much a finding weighs."""

    STRONG = "strong", _("strong")
    MODERATE = "moderate", _("moderate")
    WEAK = "weak", _("weak")


class ScanState(models.TextChoices):
    """How far the look at a photo is."""

    TODO = "todo", _("waits")
    DOING = "doing", _("at work")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
