"""How the parts of a document are said in the reader's language."""

import math
from collections.abc import Sequence
from datetime import date
from typing import Any

from babel import dates
from django.utils.translation import gettext as _

from tanggap.agencies import queries as agencies
from tanggap.catalog import queries as catalog
from tanggap.core.words import say
from tanggap.evaluation import prices
from tanggap.evaluation.changes import Change
from tanggap.evaluation.telling import Told
from tanggap.evaluation.words import Verdict
from tanggap.insight.statistics import Point, Selection
from tanggap.papers import axis, saying
from tanggap.places import queries as places
from tanggap.places.city import city

MONTH_DAYS = 28


def currency() -> str:
    """Return the money of the city's prices, empty without prices."""
    entered = prices.prices()
    return entered.currency if entered else ""


def number(count: int) -> str:
    """Return a count with the language's separators."""
    return saying.number(count)


def value(number: float | None, unit: str) -> str:
    """Return a value with its unit."""
    return saying.said(number, unit, currency())


def interval(low: float | None, high: float | None, unit: str) -> str:
    """Return an interval, a dash without one."""
    return saying.between(low, high, unit, currency()) or saying.UNKNOWN


def target(one: Told) -> str:
    """Return what the city wants a number to be, a dash where nobody set it."""
    aim = one.indicator.target
    return value(aim.value, one.indicator.unit) if aim else saying.UNKNOWN


def change(one: Change, unit: str) -> str:
    """Return a difference with its verdict: `+2,1 poin, lebih baik`; a dash where two periods are not compared."""
    if one.difference is None or one.verdict == Verdict.NONE:
        return saying.UNKNOWN
    return f"{_signed(one.difference, unit)}, {Verdict(one.verdict).label}"


def _signed(difference: float, unit: str) -> str:
    sign = "+" if difference > 0 else "−" if difference < 0 else "±"
    size = abs(difference)
    if unit == "%":
        return sign + _("%(points)s points") % {"points": saying.number(100 * size, 1)}
    return sign + value(size, unit)


def narrowed(selection: Selection) -> list[tuple[str, str]]:
    """Return what a selection is narrowed to, as pairs of a dimension and a name; the whole city says so."""
    area = places.area(selection.area) if selection.area else None
    category = catalog.category(selection.category) if selection.category else None
    channel = catalog.channel(selection.channel) if selection.channel else None
    return [
        (_("Period"), selection.period),
        (_("Area"), area.name if area else say(city().name)),
        (_("Category"), category.label if category else _("all")),
        (_("Unit"), (agencies.unit_label(selection.unit) or selection.unit) if selection.unit else _("all")),
        (_("Channel"), channel.label if channel else _("all")),
    ]


def course(points: Sequence[Point], unit: str, aim: float | None) -> dict[str, Any]:
    """Return the points of a trend and its axis, as the chart takes them."""
    ends = [end for one in points for end in (one.value, one.high) if end is not None and math.isfinite(end)]
    marks = axis.ticks([*ends, *([aim] if aim is not None else [])], unit)
    top = marks[-1]
    return {
        "points": [
            {
                "label": _day(one.first, one.last),
                "value": one.value,
                "low": one.low,
                "high": None if one.high is None else min(one.high, top),
                "partial": one.is_partial,
            }
            for one in points
        ],
        "ticks": [[mark, saying.short(mark, unit, is_top=mark == top, step=marks[1])] for mark in marks],
        "aim": aim,
    }


def told_course(name: str, points: Sequence[Point], unit: str) -> str:
    """Return a trend in a sentence, for who does not see it."""
    known = [one for one in points if one.value is not None]
    if not known:
        return _("%(name)s: no values in this period.") % {"name": name}
    first, last = known[0], known[-1]
    return _(
        "%(name)s over time: %(first)s in the step of %(from)s, %(last)s in the step of %(to)s; %(n)d steps with a value."
    ) % {
        "name": name,
        "first": value(first.value, unit),
        "from": _day(first.first, first.last),
        "last": value(last.value, unit),
        "to": _day(last.first, last.last),
        "n": len(known),
    }


def _day(first: date, last: date) -> str:
    pattern = "LLL yy" if (last - first).days >= MONTH_DAYS - 1 else "d MMM"
    return str(dates.format_date(first, format=pattern, locale=saying.locale()))
