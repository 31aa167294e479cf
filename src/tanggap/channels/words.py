"""The words of the channels' tables."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class ArrivalState(models.TextChoices):
    """Where a kept piece stands. WAITING ones are read by the worker; a DEAD one waits for a person."""

    WAITING = "waiting", _("Waiting")
    DONE = "done", _("Done")
    IGNORED = "ignored", _("Nothing for us")
    DEAD = "dead", _("Set aside")


class PostingState(models.TextChoices):
    """What became of words that go out. SENDING is held while the platform is spoken to; found so later, nobody knows: UNSURE."""

    WAITING = "waiting", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    DELIVERED = "delivered", _("Delivered")
    READ = "read", _("Read")
    FAILED = "failed", _("Failed")
    UNSURE = "unsure", _("Not known whether it was sent")
    RESTING = "resting", _("Not sent: the address takes nothing")


class Act(models.TextChoices):
    """What an operator can do about an account; each is written down, and never a secret or a payload with it."""

    CONNECTED = "connected", _("Account connected")
    CHANGED = "changed", _("Settings changed")
    SWITCHED_ON = "switched_on", _("Switched on")
    SWITCHED_OFF = "switched_off", _("Switched off")
    TESTED = "tested", _("Tested")
    OPENED = "opened", _("Set-aside message opened")
    MENDED = "mended", _("Set-aside message corrected")
    REPLAYED = "replayed", _("Read again")


OUTCOMES: Final = {
    "filed": _("A new report"),
    "answered": _("The answer to a question"),
    "added": _("Added to its report"),
    "reopened": _("Its report was reopened"),
    "requested": _("A request to open its report again"),
    "objected": _("An objection to waiting for the planning"),
    "rated": _("A rating"),
    "asked": _("Asked for what is missing"),
    "told": _("Told where the report stands"),
    "cancelled": _("Begun and taken back"),
    "muted": _("Wants no more messages"),
    "followed": _("Word of a partner about its report"),
    "delivery": _("A delivery report"),
    "changed": _("Its author changed it"),
    "part": _("A part of a message"),
    "erased": _("Erased at its sender's request"),
}
"""What a DONE arrival came to, besides `quiet:<why>`; an IGNORED one says the adapter's reason."""
