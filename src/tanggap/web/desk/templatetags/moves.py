"""How the desk writes the length of a stay in a unit's hands."""

from datetime import timedelta

from django import template

from tanggap.web.desk.templatetags.desk import brief

register = template.Library()


@register.filter
def minutes(number: int) -> str:
    """Return a number of minutes in at most two short parts."""
    return brief(timedelta(minutes=number))
