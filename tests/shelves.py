"""Reference tables are read once for all tests that leave them alone: reading areas, units and categories anew took a third of the suite.

A trigger on each of these tables counts what is written to it, on a sequence, which no rollback takes back. As long as the counts of the
tables that a shelf reads have not moved since the test began, they stand as the city pack was loaded, and so do their rows as an earlier
test read them: a test that makes a unit reads the units that it made, and no categories.
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
from tanggap.agencies.models import Unit
from tanggap.agencies.queries import UnitRow
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
OF = {
    id(agencies._former): {"agencies_unit"},
    id(agencies._units): {"agencies_unit"},
    id(catalog._calendar_shelf): {"catalog_calendarday"},
    id(catalog._category_shelf): {"catalog_category"},
    id(catalog._channel_shelf): {"catalog_channel"},
    id(catalog._policy_shelf): {"catalog_policy"},
    id(catalog._version_shelf): {"catalog_policy", "catalog_policyversion"},
    id(competencies._shelf): {"agencies_competency"},
    id(places._areas): {"places_area"},
    # What is made of other shelves.
    id(handled._kept): set(TABLES),
    id(routing._directories): set(TABLES),
    id(words.names): {"catalog_category", "places_area"},
}
DATABASE = frozenset({"db", "transactional_db", "live_server"})
_COUNTING = """
CREATE SEQUENCE tests_written;
SELECT nextval('tests_written');
CREATE FUNCTION tests_count_writing() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN PERFORM nextval('tests_written_' || TG_TABLE_NAME), nextval('tests_written'); RETURN NULL; END $$;
"""
_TRIGGER = """
CREATE SEQUENCE tests_written_{0};
SELECT nextval('tests_written_{0}');  -- its first call leaves last_value as it was
CREATE TRIGGER tests_count_writing AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {0}
  FOR EACH STATEMENT EXECUTE FUNCTION tests_count_writing();
"""
_COUNT = "SELECT last_value FROM tests_written"  # of all tables together: a test asks for it a dozen times
_COUNTS = f"SELECT {', '.join(f'(SELECT last_value FROM tests_written_{table})' for table in TABLES)}"
_LATER = "xmin::text::bigint >= (SELECT transaction FROM shipped.since)"


class Kept:
    """The rows of the shelves as the pack loaded them, and the counts at which they are those of the database."""

    def __init__(self) -> None:
        self.rows: dict[int, dict[Any, Any]] = {}
        self.counts: dict[str, int] | None = None
        self.is_aside = False
        self.asked: tuple[int, dict[str, int]] | None = None  # the count of all tables, and theirs as they were then

    def read(self, shelf: Shelf[Any, Any]) -> dict[Any, Any]:
        """Return what `shelf` reads: what an earlier test read of the untouched pack, or else what stands in the database now."""
        tables = OF.get(id(shelf))
        if tables is None or self.is_aside or self.counts is None:
            return _read(shelf)
        kept = self.rows.get(id(shelf))
        if self._moved() & tables:
            kept = _with_changed(kept) if shelf is agencies._units and kept else None
            if kept is None:
                return _read(shelf)
        elif kept is None:
            kept = self.rows[id(shelf)] = _read(shelf)
        shelf._rows, shelf._loaded_at = kept, time.monotonic()
        return kept

    def _moved(self) -> set[str]:
        """Return the tables that were written to since the test began; all of them where that cannot be asked."""
        now = _counts()
        return {table for table in TABLES if now is None or self.counts is None or now[table] != self.counts[table]}


_kept, _read = Kept(), Shelf._read


def count_writing(cursor: CursorWrapper) -> None:
    """Begin to count, behind the loading of the pack."""
    cursor.execute(_COUNTING + "".join(_TRIGGER.format(table) for table in TABLES))
    _kept.rows[id(agencies._units)] = agencies._load()  # a test that makes a unit first has none read
    Shelf._read = lambda shelf: _kept.read(shelf)  # type: ignore[method-assign]


def begin(blocker: DjangoDbBlocker, *, of: pytest.Item) -> None:
    """Take note of the counts before a test that has a database: what the one before it wrote is rolled back or put back by now."""
    has_database = of.get_closest_marker("django_db") or not DATABASE.isdisjoint(getattr(of, "fixturenames", ()))
    if not has_database:
        _kept.counts = None
    elif Shelf._read is not _read:
        with blocker.unblock():
            _kept.counts = _counts()


@contextmanager
def aside() -> Iterator[None]:
    """Keep out of it while something stands in the database that several tests share."""
    _kept.is_aside = True
    try:
        yield
    finally:
        _kept.is_aside = False


def _counts() -> dict[str, int] | None:
    """Return how often each table was written to; None where the connection is of no use. Past Django: tests count its statements."""
    try:
        connection.ensure_connection()
        (count,) = connection.connection.execute(_COUNT).fetchone()
        if _kept.asked is None or _kept.asked[0] != count:
            counts = connection.connection.execute(_COUNTS).fetchone()
            _kept.asked = count, dict(zip(TABLES, counts, strict=True))
    except (psycopg.Error, DatabaseError):
        return None
    return _kept.asked[1]


def _with_changed(kept: dict[str, UnitRow]) -> dict[str, UnitRow] | None:
    """Return the units of the pack with those that the test made or changed, by one statement; None where it took some away."""
    total = {"total": "SELECT count(*) FROM agencies_unit"}
    rows = list(Unit.objects.extra(select=total, where=[_LATER]).values_list("total", "is_active", *agencies._COLUMNS))
    changed = {code: UnitRow(code, *row) if is_active else None for _total, is_active, code, *row in rows}
    if not rows or rows[0][0] != len(kept.keys() | changed.keys()):
        return None
    return {code: row for code, row in sorted({**kept, **changed}.items()) if row is not None}
