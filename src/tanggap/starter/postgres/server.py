"""The server process of one data folder, in the hands of its owner: started, adopted, watched, stopped."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tanggap.starter import CannotStart, tell
from tanggap.starter.files import Lock
from tanggap.starter.postgres import cluster, leftover, programs
from tanggap.starter.postgres.place import PORT, Place

LAUNCH_SECONDS = 0.3  # between two launches of a server that ends at once
STOP_SECONDS = 20.0  # then it is stopped without a checkpoint: the next start recovers
Say = Callable[[str], None]


class Server:
    """At most one of a data folder is in use: by whoever holds the owner's lock."""

    def __init__(self, home: Path, place: Place, *, say: Say) -> None:
        self.log = home / "logs" / "postgres.log"
        self.launches = 0
        self._home = home
        self._place = place
        self._say = say
        self._child: subprocess.Popen[bytes] | None = None
        self._adopted: int | None = None
        self._launch_at = 0.0
        self._told = ""

    @property
    def pid(self) -> int | None:
        return self._child.pid if self._child else self._adopted

    @property
    def is_child(self) -> bool:
        return self._child is not None

    def attempt(self) -> Any:
        """Return a connection as superuser. Where nobody answers, see that the server is started, and return None.

        Raises CannotStart when that is of no use.
        """
        connection = connect(self._place)
        if connection is not None:
            if self.pid is None:
                self._adopted = leftover.postmaster(self._home, self._place)
            return connection
        if self.lives() and self.is_deaf():
            self.stop()
        if not self.lives() and time.monotonic() >= self._launch_at:
            self._launch()
        return None

    def is_deaf(self) -> bool:
        """Return whether the server is up and its socket is gone: a cleaner of old files took it, and the server never makes another."""
        return leftover.says_ready(self._place) and not (self._place.sockets / f".s.PGSQL.{PORT}").exists()

    def lives(self) -> bool:
        """Return whether the process is there, whether it answers or not."""
        if self._child is not None:
            return self._child.poll() is None
        return self._adopted is not None and leftover.is_postmaster(self._adopted, self._home, self._place)

    def stop(self) -> None:
        """Stop the server fast and cleanly: open transactions are rolled back, and the next start needs no recovery."""
        if self.pid is None:
            self._adopted = leftover.postmaster(self._home, self._place)
        for way, seconds in ((signal.SIGINT, STOP_SECONDS), (signal.SIGQUIT, 10.0)):
            deadline = time.monotonic() + seconds
            if self.pid is not None and self.lives():
                os.kill(self.pid, way)
            while self.lives() and time.monotonic() < deadline:
                time.sleep(0.02)

    def _launch(self) -> None:
        """Start the server, unless one is there that does not answer: one that recovers, or that hangs."""
        if self._child is not None:
            self._tell_end(self._child.wait())
        self._launch_at = time.monotonic() + LAUNCH_SECONDS
        leftover.clear(self._home, self._place)
        self._child, self._adopted = None, leftover.postmaster(self._home, self._place)
        if self._adopted is None:
            self._child = self._start()
            self.launches += 1

    def _start(self) -> "subprocess.Popen[bytes]":
        place = self._place
        bin_folder = programs.folder(place.account)
        if not place.data.exists():
            self._say_where(bin_folder)
            cluster.make(place, bin_folder)
        cluster.check_version(place)
        cluster.write_access(place, place.data)
        self.log.parent.mkdir(mode=0o700, exist_ok=True)
        alive = Lock(self._home / leftover.ALIVE)
        alive.acquire(shared=True, wait=False)
        try:
            return cluster.start(place, bin_folder, log=self.log, keeping=alive)
        finally:
            alive.release()  # the server has it now

    def _say_where(self, bin_folder: Path) -> None:
        place = self._place
        self._say(f"The database is made in {place.folder}.")
        if not place.account.is_current:
            self._say(f"PostgreSQL runs as system user {place.account.name}, as it refuses to run as root.")
        if not place.folder.is_relative_to(self._home):
            self._say(f"That user cannot pass into {self._home}, and no folder's mode is changed for it.")
        if bin_folder.parents[2].name.startswith("postgresql-"):
            self._say(f"It cannot reach the installed programs either: it runs a copy in {bin_folder.parents[2]}.")

    def _tell_end(self, code: int) -> None:
        reason = tell.how(code) if code < 0 else _last_words(self.log)
        if reason != self._told:
            self._told = reason
            self._say(f"PostgreSQL ended, {reason}, and is started again")


def connect(place: Place, *, role: str = cluster.SUPERUSER, database: str = "postgres") -> Any:
    """Return a connection that commits each statement, None when none answers yet. Raises CannotStart when refused."""
    import psycopg

    at: dict[str, Any] = {"host": str(place.sockets), "port": PORT, "user": role, "dbname": database}
    try:
        return psycopg.connect(**at, connect_timeout=2, autocommit=True)
    except psycopg.OperationalError as error:
        if "Peer authentication failed" in str(error):
            raise CannotStart(
                f"The PostgreSQL of {place.folder} was started by another user, who alone may connect. "
                "Start as that user, or stop what that user runs."
            ) from error
        return None


def _last_words(log: Path) -> str:
    """Return why the server ended by itself, as the end of its log tells it."""
    lines = log.read_bytes()[-8192:].decode("utf-8", "replace").splitlines()
    reasons = [line.partition("FATAL:")[2].strip() for line in lines if "FATAL:" in line and not tell.is_usual(line)]
    return reasons[-1] if reasons else f"for a reason that {log} tells"
