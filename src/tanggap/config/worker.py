"""`tanggap work`: one process that lets the consumers read the events, and does what the clock asks for.

It may be killed at any moment: what it was doing was one transaction. It outlives the database: it waits, and goes on where it was.
"""

import asyncio
import atexit
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import suppress
from typing import Any

from django.db import connection
from procrastinate.contrib.django import app

from tanggap.channels.running import Correspondence
from tanggap.config import jobs
from tanggap.config.consumers import CONSUMERS
from tanggap.core import cursors, heartbeat
from tanggap.core.cursors import UNREACHABLE, Consumer
from tanggap.core.parts import Part
from tanggap.ledger.signing import Signing
from tanggap.ledger.witnessing import Telling
from tanggap.verification.evidence.looking import Looking
from tanggap.webhooks.sending import Postmen

log = logging.getLogger(__name__)

SOON_SECONDS = 0.3  # after something happened, more may
IDLE_SECONDS = 1.5
AWAY_SECONDS = 1.0  # between two tries to reach the database
BROKEN_SECONDS = 5.0
HUNG_SECONDS = 120.0
STALLED_SECONDS = 15.0
JOB_STOP_SECONDS = 1.0
STOP_SECONDS = 1.5


class Reader(Part):
    """Lets one consumer read the events as they come, in a thread with a connection of its own."""

    def __init__(self, consumer: Consumer[Any], stop: threading.Event) -> None:
        super().__init__(f"reader of {consumer.name}", stop, hung_after=HUNG_SECONDS)
        self._consumer = consumer
        self._trouble = ""  # told once, not every few seconds

    def run(self) -> None:
        """Read until asked to stop; a connection that is lost is made anew."""
        wait = SOON_SECONDS
        while not self._stop_asked.wait(wait):
            self.looked_at = time.monotonic()
            try:
                wait = self._read(wait)
                self._trouble = ""
            except UNREACHABLE as error:
                wait = self._lost(error)
            except Exception as error:
                self._broken(error)
                wait = BROKEN_SECONDS
        connection.close()

    def _read(self, wait: float) -> float:
        """Read one batch; return for how many seconds to wait before the next."""
        connection.close_if_unusable_or_obsolete()
        if not cursors.has_news(self._consumer):
            return min(wait * 1.5, IDLE_SECONDS)
        passed = cursors.advance(self._consumer)
        return 0.0 if passed == cursors.BATCH else SOON_SECONDS

    def _lost(self, error: Exception) -> float:
        """Say what was lost, the database or a race with another; return for how many seconds to wait."""
        if cursors.has_collided(error):
            log.info("%s gave way to another that wrote the same reports, and tries again", self._consumer.name)
            return SOON_SECONDS
        if self._trouble != "lost":
            log.warning("%s has lost the database and waits for it: %s", self._consumer.name, first_line(error))
        self._trouble = "lost"
        with suppress(Exception):
            connection.close()
        return AWAY_SECONDS

    def _broken(self, error: Exception) -> None:
        if self._trouble != repr(error):
            log.error("%s cannot read the events and tries again", self._consumer.name, exc_info=error)
        self._trouble = repr(error)


def run(consumers: Iterable[Consumer[Any]] = tuple(CONSUMERS.values())) -> None:
    """Work until SIGTERM or SIGINT; then stop within two seconds."""
    asyncio.run(_work(list(consumers)))
    _leave()


def _leave() -> None:
    """End the process when what is registered for its end is done: to take it apart takes seconds on a busy machine, and brings nothing."""
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


async def _work(consumers: list[Consumer[Any]]) -> None:
    asked, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, asked.set)
    stop = threading.Event()
    readers = [Reader(consumer, stop) for consumer in consumers]
    parts = (*readers, Correspondence(stop), Looking(stop), Postmen(stop), Signing(stop), Telling(stop))
    for part in parts:
        part.start()
    tasks = [
        asyncio.create_task(_again_and_again(_do_jobs)),
        asyncio.create_task(_again_and_again(_beat(parts))),
    ]
    log.info("at work: %s, and what the clock asks for", ", ".join(consumer.name for consumer in consumers))
    await asked.wait()
    stop.set()
    deadline = time.monotonic() + STOP_SECONDS  # of tasks and parts alike: they end side by side
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks, timeout=STOP_SECONDS)
    for part in parts:
        part.join(max(0.0, deadline - time.monotonic()))
    log.info("stopped")
    _end_anyway()


def _end_anyway() -> None:
    """End the process in a moment, whatever a thread still waits for: all that is under way is a transaction that never was."""
    last = threading.Timer(STOP_SECONDS / 3, os._exit, (0,))
    last.daemon = True
    last.start()


async def _again_and_again(work: Callable[[], Awaitable[None]]) -> None:
    """Do `work`, which should not end; when it does or fails, do it again after a moment."""
    while True:
        begun = time.monotonic()
        try:
            await work()
        except Exception as error:
            log.warning(
                "the worker starts a part of itself again after %s: %s", type(error).__name__, str(error).split("\n")[0]
            )
        await asyncio.sleep(AWAY_SECONDS if time.monotonic() - begun > BROKEN_SECONDS else BROKEN_SECONDS / 2)


async def _do_jobs() -> None:
    """Do the jobs of the queue as they come, and take up those whose worker died. Ends when the database is lost."""
    connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]
    with app.replace_connector(connector):
        async with app.open_async():
            await _take_up_stalled()  # before the first look for jobs: the next one may be seconds later
            sweep = asyncio.create_task(_sweep())
            try:
                await app.run_worker_async(
                    name="tanggap",
                    concurrency=2,
                    install_signal_handlers=False,
                    shutdown_graceful_timeout=JOB_STOP_SECONDS,
                    update_heartbeat_interval=5.0,
                    stalled_worker_timeout=jobs.STALLED_AFTER_SECONDS,
                    delete_jobs="successful",
                )
            finally:
                sweep.cancel()


async def _sweep() -> None:
    while True:
        await asyncio.sleep(STALLED_SECONDS)
        await _take_up_stalled()


async def _take_up_stalled() -> None:
    if number := await jobs.take_up_stalled():
        log.warning("%d jobs of a worker that died are taken up again", number)


def _beat(parts: Sequence[Part]) -> Callable[[], Awaitable[None]]:
    """Return what writes down that the worker is at work, for as long as every part is well."""

    async def beat() -> None:
        while True:
            if all(part.is_well for part in parts):
                await asyncio.to_thread(_beat_once)
            await asyncio.sleep(heartbeat.EVERY_SECONDS)

    return beat


def _beat_once() -> None:
    try:
        heartbeat.beat(heartbeat.WORKER)
    finally:
        connection.close()


def first_line(error: BaseException) -> str:
    """Return what went wrong on one line; the libraries' wrappers keep the reason in their cause."""
    cause = error.__cause__ or error
    return f"{type(cause).__name__}: {cause}".partition("\n")[0]
