"""How a share with its interval is drawn: a bar from its lower to its upper end, a mark at what was seen."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def interval(value: float, low: float, high: float) -> SafeString:
    """Return an SVG of 0 to 100 % with the interval and the mark (shares 0 to 1); the numbers stand beside it in words."""
    left, width, mark = (f"{100 * one:.1f}" for one in (low, max(high - low, 0.01), value))
    return format_html(
        '<svg class="interval" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        '<rect class="interval-all" x="0" y="3.5" width="100" height="1"/><rect class="interval-bar" x="{}" y="2" width="{}" height="4"/>'
        '<rect class="interval-mark" x="{}" y="0" width="1" height="8"/></svg>',
        left,
        width,
        mark,
    )
