"""One PostgreSQL of one data folder: started or joined, looked after, and stopped by whoever is the last to need it."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

from tanggap.starter import CannotStart, durable
from tanggap.starter import home as homes
from tanggap.starter.files import Lock
from tanggap.starter.postgres import cluster, leftover, programs
from tanggap.starter.postgres.place import PORT, Place, establish, locate

NAME = "tanggap"  # the application's role, which is no superuser, and its database
PATIENCE_SECONDS = 120.0  # for a recovery after an unclean end
STOP_SECONDS = 20.0  # then it is stopped without a checkpoint: the next start recovers
Say = Callable[[str], None]


def silent(_line: str) -> None:
    """Say nothing."""


class Running:
    """A PostgreSQL that answers. One process owns it, that is, looks after it; the others are its guests."""

    def __init__(self, home: Path, *, say: Say = silent, patience: float = PATIENCE_SECONDS) -> None:
        """Start the server of `home`, or join it. `say` is given lines for the operator. Raises CannotStart."""
        homes.prepare(home)
        homes.secrets(home)
        self.home = home
        self.log = home / "logs" / "postgres.log"
        self.started_here = False
        self._say = say
        self._patience = patience
        self._owner = Lock(home / "postgres.lock")
        self._use = Lock(home / "postgres.users")
        self._child: subprocess.Popen[bytes] | None = None
        self._pid: int | None = None
        self.version = ""
        self._use.acquire(shared=True)
        try:
            self._join(time.monotonic() + patience)
        except BaseException:
            self._leave(stop=self._child is not None)
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def is_owner(self) -> bool:
        return self._owner.held

    @property
    def pid(self) -> int | None:
        """The postmaster's process, as its owner knows it."""
        return self._child.pid if self._child else self._pid

    def connect(self) -> Any:
        """Return a psycopg connection to the application's database, as the application. Raises CannotStart."""
        if (connection := connect(locate(self.home), role=NAME, database=NAME)) is None:
            raise CannotStart(f"PostgreSQL does not answer. Its log is {self.log}.")
        return connection

    def tend(self) -> bool:
        """Look after the server: own it when its owner has gone, start it again when it has died.

        Return whether it was started again: whoever held a connection has lost it. Raises CannotStart.
        """
        if not self._owner.held and not self._owner.acquire(wait=False):
            return False
        if self._lives():
            return False
        self.started_here = False
        self._own(time.monotonic() + self._patience)
        return self.started_here

    def stop(self) -> None:
        """Stop needing the server. It ends when nobody else on this data folder needs it either."""
        self._leave(stop=self._owner.held or self._owner.acquire(wait=False))

    def _leave(self, *, stop: bool) -> None:
        self._use.release()
        others = Lock(self._use.path)
        try:
            if stop and others.acquire(wait=False):
                self._shut_down()
        finally:
            others.release()
            self._owner.release()

    def _join(self, deadline: float) -> None:
        while not self._owner.acquire(wait=False):
            if (connection := connect(locate(self.home), role=NAME, database=NAME)) is not None:
                with connection:
                    self.version = durable.check(connection)
                return
            if time.monotonic() > deadline:
                raise CannotStart(f"Another process is starting PostgreSQL for {self.home}, but it does not answer.")
            time.sleep(0.05)
        self._own(deadline)

    def _own(self, deadline: float) -> None:
        """Adopt the server when one answers, whatever a pid file says; start it otherwise."""
        place = establish(self.home)
        connection = connect(place)
        if connection is None:
            connection = self._bring_up(place, deadline)
        elif self._child is None:
            self._pid = leftover.postmaster(place.data)
        with connection:
            self.version = durable.check(connection)
            _settle(connection)

    def _bring_up(self, place: Place, deadline: float) -> Any:
        bin_folder = programs.folder(place.account)
        self.log.parent.mkdir(mode=0o700, exist_ok=True)
        if not place.data.exists():
            self._say_where(place, bin_folder)
            cluster.make(place, bin_folder)
        cluster.check_version(place)
        cluster.write_access(place, place.data)
        told = {""}
        self._child, self._pid, self.started_here = None, None, True
        while (connection := connect(place)) is None:
            if self._child is None or self._child.poll() is not None:
                self._tell(_last_words(self.log) if self._child else "", told)
                self._launch(place, bin_folder)
            if time.monotonic() > deadline:
                raise CannotStart(f"PostgreSQL does not answer after {self._patience:.0f} s. Its log is {self.log}.")
            time.sleep(0.03 if self._lives() else 0.3)
        return connection

    def _launch(self, place: Place, bin_folder: Path) -> None:
        """Start the server, unless one that does not answer yet is there: one that recovers, or that hangs."""
        leftover.clear(place)
        self._pid = leftover.postmaster(place.data)
        self._child = None if self._pid else cluster.start(place, bin_folder, self.log)

    def _lives(self) -> bool:
        if self._child is not None:
            return self._child.poll() is None
        return self._pid is not None and leftover.works_in(locate(self.home).data, self._pid)

    def _say_where(self, place: Place, bin_folder: Path) -> None:
        self._say(f"The database is made in {place.folder}.")
        if not place.account.is_current:
            self._say(f"PostgreSQL runs as system user {place.account.name}, as it refuses to run as root.")
        if not place.folder.is_relative_to(self.home):
            self._say(f"That user cannot pass into {self.home}, and no folder's mode is changed for it.")
        if bin_folder.parents[2].name.startswith("postgresql-"):
            self._say(f"It cannot reach the installed programs either: it runs a copy in {bin_folder.parents[2]}.")

    def _tell(self, reason: str, told: set[str]) -> None:
        if reason not in told:
            told.add(reason)
            self._say(f"PostgreSQL ended: {reason} It is started again.")

    def _shut_down(self) -> None:
        """Stop the server fast and cleanly: open transactions are rolled back, and the next start needs no recovery."""
        data = locate(self.home).data
        pid = self.pid if self._child else (leftover.postmaster(data) if data.exists() else None)
        if pid is None:
            return
        for way, seconds in ((signal.SIGINT, STOP_SECONDS), (signal.SIGQUIT, 10.0)):
            deadline = time.monotonic() + seconds
            try:
                if self._child is None or self._child.poll() is None:
                    os.kill(pid, way)
            except ProcessLookupError:
                return
            while time.monotonic() < deadline:
                if self._child.poll() is not None if self._child else not leftover.works_in(data, pid):
                    return
                time.sleep(0.02)


