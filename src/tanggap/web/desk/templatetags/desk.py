"""How the desk writes a clock in little room."""

from datetime import datetime, timedelta

from babel import dates
from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tanggap.core import clock
from tanggap.web.ui import formats
from tanggap.web.ui.templatetags.ui import icon

register = template.Library()
DAY = 24 * 60


@register.simple_tag
def clock_left(due_at: datetime, promise_minutes: int, paused: bool = False) -> SafeString:
    """Return the time left in a few characters: amber below a quarter of the promise, red when over, with icon and sign."""
    left = due_at - clock.now()
    if paused:
        css, sign, words = "", "clock", _("paused")
    elif left < timedelta():
        css, sign, words = "late", "alert", f"−{brief(-left)}"
    else:
        is_soon = left < timedelta(minutes=promise_minutes) * formats.AMBER_SHARE
        css, sign, words = "soon" if is_soon else "", "clock" if is_soon else "", brief(left)
    said = formats.due(due_at, paused=paused).words
    return format_html(
        '<time class="due{}" datetime="{}" title="{} · {}">{}<span aria-hidden="true">{}</span>'
        '<span class="sr-only">{}</span></time>',
        f" {css}" if css else "",
        formats.machine(due_at),
        said,
        formats.exact(due_at),
        icon(sign) if sign else "",
        words,
        said,
    )


def brief(length: timedelta) -> str:
    """Return a length in at most two short parts: `22 mnt`, `1 j 10 mnt`, `5 hari`."""
    minutes = int(length.total_seconds() // 60)
    if minutes < 60:
        return _part(timedelta(minutes=minutes), "minute")
    if minutes < DAY:
        parts = [_part(timedelta(hours=minutes // 60), "hour")]
        return " ".join([*parts, _part(timedelta(minutes=minutes % 60), "minute")] if minutes % 60 else parts)
    return _part(timedelta(days=minutes // DAY), "day", style="long")


def _part(length: timedelta, unit: str, *, style: str = "short") -> str:
    return str(
        dates.format_timedelta(length, granularity=unit, threshold=1000, format=style, locale=formats.locale())  # type: ignore[arg-type]
    )
