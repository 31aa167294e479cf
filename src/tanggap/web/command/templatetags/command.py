"""Instants and names as the leaders' pages write them."""

from datetime import datetime

from django import template

from tanggap.catalog import queries as catalog
from tanggap.places import queries as places
from tanggap.web.ui import formats

register = template.Library()


@register.filter
def clock_time(instant: datetime) -> str:
    """Return the time of day in the city with its zone: `19.02 WIB`."""
    return formats.clock_time(instant)


@register.filter
def machine(instant: datetime) -> str:
    """Return an instant for a `datetime` attribute."""
    return formats.machine(instant)


@register.filter
def category_label(code: str) -> str:
    """Return a kind's name, empty for none."""
    row = catalog.category(code)
    return row.label if row else ""


@register.filter
def area_name(code: str) -> str:
    """Return an area's whole name, empty for none."""
    return places.full_name(code or None)
