"""Signing the log's heads: at most every two seconds, and only what was computed anew from its leaves and continues what was signed before.

`look()` is one look at the log: it walks a little further round old tiles, and signs when there is something new. What it may not sign it
says in `ledger_standing`, and signs nothing more until a whole check finds everything well again, or somebody begins a new log
(`actions.reopen`). Of several workers one looks at a time.

While events wait too long for their leaves (a history is taken over, a transaction does not end) no head is signed: it would prove that
reports were left out whose reporters hold a receipt.

Below 65,536 leaves the whole log is computed before each head. Above, everything since the last head is, and the root of the last head from
the same stored hashes; a flipped bit in what lies before is found by the walk, which goes round the whole log within hours.
"""

import logging
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NoReturn

from django.db import connection, transaction

from tanggap.core import clock
from tanggap.core.cursors import UNREACHABLE
from tanggap.core.models import Cursor
from tanggap.core.parts import Part
from tanggap.ledger import memory, recomputing, storing
from tanggap.ledger.models import Cosignature, Epoch, Head, Standing
from tanggap.ledger.notes import Checkpoint, Forged, Malformed, opened
from tanggap.ledger.recomputing import Halt
from tanggap.ledger.words import Trouble

log = logging.getLogger(__name__)

LOCK = 7_204_801
CONSUMER = "ledger"
WHOLE_BELOW = 65_536
LEAST_TILES, ROUNDS = 4, 20_000  # of a walk: what it takes at least, and in how many steps it is round
LEAST_SECONDS, MOST_SECONDS, SHARE = 2.0, 8.0, 20  # between two heads: twenty times what one took to compute
AGAIN_SECONDS = 30.0  # between two whole checks while something is wrong
MOST_WAITING, MOST_LATE = 2_000, 45.0  # events without a leaf yet, and seconds that one of them waits
STILL_SECONDS = 60.0  # after which a head that is still the newest is said to be so
AWAY_SECONDS = 2.0
HUNG_SECONDS = 900.0


@dataclass(frozen=True, slots=True)
class Look:
    """What became of one look: the size of the head that was signed (None: nothing was), and the trouble that stands."""

    signed: int | None = None
    trouble: str = ""


