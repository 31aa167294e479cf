"""The one database of a city as the starter sees it: the embedded one, or the server that the operator gives."""

import time
from pathlib import Path
from typing import Any, Protocol

from tanggap.starter import CannotStart, durable
from tanggap.starter.postgres import Running
from tanggap.starter.postgres.server import Say

PATIENCE_SECONDS = 60.0


class Database(Protocol):
    """What the supervisor asks of it."""

    is_embedded: bool
    is_up: bool
    version: str

    def connect(self) -> Any:
        """Return a psycopg connection as the application's role. Raises CannotStart."""

    def tend(self) -> bool:
        """Look after the server. Return whether it was started again."""

    def stop(self) -> None:
        """Stop needing the server."""


class Embedded(Running):
    """The embedded server, run by this starter or adopted from an earlier one."""

    is_embedded = True


class Given:
    """A server that somebody else runs. It is waited for, checked, and left alone."""

    is_embedded = False
    is_up = True  # or its own people see to it

    def __init__(self, url: str, *, say: Say, patience: float = PATIENCE_SECONDS) -> None:
        """Raises CannotStart, among them durable.TooOld and durable.NotDurable."""
        self._url = url
        deadline = time.monotonic() + patience
        waiting = False
        while True:
            try:
                with self.connect() as connection:
                    self.version = durable.check(connection)
                return
            except _Unreachable:
                if time.monotonic() > deadline:
                    raise
                if not waiting:
                    say("The database of DATABASE_URL does not answer yet: waiting for it.")
                    waiting = True
                time.sleep(0.5)

    def connect(self) -> Any:
        import psycopg

        try:
            return psycopg.connect(self._url, connect_timeout=5, autocommit=True)
        except psycopg.OperationalError as error:
            reason = str(error).strip().splitlines()[-1]
            raise _Unreachable(f"The database of DATABASE_URL cannot be reached: {reason}") from None

    def tend(self) -> bool:
        return False

    def stop(self) -> None:
        """It is not ours to stop."""


class _Unreachable(CannotStart):
    """Nobody answers at the address, or the answer is no."""


def open_database(*, home: Path, url: str | None, say: Say) -> Database:
    """Return the database, running and safe to entrust a report to. Raises CannotStart."""
    return Given(url, say=say) if url else Embedded(home, say=say)
