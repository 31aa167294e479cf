"""What every test may use: a database with the real Jakarta pack in it, media in a folder of its own."""

import itertools
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.core.management.commands import flush
from django.db import connection, transaction
from django.db.backends.postgresql.operations import DatabaseOperations
from django.db.backends.utils import CursorWrapper
from django.utils import translation
from pytest_django.plugin import DjangoDbBlocker
from tests import emptying, prepared, shelves
from whitenoise.middleware import WhiteNoiseMiddleware

from tanggap.core import shelf
from tanggap.ledger import queries as ledger

__all__ = [
    "_gentle_flush",
    "_hasty_disk",
    "_media",
    "_nothing_ages",
    "_own_folders",
    "_static_files",
    "_without_lots",
    "django_db_modify_db_settings",
    "django_db_setup",
]  # `import *` leaves out names with an underscore
T = TypeVar("T")
_folders = itertools.count()
OF_PACK = [
    "places_area",
    "agencies_unit",
    "agencies_competency",
    "reports_move",
    "planning_move",
]  # and those of the catalog
REFERENCE = {*OF_PACK, "django_migrations", "django_content_type", "auth_permission"}


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: DjangoDbBlocker
) -> Callable[[], None]:
    """Let the test database be a copy of one that was migrated; return what to do with it when it is made."""
    with django_db_blocker.unblock():
        return prepared.begin()


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_modify_db_settings: Callable[[], None], django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> None:
    """Load the city pack into the test database once: tests run on the city that ships.

    No autovacuum: what it counts on tables that are almost empty would decide, test by test, which index a plan names.
    """
    with django_db_blocker.unblock():
        django_db_modify_db_settings()
        call_command("pack", "load", "--yes", verbosity=0)
        with connection.cursor() as cursor:
            tables = connection.introspection.table_names(cursor)
            for table in tables:
                cursor.execute(f"ALTER TABLE {table} SET (autovacuum_enabled = false)")
            _remember(cursor, [*OF_PACK, *sorted(_of_catalog(tables))])
            shelves.count_writing(cursor)


@contextmanager
def standing(blocker: DjangoDbBlocker, build: Callable[[], T]) -> Iterator[T]:
    """Yield what `build` made, committed for tests that only read it or roll back what they write; afterwards all of it is gone."""
    try:
        shelf.clear_all()
        with shelves.aside():
            with blocker.unblock():
                made = build()
            shelf.clear_all()
            yield made
    finally:
        with blocker.unblock():
            call_command("flush", verbosity=0, interactive=False, reset_sequences=False)  # keys are given out in blocks
        shelf.clear_all()


@contextmanager
def undone() -> Iterator[None]:
    """Take back what is written inside, once every constraint has held: one example of many sees nothing of another."""
    with transaction.atomic():
        yield
        connection.check_constraints()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True, scope="session")
def _hasty_disk() -> Iterator[None]:
    """Let this process not wait for the disk at each photo: no test cuts the power. What is synced tests/core/test_media looks at."""
    plain = os.fsync
    os.fsync = lambda _file: None
    yield
    os.fsync = plain


@pytest.fixture(autouse=True, scope="session")
def _media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the tests a media folder; which files a test sees its rows say."""
    folder = tmp_path_factory.getbasetemp() / "media"
    folder.mkdir(exist_ok=True, mode=0o700)
    django_settings.MEDIA_ROOT = folder
    return folder


@pytest.fixture(autouse=True, scope="session")
def _nothing_ages() -> None:
    """Keep what a process keeps for seconds as long as a test runs: on a busy machine it would be read anew amid what a test counts."""
    shelf.RELOAD_SECONDS = ledger.KEPT_SECONDS = 3600.0


@pytest.fixture(autouse=True)
def _own_folders(_media: Path) -> Iterator[None]:
    """Give each test a ledger's folder of its own, and shelves without another test's units."""
    django_settings.LEDGER_FOLDER = _media.parent / f"ledger-{next(_folders)}"  # not made before a head is signed
    ledger.forget_head()
    translation.deactivate()  # the language of an earlier test's request
    yield
    shelf.clear_all()


@pytest.fixture(autouse=True)
def _without_lots(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw no claim by lot, so that what papers close is closed; a test marked `lots` draws as the product does."""
    if request.node.get_closest_marker("lots") is None:
        monkeypatch.setattr("tanggap.verification.drawing.lot", lambda *_given: 0.999)


@pytest.fixture(autouse=True, scope="session")
def _static_files() -> Iterator[None]:
    """Give each test's client the static files that the first one found: to look for them takes longer than most pages do."""
    plain, kept = WhiteNoiseMiddleware.add_files_from_finders, dict[tuple[str, int], dict[str, Any]]()

    def found(self: WhiteNoiseMiddleware) -> None:
        files = kept.get((self.static_prefix, self.max_age))
        if files is None:
            plain(self)
            kept[self.static_prefix, self.max_age] = dict(self.files)
        else:
            self.files.update(files)

    WhiteNoiseMiddleware.add_files_from_finders = found
    yield
    WhiteNoiseMiddleware.add_files_from_finders = plain


