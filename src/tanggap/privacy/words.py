"""The words of the room's tables."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Way(models.TextChoices):
    """How somebody asked to be erased."""

    LINK = "link", _("By the private link")
    LETTER = "letter", _("By letter")
    MAIL = "mail", _("By e-mail")
    COUNTER = "counter", _("At the counter")
    COMMAND = "command", _("At the command line")


class Basis(models.TextChoices):
    """Why the law has it erased (UU 27/2022)."""

    REQUEST = "request", _("The person asks for it (article 8, article 43)")
    CONSENT = "consent", _("The person takes back the consent (article 9)")
    PURPOSE = "purpose", _("It is not needed any more for what it was kept for (article 43)")
    UNLAWFUL = "unlawful", _("It was collected or used against the law (article 43)")
    COURT = "court", _("A court or the authority orders it")
