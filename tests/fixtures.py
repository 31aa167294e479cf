"""What every test may use: a database with the real Jakarta pack in it, media in a folder of its own."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
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
    """After a committed test empty what it wrote, past the triggers that forbid it, and keep the city pack."""
    plain = DatabaseOperations.sql_flush

    def sql_flush(self: DatabaseOperations, style: Any, tables: Any, **options: Any) -> list[str]:
        of_pack = {name for name in tables if name.startswith("catalog_")} - {"catalog_unitanswer"}
        written = [name for name in tables if name not in REFERENCE | of_pack]
        statements = plain(self, style, written, **options)
        guard = "TABLE reports_event {} TRIGGER reports_event_is_final_whole;"
        return ["ALTER " + guard.format("DISABLE"), *statements, "ALTER " + guard.format("ENABLE")]

    DatabaseOperations.sql_flush = sql_flush  # type: ignore[method-assign]
    yield
    DatabaseOperations.sql_flush = plain  # type: ignore[method-assign]
