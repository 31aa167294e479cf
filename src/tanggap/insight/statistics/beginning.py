"""The first local day of which anything was counted."""

from datetime import date

from django.db.models import Min

from tanggap.core.shelf import Shelf
from tanggap.insight.models import Day

_HERE = "here"


def first_day() -> date | None:
    """Return the first local day on which a report was received, None for an empty city. No statement but every half minute."""
    return _days.get(_HERE)


def _load() -> dict[str, date]:
    first = Day.objects.filter(received__gt=0).aggregate(first=Min("on"))["first"]
    return {_HERE: first} if first else {}


_days: Shelf[str, date] = Shelf(_load)
