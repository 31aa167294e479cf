"""What every page knows without asking: the city, its languages, whether it is simulated."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from tanggap.core.words import say
from tanggap.places.city import city as its


def city(request: HttpRequest) -> dict[str, Any]:
    """Return the context of every template. No statement is made."""
    here = its()
    return {
        "city": here,
        "city_name": say(here.name),
        "languages": [(code, name) for code, name in settings.LANGUAGES if code in here.languages],
        "language": (get_language() or settings.LANGUAGE_CODE).split("-")[0],
    }
