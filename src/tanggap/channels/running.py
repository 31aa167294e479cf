"""The worker's correspondents: a few threads that read what came, send what is due, and ask the platforms that must be asked.

One account that is slow or broken holds up none of the others: each of its three tasks runs by itself, one at a time, and rests after a
failure. Everything they do may be cut off and done again.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from typing import Protocol

from django.db import connection

from tanggap.channels import accounts, delivering, forwarding, processing, pulse, receiving, registry
from tanggap.channels.contract import Account, Later, Piece, Refused
from tanggap.channels.models import Account as AccountRow
from tanggap.core import clock
from tanggap.core.cursors import UNREACHABLE
from tanggap.core.parts import Part

log = logging.getLogger(__name__)

THREADS = 6
SOON_SECONDS, IDLE_SECONDS, AWAY_SECONDS = 0.2, 1.0, 2.0
POLL_EVERY = timedelta(seconds=60)
HUNG_SECONDS = 300.0


class Listening(Protocol):
    """What an adapter in `ways` "listen" has besides: it holds a line to the platform, and tells what comes at once."""

    def listen(self, account: Account, stop: threading.Event, heard: Callable[[], None]) -> None:
        """Wait until `stop` for something new and call `heard` for it; return when the line is lost. Raises Later, Refused."""


class Correspondence(Part):
    """Goes round the accounts until asked to stop, and gives each task that is due to a thread of a small pool."""

    def __init__(self, stop: threading.Event) -> None:
        super().__init__("correspondence", stop, hung_after=HUNG_SECONDS)
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="correspondent")
        self._running: dict[tuple[str, int], Future[int]] = {}
        self._lines: dict[int, threading.Thread] = {}
        self._polled: dict[int, float] = {}

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
                log.error("the channels' round failed and is tried again", exc_info=error)
                wait = AWAY_SECONDS
            with suppress(Exception):
                connection.close_if_unusable_or_obsolete()
        self._pool.shutdown(wait=False, cancel_futures=True)
        connection.close()

    def _round(self) -> bool:
        """Start what is due; return whether anything was."""
        delivering.prepare()
        due: list[tuple[str, Account, Callable[[Account], int]]] = []
        due += [("read", account, processing.work) for account in processing.waiting()]
        due += [("send", account, delivering.send_due) for account in delivering.due()]
        due += [("forward", account, forwarding.work) for account in forwarding.due()]
        due += [("poll", account, poll) for account in self._to_poll()]
        self._hold_lines()
        return sum(self._start(*one) for one in due) > 0

    def _start(self, what: str, account: Account, task: Callable[[Account], int]) -> bool:
        before = self._running.get((what, account.id))
        if before is not None and not before.done():
            return False
        self._running[what, account.id] = self._pool.submit(_guarded, task, account)
        return True

    def _to_poll(self) -> Iterable[Account]:
        now = time.monotonic()
        due = [
            account
            for account in accounts.active()
            if registry.polling(account.adapter)
            and now - self._polled.get(account.id, -1e9) >= POLL_EVERY.total_seconds()
        ]
        if not due:
            return
        resting = set(AccountRow.objects.filter(resumes_at__gt=clock.now()).values_list("pk", flat=True))
        for account in due:
            if account.id not in resting:
                self._polled[account.id] = now
                yield account

    def _hold_lines(self) -> None:
        for account in accounts.active():
            line = self._lines.get(account.id)
            if "listen" in registry.adapter(account.adapter).ways and (line is None or not line.is_alive()):
                line = threading.Thread(target=self._listen, args=(account,), name=f"line {account.code}", daemon=True)
                self._lines[account.id] = line
                line.start()

    def _ask_soon(self, account: Account) -> None:
        self._polled.pop(account.id, None)

    def _listen(self, account: Account) -> None:
        """Hold one line; when it is lost, rest a while: the next round takes it up again."""
        adapter: Listening = registry.adapter(account.adapter)  # type: ignore[assignment]
        try:
            adapter.listen(account, self._stop_asked, lambda: self._ask_soon(account))
        except Exception as error:
            log.info("the line of %s/%s was lost: %s", account.channel, account.code, type(error).__name__)
        self._stop_asked.wait(AWAY_SECONDS * 5)
        connection.close()


def poll(account: Account) -> int:
    """Ask a platform what is new and keep it, portion by portion, the bookmark behind each; return how many pieces were new."""
    adapter = registry.polling(account.adapter)
    if adapter is None:
        return 0
    row = AccountRow.objects.only("bookmark").get(pk=account.id)
    kept = 0

    def keep(pieces: Sequence[Piece]) -> None:
        nonlocal kept
        kept += receiving.keep(account, pieces)

    try:
        bookmark = adapter.poll(account, row.bookmark, keep)
    except (Later, Refused) as trouble:
        pulse.fails(account.id, str(trouble))
        return kept
    if dict(bookmark) != row.bookmark:
        AccountRow.objects.filter(pk=account.id).update(bookmark=dict(bookmark))
    pulse.works(account.id)
    pulse.note(account.id, "polled_at")
    return kept


def _guarded(task: Callable[[Account], int], account: Account) -> int:
    """Do a task again and again while there is something to do; what goes wrong is told once and shown at the account."""
    total = 0
    try:
        connection.close_if_unusable_or_obsolete()
        while number := task(account):
            total += number
            if task is poll:
                break
    except UNREACHABLE:
        connection.close()
    except Exception as error:
        log.error("a task of %s/%s failed: %s", account.channel, account.code, type(error).__name__, exc_info=error)
        with suppress(Exception):
            pulse.fails(account.id, type(error).__name__)
    return total
