"""The public reports as search engines are told of them: code and last change, month by month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tanggap.core import clock, planned
from tanggap.reports.words import Origin, Visibility

MOST_IN_FILE = 50_000  # sitemaps.org


@dataclass(frozen=True, slots=True)
class Span:
    """Local days, both included, in which public reports were received; not more of them than a file may hold, but for a single day."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Address:
    """A public report and when it last changed."""

    code: str
    changed_at: datetime


def spans() -> list[Span]:
    """Return the months with public reports, earliest first; a month that may hold too many for one file by its days. Two statements.

    How many a month holds at most is told by the ids at its ends: nothing is counted.
    """
    with planned.cursor() as reading:
        reading.execute(
            "SELECT min(received_at), max(received_at) FROM reports_report WHERE visibility = %s", [Visibility.PUBLIC]
        )
        first, last = reading.fetchone() or (None, None)
    if first is None or last is None:
        return []
    months = _months(clock.local(first).date(), clock.local(last).date())
    found: list[Span] = []
    for span, most in zip(months, _most(months), strict=True):
        days = [
            Span(span.first + timedelta(n), span.first + timedelta(n)) for n in range((span.last - span.first).days + 1)
        ]
        if most > MOST_IN_FILE:
            found += [day for day, held in zip(days, _most(days), strict=True) if held]
        elif most:
            found.append(span)
    return found


def _months(first: date, last: date) -> list[Span]:
    months, at = [], first.replace(day=1)
    while at <= last:
        months.append(Span(at, month_end(at)))
        at = months[-1].last + timedelta(days=1)
    return months


def month_end(first: date) -> date:
    """Return the last day of the month that begins with `first`."""
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _most(spans: Sequence[Span]) -> list[int]:
    """Return for each span a number that its public reports do not exceed, 0 when there are none: two steps into the index for each."""
    with planned.cursor() as reading:
        reading.execute(
            """
            SELECT coalesce(1 + greatest(earliest.id, latest.id) - least(earliest.id, latest.id), 0)
            FROM unnest(%s::timestamptz[], %s::timestamptz[]) WITH ORDINALITY AS span (since, until, place)
            LEFT JOIN LATERAL (
                SELECT id FROM reports_report WHERE visibility = %s AND received_at >= since AND received_at < until
                ORDER BY received_at, id LIMIT 1) AS earliest ON true
            LEFT JOIN LATERAL (
                SELECT id FROM reports_report WHERE visibility = %s AND received_at >= since AND received_at < until
                ORDER BY received_at DESC, id DESC LIMIT 1) AS latest ON true
            ORDER BY span.place
            """,
            [*_instants(spans), Visibility.PUBLIC, Visibility.PUBLIC],
        )
        return [int(most) for (most,) in reading.fetchall()]


def _instants(spans: Sequence[Span]) -> tuple[list[datetime], list[datetime]]:
    starts = [clock.midnight(span.first) for span in spans]
    return starts, [clock.midnight(span.last + timedelta(days=1)) for span in spans]


def addresses(span: Span) -> list[Address]:
    """Return the public reports received in `span`, earliest first, at most `MOST_IN_FILE`. One statement.

    Those that were invented or taken over from another system are left out: their pages are not to be found by search engines.
    """
    (since,), (until,) = _instants([span])
    with planned.cursor() as reading:
        reading.execute(
            "SELECT code, changed_at FROM reports_report WHERE visibility = %s AND origin = %s AND received_at >= %s AND received_at < %s "
            "ORDER BY received_at, id LIMIT %s",
            [Visibility.PUBLIC, Origin.LIVE, since, until, MOST_IN_FILE],
        )
        return [Address(*row) for row in reading.fetchall()]
