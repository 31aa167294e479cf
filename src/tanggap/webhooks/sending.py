"""The worker's postmen: a few threads that send what waits, each subscription strictly in order, many subscriptions side by side.

A receiver that is slow or down holds up nobody else: whoever failed last time is served by threads of their own. Everything may be cut off
at any moment: what is not known to have arrived goes again, under the same id.
"""

import logging
import threading
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress

from django.db import connection

from tanggap.core.cursors import UNREACHABLE
from tanggap.core.parts import Part
from tanggap.reports.queries.public.feed import PublicEvent
from tanggap.webhooks import lines, posting, telling
from tanggap.webhooks.lines import Due, Held
from tanggap.webhooks.models import Delivery

log = logging.getLogger(__name__)

THREADS = 4  # for those that work, and as many for those that failed last time
BATCH = 50
READ_ANEW_SECONDS = 2.0  # so old may be what was read as public when it goes out
TURN_SECONDS = 10.0
SOON_SECONDS, IDLE_SECONDS, AWAY_SECONDS = 0.2, 1.0, 2.0
HUNG_SECONDS = 300.0


class Postmen(Part):
    """Goes round the subscriptions until asked to stop, and gives each that has something to send to a thread."""

    def __init__(self, stop: threading.Event) -> None:
        super().__init__("postmen", stop, hung_after=HUNG_SECONDS)
        self._pools = {
            is_failing: ThreadPoolExecutor(THREADS, thread_name_prefix="postman") for is_failing in (False, True)
        }
        self._running: dict[int, Future[None]] = {}

    def run(self) -> None:
        """Go round; a database that is away is waited for."""
        wait = SOON_SECONDS
        while not self._stop_asked.wait(wait):
            self.looked_at = time.monotonic()
            try:
                wait = SOON_SECONDS if self._round() else min(IDLE_SECONDS, wait * 1.5)
            except UNREACHABLE:
                wait = AWAY_SECONDS
            except Exception as error:
                log.error("the postmen's round failed and is tried again", exc_info=error)
                wait = AWAY_SECONDS
            with suppress(Exception):
                connection.close_if_unusable_or_obsolete()
        for pool in self._pools.values():
            pool.shutdown(wait=False, cancel_futures=True)
        connection.close()

    def _round(self) -> bool:
        """Start what is due and does not run; return whether anything was started."""
        self._running = {key: one for key, one in self._running.items() if not one.done()}
        started = [one for one in lines.due() if one.id not in self._running]
        for one in started:
            self._running[one.id] = self._pools[one.is_failing].submit(self._serve, one)
        return bool(started)

    def _serve(self, one: Due) -> None:
        try:
            connection.close_if_unusable_or_obsolete()
            send(one.id, stop=self._stop_asked)
        except UNREACHABLE:
            pass  # the next round waits for the database
        except Exception as error:
            log.error("sending to a subscription failed: %s", type(error).__name__, exc_info=error)
        finally:
            connection.close()  # idle postmen hold none


def send(subscription: int, *, stop: threading.Event | None = None, seconds: float = TURN_SECONDS) -> int:
    """Send what waits for a subscription, in order, until its line is empty, a delivery fails, or its turn of `seconds` is over.

    Return how many deliveries arrived. 0 also when another sender holds the line. No transaction is open while a request is under way.
    """
    held = lines.take(subscription)
    if held is None:
        return 0
    until, arrived = time.monotonic() + seconds, 0
    try:
        while time.monotonic() < until and not (stop and stop.is_set()):
            number = _send_batch(held, until)
            if number is None:
                break
            arrived += number
    finally:
        lines.give_back(held)
    return arrived


def _send_batch(held: Held, until: float) -> int | None:
    """Send what stands at the head of the line, as it may be read now; return how many arrived, None when the turn is over."""
    read_at = time.monotonic()
    batch = lines.head(held, BATCH)
    readable = _readable(batch)
    arrived = 0
    for number, one in enumerate(batch):
        if number and (time.monotonic() - read_at > READ_ANEW_SECONDS or time.monotonic() > until):
            return arrived
        try:
            event = (telling.readable([one.event_id]) if readable is None else readable).get(one.event_id)
            told = telling.told(held.subscription, one, event)
            tried = posting.post(held.subscription, told, is_replay=one.replays > 0) if told else None
        except UNREACHABLE:
            raise
        except Exception as error:
            log.error("event %d cannot be told to %s", one.event_id, held.subscription.key, exc_info=error)
            lines.failed(held, one, one.type, posting.broken(error))
            return None
        if told is None or tried is None:
            if not lines.skipped(held, one):
                return None
        elif not tried.is_ok:
            lines.failed(held, one, told.type, tried)
            return None
        elif not lines.delivered(held, one, told.type, tried):
            return None
        else:
            arrived += 1
    return arrived if batch else None


def _readable(batch: Sequence[Delivery]) -> dict[int, PublicEvent] | None:
    """Return what of a batch may be read; None when one of them breaks the reading, so that each is to be read by itself."""
    try:
        return telling.readable([one.event_id for one in batch])
    except UNREACHABLE:
        raise
    except Exception as error:
        log.warning("events are read one by one after %s", type(error).__name__)
        return None
