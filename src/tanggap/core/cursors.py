"""Consumers of the event log: each reads it in order with its own cursor, and each event has its effect exactly once.

Events are ordered by `(tx, id)`, the writing transaction first. A transaction that began early may commit late, so a consumer reads only
below the oldest one that still runs (`tanggap_horizon`): what it has passed can never be joined by something older. The effect and the
cursor are written in one transaction. The cursor's row is locked meanwhile, so of two workers one works and the other passes on.
An event that cannot be digested is parked with its error; a person looks at it and lets it be replayed.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, NamedTuple, Protocol, TypeVar

from django.db import InterfaceError, OperationalError, connection, transaction
from psycopg.errors import DeadlockDetected, SerializationFailure

from tanggap.core import clock
from tanggap.core.models import Cursor, Parked

log = logging.getLogger(__name__)

BATCH = 500
MOST_COUNTED = 10_000
UNREACHABLE = (
    OperationalError,
    InterfaceError,
)  # the database is away, or asks to try again: nobody's event is to blame


class Position(NamedTuple):
    """A place in the log: behind the event `event` that transaction `tx` wrote."""

    tx: int
    event: int


START = Position(0, 0)


class Entry(Protocol):
    """What the cursors need to know of an event."""

    @property
    def id(self) -> int: ...
    @property
    def tx(self) -> int: ...


E = TypeVar("E", bound=Entry)
E_co = TypeVar("E_co", bound=Entry, covariant=True)


class Source(Protocol[E_co]):
    """A log that can be read; the module that owns the events is one."""

    def after(self, position: Position, limit: int) -> Sequence[E_co]:
        """Return the entries behind `position` and below the horizon, in order."""

    def one(self, event: int) -> E_co | None:
        """Return the entry `event`, or None."""

    def waiting(self, position: Position, most: int) -> int:
        """Return how many entries stand behind `position`, at most `most`."""


@dataclass(frozen=True, slots=True)
class Consumer(Generic[E]):
    """Who reacts to events. `apply` writes the effect of entries in order, `clear` deletes all that it ever wrote; neither commits."""

    name: str
    source: Source[E]
    apply: Callable[[Sequence[E]], None]
    clear: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a consumer is: events that wait (at most `MOST_COUNTED`), events parked, and whether it counts anew."""

    name: str
    waiting: int
    parked: int
    moved_at: datetime | None
    is_rebuilding: bool


def advance(consumer: Consumer[E], *, most: int = BATCH) -> int:
    """Let a consumer deal with its next `most` events in one transaction; return how many it passed.

    0 means that nothing is new, or that another worker is at it. When the batch fails, a smaller one is tried, down to the one event
    that is to blame, which is parked. Raises `UNREACHABLE` errors: nothing has happened then.
    """
    while True:
        tried: Sequence[E] = ()
        try:
            with transaction.atomic():
                cursor = _locked(consumer.name)
                if cursor is None:
                    return 0
                tried = consumer.source.after(Position(cursor.tx, cursor.event), most)
                if tried:
                    consumer.apply(tried)
                    _move(cursor, tried[-1])
                elif cursor.rebuild_to is not None:
                    _move(cursor, None)
            return len(tried)
        except UNREACHABLE:
            raise
        except Exception as error:
            if not tried:
                raise
            if len(tried) == 1:
                return _park(consumer.name, tried[0], error)
            most = len(tried) // 2


def has_collided(error: Exception) -> bool:
    """Return whether the database took a transaction back for another one's sake alone: done again, it works."""
    return isinstance(error.__cause__, DeadlockDetected | SerializationFailure)


def has_news(consumer: Consumer[E]) -> bool:
    """Return whether `advance` would have something to do; it locks nothing and writes nothing. Two statements."""
    cursor = Cursor.objects.filter(name=consumer.name).first() or Cursor(name=consumer.name)
    return cursor.rebuild_to is not None or consumer.source.waiting(Position(cursor.tx, cursor.event), 1) > 0


def catch_up(consumer: Consumer[E], *, most: int = BATCH, told: Callable[[int], None] | None = None) -> int:
    """Let a consumer deal with everything that waits; return how many events that were. `told` hears of each batch."""
    total = 0
    while passed := advance(consumer, most=most):
        total += passed
        if told:
            told(passed)
    return total


