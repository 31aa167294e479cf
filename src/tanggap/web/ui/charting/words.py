"""How values, intervals and days are written on charts."""

import math
from datetime import date, timedelta

from babel import dates
from django.utils.translation import gettext as _

from tanggap.evaluation import prices
from tanggap.insight.queries import percent
from tanggap.web.ui import formats
from tanggap.web.ui.charting.shapes import Spot

MONTH_DAYS = 28


def said(value: float | None, unit: str) -> str:
    """Return a value in the reader's language with its unit: `74,1%`, `3,2 hari`, `1.204`; a dash for None.

    A share is never rounded up to all or down to none.
    """
    if value is None:
        return "–"
    if unit == "%":
        return percent(value)
    if unit in ("reports", "count"):
        return formats.number(round(value))
    if unit == "money":
        return _money(round(value))
    if unit == "per":
        return formats.number(value, 2)
    plain = formats.number(value, 1)
    if unit == "days":
        return _("%(number)s days") % {"number": plain}
    if unit == "hours":
        return _("%(number)s hours") % {"number": plain}
    return plain


def _money(amount: int) -> str:
    """Return an amount in the money of the city's prices: without prices there is none to be told."""
    entered = prices.prices()
    return formats.money(amount, entered.currency) if entered else formats.number(amount)


def between(low: float | None, high: float | None, unit: str) -> str:
    """Return an interval in words, empty without one; an open upper end says so."""
    if low is None:
        return ""
    if high is None or math.isinf(high):
        return _("from %(low)s") % {"low": said(low, unit)}
    return f"{said(low, unit)} – {said(high, unit)}"


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


def short(value: float, unit: str, *, is_top: bool, step: float) -> str:
    """Return a number at an axis: its top carries the unit."""
    if unit == "%":
        return formats.percent(value, 0 if step >= 0.01 and not (step * 100) % 1 else 1)
    places = 0 if step >= 1 and not step % 1 else 2 if step < 0.1 else 1
    plain = formats.number(value, places)
    if is_top and unit == "days":
        return _("%(number)s days") % {"number": plain}
    if is_top and unit == "hours":
        return _("%(number)s hours") % {"number": plain}
    return plain


def length(at_days: float, unit: str) -> str:
    """Return a time since the receipt, short: `6 h`, `7 d`."""
    value = at_days * 24 if unit == "hours" else at_days
    plain = formats.number(value, 0 if abs(value - round(value)) < 0.05 else 1)
    return _("%(number)s h") % {"number": plain} if unit == "hours" else _("%(number)s d") % {"number": plain}
