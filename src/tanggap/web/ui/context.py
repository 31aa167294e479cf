"""What every page knows without asking: the city, its languages, whether it is simulated, whether it has a yearly planning."""

from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from tanggap.core.words import say
from tanggap.insight import queries as insight
from tanggap.places.city import city as its
from tanggap.planning.rules import is_planned
from tanggap.web.ui.form_token import form_token


def city(request: HttpRequest) -> dict[str, Any]:
    """Return the context of every template. No statement but those of the shelves."""
    here = its()
    return {
        "city": here,
        "city_name": say(here.name),
        "languages": tuple((code, name) for code, name in settings.LANGUAGES if code in here.languages),
        "simulated": _is_simulated(),
        "has_planning": is_planned(),
        "language": (get_language() or settings.LANGUAGE_CODE).split("-")[0],
        "csrf_token": SimpleLazyObject(lambda: form_token(request)),
    }


def _is_simulated() -> bool:
    """Return whether the city is a simulation; a page about the absent database must not ask it."""
    try:
        return insight.is_simulated()
    except DatabaseError:
        return False
