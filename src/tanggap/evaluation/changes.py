"""Whether a number changed: against the period of the same length before, and against the same days a year before.

The interval of a difference is made of the two numbers' own intervals (Zou and Donner 2008, Stat. Med. 27, 1693-1702, which is Newcombe's
method 10 where they are Wilson's): it needs no assumption that either lies in the middle of its interval. Where it holds 0, nothing is
said of better or worse. Two periods of one city share no report, so that the two numbers are taken as independent.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from tanggap.evaluation.catalogue import INDICATORS
from tanggap.evaluation.telling import Told, is_growing, periods_and_trend, tell_periods
from tanggap.evaluation.words import Against, Verdict
from tanggap.insight.statistics import Point, Selection
from tanggap.insight.statistics.reading import Days
from tanggap.insight.statistics.selection import month_end, months_before


@dataclass(frozen=True, slots=True)
class Change:
    """A number `now` and `before`, their difference with its 95 % interval, and what it says.

    `verdict` is a `words.Verdict`, `against` a `words.Against`; `reason` says why the two are not compared, or
    why nothing is said of their difference.
    """

    code: str
    against: str
    before: Told
    now: Told
    difference: float | None
    low: float | None
    high: float | None
    verdict: str
    reason: str = ""


def change(selection: Selection, code: str, against: str = Against.BEFORE.value) -> Change:
    """Return how one number changed. Raises KeyError for an unknown indicator, ValueError for another `against`."""
    return changes(selection, [code])[code][Against(against).value]


def changes(selection: Selection, codes: Iterable[str] | None = None) -> dict[str, dict[str, Change]]:
    """Return how the numbers of `codes` (None: all) changed, against both periods. As many statements as telling them once."""
    return _compared(selection, tell_periods(selection, _periods(selection), codes))


def changes_and_trend(selection: Selection, code: str) -> tuple[dict[str, Change], list[Point]]:
    """Return how one number changed, against both periods, and its line over its own, read in one go."""
    told, line = periods_and_trend(selection, _periods(selection), code)
    return _compared(selection, told)[code], line


def _periods(selection: Selection) -> list[Days]:
    return [(selection.first, selection.last), before(selection), year_before(selection)]


def _compared(selection: Selection, told: Sequence[dict[str, Told]]) -> dict[str, dict[str, Change]]:
    now, earlier, last_year = told
    return {
        code: {
            Against.BEFORE.value: compared(selection, Against.BEFORE.value, earlier[code], one),
            Against.YEAR.value: compared(selection, Against.YEAR.value, last_year[code], one),
        }
        for code, one in now.items()
    }


def before(selection: Selection) -> Days:
    """Return the days of the period before: as many whole months before whole months, else as many days."""
    first, last = selection.first, selection.last
    if first.day == 1 and last == month_end(last):
        months = (last.year - first.year) * 12 + last.month - first.month + 1
        return months_before(first, months), first - timedelta(days=1)
    return first - timedelta(days=selection.days), first - timedelta(days=1)


def year_before(selection: Selection) -> Days:
    """Return the same days a year before; the 29th of February is the 28th, and a month's end stays a month's end."""
    return _year_before(selection.first), (
        month_end(months_before(selection.last.replace(day=1), 12))
        if selection.last == month_end(selection.last)
        else _year_before(selection.last)
    )


def _year_before(day: date) -> date:
    is_leap_day = (day.month, day.day) == (2, 29)
    return date(day.year - 1, 2, 28) if is_leap_day else day.replace(year=day.year - 1)


def compared(selection: Selection, against: str, before: Told, now: Told) -> Change:
    """Return what the difference of two numbers says."""
    one = INDICATORS[now.code]
    if now.value is None or before.value is None:
        reason = now.reason or _("There is no number of the other period: %(reason)s") % {"reason": before.reason}
        return Change(now.code, against, before, now, None, None, None, Verdict.NONE.value, reason)
    difference = now.value - before.value
    reason = _why_unsaid(selection, before, now)
    if reason:
        return Change(now.code, against, before, now, difference, None, None, Verdict.NONE.value, reason)
    low, high = difference_between((now.value, now.low, now.high), (before.value, before.low, before.high))
    return Change(now.code, against, before, now, difference, low, high, _verdict(one.good, low, high))


def difference_between(
    one: tuple[float, float | None, float | None], other: tuple[float, float | None, float | None]
) -> tuple[float | None, float | None]:
    """Return the interval of the first number less the second, each with the ends of its own; an end that is not known stays so."""
    (value, low, high), (other_value, other_low, other_high) = one, other
    difference = value - other_value
    below = (
        None if low is None or other_high is None else difference - math.hypot(value - low, other_high - other_value)
    )
    above = (
        None if high is None or other_low is None else difference + math.hypot(high - value, other_value - other_low)
    )
    return below, above


def _why_unsaid(selection: Selection, before: Told, now: Told) -> str:
    one = INDICATORS[now.code]
    if now.is_partial and one.unit == "count":
        return _("The last day is not over, so that counts are not compared.")
    if is_growing(one, selection):
        return _("The youngest closures can still change, so that the two are not compared yet.")
    if None in (now.low, before.low) and None in (now.high, before.high):
        return _("It is counted in full: how much of the difference is chance cannot be told.")
    return ""


def _verdict(good: str | None, low: float | None, high: float | None) -> str:
    """Return what an interval of a difference says; one that holds 0, or whose end on that side is not known, says nothing."""
    if low is not None and low > 0:
        return (Verdict.HIGHER if good is None else Verdict.BETTER if good == "up" else Verdict.WORSE).value
    if high is not None and high < 0:
        return (Verdict.LOWER if good is None else Verdict.BETTER if good == "down" else Verdict.WORSE).value
    return Verdict.UNCLEAR.value
