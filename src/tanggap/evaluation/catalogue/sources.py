"""Where the rules of the catalogue come from: laws, the study, papers."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from tanggap.insight.statistics.indicators import OWN, PROMISE, STUDY, SURVEY, SURVIVAL

__all__ = [
    "COMPLAINTS",
    "INTEGRATION",
    "LOG",
    "OPENNESS",
    "OPEN_DATA",
    "OWN",
    "PROMISE",
    "SERVICE",
    "STUDY",
    "SURVEY",
    "SURVIVAL",
]

SERVICE: Final = _("Law UU 25/2009 on public services")
COMPLAINTS: Final = _("Presidential regulation Perpres 76/2013 on complaints about public services")
OPENNESS: Final = _("Law UU 14/2008 on the openness of public information")
OPEN_DATA: Final = _("Presidential regulation Perpres 39/2019 on one data for Indonesia")
INTEGRATION: Final = _(
    "Study of the city's CRM: the units, the city's companies and private parties are not integrated enough"
)
LOG: Final = _("RFC 6962 and RFC 9162: logs that everybody can check")
