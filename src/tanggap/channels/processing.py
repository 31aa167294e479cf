"""What was kept is read, one account's pieces in order: understood, brought to the one door, and marked done.

Each step may be cut off and done again: the door is idempotent on the arrival's id, and everything else of an arrival is one transaction.
What cannot be read now is tried again later; what can never be read is set aside for a person, with why.
"""

import logging
import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import connection

from tanggap.channels import accounts, delivering, filing, listening, parts, pulse, receiving, registry
from tanggap.channels.contract import (
    Account,
    Changed,
    Delivered,
    Filed,
    Gone,
    Heard,
    Ignored,
    Later,
    Malformed,
    Partial,
    Said,
    Update,
)
from tanggap.channels.models import Arrival
from tanggap.channels.words import ArrivalState
from tanggap.core import clock
from tanggap.core.cursors import UNREACHABLE
from tanggap.core.refusal import Invalid, Refusal

log = logging.getLogger(__name__)

BATCH = 50
MOST_TRIES = 9  # with the pauses below about an hour and a half
FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(minutes=30)
TURN = 7301  # the class of the advisory locks by which one worker at a time reads an account


def work(account: Account, *, most: int = BATCH) -> int:
    """Deal with an account's waiting pieces in order, at most `most`; return how many.

    0 means that nothing waits, or that another worker is at it. Raises `UNREACHABLE` errors: what was dealt with stays.
    """
    with _turn(account.id) as is_ours:
        if not is_ours:
            return 0
        rows = Arrival.objects.filter(account=account.id, state=ArrivalState.WAITING, next_try_at__lte=clock.now())
        found = list(rows.order_by("id")[:most])
        for arrival in found:
            deal(account, arrival)
    if found:
        pulse.note(account.id, "worked_at")
    return len(found)


def deal(account: Account, arrival: Arrival) -> None:
    """Deal with one piece: it is done, waits for its next try, or is set aside. Raises `UNREACHABLE` errors alone."""
    try:
        heard = registry.adapter(account.adapter).read(account, receiving.payload_of(arrival))
        _apply(account, arrival, heard)
    except Later as later:
        _postpone(arrival, str(later), later.seconds)
    except UNREACHABLE:
        raise
    except Invalid as refusal:
        set_aside(arrival, "invalid: " + ", ".join(sorted(refusal.errors)))
    except (Refusal, Malformed) as error:
        set_aside(arrival, f"{_name(error)}: {error}" if isinstance(error, Malformed) else _name(error))
    except Exception as error:
        log.error("an arrival of %s/%s cannot be read: %s", account.channel, account.code, _name(error))
        set_aside(arrival, _name(error))


def _apply(account: Account, arrival: Arrival, heard: Heard) -> None:
    match heard:
        case Said():
            listening.hear(account, arrival, heard)
        case Partial():
            parts.hear(account, arrival, heard)
        case Filed():
            filing.file_whole(account, arrival, heard)
        case Update():
            filing.follow(account, arrival, heard)
        case Changed():
            filing.change(account, arrival, heard)
        case Delivered():
            delivering.on_delivered(account, heard)
            filing.finish(arrival, "delivery")
        case Gone():
            delivering.on_gone(account, heard)
            filing.finish(arrival, "address_gone")
        case Ignored():
            filing.finish(arrival, heard.reason, state=ArrivalState.IGNORED)


def _postpone(arrival: Arrival, words: str, seconds: float | None) -> None:
    """Let a piece wait for its next try, longer each time; after the last one it is set aside."""
    if arrival.tries + 1 >= MOST_TRIES:
        set_aside(arrival, f"given up after {MOST_TRIES} tries: {words}")
        return
    pause = timedelta(seconds=seconds) if seconds else FIRST_PAUSE * 3**arrival.tries
    spread = random.uniform(0.8, 1.2)  # noqa: S311  jitter, no secret
    at = clock.now() + min(pause, LONGEST_PAUSE) * spread
    Arrival.objects.filter(pk=arrival.pk, state=ArrivalState.WAITING).update(
        tries=arrival.tries + 1, next_try_at=at, error=words[:300]
    )


def set_aside(arrival: Arrival, why: str) -> None:
    """Make a piece a dead letter: seen at the operator's, mended and replayed by a person. `why` are words of ours alone."""
    Arrival.objects.filter(pk=arrival.pk).update(state=ArrivalState.DEAD, error=why[:300], done_at=clock.now())


def waiting() -> list[Account]:
    """Return the accounts with something to read now. One statement, by the index of what waits."""
    ids = Arrival.objects.filter(state=ArrivalState.WAITING, next_try_at__lte=clock.now()).values("account").distinct()
    return [found for one in ids.values_list("account", flat=True) if (found := accounts.by_id(one))]


@contextmanager
def _turn(account: int) -> Iterator[bool]:
    """Hold the turn of an account for a while; yield whether it is ours. A worker that dies gives it up with its connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [TURN, account])
        is_ours = bool(cursor.fetchone()[0])
    try:
        yield is_ours
    finally:
        if is_ours:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [TURN, account])


def _name(error: Exception) -> str:
    return type(error).__name__
