"""What keeps a log from being signed, in words."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Trouble(models.TextChoices):
    """Why nothing is signed any more. Each needs a person: who looks, and what is done, is in docs/ledger.md."""

    ALTERED = (
        "altered",
        _("Something that the log holds was altered: a stored hash is not the one of what it stands for."),
    )
    GAP = "gap", _("Entries of the log are missing.")
    ROLLED_BACK = (
        "rolled_back",
        _("The database holds less of the log than was signed already: an older state was put back."),
    )
    FORKED = "forked", _("The log is not the one whose head was signed: its history was written anew.")
    OTHER_KEY = "other_key", _("The key in the data folder is not the one by which this log is signed.")
    OTHER_LOG = "other_log", _("What was signed last in this data folder is of another log than the database holds.")
    MEMORY_LOST = "memory_lost", _("The data folder has forgotten which head was signed last.")
    MEMORY_BROKEN = (
        "memory_broken",
        _("What the data folder remembers of the last signed head cannot be read, or is not by our key."),
    )
