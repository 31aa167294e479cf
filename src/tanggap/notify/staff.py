"""The consumer that tells the staff what concerns them: rows of `StaffNotice`, by the table of `notify.telling`."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from tanggap.core import clock
from tanggap.core.cursors import Consumer
from tanggap.notify.addressing import Directory
from tanggap.notify.models import StaffNotice
from tanggap.notify.telling import BUNDLE_MINUTES, TELLINGS
from tanggap.reports import outbox
from tanggap.reports.outbox import Fact

NAME = "staff_notices"
NEWS = timedelta(days=30)
"""What happened longer ago is no news: a city that takes over its history, or adds this consumer, is not flooded."""


def apply(facts: Sequence[Fact]) -> None:
    """Write a notice for each person whom a fact concerns. At most five statements a batch."""
    news = [fact for fact in facts if fact.kind in TELLINGS and fact.at > clock.now() - NEWS]
    if not news:
        return
    directory = Directory(news)
    rows = [_notice(fact, staff) for fact in news for staff in sorted(directory.told(fact))]
    StaffNotice.objects.bulk_create(rows, ignore_conflicts=True)


def clear() -> None:
    """Drop the notices that nobody has looked at; what a person has seen stays, or it would be told again."""
    StaffNotice.objects.filter(seen_at__isnull=True, acknowledged_at__isnull=True).delete()


CONSUMER = Consumer(NAME, outbox, apply, clear)


def _notice(fact: Fact, staff: int) -> StaffNotice:
    row = TELLINGS[fact.kind]
    told_at = window_end(fact.at, BUNDLE_MINUTES) if row.bundled else fact.at
    return StaffNotice(
        staff_id=staff,
        kind=fact.kind,
        report_id=fact.report,
        event=fact.id,
        facts={key: fact.payload[key] for key in row.facts if key in fact.payload},
        bundle=f"{fact.kind} {told_at:%Y-%m-%dT%H:%M}" if row.bundled else "",
        at=fact.at,
        told_at=told_at,
    )


def window_end(at: datetime, minutes: int) -> datetime:
    """Return the end of the window of `minutes` (a divisor of a day, UTC) in which `at` lies; what lies on an end is told then."""
    day = at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    windows = -((day - at) // timedelta(minutes=minutes))
    return day + windows * timedelta(minutes=minutes)
