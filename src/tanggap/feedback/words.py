"""Enumerations of the feedback room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RequestState(models.TextChoices):
    """Where a request to open a report again stands."""

    PENDING = "pending", _("Waits for a decision")
    GRANTED = "granted", _("Granted")
    REFUSED = "refused", _("Refused")


SATISFIED = 3  # of 4: "good" and "very good"