def address(home: Path) -> dict[str, str]:
    """Return Django's description of the database of `home`, which need not run nor exist yet. Changes nothing."""
    return {"NAME": NAME, "USER": NAME, "HOST": str(locate(home).sockets), "PORT": PORT}


def ensure(home: Path, *, say: Say = silent, patience: float = PATIENCE_SECONDS) -> Running:
    """Return the PostgreSQL of `home`, started if need be; `stop` it when it is no more needed. Raises CannotStart."""
    return Running(home, say=say, patience=patience)


def connect(place: Place, *, role: str = cluster.SUPERUSER, database: str = "postgres") -> Any:
    """Return a connection that commits each statement, None when none answers yet. Raises CannotStart when refused."""
    import psycopg

    try:
        return psycopg.connect(
            host=str(place.sockets), port=PORT, user=role, dbname=database, connect_timeout=2, autocommit=True
        )
    except psycopg.OperationalError as error:
        if "Peer authentication failed" in str(error):
            raise CannotStart(
                f"The PostgreSQL of {place.folder} was started by another user, who alone may connect. "
                "Start as that user, or stop what that user runs."
            ) from error
        return None


def _settle(connection: Any) -> None:
    """Make the application's role and database where they are missing."""
    if not connection.execute("select 1 from pg_roles where rolname = %s", [NAME]).fetchone():
        connection.execute(f"create role {NAME} login createdb in role pg_monitor")
    if not connection.execute("select 1 from pg_database where datname = %s", [NAME]).fetchone():
        connection.execute(f"create database {NAME} owner {NAME}")


def _last_words(log: Path) -> str:
    """Return why the server ended, as the end of its log tells it."""
    lines = log.read_bytes()[-8192:].decode("utf-8", "replace").splitlines()
    for line in reversed(lines):
        for level in ("FATAL:", "PANIC:"):
            if level in line:
                return line.partition(level)[2].strip() + "."
    return f"see {log}."
