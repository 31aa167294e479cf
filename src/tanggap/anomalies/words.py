"""How far an alarm is."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AlarmState(models.TextChoices):
    """Unusual now and nobody took notice, noticed by somebody, or usual again."""

    OPEN = "open", _("Nobody has taken notice yet")
    NOTICED = "noticed", _("Taken notice of")
    OVER = "over", _("Over")


CITY = ""  # the area of the whole city
ANY = ""  # the category of reports of any kind