def rebuild(consumer: Consumer[E], *, told: Callable[[int], None] | None = None) -> int:
    """Drop what a consumer wrote and let it read the log from its beginning, as if it had just been added.

    Dropping and going back to the start are one transaction; the reading is done in batches, by this call or by the worker, whoever
    is first. `is_rebuilding` says so until it has caught up with what there was when it began.
    """
    with transaction.atomic():
        _ensure(consumer.name)
        cursor = Cursor.objects.select_for_update().get(name=consumer.name)
        consumer.clear()
        Parked.objects.filter(name=consumer.name).delete()
        cursor.tx, cursor.event, cursor.rebuild_to = *START, horizon()
        cursor.save()
    return catch_up(consumer, told=told)


def replay(consumer: Consumer[E], event: int) -> None:
    """Let a consumer try a parked event again, and forget it when that works. Raises LookupError, and whatever the consumer raises."""
    with transaction.atomic():
        Cursor.objects.select_for_update().filter(name=consumer.name).first()
        parked = Parked.objects.select_for_update().filter(name=consumer.name, event=event)
        entry = consumer.source.one(event)
        if entry is None or not parked.exists():
            raise LookupError(f"{consumer.name} has not parked event {event}")
        consumer.apply([entry])
        parked.delete()


def parked(name: str) -> list[tuple[int, str, datetime]]:
    """Return the events that a consumer parked, oldest first: id, error, when."""
    rows = Parked.objects.filter(name=name).order_by("event")
    return list(rows.values_list("event", "error", "parked_at"))


def progress(consumer: Consumer[E]) -> Progress:
    """Return how far a consumer is."""
    cursor = Cursor.objects.filter(name=consumer.name).first() or Cursor(name=consumer.name)
    return Progress(
        name=consumer.name,
        waiting=consumer.source.waiting(Position(cursor.tx, cursor.event), MOST_COUNTED),
        parked=Parked.objects.filter(name=consumer.name).count(),
        moved_at=cursor.moved_at,
        is_rebuilding=cursor.rebuild_to is not None,
    )


def position(name: str) -> Position:
    """Return how far a consumer has read. One statement."""
    row = Cursor.objects.filter(name=name).values_list("tx", "event").first()
    return Position(*row) if row else START


def is_rebuilding(name: str) -> bool:
    """Return whether what a consumer keeps is being made anew, so that it is not yet to be shown."""
    return Cursor.objects.filter(name=name, rebuild_to__isnull=False).exists()


def horizon() -> int:
    """Return the oldest transaction that still runs: what older ones wrote is complete."""
    with connection.cursor() as statement:
        statement.execute("SELECT tanggap_horizon()")
        return int(statement.fetchone()[0])


def _locked(name: str) -> Cursor | None:
    """Return the cursor, locked by this transaction; None when another worker has it."""
    free = Cursor.objects.select_for_update(skip_locked=True).filter(name=name)
    found = free.first()
    if found is None and _ensure(name):
        found = free.first()
    return found


def _ensure(name: str) -> bool:
    """Have a cursor of this name; return whether there was none."""
    if Cursor.objects.filter(name=name).exists():
        return False
    Cursor.objects.bulk_create([Cursor(name=name)], ignore_conflicts=True)
    return True


def _move(cursor: Cursor, last: Entry | None) -> None:
    if last is not None:
        cursor.tx, cursor.event = last.tx, last.id
        cursor.moved_at = clock.now()
    if cursor.rebuild_to is not None and (last is None or cursor.tx >= cursor.rebuild_to):
        cursor.rebuild_to = None
    cursor.save()


def _park(name: str, entry: Entry, error: Exception) -> int:
    """Set an event aside and pass it; loud, for its effect is missing until a person has looked."""
    with transaction.atomic():
        cursor = _locked(name)
        if cursor is None or (cursor.tx, cursor.event) >= (entry.tx, entry.id):
            return 0
        Parked.objects.bulk_create(
            [Parked(name=name, event=entry.id, error=f"{type(error).__name__}: {error}"[:2000], parked_at=clock.now())],
            ignore_conflicts=True,
        )
        _move(cursor, entry)
    log.error(
        "%s could not digest event %d and set it aside: %s. `tanggap consumers replay %s` tries it again.",
        name, entry.id, type(error).__name__, name, exc_info=error,
    )  # fmt: skip
    return 1
