"""How the months of a year differ, group by group, from what the rollups of reports count: rain brings floods each year.

The factor of a month is its reports a day beside those of the twelve months that it is one of, over as many whole years as there are (at
most `YEARS`), drawn towards one as if `PRIOR` reports had come evenly. Without a whole year there is none: every month is alike then.
"""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models import Sum

from tanggap.anomalies.cells import Layout
from tanggap.anomalies.words import ANY
from tanggap.insight.models import Cell

YEARS = 5
PRIOR = 200.0
Months = tuple[float, ...]


def learnt(today: date, layout: Layout) -> dict[str, Months]:
    """Return the factors of each group and of any kind, from January; none for a city younger than a year. One statement."""
    end = today.replace(day=1)
    start = end.replace(year=end.year - YEARS)
    rows = Cell.objects.filter(grain="mc", on__gte=start, on__lt=end).values_list("on", "category")
    counts: dict[str, dict[date, int]] = defaultdict(lambda: defaultdict(int))
    for on, category, number in rows.annotate(number=Sum("received")):
        for group in {layout.group(category), ANY}:
            counts[group][on] += number
    months = _whole_years(counts[ANY], end)
    return {group: factors(of, months) for group, of in counts.items()} if months else {}


def _whole_years(counts: Mapping[date, int], end: date) -> list[date]:
    """Return the latest months before `end`, in order: as many whole years as have no month without reports."""
    found: list[date] = []
    month = _before(end)
    while counts.get(month):
        found.append(month)
        month = _before(month)
    whole = len(found) // 12 * 12
    return found[:whole][::-1]


def _before(month: date) -> date:
    return date(month.year - (month.month == 1), (month.month - 2) % 12 + 1, 1)


def factors(counts: Mapping[date, int], months: Sequence[date]) -> Months:
    """Return twelve factors, from January, by the counts of `months`: whole years, in order."""
    reports, usual = [0.0] * 12, [0.0] * 12
    for start in range(0, len(months), 12):
        year = months[start : start + 12]
        a_day = sum(counts.get(month, 0) for month in year) / sum(_days(month) for month in year)
        for month in year:
            reports[month.month - 1] += counts.get(month, 0)
            usual[month.month - 1] += a_day * _days(month)
    return tuple((seen + PRIOR) / (expected + PRIOR) for seen, expected in zip(reports, usual, strict=True))


def _days(month: date) -> int:
    return monthrange(month.year, month.month)[1]
