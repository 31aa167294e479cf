"""Whether somebody asked to be told: of the reports of a period, those that somebody subscribed to."""

from datetime import timedelta

from django.utils.translation import gettext as _

from tanggap.core import clock
from tanggap.evaluation.sources.said import Said, share
from tanggap.evaluation.tallies.reading import read
from tanggap.insight.statistics import Selection
from tanggap.insight.statistics.reading import Question
from tanggap.notify import queries


def subscribed(selection: Selection) -> Said:
    """Return the share of a selection's public reports of which somebody, not only their reporter, gets the news now. Two statements."""
    asked = Question(selection, [(selection.first, selection.last)], clock.now())
    received = sum(sums["received"] for sums in read(asked, ["received"]).values())
    hits = queries.subscribed_reports(
        since=clock.midnight(selection.first),
        until=clock.midnight(selection.last + timedelta(days=1)),
        narrowed=asked.narrowing(),
    )
    return share(min(hits, received), received, reason=_("No report was received in the period."))


def standing() -> dict[str, int]:
    """Return how many subscriptions there are now, of one `report` and of a `search`. One statement."""
    return queries.standing_subscriptions()
