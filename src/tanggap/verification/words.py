"""Enumerations of the verification room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CheckKind(models.TextChoices):
    """How a result was checked (study: administrative and field verification are the condition for closure)."""

    ADMINISTRATIVE = "administrative", _("Administrative check")
    FIELD = "field", _("Field check")


class Why(models.TextChoices):
    """Why a claim is visited. `SAMPLE` is never shown to who is checked or checks: a visit by lot looks like any other."""

    RULE = "rule", _("The category asks for it")
    DISPUTE = "dispute", _("It was reopened or contested")
    RISK = "risk", _("What the photo checks found")
    HISTORY = "history", _("What earlier checks showed")
    ASKED = "asked", _("A validator wanted to see it")
    SAMPLE = "sample", _("Drawn by lot")
