"""Where the embedded database lies. Decided once a data folder, then remembered in `postgres.json`.

As an ordinary user everything lies in the data folder. As root, PostgreSQL runs as a user of its own; when that user
cannot pass into the data folder, the database lies in a state folder of the system instead. No existing folder's mode
is ever changed.
"""

import hashlib
import json
import os
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tanggap.starter import CannotStart
from tanggap.starter.files import write_private
from tanggap.starter.home import DATABASE_RECORD
from tanggap.starter.postgres import account
from tanggap.starter.postgres.account import Account

STATE_FOLDERS = (Path("/var/lib/tanggap"), Path("/srv/tanggap"), Path("/opt/tanggap"))
PORT = "5432"  # only names the socket; nothing listens on a network
LONGEST_SOCKET = 107  # bytes: sockaddr_un on Linux, less its closing zero
UNSAFE = frozenset(",'\"\\")  # libpq splits hosts at commas; the others need a quoting that not every client knows


@dataclass(frozen=True)
class Place:
    """The folder that holds nothing but this database, and the user it belongs to."""

    folder: Path
    account: Account

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def sockets(self) -> Path:
        """The folder of the socket: beside the data, or a hashed one where that path is too long for a socket."""
        beside = self.folder / "run"
        name = str(beside / f".s.PGSQL.{PORT}")
        if len(os.fsencode(name)) <= LONGEST_SOCKET and not UNSAFE & set(name):
            return beside
        return _temporary() / f"tanggap-{short_hash(self.folder)}"


def locate(home: Path, *, make_account: bool = False) -> Place:
    """Return where the database of `home` lies or would lie. Changes nothing, unless it may make the system user."""
    folder = _remembered(home)
    if os.geteuid() != 0:
        return Place(folder or home / "postgres", account.of_process())
    owner = (folder and account.of_data(folder / "data")) or account.lent_by_root(make=make_account)
    return Place(folder or _chosen_by_root(home, owner), owner)


def establish(home: Path) -> Place:
    """Make the database's folders, remember them, return them. Call it under the owner's lock. Raises CannotStart."""
    place = locate(home, make_account=True)
    if not place.folder.is_relative_to(home):
        make_state_folder(place.folder.parent)
    _make_private(place.folder, place.account)
    if not place.folder.is_relative_to(home):
        _refuse_two_homes(place, home)
    if _remembered(home) is None:
        inside = place.folder.is_relative_to(home)
        folder = place.folder.relative_to(home) if inside else place.folder
        write_private(home / DATABASE_RECORD, json.dumps({"folder": str(folder)}).encode())
    _make_private(place.sockets, place.account)
    return place


def state_folder(reader: Account) -> Path:
    """Return the system's folder for what `reader` cannot reach elsewhere. It may not exist yet. Raises CannotStart."""
    for folder in STATE_FOLDERS:
        nearest = folder if folder.exists() else folder.parent
        if os.access(nearest, os.W_OK) and reader.can("x", nearest):
            return folder
    raise CannotStart(
        f"User {reader.name}, who runs PostgreSQL for root, can reach neither the data folder nor "
        f"{' nor '.join(map(str, STATE_FOLDERS))}. Set TANGGAP_HOME to a folder "
        "below ones that all may pass, or set DATABASE_URL."
    )


def make_state_folder(folder: Path) -> None:
    """Make the state folder, which all may pass and nobody but root may list or write. An existing one is checked."""
    try:
        folder.mkdir(0o700)
    except FileExistsError:
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != 0 or found.st_mode & 0o022:
            raise CannotStart(f"{folder} must be a folder that only root can write. Mend or remove it.") from None
    else:
        folder.chmod(0o711)


def short_hash(path: Path) -> str:
    """Return 64 bits that stand for `path`."""
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:16]


def _remembered(home: Path) -> Path | None:
    path = home / DATABASE_RECORD
    try:
        return home / str(json.loads(path.read_bytes())["folder"])
    except FileNotFoundError:
        return None
    except PermissionError as error:
        raise CannotStart(f"You may not read {path}: start as the user who owns it.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise CannotStart(
            f"{path} is damaged. It names the folder of the database: put it back from your backup."
        ) from error


def _chosen_by_root(home: Path, owner: Account) -> Path:
    nearest = next(folder for folder in (home, *home.parents) if folder.exists())
    if owner.can("x", nearest):
        return home / "postgres"
    return state_folder(owner) / short_hash(home)


def _make_private(folder: Path, owner: Account) -> None:
    """Make a folder that only `owner` may enter. An existing one must be just that already: its mode is not touched."""
    try:
        folder.mkdir(0o700)
    except FileExistsError:
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner.uid or found.st_mode & 0o077:
            raise CannotStart(
                f"{folder} must be a folder that only user {owner.name} can enter. Mend or remove it."
            ) from None
    except OSError as error:
        raise CannotStart(f"{folder} cannot be made: {error.strerror}.") from error
    else:
        if not owner.is_current:
            os.chown(folder, owner.uid, owner.gid)


def _refuse_two_homes(place: Place, home: Path) -> None:
    """A copied data folder names the original's database: two cities on one database would destroy both."""
    note = place.folder / "home"
    if note.exists():
        other = Path(note.read_text("utf-8"))
        if other != home and (other / DATABASE_RECORD).exists():
            raise CannotStart(
                f"The database in {place.folder} belongs to the data folder {other}, of which {home} seems a copy. "
                f"Start with TANGGAP_HOME={other}, or restore a backup into an empty folder."
            )
        if other == home:
            return
    write_private(note, str(home).encode(), owner=(place.account.uid, place.account.gid))


def _temporary() -> Path:
    """`/tmp` where it can be used, so that a start with another TMPDIR finds the same socket."""
    usual = Path("/tmp")  # noqa: S108 – the folder made in it is ours alone, or refused
    return usual if os.access(usual, os.W_OK | os.X_OK) else Path(tempfile.gettempdir())
