"""Learning what is usual, and forgetting what is too old to be needed."""

from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.db.models import Min

from tanggap.anomalies import kept, layout, seasons, usual
from tanggap.anomalies.consumer import KEPT
from tanggap.anomalies.models import Alarm, Level, Mute, Receipt, Watching
from tanggap.anomalies.usual import DAYS, GAP_DAYS, Counted
from tanggap.catalog import queries as catalog
from tanggap.core import clock

ALARMS_KEPT = timedelta(days=400)
_COUNTS = """
SELECT day, hour, area, category, count(*) FROM (
  SELECT (received_at AT TIME ZONE %(zone)s)::date AS day, extract(hour FROM received_at AT TIME ZONE %(zone)s)::int AS hour,
    area, category
  FROM anomalies_receipt WHERE received_at >= %(start)s AND received_at < %(end)s
) AS receipts GROUP BY day, hour, area, category
"""


@transaction.atomic
def learn(*, now: datetime) -> int:
    """Learn anew what is usual, from the weeks before the last one; return for how many cells, 0 while they are too few to tell."""
    watching = _locked()
    until = clock.local(now).date() - timedelta(days=GAP_DAYS)
    first = _first(until)
    days = (until - first).days
    plan = layout.current()
    found = usual.learn(
        _counts(first, until),
        first=first,
        days=days,
        layout=plan,
        closed=catalog.calendar().closed,
        seasons=seasons.learnt(clock.local(now).date(), plan),
    )
    watching.learnt_at, watching.days = now, max(0, days)
    watching.rhythm = kept.written(found[0]) if found else None
    watching.save()
    Level.objects.all().delete()
    levels = found[1] if found else {}
    Level.objects.bulk_create(
        [Level(area=cell.area, category=cell.category, level=of.level, shape=of.shape) for cell, of in levels.items()],
        batch_size=2000,
    )
    return len(levels)


def _locked() -> Watching:
    Watching.objects.bulk_create([Watching()], ignore_conflicts=True)
    return Watching.objects.select_for_update(no_key=True).get()


def _first(until: date) -> date:
    """Return the first day that is learnt from: nine weeks before the last, or the day after the first receipt."""
    start = until - timedelta(days=DAYS)
    first = Receipt.objects.filter(received_at__gte=clock.midnight(start)).aggregate(first=Min("received_at"))["first"]
    if first is None:
        return until
    began = clock.local(first).date()
    return start if began == start else min(until, began + timedelta(days=1))


def _counts(first: date, until: date) -> list[Counted]:
    with connection.cursor() as statement:
        given: dict[str, str | datetime] = {
            "zone": clock.city_zone().key,
            "start": clock.midnight(first),
            "end": clock.midnight(until),
        }
        statement.execute(_COUNTS, given)
        return [Counted(*row) for row in statement.fetchall()]


def forget(*, limit: int) -> int:
    """Remove receipts of weeks that are over, and alarms and silences of more than a year ago, `limit` at most; return how many."""
    now = clock.now()
    old = (
        Receipt.objects.filter(received_at__lt=now - KEPT).order_by("received_at"),
        Alarm.objects.filter(over_at__lt=now - ALARMS_KEPT).order_by("id"),
        Mute.objects.filter(until__lt=now - ALARMS_KEPT).order_by("id"),
    )
    gone = 0
    for rows in old:
        keys = list(rows.values_list("pk", flat=True)[: limit - gone])
        gone += rows.model.objects.filter(pk__in=keys).delete()[0] if keys else 0
    return gone
