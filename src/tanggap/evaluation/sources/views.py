"""How often the public pages were opened: of the whole city, for a page that shows several areas belongs to none."""

from collections import Counter
from datetime import date

from django.db.models import Min
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tanggap.core.shelf import Shelf
from tanggap.evaluation.sources.said import Said
from tanggap.evaluation.sources.viewing import KINDS
from tanggap.evaluation.tallies.models import Viewed
from tanggap.insight.statistics import Selection

_HERE = "here"


def all_kinds(selection: Selection) -> Said:
    """Return how many public pages of any kind were opened on the days of a selection. One statement."""
    since = _first.get(_HERE)
    if since is None:
        return Said(
            None, reason=_("Views have not been counted yet: the first are written a minute after they happen.")
        )
    if selection.last < since:
        return Said(None, reason=_("Views are counted since %(day)s.") % {"day": date_format(since, "j M Y")})
    views = by_kind(selection).total()
    return Said(float(views), views, since=since if since > selection.first else None)


def by_kind(selection: Selection) -> Counter[str]:
    """Return the views of the days of a selection by kind of page, the most first. One statement."""
    rows = Viewed.objects.filter(on__gte=selection.first, on__lte=selection.last).values_list("kind", "views")
    found: Counter[str] = Counter(dict.fromkeys(KINDS, 0))
    for kind, views in rows:
        found[kind] += views
    return found


def by_day(selection: Selection) -> dict[date, int]:
    """Return the views of each day of a selection on which any were counted. One statement."""
    rows = Viewed.objects.filter(on__gte=selection.first, on__lte=selection.last).values_list("on", "views")
    found: Counter[date] = Counter()
    for on, views in rows:
        found[on] += views
    return dict(sorted(found.items()))


def _load() -> dict[str, date]:
    first = Viewed.objects.aggregate(first=Min("on"))["first"]
    return {_HERE: first} if first else {}


_first: Shelf[str, date] = Shelf(_load)
