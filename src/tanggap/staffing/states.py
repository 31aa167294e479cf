"""How far a piece of work is that a worker does: learning from the past, or trying a staffing."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a piece of work stands. `REFUSED`: a rule says no, with its reason; `FAILED`: something of ours broke."""

    WAITING = "waiting", _("Waiting for a worker")
    RUNNING = "running", _("At work")
    DONE = "done", _("Done")
    REFUSED = "refused", _("Could not be done")
    FAILED = "failed", _("Something went wrong on our side")


UNDER_WAY = (State.WAITING, State.RUNNING)
WITH_REASON = (State.REFUSED, State.FAILED)


class What(models.TextChoices):
    """What a scenario asks."""

    TRY = "try", _("What would this staffing bring?")
    CHEAPEST = "cheapest", _("What is the least staffing that reaches this?")