@pytest.fixture(autouse=True, scope="session")
def _gentle_flush() -> Iterator[None]:
    """After a committed test empty what it wrote, past the triggers that forbid it, and keep the city pack as it was loaded.

    Only tables that hold something are emptied. Content types and permissions stay, so nothing has to make them anew.
    """
    plain, told = DatabaseOperations.sql_flush, flush.emit_post_migrate_signal

    def sql_flush(self: DatabaseOperations, style: Any, tables: Any, **options: Any) -> list[str]:
        ours = {name for name in tables if name not in REFERENCE | _of_catalog(tables)}

        def cut(held: set[str]) -> list[str]:
            written = _pointing(held, of=ours)
            guard = "ALTER TABLE {1} {0} TRIGGER {2};"
            off, on = ([guard.format(word, *one) for one in _guards(written)] for word in ("DISABLE", "ENABLE"))
            return [*off, *plain(self, style, written, **options), *on]

        return [*emptying.statements(ours, cut=cut), *_restored()]

    DatabaseOperations.sql_flush = sql_flush  # type: ignore[method-assign]
    flush.emit_post_migrate_signal = lambda *_given, **_named: None
    yield
    DatabaseOperations.sql_flush = plain  # type: ignore[method-assign]
    flush.emit_post_migrate_signal = told


_POINTING = """
WITH RECURSIVE held AS (
  SELECT oid FROM pg_class WHERE relkind = 'r' AND relname = ANY(%s)
  UNION SELECT points.conrelid FROM held JOIN pg_constraint AS points ON points.confrelid = held.oid AND points.contype = 'f'
) SELECT relname FROM held JOIN pg_class USING (oid) ORDER BY relname
"""


def _pointing(held: set[str], *, of: set[str]) -> list[str]:
    """Return the tables `held` and those of `of` that point to them: PostgreSQL cuts them together only."""
    with connection.cursor() as cursor:
        cursor.execute(_POINTING, [list(held)])
        return [name for (name,) in cursor.fetchall() if name in of]


_GUARDS = """
SELECT relname, tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
WHERE NOT tgisinternal AND tgtype & 32 <> 0 AND relname = ANY(%s) AND tgname <> 'tests_count_writing' ORDER BY 1, 2
"""


def _guards(tables: list[str]) -> list[tuple[str, str]]:
    """Return which of `tables` nobody may empty, each with the trigger that says so."""
    with connection.cursor() as cursor:
        cursor.execute(_GUARDS, [tables])
        return list(cursor.fetchall())


def _of_catalog(tables: Iterable[str]) -> set[str]:
    return {name for name in tables if name.startswith("catalog_")} - {"catalog_unitanswer"}


def _remember(cursor: CursorWrapper, tables: list[str]) -> None:
    """Keep the pack's rows as they were loaded, out of the way of every query, and which transactions came later."""
    cursor.execute("CREATE SCHEMA shipped")
    cursor.execute(f"CREATE TABLE shipped.since AS {_NEXT}")
    for table in tables:
        cursor.execute(f"CREATE TABLE shipped.{table} AS TABLE {table}")


_NEXT = "SELECT pg_current_xact_id()::text::bigint + 1 AS transaction"
_LATER = "(xmin::text::bigint >= (SELECT transaction FROM shipped.since))"
_CHANGED = """
SELECT '{0}' WHERE EXISTS (SELECT FROM {0} WHERE {1}) OR (SELECT count(*) FROM {0}) <> (SELECT count(*) FROM shipped.{0})
"""
_SHIPPED = (
    "SELECT relname FROM pg_class WHERE relnamespace = 'shipped'::regnamespace AND relname <> 'since' ORDER BY relname"
)


def _restored() -> list[str]:
    """Return the statements that put back what committed tests changed of the pack: keys are judged when all is in its place."""
    with connection.cursor() as cursor:
        cursor.execute(_SHIPPED)
        cursor.execute("UNION ALL".join(_CHANGED.format(name, _LATER) for (name,) in cursor.fetchall()))
        changed = [name for (name,) in cursor.fetchall()]
    if not changed:
        return []
    deleted = [f"DELETE FROM {name} WHERE {_LATER};" for name in changed]
    filled = [f"INSERT INTO {name} SELECT * FROM shipped.{name} ON CONFLICT DO NOTHING;" for name in changed]
    return [*deleted, *filled, f"UPDATE shipped.since SET transaction = ({_NEXT});"]
