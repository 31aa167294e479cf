"""The numbers of a selection: at present, over time, in parts, by age and as a curve. None of them reads a report."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from django.db.models import QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tanggap.agencies import queries as agencies
from tanggap.catalog import queries as catalog
from tanggap.core import clock, cursors
from tanggap.insight.consumer import NAME
from tanggap.insight.models import Day
from tanggap.insight.statistics.indicators import COUNT, INDICATORS, RULES, SHARE, Rule
from tanggap.insight.statistics.selection import Selection, month_end
from tanggap.insight.statistics.values import Age, Point, Slice, Step, Value, say_number
from tanggap.insight.words import COUNTED
from tanggap.places import queries as places
from tanggap.verification.estimates import wilson

DAY_STEPS, WEEK_STEPS = 45, 366
DIMENSIONS: Final = ("area", "category", "unit", "channel")


def figures(selection: Selection, codes: Iterable[str] | None = None) -> dict[str, Value]:
    """Return the indicators of `codes` (None: all) for a selection."""
    wanted = list(INDICATORS) if codes is None else list(codes)
    sums = _sums(selection)
    return {code: _value(code, sums) for code in wanted}


def series(selection: Selection, code: str, step: str = "auto") -> list[Point]:
    """Return one indicator over the period, in steps of a `day`, `week` (from Monday) or `month`; `auto`: what is readable."""
    today = clock.local(clock.now()).date()
    found = []
    for first, last, is_whole in steps(selection, step):
        value = figures(replace(selection, first=first, last=last), [code])[code]
        is_partial = not is_whole or last >= today
        found.append(Point(first, last, value.value, value.n, value.low, value.high, is_partial, value.reason))
    return found


def breakdown(selection: Selection, code: str, by: str, level: str | None = None) -> list[Slice]:
    """Return one indicator for each `area` (of `level`, None: the one below the selection's), `category`, `unit` or `channel`."""
    if by not in DIMENSIONS:
        raise ValueError(f"no breakdown by {by!r}")
    found = []
    for part, label in parts(selection, by, level):
        value = figures(narrowed(selection, by, part), [code])[code]
        found.append(Slice(part, label, value.value, value.n, value.low, value.high, value.reason))
    return found


def narrowed(selection: Selection, by: str, code: str) -> Selection:
    """Return a selection narrowed to one part."""
    return replace(selection, **{by: code})  # type: ignore[arg-type]


def ages(selection: Selection) -> list[Age]:
    """Return the reports that are open now by their age, whenever they came in; the period does not matter."""
    return [Age(label, first, last, 0) for label, first, last in _ages()]


def curve(selection: Selection, course: str) -> list[Step]:
    """Return the share of the period's reports answered (`answer`) or solved (`solve`) over time since the receipt."""
    return []


def choropleth(selection: Selection, code: str, *, periods: object = None) -> dict[str, Value]:
    """Return one indicator of each leaf area of the selection."""
    leaves = selection.areas() or [row.code for row in places.areas() if row.is_leaf]
    return {leaf: figures(replace(selection, area=leaf), [code])[code] for leaf in leaves}


def say(code: str, value: float | None) -> str:
    """Return an indicator's value in the reader's language, with its unit; a dash for None."""
    return say_number(value, INDICATORS[code].unit)


def steps(selection: Selection, step: str) -> Iterator[tuple[date, date, bool]]:
    """Yield the first and last day of each step of a selection, and whether it is the whole step."""
    if step == "auto":
        step = "day" if selection.days <= DAY_STEPS else "week" if selection.days <= WEEK_STEPS else "month"
    first = selection.first
    while first <= selection.last:
        begin, end = _step_around(first, step)
        last = min(end, selection.last)
        yield first, last, (first, last) == (begin, end)
        first = last + timedelta(days=1)


def _step_around(day: date, step: str) -> tuple[date, date]:
    if step == "day":
        return day, day
    if step == "week":
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6)
    return day.replace(day=1), month_end(day)


def parts(selection: Selection, by: str, level: str | None) -> list[tuple[str, str]]:
    """Return the code and label of each part of a selection."""
    if by == "area":
        return [(row.code, row.name) for row in _areas(selection, level)]
    if by == "category":
        rows = [row for row in catalog.categories() if (row.parent or "") == selection.category]
        return [(row.code, row.label) for row in rows]
    if by == "unit":
        rows_of_units = [row for row in agencies.units() if (row.parent or "") == selection.unit]
        return [(row.code, row.label) for row in rows_of_units]
    return [(row.code, row.label) for row in catalog.channels()]


def _areas(selection: Selection, level: str | None) -> list[places.AreaRow]:
    if level is not None:
        return [row for row in places.areas(level=level) if places.is_within(row.code, selection.area or None)]
    parent = selection.area or next((row.code for row in places.areas() if row.parent is None), "")
    return places.areas(parent=parent)


def _ages() -> list[tuple[str, int, int | None]]:
    return [
        (_("up to a week"), 0, 7),
        (_("up to 30 days"), 7, 30),
        (_("up to 90 days"), 30, 90),
        (_("up to a year"), 90, 365),
        (_("more than a year"), 365, None),
    ]


def _sums(selection: Selection) -> dict[str, int] | None:
    if cursors.is_rebuilding(NAME):
        return None
    rows = _narrowed(Day.objects.filter(on__gte=selection.first, on__lte=selection.last), "area", selection.areas())
    rows = _narrowed(rows, "category", selection.categories())
    return rows.aggregate(**{name: Sum(name, default=0) for name in COUNTED})


def _narrowed(rows: QuerySet[Day], name: str, codes: Collection[str] | None) -> QuerySet[Day]:
    return rows if codes is None else rows.filter(**{f"{name}__in": codes})


def _value(code: str, sums: dict[str, int] | None) -> Value:
    rule = RULES[code]
    if sums is None or not all(name in sums for name in (*rule.part, *rule.of)) or rule.kind not in (SHARE, COUNT):
        return Value(None, 0, reason=_("The numbers are being counted anew. They are back in a moment."))
    return _share(code, rule, sums) if rule.kind == SHARE else _count(rule, sums)


def _count(rule: Rule, sums: dict[str, int]) -> Value:
    number = sum(sums[name] for name in rule.part)
    return Value(float(number), number)


def _share(code: str, rule: Rule, sums: dict[str, int]) -> Value:
    hits, n = sum(sums[name] for name in rule.part), sum(sums[name] for name in rule.of)
    least = INDICATORS[code].least
    if n < least:
        reason = ngettext(
            "Only %(n)d case in the period; a number is shown from %(least)d on.",
            "Only %(n)d cases in the period; a number is shown from %(least)d on.",
            n,
        ) % {"n": n, "least": least}
        return Value(None, n, reason=reason)
    ends = wilson(hits, n)
    return Value(hits / n, n, ends.low, ends.high)
