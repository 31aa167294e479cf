"""What the team's pages say in sentences: the forecast, its errors, what can be done."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from babel import dates
from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tanggap.insight.outlook import Expected, OutlookRow
from tanggap.insight.team import DAYS, UnitTeam
from tanggap.web.ui import formats

register = template.Library()


@register.filter
def of(found: Mapping[str, Any], key: str) -> Any:
    """Return what stands under `key`, None for nothing."""
    return found.get(key)


@register.filter
def arrivals(team: UnitTeam) -> str:
    """Return how many new reports are expected in the coming week."""
    if team.coming is None:
        return ""
    expected, low, high = (formats.number(round(number)) for number in team.coming)
    return _("About %(expected)s new reports are expected (four times in five between %(low)s and %(high)s).") % {
        "expected": expected,
        "low": low,
        "high": high,
    }


@register.filter
def doable(team: UnitTeam) -> str:
    """Return what the unit can finish in the coming week, and why."""
    if team.capacity is None or team.good_week is None:
        return _("What the unit can finish in a week is not known yet.")
    good, capacity = formats.number(team.good_week), formats.number(round(team.capacity))
    if team.days == team.of_days:
        return _("In a good week the unit finishes %(good)s, and everybody is there.") % {"good": good}
    return _(
        "In a good week the unit finishes %(good)s; with %(days)d of %(of_days)d working days staffed that makes %(capacity)s."
    ) % {"good": good, "days": team.days, "of_days": team.of_days, "capacity": capacity}


@register.filter
def balance(team: UnitTeam) -> str:
    """Return whether what will come can be done; empty where it is not known."""
    if team.surplus is None:
        return ""
    number = round(abs(team.surplus))
    if not number:
        return _("What will come can just be done.")
    if team.surplus > 0:
        return ngettext(
            "About %(n)d more will come than can be finished.",
            "About %(n)d more will come than can be finished.",
            number,
        ) % {"n": number}
    return ngettext("There is room for about %(n)d more.", "There is room for about %(n)d more.", number) % {
        "n": number
    }


@register.filter
def worked_out(outlook: OutlookRow) -> str:
    """Return in words what the forecast is made of."""
    busiest = max(range(7), key=lambda number: outlook.weekdays[number])
    quietest = min(range(7), key=lambda number: outlook.weekdays[number])
    return _(
        "Lately %(level)s came on an ordinary day. %(busy)s brings %(busy_factor)s times as much, %(quiet)s %(quiet_factor)s times, a "
        "holiday %(closed)s times. Recent weeks count most; a unit with few reports follows the weekdays of the whole city."
    ) % {
        "level": formats.number(outlook.level, 1),
        "busy": _weekday(busiest),
        "busy_factor": formats.number(outlook.weekdays[busiest], 1),
        "quiet": _weekday(quietest),
        "quiet_factor": formats.number(outlook.weekdays[quietest], 1),
        "closed": formats.number(outlook.closed, 1),
    }


@register.filter
def tested(outlook: OutlookRow) -> str:
    """Return in words how far off the method was on the past, beside the naive guess."""
    score = outlook.score
    if score is None:
        return _("It cannot be tested yet: that takes nine weeks of history.")
    told = _(
        "Tested on the last %(days)d days: a week's forecast was off by %(week)s on average, “the same as last week” by %(naive_week)s; "
        "a day's by %(day)s and %(naive_day)s."
    ) % {
        "days": score.days,
        "week": formats.number(score.week_error, 1),
        "naive_week": formats.number(score.naive_week_error, 1),
        "day": formats.number(score.error, 1),
        "naive_day": formats.number(score.naive_error, 1),
    }
    if score.week_error > score.naive_week_error:
        told += " " + _("Here the simple guess was nearer; take the forecast with care.")
    return told


@register.filter
def next_days(team: UnitTeam) -> list[Expected]:
    """Return the forecast of each of the coming seven days."""
    days = team.outlook.days if team.outlook else ()
    return [day for day in days if day.on >= team.today][:DAYS]


@register.filter
def weekday(day: date) -> str:
    """Return a day's weekday, short, in the active language."""
    return str(dates.format_date(day, "EEE", locale=formats.locale()))


def _weekday(number: int) -> str:
    """Return the name of a weekday, 0 for Monday."""
    return str(formats.locale().days["stand-alone"]["wide"][number]).capitalize()
