"""Statements that PostgreSQL plans once a connection: three quarters of its time for a page went into planning them anew."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.backends.utils import CursorWrapper


@contextmanager
def cursor() -> Iterator[CursorWrapper]:
    """Yield a cursor that sends values apart from the statement, so that a statement sent again and again is prepared.

    From which time on says the connection's `prepare_threshold` (settings). Whoever looks at the statements (tests, `make bench`) gets
    them whole, by a plain cursor. One statement a call; PostgreSQL must be able to tell each value's type: cast one that stands alone
    (`%(at)s::timestamptz IS NULL`).
    """
    if connection.queries_logged:
        with connection.cursor() as plain:
            yield plain
        return
    connection.ensure_connection()
    with connection.wrap_database_errors:
        raw = ServerBindingCursor(connection.connection)  # type: ignore[call-arg]
    with connection._prepare_cursor(raw) as prepared:  # type: ignore[attr-defined]
        yield prepared
