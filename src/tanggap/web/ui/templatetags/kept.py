"""`{% kept "desk/row.html" row=row ago=ago %}`: an include that is drawn once for the same arguments (web.ui.kept)."""

from typing import Any

from django import template
from django.template.loader import get_template
from django.utils.safestring import SafeString

from tanggap.web.ui.kept import pieces

register = template.Library()


@register.simple_tag
def kept(name: str, **shown: Any) -> SafeString:
    """Return template `name` drawn with `shown` alone: frozen rows, texts and numbers; nothing of the request, no clock."""
    return SafeString(pieces.get((name, *shown.items()), lambda: get_template(name).render(shown)))
