"""Small drawings of the boards: a weight as a bar, a consistency ratio beside its limit, and the words of a rank's share."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from tanggap.asoca.ahp import CONSISTENT

register = template.Library()
WIDEST = 3 * CONSISTENT  # where the drawing of a ratio ends; worse ones fill it


@register.simple_tag
def weight_bar(value: float, most: float = 1.0) -> SafeString:
    """Return a bar of `value` out of `most`; decoration, the number stands beside it."""
    share = round(100 * min(max(value, 0.0), most) / (most or 1.0), 1)
    return format_html(
        '<svg class="asoca-bar" width="100%" height="12" aria-hidden="true" focusable="false">'
        '<rect class="bar-all" width="100%" height="12" rx="3"/><rect class="bar-fill" width="{}%" height="12" rx="3"/></svg>',
        share,
    )


@register.simple_tag
def consistency_bar(cr: float) -> SafeString:
    """Return a consistency ratio as a bar with the limit of a tenth marked; decoration, the number stands beside it."""
    share = round(100 * min(max(cr, 0.0), WIDEST) / WIDEST, 1)
    limit = round(100 * CONSISTENT / WIDEST, 1)
    return format_html(
        '<svg class="asoca-bar" width="100%" height="14" aria-hidden="true" focusable="false">'
        '<rect class="consistency-track" y="3" width="100%" height="8" rx="3"/>'
        '<rect class="consistency-fill" y="3" width="{}%" height="8" rx="3"/>'
        '<line class="consistency-limit" x1="{}%" x2="{}%" y1="0" y2="14"/></svg>',
        share,
        limit,
        limit,
    )
