"""A few confined children per program, started when first needed, used again, replaced when they are old or dead."""

import atexit
import os
import select
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

from tanggap.core.media import frames

DECODER = "tanggap.core.media.child"
CHILDREN = max(1, min(2, os.cpu_count() or 1))
PICTURES_A_CHILD = 200
READY_SECONDS = 30.0
WALL_SECONDS = 20.0
WAIT_SECONDS = 30.0
FRESH_SECONDS = 45.0  # an idle child goes by itself after 60
MOST_BYTES = 64 * 1024 * 1024
_ROOT = Path(__file__).resolve().parents[3]
_BARE = {"PYTHONPATH": str(_ROOT), "LC_ALL": "C.UTF-8", "MALLOC_ARENA_MAX": "1"}
KILLED_FROM_OUTSIDE = (-9, -15)


class Died(Exception):
    """The child ended while it worked on a picture; `status` is what it ended with, negative for a signal."""

    def __init__(self, status: int | None) -> None:
        super().__init__(f"the child ended with {status}")
        self.status = status


class Late(Exception):
    """The child did not answer in time and was killed."""

    def __str__(self) -> str:
        return "the child was late"


class NoneFree(Exception):
    """Every child was busy for `WAIT_SECONDS`."""


class CannotStart(Exception):
    """A child did not come up. That is our fault, not the picture's; its own words are in the log."""


class Child:
    """One process that runs `program`, and the pipes to it. Not for two threads at once."""

    def __init__(self, program: str = DECODER) -> None:
        environment = {name: os.environ[name] for name in ("LD_LIBRARY_PATH",) if name in os.environ}
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-s", "-P", "-m", program],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                cwd="/",
                env={**environment, **_BARE},
                start_new_session=True,
                bufsize=0,
            )
        except OSError as error:
            raise CannotStart(str(error)) from error
        if self._process.stdin is None or self._process.stdout is None:
            raise CannotStart("it has no pipes")
        self._to, self._from = self._process.stdin.fileno(), self._process.stdout.fileno()
        os.set_blocking(self._to, False)
        os.set_blocking(self._from, False)
        self.pictures = 0
        self.used_at = time.monotonic()
        try:
            self.reached = self._answer(time.monotonic() + READY_SECONDS)[0]
        except (Died, Late, frames.BadFrame) as error:
            self.end()
            raise CannotStart(str(error)) from error
        except BaseException:
            self.end()
            raise

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def is_fresh(self) -> bool:
        """Return whether it can be given another picture."""
        young = self.pictures < PICTURES_A_CHILD and time.monotonic() - self.used_at < FRESH_SECONDS
        return young and self._process.poll() is None

    def ask(self, kind: str, data: bytes) -> tuple[dict[str, Any], list[bytes]]:
        """Return the child's answer for a picture. Raises Died, Late, frames.BadFrame; then the child is of no use."""
        deadline = time.monotonic() + WALL_SECONDS
        self._send(frames.pack({"kind": kind}, data), deadline)
        answer = self._answer(deadline)
        self.pictures += 1
        self.used_at = time.monotonic()
        return answer

    def end(self) -> int | None:
        """Kill it if it lives, close its pipes and return its status."""
        self._process.kill()
        status = self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()
        return status

    def _send(self, frame: bytes, deadline: float) -> None:
        view = memoryview(frame)
        while view:
            self._wait(select.POLLOUT, deadline)
            try:
                view = view[os.write(self._to, view[: 1 << 20]) :]
            except BlockingIOError:
                continue
            except BrokenPipeError:
                raise Died(self._ended()) from None

    def _answer(self, deadline: float) -> tuple[dict[str, Any], list[bytes]]:
        return frames.unpack(lambda length: self._read(length, deadline), most_bytes=MOST_BYTES)

    def _read(self, length: int, deadline: float) -> bytes:
        parts, missing = [], length
        while missing:
            self._wait(select.POLLIN, deadline)
            try:
                part = os.read(self._from, min(missing, 1 << 20))
            except BlockingIOError:
                continue
            if not part:
                raise Died(self._ended())
            parts.append(part)
            missing -= len(part)
        return b"".join(parts)

    def _wait(self, event: int, deadline: float) -> None:
        poll = select.poll()
        poll.register(self._to if event == select.POLLOUT else self._from, event)
        if not poll.poll(max(0, int((deadline - time.monotonic()) * 1000))):
            raise Late

    def _ended(self) -> int | None:
        try:
            return self._process.wait(timeout=2)
        except subprocess.TimeoutExpired:
            return None


class Pool:
    """At most `CHILDREN` children of one program at work at a time in this process.

    `program` is a module that ends in `child.serve`: it answers one picture after the other, confined.
    """

    def __init__(self, program: str = DECODER) -> None:
        self._program = program
        self._free = threading.BoundedSemaphore(CHILDREN)
        self._lock = threading.Lock()
        self._idle: list[Child] = []
        self._working: set[Child] = set()

    def ask(self, kind: str, data: bytes) -> tuple[dict[str, Any], list[bytes]]:
        """Return a child's answer. One that somebody else killed (out of memory, an operator) is replaced once.

        Raises Died, Late, NoneFree, CannotStart, frames.BadFrame.
        """
        if not self._free.acquire(timeout=WAIT_SECONDS):
            raise NoneFree
        try:
            try:
                return self._ask(kind, data)
            except Died as died:
                if died.status not in KILLED_FROM_OUTSIDE:
                    raise
                return self._ask(kind, data)
        finally:
            self._free.release()

    def pids(self) -> list[int]:
        """Return the process ids of the children, idle and at work."""
        with self._lock:
            return [child.pid for child in (*self._idle, *self._working)]

    def close(self) -> None:
        """End the idle children."""
        with self._lock:
            idle, self._idle = self._idle, []
        for child in idle:
            child.end()

    def _ask(self, kind: str, data: bytes) -> tuple[dict[str, Any], list[bytes]]:
        child = self._take()
        try:
            answer = child.ask(kind, data)
        except BaseException:
            with self._lock:
                self._working.discard(child)
            child.end()
            raise
        with self._lock:
            self._working.discard(child)
            self._idle.append(child)
        return answer

    def _take(self) -> Child:
        while True:
            with self._lock:
                child = self._idle.pop() if self._idle else None
                if child and child.is_fresh:
                    self._working.add(child)
                    return child
            if child is None:
                break
            child.end()
        child = Child(self._program)
        with self._lock:
            self._working.add(child)
        return child


_pools: dict[str, Pool] = {}
_abandoned: list[Pool] = []
_making = threading.Lock()


def pool(program: str = DECODER) -> Pool:
    """Return this process' pool of a program."""
    with _making:
        return _pools.setdefault(program, Pool(program))


def _renew() -> None:
    """After a fork the children belong to the parent: forget them without ending them."""
    global _making
    _making = threading.Lock()
    _abandoned.extend(_pools.values())
    _pools.clear()


def _close() -> None:
    for one in list(_pools.values()):
        one.close()


os.register_at_fork(after_in_child=_renew)
atexit.register(_close)