def look() -> Look:
    """Look at the log once, and sign its head if that is new and may be signed. Another worker's look makes this one do nothing."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
            if not cursor.fetchone()[0]:
                return Look()
        epoch = storing.newest()
        if epoch is None:
            return Look()
        now = clock.now()
        standing = Standing.objects.filter(epoch=epoch).first()
        if standing is None:
            standing = Standing(epoch=epoch, looked_at=now)
        try:
            signed = _checked_and_signed(epoch, standing, now)
        except Halt as halt:
            _stop(standing, halt, now)
            signed = None
        else:
            if standing.trouble:
                log.warning("the log %s stands again and is signed", epoch.origin)
            standing.trouble, standing.detail, standing.since = "", "", None
        standing.looked_at = now
        standing.save()
        return Look(signed, standing.trouble)


def _checked_and_signed(epoch: Epoch, standing: Standing, now: datetime) -> int | None:
    """Return the size of the head that was signed, None for nothing new. Raises Halt."""
    signer = storing.signer(epoch)
    if signer.verifier.vkey != epoch.verifier:
        raise Halt(Trouble.OTHER_KEY, signer.verifier.vkey)
    size = storing.size(epoch.number)
    last = _last_head(epoch)
    known = _remembered(epoch, last)
    signed = [head for head in (last, known) if head is not None]
    for head in signed:
        if head.size > size:
            raise Halt(Trouble.ROLLED_BACK, f"{size} leaves, a head of {head.size} was signed")
    is_troubled = bool(standing.trouble)
    newest = max((head.size for head in signed), default=0)
    if is_troubled or (size <= WHOLE_BELOW and size > newest):
        roots = recomputing.whole(epoch.number, size, [head.size for head in signed])
        _walked_whole(standing, now)
    else:
        if size > newest:
            recomputing.since(epoch.number, newest, size)
        roots = _roots(epoch.number, {size, *(head.size for head in signed)})
        _walk(epoch.number, standing, size, now)
    for head in signed:
        if roots[head.size] != head.root:
            _forked(epoch.number, head.size, size)
    if known is not None and (last is None or known.size > last.size):
        _publish(epoch, known, memory.note() or "", now)  # it was remembered, and then this process was killed
    if _is_behind(epoch, now):
        return None
    if size <= newest:
        _say_still_newest(epoch, newest, now)
        return None
    head = Checkpoint(epoch.origin, size, roots[size])
    note = signer.sign(head.text)
    memory.remember(note)
    _publish(epoch, head, note, now)
    return size


_WAITING = """
SELECT count(*), min(come.at) FILTER (WHERE r.origin = 'live') FROM (
  SELECT id, report_id, at FROM reports_event WHERE (tx, id) > (%s, %s) ORDER BY tx, id LIMIT %s
) AS come JOIN reports_report r ON r.id = come.report_id
WHERE NOT EXISTS (SELECT FROM ledger_leaf l WHERE l.event_id = come.id AND l.epoch_id = %s)
"""


def _is_behind(epoch: Epoch, now: datetime) -> bool:
    """Return whether events wait for their leaves so long that a head without them would prove that they were left out.

    Receipts promise a leaf within a minute. What a transaction of long ago holds back counts, too. What was simulated or taken over does
    not, but when very many wait nothing is signed before they are in.
    """
    cursor = Cursor.objects.filter(name=CONSUMER).first() or Cursor(name=CONSUMER)
    if cursor.rebuild_to is not None:
        return True
    with connection.cursor() as statement:
        statement.execute(_WAITING, [cursor.tx, cursor.event, MOST_WAITING, epoch.number])
        waiting, oldest = statement.fetchone()
    return waiting == MOST_WAITING or (oldest is not None and now - oldest > timedelta(seconds=MOST_LATE))


def _last_head(epoch: Epoch) -> Checkpoint | None:
    """Return the newest head that the database holds. Raises Halt unless its row is what its note says, and the note is by our key."""
    row = Head.objects.filter(epoch=epoch).order_by("-size").first()
    return None if row is None else _read(row, epoch)


def _read(row: Head, epoch: Epoch) -> Checkpoint:
    try:
        told = opened(row.note, storing.signer(epoch).verifier)
    except (Malformed, Forged) as error:
        raise Halt(Trouble.ALTERED, f"head {row.size}: {error}") from error
    if (told.origin, told.size, told.root) != (epoch.origin, row.size, bytes(row.root)):
        raise Halt(Trouble.ALTERED, f"head {row.size}")
    return told


def _remembered(epoch: Epoch, last: Checkpoint | None) -> Checkpoint | None:
    """Return the head that the data folder remembers of this log. Raises Halt when it should and does not."""
    text = memory.note()
    if last is None and (text is None or (epoch.known and text == epoch.known)):
        return None
    if text is None:
        raise Halt(Trouble.MEMORY_LOST, f"the head of {last.size if last else 0} leaves")
    if memory.origin(text) != epoch.origin:
        raise Halt(Trouble.OTHER_LOG, memory.origin(text))
    return memory.checkpoint(text, storing.signer(epoch).verifier)


def _roots(epoch: int, sizes: set[int]) -> dict[int, bytes]:
    """Return the roots at these sizes from stored hashes. Raises Halt."""
    try:
        return {size: storing.root(epoch, size) for size in sizes}
    except storing.Missing as missing:
        raise Halt(Trouble.GAP, str(missing)) from missing


def _publish(epoch: Epoch, head: Checkpoint, note: str, now: datetime) -> None:
    Head.objects.create(epoch=epoch, size=head.size, root=head.root, note=note, signed_at=now)
    _say_newest(epoch, head, now)


def _say_newest(epoch: Epoch, head: Checkpoint, now: datetime) -> None:
    line = storing.signer(epoch).cosign(head.text, at=int(now.timestamp()))
    Cosignature.objects.bulk_create(
        [Cosignature(epoch=epoch, size=head.size, name=epoch.origin, line=line, at=now)],
        update_conflicts=True,
        unique_fields=["epoch", "size", "name"],
        update_fields=["line", "at"],
    )


def _say_still_newest(epoch: Epoch, size: int, now: datetime) -> None:
    """Say of the newest head that it is that still, when nobody has said so for a minute."""
    said = Cosignature.objects.filter(epoch=epoch, size=size, name=epoch.origin).values_list("at", flat=True).first()
    last = Head.objects.filter(epoch=epoch, size=size).first()
    if last is not None and (said is None or now - said >= timedelta(seconds=STILL_SECONDS)):
        _say_newest(epoch, _read(last, epoch), now)


def _walk(epoch: int, standing: Standing, size: int, now: datetime) -> None:
    """Compute the next few old tiles, and one older head. Raises Halt."""
    complete = size // storing.WIDTH
    if standing.next_tile >= complete:
        standing.next_tile = 0
    tiles = max(LEAST_TILES, complete // ROUNDS)
    recomputing.some(epoch, standing.next_tile, tiles, size=size)
    _older_head(epoch, standing.next_tile * storing.WIDTH, size)
    standing.next_tile += tiles
    if standing.next_tile >= complete:
        recomputing.since(epoch, complete * storing.WIDTH, size)
        _walked_whole(standing, now)


def _walked_whole(standing: Standing, now: datetime) -> None:
    standing.next_tile, standing.checked_whole_at = 0, now


def _older_head(epoch: int, start: int, size: int) -> None:
    """Hold the first head of at least `start` leaves against the tree of `size`. Raises Halt."""
    row = Head.objects.select_related("epoch").filter(epoch=epoch, size__gte=start).order_by("size").first()
    if row is not None and _roots(epoch, {row.size})[row.size] != _read(row, row.epoch).root:
        _forked(epoch, row.size, size)


def _forked(epoch: int, head: int, size: int) -> NoReturn:
    """Raise Halt for a head whose root is not the one of its leaves: where a stored hash is wrong, if it is that."""
    recomputing.whole(epoch, size)
    raise Halt(Trouble.FORKED, f"the head of {head} leaves")


def _stop(standing: Standing, halt: Halt, now: datetime) -> None:
    if standing.trouble != halt.trouble or standing.detail != halt.detail:
        log.error(
            "the log is NOT signed any more: %s (%s). `tanggap ledger status` says more.",
            halt.trouble.value,
            halt.detail,
        )
        standing.since = standing.since or now
    standing.trouble, standing.detail = halt.trouble, halt.detail


class Signing(Part):
    """Looks at the log until asked to stop, in the worker. A log that may not be signed is no fault of the worker's."""

    def __init__(self, stop: threading.Event) -> None:
        super().__init__("signing the log", stop, hung_after=HUNG_SECONDS)
        self._trouble = ""

    def run(self) -> None:
        """Look, wait, look again; a database that is away is waited for."""
        wait = LEAST_SECONDS
        while not self._stop_asked.wait(wait):
            self.looked_at = time.monotonic()
            try:
                connection.close_if_unusable_or_obsolete()
                found = look()
                took = time.monotonic() - self.looked_at
                wait = min(MOST_SECONDS, max(LEAST_SECONDS, SHARE * took))
                if found.trouble:
                    wait = max(AGAIN_SECONDS, SHARE * took)
                self._trouble = ""
            except UNREACHABLE:
                wait = AWAY_SECONDS
                with suppress(Exception):
                    connection.close()
            except Exception as error:
                if self._trouble != repr(error):
                    log.error("the log could not be looked at and is not signed", exc_info=error)
                self._trouble = repr(error)
                wait = MOST_SECONDS
        connection.close()
