"""What a database server must be before a report may be entrusted to it (P3), embedded or not."""

from typing import Any

from tanggap.starter import CannotStart

LEAST_VERSION = 17  # the builtin locale provider
NEEDED = ("fsync", "full_page_writes", "synchronous_commit")


class NotDurable(CannotStart):
    """The server would acknowledge a report and could still lose it."""


class TooOld(CannotStart):
    """The server lacks what the schema uses."""


def check(connection: Any) -> str:
    """Check the server behind a psycopg connection, as its role and database see it, and return its version.

    Raises TooOld, NotDurable.
    """
    number = connection.info.server_version
    version = f"{number // 10000}.{number % 10000}"
    if number < LEAST_VERSION * 10000:
        raise TooOld(f"The database server is PostgreSQL {version}. Tanggap needs {LEAST_VERSION} or newer.")
    rows = connection.execute(
        "select name, setting from pg_settings where name = any(%s) and setting = 'off' order by name", [list(NEEDED)]
    ).fetchall()
    if off := [name for name, _ in rows]:
        raise NotDurable(
            f"The database server has {', '.join(f'{name} = off' for name in off)}: a power cut could lose "
            "acknowledged reports. Set it to on in the server's configuration, and for the role and the database."
        )
    return version
