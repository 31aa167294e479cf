"""The environment, read once and checked before anything is started."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tanggap.starter import CannotStart, home

DEFAULT_PORT = 8000
LANGUAGES = ("id", "en")


class BadEnvironment(CannotStart):
    """Names every variable that cannot be used, one a line."""


@dataclass(frozen=True, kw_only=True)
class Environment:
    """What the operator chose."""

    home: Path
    pack: Path
    host: str
    port: int
    database_url: str | None  # None: the embedded PostgreSQL
    demo: bool | None  # None: not said

    @property
    def own_host(self) -> str:
        """The host under which this machine reaches itself."""
        return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)  # noqa: S104

    @property
    def address(self) -> str:
        """The address to open on this machine."""
        host = f"[{self.own_host}]" if ":" in self.own_host else self.own_host
        return f"http://{host}:{self.port}/"


def read(variables: Mapping[str, str] = os.environ) -> Environment:
    """Return the checked environment. Raises BadEnvironment with all that is wrong with it."""
    wrong: list[str] = []
    port = _port(variables.get("TANGGAP_PORT", ""), wrong)
    for name in ("DATABASE_URL", "DATABASE_REPLICA_URL"):
        _check_url(name, variables.get(name, ""), wrong)
    if (language := variables.get("TANGGAP_LANG", "")) and language not in LANGUAGES:
        wrong.append(f"TANGGAP_LANG is {language!r}: choose {' or '.join(LANGUAGES)}.")
    if (demo := variables.get("TANGGAP_DEMO", "")) not in ("", "0", "1"):
        wrong.append(f"TANGGAP_DEMO is {demo!r}: 1 fills the city with a simulation, 0 leaves it empty.")
    folders: list[Path] = []
    for find in (home.home, home.pack):
        try:
            folders.append(find())
        except CannotStart as error:
            wrong.append(str(error))
    if wrong:
        raise BadEnvironment("\n".join(wrong))
    return Environment(
        home=folders[0],
        pack=folders[1],
        host=variables.get("TANGGAP_HOST") or "127.0.0.1",
        port=port,
        database_url=variables.get("DATABASE_URL") or None,
        demo={"": None, "0": False, "1": True}[demo],
    )


def _port(given: str, wrong: list[str]) -> int:
    if not given:
        return DEFAULT_PORT
    if given.isascii() and given.isdigit() and 0 < int(given) < 65536:
        return int(given)
    wrong.append(f"TANGGAP_PORT is {given!r}: give a number from 1 to 65535.")
    return DEFAULT_PORT


def _check_url(name: str, url: str, wrong: list[str]) -> None:
    """A database address is never printed: it may hold a password."""
    if not url:
        return
    form = "postgresql://user:password@host:5432/database"
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        wrong.append(f"{name} cannot be read as an address. It has the form {form}.")
        return
    if parts.scheme not in ("postgres", "postgresql"):
        wrong.append(f"{name} begins with {parts.scheme!r}: only PostgreSQL is supported, as {form}.")
    elif not parts.path.strip("/"):
        wrong.append(f"{name} names no database. It has the form {form}.")
