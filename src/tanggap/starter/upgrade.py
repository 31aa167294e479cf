"""What was done to the database already, so that a later start can skip it."""

import hashlib
import json
import sysconfig
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Self

import tanggap
from tanggap.starter.files import write_private

RECORD = "started.json"


@dataclass(frozen=True, kw_only=True)
class Done:
    """What the last start did to which database. What is unknown is empty, and done again: all may be repeated."""

    database: str = ""
    migrations: str = ""
    applied: str = ""
    pack: str = ""
    static: str = ""
    demo: str = ""  # "due", "declined", "begun", "done"

    @classmethod
    def read(cls, home: Path, *, database: str) -> Self:
        """Return what was done to `database`, nothing when that was done to another one."""
        try:
            done = cls(**json.loads((home / RECORD).read_bytes()))
        except (FileNotFoundError, ValueError, TypeError):
            return cls(database=database)
        return done if done.database == database else cls(database=database)

    def write(self, home: Path, **changes: str) -> Self:
        """Remember `changes` too, and return what was done now."""
        done = replace(self, **changes)
        write_private(home / RECORD, json.dumps(asdict(done), indent=1).encode())
        return done


def identity(connection: Any) -> str:
    """Return what tells this database from any other, also from one restored or made anew under the same name."""
    row = connection.execute(
        "select has_function_privilege('pg_control_system()', 'execute'), oid from pg_database"
        " where datname = current_database()"
    ).fetchone()
    server = connection.execute("select system_identifier from pg_control_system()").fetchone()[0] if row[0] else ""
    return f"{server}/{row[1]}"


def applied(connection: Any) -> str:
    """Return a fingerprint of the migrations that this database says it has; empty when it has none."""
    if connection.execute("select to_regclass('django_migrations')").fetchone()[0] is None:
        return ""
    row = connection.execute(
        "select md5(string_agg(app || '.' || name, ',' order by app, name)) from django_migrations"
    )
    return str(row.fetchone()[0] or "")


def migrations() -> str:
    """Return a fingerprint of the migrations that the code has: our files, and the versions of the packages."""
    room = Path(tanggap.__file__).parent
    return _fingerprint(room, room.glob("**/migrations/*.py"), _packages())


def pack(folder: Path) -> str:
    """Return a fingerprint of the city pack's files and of the schema they are loaded into."""
    return _fingerprint(folder, folder.rglob("*"), [migrations()])


def static() -> str:
    """Return a fingerprint of the style sheets, scripts and icons that the code brings, and of the packages that bring some, too."""
    room = Path(tanggap.__file__).parent
    return _fingerprint(room, room.glob("web/*/static/**/*"), _packages())


def _packages() -> list[str]:
    return sorted(path.name for path in Path(sysconfig.get_path("purelib")).glob("*.dist-info"))


def _fingerprint(base: Path, files: Iterable[Path], words: list[str]) -> str:
    digest = hashlib.sha256("\n".join(words).encode())
    for path in sorted(path for path in files if path.is_file()):
        digest.update(f"\n{path.relative_to(base)} {path.stat().st_size}\n".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
