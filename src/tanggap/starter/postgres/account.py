"""The system user that PostgreSQL runs as. PostgreSQL refuses root, so root lends it one of no other rights."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tanggap.starter import CannotStart

NAME = "tanggap-db"
FALLBACKS = ("postgres", "nobody")  # where no user can be made: a read-only /etc, no useradd
STRANGER = 65534  # a user id without rights: stands for NAME until it exists


@dataclass(frozen=True)
class Account:
    """The system user that PostgreSQL runs as."""

    name: str
    uid: int
    gid: int

    @property
    def is_current(self) -> bool:
        return self.uid == os.geteuid()

    def drop(self) -> dict[str, Any]:
        """Return the arguments with which `subprocess` starts a program as this user, and with nothing of root."""
        if self.is_current:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def can(self, rights: str, path: Path) -> bool:
        """Return whether this user has all `rights` ("rwx") on `path`, asked of the system as that user."""
        asked = " && ".join(f'[ -{right} "$1" ]' for right in rights)
        return subprocess.run(["/bin/sh", "-c", asked, "sh", str(path)], cwd="/", **self.drop()).returncode == 0


def of_process() -> Account:
    """Return the user this process runs as. Raises CannotStart where that user has no name."""
    try:
        return _named(pwd.getpwuid(os.geteuid()))
    except KeyError as error:
        raise CannotStart(
            f"User {os.geteuid()} has no name on this machine, and PostgreSQL needs one. "
            "Add it to /etc/passwd, or set DATABASE_URL."
        ) from error


def of_data(data: Path) -> Account | None:
    """Return the user whose existing data folder this is, as only root needs to know; None where there is none."""
    try:
        uid = data.stat().st_uid
    except FileNotFoundError:
        return None
    try:
        return _named(pwd.getpwuid(uid)) if uid else None
    except KeyError as error:
        raise CannotStart(f"{data} belongs to user {uid}, who has no name on this machine.") from error


def lent_by_root(*, make: bool) -> Account:
    """Return the user that root lends to PostgreSQL. With `make` it is made where it is missing."""
    for name in (NAME, *FALLBACKS):
        try:
            return _named(pwd.getpwnam(name))
        except KeyError:
            if name == NAME and not make:
                return Account(NAME, STRANGER, STRANGER)
            if name == NAME and _make():
                return _named(pwd.getpwnam(NAME))
    raise CannotStart(f"PostgreSQL may not run as root. Make a system user: useradd --system {NAME}")


def _make() -> bool:
    """Make the system user, with no password, no shell, no home. Return whether that worked."""
    useradd = shutil.which("useradd") or shutil.which("useradd", path="/usr/sbin:/sbin")
    if useradd is None:
        return False
    home, shell = ("--home-dir", "/nonexistent"), ("--shell", "/usr/sbin/nologin")
    options = ["--system", "--user-group", "--no-create-home", *home, *shell]
    done = subprocess.run([useradd, *options, NAME], capture_output=True)
    try:
        pwd.getpwnam(NAME)  # another start may have made it in between
    except KeyError:
        return False
    return done.returncode in (0, 9)


def _named(entry: pwd.struct_passwd) -> Account:
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
