"""What a dataset's page tells search engines: `{% load opendata %}`."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from tanggap.web.ui.templatetags.sharing import data_block

register = template.Library()


@register.simple_tag
def data(facts: dict[str, Any]) -> SafeString:
    """Return schema.org facts as a block of JSON-LD."""
    return data_block({name: value for name, value in facts.items() if name != "@context"})
