"""The worker's part in the photo checks: a thread that has a child process look at the photos that wait, one at a time.

What claims wait for is looked at at once. What came before, or shows only the problem, is worked off while the machine has little else
to do, and slowly while it is busy. A child that is silent for too long is ended; the photo is taken again later.
"""

import logging
import os
import select
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.db import connection

from tanggap.core.cursors import UNREACHABLE
from tanggap.core.parts import Part
from tanggap.verification.evidence import scanning

log = logging.getLogger(__name__)

PROGRAM = "tanggap.verification.evidence.child"
SOON_SECONDS, IDLE_SECONDS, AWAY_SECONDS = 0.3, 1.5, 3.0
BUSY_SECONDS = 5.0  # between two photos that nobody waits for while the machine is busy
START_SECONDS, LOOK_SECONDS = 60.0, 60.0
KEPT_SECONDS = 90.0  # a child that nobody needs goes
HUNG_SECONDS = 180.0
_ROOT = Path(__file__).resolve().parents[3]


class NoAnswer(Exception):
    """The child ended or was silent for too long."""


class Looking(Part):
    """Has photos looked at until asked to stop."""

    def __init__(self, stop: threading.Event) -> None:
        super().__init__("looking at photos", stop, hung_after=HUNG_SECONDS)
        self._child: subprocess.Popen[bytes] | None = None
        self._used_at = self._backlog_at = time.monotonic()

    def run(self) -> None:
        """Go on until asked to stop; a database that is away is waited for, a child that died is replaced."""
        wait = SOON_SECONDS
        while not self._stop_asked.wait(wait):
            self.looked_at = time.monotonic()
            try:
                wait = 0.0 if self._round() else min(IDLE_SECONDS, max(wait, SOON_SECONDS) * 1.5)
            except UNREACHABLE:
                wait = AWAY_SECONDS
                with suppress(Exception):
                    connection.close()
            except NoAnswer as trouble:
                log.warning("a look at a photo was cut off: %s", trouble)
                self._end()
                wait = AWAY_SECONDS
            except Exception as error:
                log.error("the photos' round failed and is tried again", exc_info=error)
                self._end()
                wait = AWAY_SECONDS
        self._end()
        connection.close()

    def _round(self) -> bool:
        """Have one photo looked at; return whether one waited."""
        connection.close_if_unusable_or_obsolete()
        only_fresh = is_busy() and time.monotonic() - self._backlog_at < BUSY_SECONDS
        if not scanning.is_waiting(only_fresh=only_fresh):
            if self._child is not None and time.monotonic() - self._used_at > KEPT_SECONDS:
                self._end()
            return False
        if not only_fresh:
            self._backlog_at = time.monotonic()
        answer = self._ask("fresh" if only_fresh else "any")
        if answer == "away":
            self._stop_asked.wait(AWAY_SECONDS)
        return answer == "looked"

    def _ask(self, word: str) -> str:
        """Return the child's answer; an empty one when the stop was asked for. Raises NoAnswer."""
        child = self._ready()
        if child is None or child.stdin is None:
            return ""
        try:
            child.stdin.write(f"{word}\n".encode())
        except OSError:
            raise NoAnswer("it had ended") from None
        self._used_at = time.monotonic()
        return self._heard(child, LOOK_SECONDS)

    def _ready(self) -> subprocess.Popen[bytes] | None:
        if self._child is not None and self._child.poll() is None:
            return self._child
        self._end()
        self._child = subprocess.Popen(
            [sys.executable, "-m", PROGRAM],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
            env=_environment(),
        )
        return self._child if self._heard(self._child, START_SECONDS) else None

    def _heard(self, child: subprocess.Popen[bytes], seconds: float) -> str:
        """Return the next word of the child. Raises NoAnswer."""
        deadline, said = time.monotonic() + seconds, b""
        assert child.stdout is not None  # noqa: S101  it was given a pipe
        while not said.endswith(b"\n"):
            if self._stop_asked.is_set():
                return ""
            if time.monotonic() > deadline:
                raise NoAnswer(f"it was silent for {seconds:.0f} s")
            if select.select([child.stdout], [], [], 0.2)[0]:
                part = os.read(child.stdout.fileno(), 64)
                if not part:
                    raise NoAnswer(f"its process ended with {child.wait()}")
                said += part
        return said.decode().strip()

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            child.wait()
            for pipe in (child.stdin, child.stdout):
                if pipe:
                    pipe.close()


def is_busy() -> bool:
    """Return whether the machine has more to do than cores to do it on."""
    try:
        return os.getloadavg()[0] > (os.cpu_count() or 1)
    except OSError:
        return False


def _environment() -> dict[str, str]:
    path = os.pathsep.join(part for part in (str(_ROOT), os.environ.get("PYTHONPATH", "")) if part)
    return {
        **os.environ,
        "OMP_NUM_THREADS": "1",
        "PYTHONPATH": path,
        "DJANGO_SETTINGS_MODULE": str(settings.SETTINGS_MODULE),
    }
