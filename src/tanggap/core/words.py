"""Names that a city pack gives in several languages."""

from collections.abc import Mapping

from django.utils.translation import get_language


def say(name: Mapping[str, str], language: str | None = None) -> str:
    """Return `name` (language code -> text) in `language`, else the active one, else the first that the pack gives."""
    wanted = (language or get_language() or "").split("-")[0]
    return name.get(wanted) or next(iter(name.values()), "")
