"""What people of the staff asked for and did not get: guessed codes, other units' reports, pages of other roles.

One row a person, hour, page and answer, so that a program that guesses all night makes a handful of rows. No words of anybody are kept.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Sum

from tanggap.agencies.models import Staff
from tanggap.agencies.models_sign_in import Refused
from tanggap.core import clock

EXAMPLES = 20
LONGEST_EXAMPLE = 64
KEPT = timedelta(days=90)
log = logging.getLogger("tanggap.security")


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """What a person did not get within an hour."""

    username: str
    name: str
    hour_at: datetime
    last_at: datetime
    place: str
    status: int
    tries: int
    examples: tuple[str, ...]


def note(staff: Staff, *, place: str, status: int, example: str = "") -> None:
    """Write down that a person was refused at the page `place`, with what was asked for there. One statement, and a log line."""
    kept = "".join(sign if sign.isprintable() else "?" for sign in example[:LONGEST_EXAMPLE])
    log.warning("refused staff=%d place=%s status=%d asked=%s", staff.pk, place, status, kept)
    at = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(
            _NOTE,
            {
                "staff": staff.pk,
                "hour": at.replace(minute=0, second=0, microsecond=0),
                "place": place[:80],
                "status": status,
                "at": at,
                "example": kept,
                "most": EXAMPLES,
            },
        )


_NOTE = """
INSERT INTO agencies_refused AS kept (staff_id, hour_at, place, status, tries, last_at, examples)
VALUES (%(staff)s, %(hour)s, %(place)s, %(status)s, 1, %(at)s, jsonb_build_array(%(example)s::text))
ON CONFLICT (staff_id, hour_at, place, status) DO UPDATE SET
  tries = kept.tries + 1, last_at = greatest(kept.last_at, excluded.last_at),
  examples = CASE WHEN kept.examples @> excluded.examples OR jsonb_array_length(kept.examples) >= %(most)s
             THEN kept.examples ELSE kept.examples || excluded.examples END
"""


def listed(*, username: str = "", limit: int = 50) -> list[RefusedRow]:
    """Return the last refusals, of one person or of all, the newest hour first. One statement."""
    rows = Refused.objects.select_related("staff").order_by("-hour_at", "-tries", "id")
    if username:
        rows = rows.filter(staff__username=username)
    return [
        RefusedRow(
            row.staff.username,
            row.staff.display_name,
            row.hour_at,
            row.last_at,
            row.place,
            row.status,
            row.tries,
            tuple(row.examples),
        )
        for row in rows[:limit]
    ]


def guessing(*, hours: int = 24, least: int = 20) -> list[tuple[str, str, int]]:
    """Return (username, name, tries) of those refused at least `least` times in the last `hours`, the most first. One statement."""
    rows = Refused.objects.filter(hour_at__gt=clock.now() - timedelta(hours=hours))
    sums = rows.values("staff__username", "staff__display_name").annotate(total=Sum("tries")).filter(total__gte=least)
    return [(row["staff__username"], row["staff__display_name"], row["total"]) for row in sums.order_by("-total")[:20]]


def forget_old(*, limit: int = 5000) -> int:
    """Delete what is older than 90 days; return how many rows."""
    old = list(Refused.objects.filter(hour_at__lt=clock.now() - KEPT).values_list("pk", flat=True)[:limit])
    Refused.objects.filter(pk__in=old).delete()
    return len(old)
