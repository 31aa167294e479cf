"""What every test may use: a database with the real Jakarta pack in it, media in a folder of its own."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.core.management.commands import flush
from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations
from django.utils import translation
from pytest_django.plugin import DjangoDbBlocker

from tanggap.core import shelf

__all__ = ["_gentle_flush", "_own_folders", "django_db_setup"]  # `import *` leaves out names with an underscore
REFERENCE = {
    "places_area",
    "agencies_unit",
    "agencies_competency",
    "reports_move",
    "django_migrations",
    "django_content_type",
    "auth_permission",
}


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Load the city pack into the test database once: tests run on the city that ships.

    No autovacuum: what it counts on tables that are almost empty would decide, test by test, which index a plan names.
    """
    with django_db_blocker.unblock():
        call_command("pack", "load", "--yes", verbosity=0)
        with connection.cursor() as cursor:
            for table in connection.introspection.table_names(cursor):
                cursor.execute(f"ALTER TABLE {table} SET (autovacuum_enabled = false)")


@pytest.fixture(autouse=True)
def _own_folders(tmp_path_factory: pytest.TempPathFactory, settings: Any) -> Iterator[None]:
    """Give each test run a media folder, cheap passwords, and shelves without another test's units."""
    settings.MEDIA_ROOT = _media_root(tmp_path_factory)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.AXES_ENABLED = False
    settings.STORAGES = {
        **django_settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    translation.deactivate()  # the language of an earlier test's request
    yield
    shelf.clear_all()


def _media_root(factory: pytest.TempPathFactory) -> Path:
    folder = factory.getbasetemp() / "media"
    folder.mkdir(exist_ok=True, mode=0o700)
    return folder


@pytest.fixture(autouse=True, scope="session")
def _gentle_flush() -> Iterator[None]:
    """After a committed test empty what it wrote, past the triggers that forbid it, and keep the city pack.

    Only tables that hold something are emptied: to cut ninety takes longer than most tests. Content types and permissions stay, so
    nothing has to make them anew.
    """
    plain, told = DatabaseOperations.sql_flush, flush.emit_post_migrate_signal

    def sql_flush(self: DatabaseOperations, style: Any, tables: Any, **options: Any) -> list[str]:
        of_pack = {name for name in tables if name.startswith("catalog_")} - {"catalog_unitanswer"}
        written = _written({name for name in tables if name not in REFERENCE | of_pack})
        statements = plain(self, style, written, **options)
        if "reports_event" not in written:
            return statements
        guard = "TABLE reports_event {} TRIGGER reports_event_is_final_whole;"
        return ["ALTER " + guard.format("DISABLE"), *statements, "ALTER " + guard.format("ENABLE")]

    DatabaseOperations.sql_flush = sql_flush  # type: ignore[method-assign]
    flush.emit_post_migrate_signal = lambda *_given, **_named: None
    yield
    DatabaseOperations.sql_flush = plain  # type: ignore[method-assign]
    flush.emit_post_migrate_signal = told


_WRITTEN = """
WITH RECURSIVE held AS (
  SELECT oid FROM pg_class WHERE relkind = 'r' AND relname = ANY(%s) AND pg_relation_size(oid) > 0
  UNION SELECT points.conrelid FROM held JOIN pg_constraint AS points ON points.confrelid = held.oid AND points.contype = 'f'
) SELECT relname FROM held JOIN pg_class USING (oid) ORDER BY relname
"""


def _written(tables: set[str]) -> list[str]:
    """Return those of `tables` that hold something, and those that point to them: PostgreSQL empties them together only."""
    with connection.cursor() as cursor:
        cursor.execute(_WRITTEN, [list(tables)])
        return [name for (name,) in cursor.fetchall() if name in tables]
