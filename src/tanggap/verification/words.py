"""Enumerations of the verification room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CheckKind(models.TextChoices):
    """How a result was checked (study: administrative and field verification are the condition for closure)."""

    ADMINISTRATIVE = "administrative", _("Administrative check")
    FIELD = "field", _("Field check")
