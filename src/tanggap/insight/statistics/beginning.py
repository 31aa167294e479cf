"""The first local day of which anything was counted."""

from datetime import date

from django.db.models import Min

from tanggap.core.shelf import Shelf
from tanggap.insight.models import Cell

_HERE = "here"


def first_day() -> date | None:
    """Return the first local day on which a report was received, None for an empty city. No statement but every half minute."""
    return _days.get(_HERE)


def _load() -> dict[str, date]:
    """Read the first day in two steps, so that no more rows are looked at than one year has."""
    year = Cell.objects.filter(grain="yw", received__gt=0).aggregate(first=Min("on"))["first"]
    if year is None:
        return {}
    days = Cell.objects.filter(grain="dw", received__gt=0, on__gte=year, on__lt=year.replace(year=year.year + 1))
    return {_HERE: days.aggregate(first=Min("on"))["first"]}


_days: Shelf[str, date] = Shelf(_load)
