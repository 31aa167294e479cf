"""What programs called: counted in each web process, and added to the table every few seconds, never a write a request.

A process that is killed loses at most the last `settings.CLIENTS_FLUSH_SECONDS` of its counts; no rule depends on them.
"""

import atexit
import logging
from collections import Counter
from datetime import date, timedelta
from threading import Lock, Timer

from django.conf import settings
from django.db import DatabaseError, connection, transaction

from tanggap.clients.models import Usage
from tanggap.clients.words import Outcome
from tanggap.core import clock

KEPT = timedelta(days=400)
MOST_COUNTED = 5_000  # different counters in one process: operations are few, so only a fault of ours could pass it
LONGEST_OPERATION = 120
log = logging.getLogger(__name__)
_lock = Lock()
_counts: Counter[tuple[date, str | None, str, str]] = Counter()
_keys: dict[int, date] = {}
_timer: Timer | None = None

_ADD = """
insert into clients_usage as kept (day, client_id, operation, outcome, calls)
select * from unnest(%s::date[], %s::text[], %s::text[], %s::text[], %s::bigint[]) as seen (day, client, operation, outcome, calls)
where seen.client is null or exists (select from clients_client c where c.code = seen.client)
on conflict (client_id, day, operation, outcome) do update set calls = kept.calls + excluded.calls
"""
_USED = """
update clients_key k set last_used_on = seen.day from unnest(%s::bigint[], %s::date[]) as seen(id, day)
where k.id = seen.id and (k.last_used_on is null or k.last_used_on < seen.day)
"""


def outcome(status: int) -> str:
    """Return the word under which an answer of this status is counted."""
    exact = str(status)
    return exact if exact in Outcome.values else f"{max(2, status // 100)}xx"


def count(client: str | None, operation: str, status: int) -> None:
    """Count one call of a program; `client` None for a key that nobody knows."""
    key = (clock.local(clock.now()).date(), client, operation[:LONGEST_OPERATION], outcome(status))
    with _lock:
        if key in _counts or len(_counts) < MOST_COUNTED:
            _counts[key] += 1
    _wake()


def note_key(key: int, day: date) -> None:
    """Remember that a key was used on a day; the time of day is nobody's business."""
    with _lock:
        _keys[key] = day
    _wake()


def flush() -> int:
    """Add what this process counted to the table; return how many counters. What cannot be written now waits for the next time."""
    global _timer
    with _lock:
        counts, used = dict(_counts), dict(_keys)
        _counts.clear()
        _keys.clear()
        _timer = None
    if not counts and not used:
        return 0
    try:
        _write(counts, used)
    except DatabaseError as error:
        log.warning("the calls of programs could not be counted and wait: %s", type(error).__name__)
        with _lock:
            _counts.update(counts)
            _keys.update({key: day for key, day in used.items() if key not in _keys})
        return 0
    return len(counts)


def forget_old(*, limit: int = 5_000) -> int:
    """Delete counts of more than 400 days ago; return how many rows."""
    before = clock.local(clock.now()).date() - KEPT
    old = list(Usage.objects.filter(day__lt=before).values_list("pk", flat=True)[:limit])
    Usage.objects.filter(pk__in=old).delete()
    return len(old)


def _write(counts: dict[tuple[date, str | None, str, str], int], used: dict[int, date]) -> None:
    rows = sorted(
        counts.items(), key=lambda pair: tuple(str(part) for part in pair[0])
    )  # one order in every process: no deadlock
    with transaction.atomic(), connection.cursor() as cursor:
        if rows:
            columns = zip(*((*key, number) for key, number in rows), strict=True)
            cursor.execute(_ADD, [list(column) for column in columns])
        if used:
            seen = sorted(used.items())
            cursor.execute(_USED, [[key for key, _day in seen], [day for _key, day in seen]])


def _wake() -> None:
    """Let a thread write in a while, unless one is about to."""
    global _timer
    seconds: float = settings.CLIENTS_FLUSH_SECONDS
    if seconds <= 0 or _timer is not None:
        return
    with _lock:
        if _timer is None:
            _timer = Timer(seconds, _flush_apart)
            _timer.daemon = True
            _timer.start()


def _flush_apart() -> None:
    try:
        flush()
    finally:
        connection.close()


def _flush_at_exit() -> None:
    if settings.CLIENTS_FLUSH_SECONDS > 0 and (_counts or _keys):
        _flush_apart()


atexit.register(_flush_at_exit)
