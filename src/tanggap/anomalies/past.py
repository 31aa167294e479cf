"""This city's own past, as the alarms would have watched it: what would have been raised, had they been there."""

from collections.abc import Iterator
from datetime import UTC, date

from tanggap.anomalies import layout
from tanggap.anomalies.trial import Raised, Receipt, Watched
from tanggap.catalog import queries as catalog
from tanggap.core import clock
from tanggap.reports.models import Report


def raised(first: date, last: date) -> Iterator[Raised]:
    """Yield the alarms that would have been raised from one local day to another, in order; instants are those of the city's wall clock.

    Each report counts by its time of receipt, those that were taken over too. It is learnt once a week from the weeks before, by the
    reports as they stand now. One statement; the reports of these days are held in memory.
    """
    confidential = [row.code for row in catalog.categories() if row.is_confidential]
    rows = Report.objects.exclude(category__in=confidential).filter(received_at__lt=clock.midnight(last))
    columns = rows.values_list("received_at", "area", "category")
    receipts = sorted(
        Receipt(clock.local(at).replace(tzinfo=UTC), area or "", kind or "") for at, area, kind in columns.iterator()
    )
    if receipts:
        watched = Watched(receipts, layout.current(), closed=catalog.calendar().closed)
        begin, end = (clock.local(clock.midnight(day)).replace(tzinfo=UTC) for day in (first, last))
        yield from watched.alarms(begin, end)
