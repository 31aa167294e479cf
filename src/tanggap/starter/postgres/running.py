"""The PostgreSQL of one data folder: started or joined, looked after, and stopped by the last who needs it."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

from tanggap.starter import CannotStart, durable
from tanggap.starter import home as homes
from tanggap.starter.files import Lock
from tanggap.starter.postgres.cluster import APPLICATION as NAME
from tanggap.starter.postgres.place import PORT, establish, locate
from tanggap.starter.postgres.server import Say, Server, connect

PATIENCE_SECONDS = 120.0  # for a recovery after an unclean end


def silent(_line: str) -> None:
    """Say nothing."""


class Running:
    """A PostgreSQL that answers. One process owns it, that is, looks after it; the others are its guests."""

    def __init__(self, home: Path, *, say: Say = silent, patience: float = PATIENCE_SECONDS) -> None:
        """Start the server of `home`, or join it. `say` is given lines for the operator. Raises CannotStart."""
        homes.prepare(home)
        homes.secrets(home)
        self.home = home
        self.version = ""
        self.is_up = False
        self._say = say
        self._owner = Lock(home / "postgres.lock")
        self._use = Lock(home / "postgres.users")
        self._server: Server | None = None
        self._launches = 0
        self._use.acquire(shared=True)
        try:
            self._wait(patience)
        except BaseException:
            self._leave(stop=self._server is not None and self._server.is_child)
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
        return self._server.pid if self._server else None

    @property
    def log(self) -> Path:
        return self.home / "logs" / "postgres.log"

    def connect(self) -> Any:
        """Return a psycopg connection to the application's database, as the application. Raises CannotStart."""
        if (connection := connect(locate(self.home), role=NAME, database=NAME)) is None:
            raise CannotStart(f"PostgreSQL does not answer. Its log is {self.log}.")
        return connection

    def tend(self) -> bool:
        """Look after the server, at once: own it when its owner has gone, start it again when it has died.

        `is_up` tells whether it answers. Return whether it was started again and answers: whoever held a connection
        has lost it. Raises CannotStart.
        """
        server = self._owned()
        if server is None or (self.is_up and server.lives() and not server.is_deaf()):
            return False
        self.is_up = self._is_ready(server.attempt(), _settle)
        if not self.is_up:
            return False
        launched, self._launches = server.launches > self._launches, server.launches
        return launched

    def stop(self) -> None:
        """Stop needing the server. It ends when nobody else on this data folder needs it either."""
        self._leave(stop=True)

    def _wait(self, patience: float) -> None:
        deadline = time.monotonic() + patience
        while not self.is_up:
            if self._owned() is not None:
                self.tend()
            else:
                guest = connect(locate(self.home), role=NAME, database=NAME)
                self.is_up = self._is_ready(guest, lambda _connection: None)
            if not self.is_up:
                if time.monotonic() > deadline:
                    raise CannotStart(f"PostgreSQL does not answer after {patience:.0f} s. Its log is {self.log}.")
                time.sleep(0.03)

    def _is_ready(self, connection: Any, then: Callable[[Any], None]) -> bool:
        """Check a new connection and do `then` with it. Return whether it lasted; it is closed. Raises CannotStart."""
        import psycopg

        if connection is None:
            return False
        try:
            with connection:
                self.version = durable.check(connection)
                then(connection)
        except psycopg.OperationalError:  # killed in between
            return False
        return True

    def _owned(self) -> Server | None:
        """Return the server as its owner, None when somebody else looks after it."""
        if self._server is None and self._owner.acquire(wait=False):
            self._server = Server(self.home, establish(self.home), say=self._say)
        return self._server

    def _leave(self, *, stop: bool) -> None:
        self._use.release()
        others = Lock(self._use.path)
        try:
            if stop and (server := self._owned()) is not None and others.acquire(wait=False):
                server.stop()
        finally:
            others.release()
            self._owner.release()
            self._server = None


def address(home: Path) -> dict[str, str]:
    """Return Django's description of the database of `home`, which need not run nor exist yet. Changes nothing."""
    return {"NAME": NAME, "USER": NAME, "HOST": str(locate(home).sockets), "PORT": PORT}


def ensure(home: Path, *, say: Say = silent, patience: float = PATIENCE_SECONDS) -> Running:
    """Return the PostgreSQL of `home`, started if need be; `stop` it when it is no more needed. Raises CannotStart."""
    return Running(home, say=say, patience=patience)


def _settle(connection: Any) -> None:
    """Make the application's role and database where they are missing."""
    if not connection.execute("select 1 from pg_roles where rolname = %s", [NAME]).fetchone():
        connection.execute(f"create role {NAME} login createdb in role pg_monitor")
    if not connection.execute("select 1 from pg_database where datname = %s", [NAME]).fetchone():
        connection.execute(f"create database {NAME} owner {NAME}")
