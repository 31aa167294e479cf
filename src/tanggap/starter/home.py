"""The data folder of one city, and the keys in it."""

import json
import os
import secrets as random
from contextlib import suppress
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Self

from tanggap.starter import CannotStart
from tanggap.starter.files import locked, write_private

CLOSED = ("logs", "media")
CHECKOUT = Path(__file__).resolve().parents[3]
SECRETS = "secrets.json"
LEDGER_KEY = "ledger-key"
DATABASE_RECORD = "postgres.json"  # written when the embedded database is placed, see starter.postgres.place


class KeysLost(CannotStart):
    """The embedded database is there, its keys are not: new ones would make every sealed identity unreadable."""


@dataclass(frozen=True, kw_only=True)
class Secrets:
    """The keys of one city, 256 bits each. Whoever has them reads the vault and can forge private links."""

    django_key: str  # signs sessions and forms
    vault_key: bytes  # seals reporters' identities
    index_key: bytes  # blinds contacts, so that they are found without being readable
    link_key: bytes  # makes the private links

    @classmethod
    def from_hex(cls, stored: dict[str, str]) -> Self:
        """Raises KeyError, TypeError, ValueError when a key is missing or no 64 hexadecimal digits."""
        for field in fields(cls):
            if len(bytes.fromhex(stored[field.name])) != 32:
                raise ValueError(field.name)
        return cls(
            django_key=stored["django_key"],
            vault_key=bytes.fromhex(stored["vault_key"]),
            index_key=bytes.fromhex(stored["index_key"]),
            link_key=bytes.fromhex(stored["link_key"]),
        )


def home() -> Path:
    """Return the data folder, absolute: `TANGGAP_HOME`, or `var` in the checkout. It need not exist."""
    given = os.environ.get("TANGGAP_HOME", "").strip()
    base = CHECKOUT if (CHECKOUT / "pyproject.toml").is_file() else Path.cwd()
    folder = (Path(given).expanduser() if given else base / "var").resolve()
    if "\n" in str(folder):
        raise CannotStart("TANGGAP_HOME holds a line break. Choose a folder without one.")
    return folder


def pack(base: Path = CHECKOUT) -> Path:
    """Return the city pack's folder, `TANGGAP_PACK` or `packs/jakarta`: as seen from here, else from `base`."""
    given = Path(os.environ.get("TANGGAP_PACK", "").strip() or "packs/jakarta").expanduser()
    tried = [Path.cwd() / given, base / given]
    for folder in tried:
        if (folder / "pack.toml").is_file():
            return folder.resolve()
    places = " nor in ".join(dict.fromkeys(str(folder) for folder in tried))
    raise CannotStart(f"There is no pack.toml in {places}. Set TANGGAP_PACK to the folder of a city pack.")


def prepare(folder: Path) -> None:
    """Make the data folder where it is missing; an existing one keeps its mode.

    Nobody else may look into it (0700). Root's folder lets others pass through without looking (0711), for PostgreSQL
    runs as a user of its own there; all that lies in it is closed. Raises CannotStart.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        mode = 0o711 if os.geteuid() == 0 else 0o700
        with suppress(FileExistsError):
            folder.mkdir(mode)
            folder.chmod(mode)  # whatever the umask took
            for closed in CLOSED:
                (folder / closed).mkdir(0o700, exist_ok=True)
    except OSError as error:
        raise CannotStart(f"The data folder {folder} cannot be made: {error.strerror}. Set TANGGAP_HOME.") from error
    if not folder.is_dir():
        raise CannotStart(f"{folder} is no folder. Set TANGGAP_HOME to one.")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise CannotStart(
            f"The data folder {folder} belongs to {_owner(folder)} and you may not write into it. "
            "Start as that user, or set TANGGAP_HOME to another folder."
        )


def secrets(folder: Path) -> Secrets:
    """Return the keys of the data folder; the first call makes them. Raises KeysLost, CannotStart."""
    path = folder / SECRETS
    if not path.exists():
        prepare(folder)
        with locked(folder / "secrets.lock"):
            if not path.exists():
                _first_keys(path)
    try:
        return Secrets.from_hex(json.loads(path.read_bytes()))
    except PermissionError as error:
        raise CannotStart(f"{path} belongs to {_owner(path)}: start as that user.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise CannotStart(
            f"{path} is damaged. Put it back from your backup; nothing sealed opens without it."
        ) from error


def secret_of(folder: Path, name: str) -> str:
    """Return a secret that the operator put into the data folder as a file of its own; empty when there is none. Raises CannotStart."""
    path = folder / name
    try:
        return path.read_text("utf-8").strip()
    except FileNotFoundError:
        return ""
    except (PermissionError, UnicodeDecodeError) as error:
        raise CannotStart(f"{path} cannot be read: start as its owner, with text in it.") from error


def ledger_key(folder: Path) -> bytes:
    """Return the secret key (Ed25519, 32 bytes) that signs the public log's heads; the first call makes it. Raises CannotStart.

    A lost key is replaced by another one, for reports must go on to be received: it is the log that then refuses to sign with it.
    """
    path = folder / LEDGER_KEY
    if not path.exists():
        prepare(folder)
        with locked(folder / "secrets.lock"):
            if not path.exists():
                write_private(path, random.token_hex(32).encode())
    try:
        key = bytes.fromhex(path.read_text("ascii"))
    except PermissionError as error:
        raise CannotStart(f"{path} belongs to {_owner(path)}: start as that user.") from error
    except ValueError as error:
        raise CannotStart(f"{path} is damaged. Put it back from your backup; the log is signed by it.") from error
    if len(key) != 32:
        raise CannotStart(f"{path} is damaged. Put it back from your backup; the log is signed by it.")
    return key


def _first_keys(path: Path) -> None:
    if (path.parent / DATABASE_RECORD).exists():
        raise KeysLost(
            f"{path} is gone, but this folder's database is there. Put the file back from your backup. "
            "To begin again with an empty city instead, move the whole folder away."
        )
    keys = {field.name: random.token_hex(32) for field in fields(Secrets)}
    write_private(path, json.dumps(keys, indent=1).encode())


def _owner(path: Path) -> str:
    try:
        return path.owner()
    except KeyError:
        return f"user {path.stat().st_uid}"
