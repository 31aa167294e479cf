"""Whether the open data came when it should: the night's version of each day, with every data set in it."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from tanggap.core import clock
from tanggap.evaluation.sources.said import Said, share
from tanggap.insight.opendata import queries
from tanggap.insight.opendata.datasets import DATASETS
from tanggap.insight.opendata.queries import VersionRow
from tanggap.insight.statistics import Selection

A_DAY = timedelta(days=1)


def in_time(selection: Selection) -> Said:
    """Return the share of the days that are over on which a version with every data set was made: each day before it ended in the city.

    Counted from the day of the first version on. A version that was withdrawn or whose files are gone was there on its day all the same.
    No statement while the versions are known.
    """
    made = {clock.local(one.made_at).date(): one for one in queries.versions() if _is_whole(one)}
    if not made:
        return Said(None, reason=_("No open data has been published yet."))
    first = max(selection.first, min(made))
    last = min(selection.last, clock.local(clock.now()).date() - A_DAY)
    days = [first + A_DAY * number for number in range((last - first).days + 1)]
    return share(
        sum(day in made for day in days),
        len(days),
        reason=_("No day of the period is over since open data is published."),
        since=first if first > selection.first else None,
    )


def age_hours(_selection: Selection) -> Said:
    """Return how many hours ago the oldest of the newest files was made. No statement while the versions are known."""
    newest = [queries.newest(code) for code in DATASETS]
    made = [one.made_at for one in newest if one is not None]
    if not made:
        return Said(None, reason=_("No open data has been published yet."))
    if len(made) < len(newest):
        return Said(None, len(made), reason=_("Not every data set has been published yet."))
    return Said(max(0.0, (clock.now() - min(made)).total_seconds() / 3600), len(made))


def days_missed(selection: Selection) -> list[date]:
    """Return the days that are over, since the first version, on which none with every data set was made."""
    made = {clock.local(one.made_at).date() for one in queries.versions() if _is_whole(one)}
    if not made:
        return []
    first, last = max(selection.first, min(made)), min(selection.last, clock.local(clock.now()).date() - A_DAY)
    days = (first + A_DAY * number for number in range((last - first).days + 1))
    return [day for day in days if day not in made]


def _is_whole(version: VersionRow) -> bool:
    return set(DATASETS) <= set(version.facts.get("datasets", {}))
