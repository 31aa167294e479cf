"""What an indicator's declaration says in words."""

from django import template
from django.utils.functional import Promise

from tanggap.evaluation.catalogue import Indicator
from tanggap.evaluation.words import INTERVALS
from tanggap.web.ui import charting

register = template.Library()


@register.filter
def interval_name(kind: str) -> str | Promise:
    """Return where the ends of an indicator's intervals come from."""
    return INTERVALS[kind]


@register.filter
def target_words(its: Indicator) -> str:
    """Return what the city wants an indicator to be: `≥ 90%`; empty where nobody set it."""
    if its.target is None:
        return ""
    sign = {"up": "≥ ", "down": "≤ "}.get(its.good or "", "")
    return f"{sign}{charting.said(its.target.value, its.unit)}"
