"""Readers of the simulated city: how often its public pages were opened on each of its days, in the measure of its reports."""

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Final

from tanggap.config.demo.chance import luck
from tanggap.core import clock
from tanggap.evaluation.sources import viewing
from tanggap.evaluation.tallies.models import Viewed

A_REPORT: Final = {
    "home": 3.0,
    "report": 2.5,
    "map": 1.2,
    "area": 0.5,
    "statistics": 0.2,
    "data": 0.06,
    "evaluation": 0.05,
    "ledger": 0.02,
}
"""Views of each kind for each report that comes in."""
WEEKEND: Final = 0.7


def leave(*, seed: int, days: int, reports: int, until: datetime) -> None:
    """Write the readers down, once; whoever has had some keeps theirs."""
    if Viewed.objects.exists():
        return
    last = clock.local(until).date()
    views: Counter[tuple[date, str]] = Counter()
    for day in (last - timedelta(days=back) for back in range(days)):
        chance = luck(seed, "readers", day)
        busy = reports / days * (WEEKEND if day.weekday() >= 5 else 1.0)
        for kind, a_report in A_REPORT.items():
            if number := round(busy * a_report * chance.uniform(0.75, 1.25)):
                views[day, kind] = number
    if views:
        viewing.write(views)
