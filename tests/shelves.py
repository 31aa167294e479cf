"""Reference tables are read once for all tests that leave them alone: reading areas, units and categories anew took a third of the suite.

A trigger on each of these tables counts what is written to it, on a sequence, which no rollback takes back. As long as the count has not
moved since the test began, the city pack stands as it was loaded, and so do its rows as an earlier test read them.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection
from django.db.backends.utils import CursorWrapper
from pytest_django.plugin import DjangoDbBlocker

from tanggap.agencies import competencies
from tanggap.agencies import queries as agencies
from tanggap.catalog import handled, routing
from tanggap.catalog import queries as catalog
from tanggap.core.shelf import Shelf
from tanggap.places import queries as places
from tanggap.reports.queries.desk import words

TABLES = (
    "agencies_competency",
    "agencies_unit",
    "catalog_calendarday",
    "catalog_category",
    "catalog_channel",
    "catalog_policy",
    "catalog_policyversion",
    "places_area",
)
KEPT = frozenset(
    map(
        id,
        (
            agencies._former,
            agencies._units,
            catalog._calendar_shelf,
            catalog._category_shelf,
            catalog._channel_shelf,
            catalog._policy_shelf,
            catalog._version_shelf,
            competencies._shelf,
            handled._kept,
            places._areas,
            routing._directories,
            words.names,
        ),
    )
)
DATABASE = frozenset({"db", "transactional_db", "live_server"})
_COUNTING = """
CREATE SEQUENCE tests_written;
SELECT nextval('tests_written');  -- its first call leaves last_value as it was
CREATE FUNCTION tests_count_writing() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN PERFORM nextval('tests_written'); RETURN NULL; END $$;
"""
_TRIGGER = """
CREATE TRIGGER tests_count_writing AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {}
  FOR EACH STATEMENT EXECUTE FUNCTION tests_count_writing();
"""


class Kept:
    """The rows of the shelves as the pack loaded them, and the count at which they are those of the database."""

    def __init__(self) -> None:
        self.rows: dict[int, dict[Any, Any]] = {}
        self.count: int | None = None
        self.is_aside = False

    def read(self, shelf: Shelf[Any, Any]) -> dict[Any, Any]:
        """Return what `shelf` reads: what an earlier test read of the untouched pack, or else what stands in the database now."""
        if id(shelf) not in KEPT or self.is_aside or self.count is None or _count() != self.count:
            return _read(shelf)
        kept = self.rows.get(id(shelf))
        if kept is None:
            kept = self.rows[id(shelf)] = _read(shelf)
        shelf._rows, shelf._loaded_at = kept, time.monotonic()
        return kept


_kept, _read = Kept(), Shelf._read


def count_writing(cursor: CursorWrapper) -> None:
    """Begin to count, behind the loading of the pack."""
    cursor.execute(_COUNTING + "".join(_TRIGGER.format(table) for table in TABLES))
    Shelf._read = lambda shelf: _kept.read(shelf)  # type: ignore[method-assign]


def begin(blocker: DjangoDbBlocker, *, of: pytest.Item) -> None:
    """Take note of the count before a test that has a database: what the one before it wrote is rolled back or put back by now."""
    has_database = of.get_closest_marker("django_db") or not DATABASE.isdisjoint(getattr(of, "fixturenames", ()))
    if not has_database:
        _kept.count = None
    elif Shelf._read is not _read:
        with blocker.unblock():
            _kept.count = _count()


@contextmanager
def aside() -> Iterator[None]:
    """Keep out of it while something stands in the database that several tests share."""
    _kept.is_aside = True
    try:
        yield
    finally:
        _kept.is_aside = False


def _count() -> int | None:
    """Return how often the tables were written to; None where the connection is of no use. Past Django: tests count its statements."""
    try:
        connection.ensure_connection()
        [count] = connection.connection.execute("SELECT last_value FROM tests_written").fetchone()
    except (psycopg.Error, DatabaseError):
        return None
    return int(count)
