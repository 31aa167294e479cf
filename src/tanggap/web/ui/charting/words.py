"""How values, intervals and days are written on charts."""

from datetime import date, timedelta

from babel import dates
from django.utils.translation import gettext as _

from tanggap.evaluation import prices
from tanggap.papers import saying
from tanggap.web.ui import formats
from tanggap.web.ui.charting.shapes import Spot

MONTH_DAYS = 28


def said(value: float | None, unit: str) -> str:
    """Return a value in the reader's language with its unit (`papers.saying`), money in the money of the city's prices."""
    return saying.said(value, unit, _currency(unit))


def between(low: float | None, high: float | None, unit: str) -> str:
    """Return an interval in words, empty without one; an open upper end says so."""
    return saying.between(low, high, unit, _currency(unit))


def saying_of(unit: str) -> saying.Saying:
    """Return how many values of a unit are said, in the reader's language."""
    return saying.Saying.of(unit, _currency(unit))


def _currency(unit: str) -> str:
    """Return the money of the city's prices: without prices there is none to be told."""
    entered = prices.prices() if unit == "money" else None
    return entered.currency if entered else ""


def period(first: date, last: date) -> str:
    """Return local days as people write them: `12 Mar 2026`, `1 – 7 Mar 2026`, `Maret 2026`."""
    if first == last:
        return formats.day(first)
    if is_month(first, last):
        return month(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} – {formats.day(last)}"
    return f"{formats.day(first)} – {formats.day(last)}"


def month(day: date) -> str:
    """Return a day's month: `Maret 2026`."""
    return str(dates.format_date(day, format="LLLL y", locale=formats.locale()))


def is_month(first: date, last: date) -> bool:
    """Return whether the days are a whole month."""
    is_in_one = (first.year, first.month) == (last.year, last.month)
    return is_in_one and first.day == 1 and (last + timedelta(days=1)).day == 1


def short_day(one: Spot, *, is_long: bool) -> str:
    """Return when a step begins: its day, or the month where the steps are months or the line goes over the turn of a year."""
    is_long |= (one.last - one.first).days >= MONTH_DAYS - 1
    return str(dates.format_date(one.first, format="LLL yy" if is_long else "d MMM", locale=formats.locale()))


def length(at_days: float, unit: str) -> str:
    """Return a time since the receipt, short: `6 h`, `7 d`."""
    value = at_days * 24 if unit == "hours" else at_days
    plain = formats.number(value, 0 if abs(value - round(value)) < 0.05 else 1)
    return _("%(number)s h") % {"number": plain} if unit == "hours" else _("%(number)s d") % {"number": plain}
