"""Enumerations of the clients room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    """What a program may ask for. Reading what is public needs none of them."""

    REPORTS_WRITE = "reports:write", _("Send reports")
    WORK_READ = "work:read", _("Read the unit’s work and tasks")
    WORK_WRITE = "work:write", _("Do the unit’s work and tasks")
    EVENTS_READ = "events:read", _("Follow public events")
    STATISTICS_READ = "statistics:read", _("Read statistics")
    WEBHOOKS_MANAGE = "webhooks:manage", _("Manage its own webhooks")


OF_A_UNIT = frozenset({Scope.WORK_READ, Scope.WORK_WRITE})
"""Scopes of a program that works for a unit; no other program can have them."""


class Rate(models.TextChoices):
    """How often a program may call, in classes; `leases.BUDGETS` has the numbers."""

    SMALL = "small", _("Small")
    STANDARD = "standard", _("Standard")
    LARGE = "large", _("Large")


class Act(models.TextChoices):
    """What can be done to a program or its keys; each is written down."""

    ADDED = "added", _("Program made")
    CHANGED = "changed", _("Program changed")
    OPENED = "opened", _("Program switched on")
    CLOSED = "closed", _("Program switched off")
    KEY_MADE = "key_made", _("Key made")
    KEY_ROTATED = "key_rotated", _("Key replaced")
    KEY_REVOKED = "key_revoked", _("Key revoked")


class Outcome(models.TextChoices):
    """How a call ended: the class of its status, and the refusals that an operator looks for by themselves."""

    DONE = "2xx", _("done")
    MOVED = "3xx", _("unchanged")
    UNKNOWN = "401", _("not recognised")
    FORBIDDEN = "403", _("not permitted")
    TOO_MANY = "429", _("too often")
    REFUSED = "4xx", _("refused")
    BROKEN = "5xx", _("broke on our side")
