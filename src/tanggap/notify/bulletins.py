"""When the public news are told: digests of the day that ended at six this morning, and of the week that ended at six on Monday."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import groupby

from django.db import transaction

from tanggap.core import clock
from tanggap.notify import news
from tanggap.notify.models import OutboundMessage, Subscription
from tanggap.notify.words import NEWS, Delivery, Rhythm, Subscribed, Way

TOLD_AT = time(6, 0)


@dataclass(frozen=True, slots=True)
class Round:
    """The news of one rhythm: the end of its latest time at an instant, and how far back is told of at most after a standstill."""

    rhythm: str
    ended: Callable[[datetime], datetime]
    longest: timedelta


@transaction.atomic
def tell(*, limit: int = 500) -> int:
    """Write the digests that are due, one for an address and rhythm that has news; return how many subscriptions were looked at.

    Done again, or by two workers at once: nothing more. What nothing happened to is not written about.
    """
    now = clock.now()
    return sum(_tell(one, now, limit) for one in ROUNDS)


def day_end(now: datetime) -> datetime:
    """Return the latest six o'clock in the morning of the city, at or before `now`. Pure."""
    local = clock.local(now)
    end = local.replace(hour=TOLD_AT.hour, minute=TOLD_AT.minute, second=0, microsecond=0)
    return (end if end <= local else end - timedelta(days=1)).astimezone(now.tzinfo)


def week_end(now: datetime) -> datetime:
    """Return the latest Monday, six o'clock in the morning of the city, at or before `now`. Pure."""
    local = clock.local(day_end(now))
    return (local - timedelta(days=local.weekday())).astimezone(now.tzinfo)


ROUNDS = (
    Round(Rhythm.DAILY, day_end, timedelta(days=7)),
    Round(Rhythm.WEEKLY, week_end, timedelta(days=14)),
)


def _tell(one: Round, now: datetime, limit: int) -> int:
    until = one.ended(now)
    due = Subscription.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        state=Subscribed.ACTIVE, rhythm=one.rhythm, told_until__lt=until
    )
    first = list(due.order_by("index", "id").values_list("index", flat=True)[:limit])
    rows = list(due.filter(index__in=first).order_by("index", "id")) if first else []
    if not rows:
        return 0
    since = max(min(row.told_until or until for row in rows), until - one.longest)
    found = news.gathered(since, until, rows)
    letters = [
        made
        for _index, mine in groupby(rows, key=lambda row: bytes(row.index or b""))
        if (made := _digest(one, list(mine), found, since, until, now)) is not None
    ]
    OutboundMessage.objects.bulk_create(letters, ignore_conflicts=True)
    Subscription.objects.filter(pk__in=[row.pk for row in rows]).update(told_until=until)
    return len(rows)


def _digest(
    one: Round, mine: list[Subscription], found: news.News, since: datetime, until: datetime, now: datetime
) -> OutboundMessage | None:
    begins = max(since, min(row.told_until or since for row in mine))
    if not any(found.of(row, since=begins) for row in mine):
        return None
    return OutboundMessage(
        subscription=mine[0],
        template=NEWS,
        bundle=news.bundle(one.rhythm, begins, until),
        language=mine[0].language,
        way=Way.EMAIL,
        state=Delivery.WAITING,
        made_at=now,
        due_at=now,
    )
