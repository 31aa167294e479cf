"""How the desk writes a clock in little room."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache

from babel import Locale, dates
from django import template
from django.template.loader import get_template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tanggap.core import clock
from tanggap.reports.queries import desk
from tanggap.reports.queries.desk import DeskRow
from tanggap.web.ui import formats
from tanggap.web.ui.kept import pieces
from tanggap.web.ui.status import family

register = template.Library()
DAY = 24 * 60
_MINUTE, _NO_TIME = timedelta(minutes=1), timedelta()


@register.simple_tag
def desk_rows(rows: Sequence[DeskRow], query: str, is_unit_told: bool, chosen: str = "") -> SafeString:
    """Return the rows of the list, each drawn once for what it says now: its columns, its age, the minutes left."""
    now = clock.now()
    keys = [("desk/row.html", row, *_said_now(row, now), query, is_unit_told, row.code == chosen) for row in rows]

    def draw(place: int) -> str:
        row = rows[place]
        shown = {"row": row, "query": query, "is_unit_told": is_unit_told, "is_chosen": row.code == chosen}
        with clock.at(now):
            return get_template("desk/row.html").render({**shown, "family": family(row.state)})

    return SafeString("\n".join(pieces.many(keys, draw)))


def _said_now(row: DeskRow, now: datetime) -> tuple[int | None, bool, int, bool]:
    """Return all that the present instant changes in a row: how old it is told to be, and whether, how much and how little time is left."""
    left = row.due_at - now
    is_soon = left < timedelta(minutes=row.promise_minutes) * formats.AMBER_SHARE
    return formats.ago_step(row.received_at, now), left < _NO_TIME, abs(left) // _MINUTE, is_soon


@register.filter
def marked(found: str) -> SafeString:
    """Return the words in which a search was found, its hits marked."""
    return SafeString(str(escape(found)).replace(desk.MARK, "<mark>").replace(desk.END_MARK, "</mark>"))


@register.filter
def counted(count: desk.Count | None) -> str:
    """Return the number of reports of a view, with a plus when there are more than were counted; a dash for one that is not counted."""
    if count is None:
        return "–"
    return formats.number(count.number) + ("+" if count.is_least else "")


@register.simple_tag
def clock_left(due_at: datetime, promise_minutes: int, paused: bool = False) -> SafeString:
    """Return the time left in a few characters: amber below a quarter of the promise, red when over, with icon and sign."""
    left = due_at - clock.now()
    if paused:
        css, words = "paused", _("paused")
    elif left < timedelta():
        css, words = "late", f"−{brief(-left)}"
    else:
        css = "soon" if left < timedelta(minutes=promise_minutes) * formats.AMBER_SHARE else ""
        words = brief(left)
    return format_html(
        '<time class="due{}" datetime="{}" title="{}"><span aria-hidden="true">{}</span><span class="sr-only">{}</span></time>',
        f" {css}" if css else "",
        formats.machine(due_at),
        formats.exact(due_at),
        words,
        formats.due(due_at, paused=paused).words,
    )


def brief(length: timedelta) -> str:
    """Return a length in at most two short parts: `22 mnt`, `1 j 10 mnt`, `5 hari`."""
    minutes = max(1, int(length.total_seconds() // 60))
    if minutes < 60:
        return _part(timedelta(minutes=minutes), "minute")
    if minutes < DAY:
        parts = [_part(timedelta(hours=minutes // 60), "hour")]
        return " ".join([*parts, _part(timedelta(minutes=minutes % 60), "minute")] if minutes % 60 else parts)
    return _part(timedelta(days=minutes // DAY), "day", style="long")


def _part(length: timedelta, unit: str, *, style: str = "short") -> str:
    return _words(length, unit, style, formats.locale())


@lru_cache(formats.KEPT_WORDS)
def _words(length: timedelta, unit: str, style: str, language: Locale) -> str:
    return str(dates.format_timedelta(length, granularity=unit, threshold=1000, format=style, locale=language))  # type: ignore[arg-type]
