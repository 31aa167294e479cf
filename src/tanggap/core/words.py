"""Names that a city pack gives in several languages."""

from collections.abc import Mapping

from django.conf import settings
from django.utils.translation import get_language


def say(name: Mapping[str, str], language: str | None = None) -> str:
    """Return `name` (language code -> text) in `language`, else the active one, else the city's first, else any."""
    wanted = (language or get_language() or "").split("-")[0]
    return name.get(wanted) or name.get(settings.LANGUAGE_CODE) or next(iter(name.values()), "")
