"""What a killed PostgreSQL leaves behind, and when it is safe to clear it away.

PostgreSQL refuses to start over a lock file that is empty, or that names a living process of its own user. That process
may be anybody: containers give the same low numbers again. It is cleared only under the owner's lock, when nothing
answers and nobody is at work in the data: a backend that is left from before still writes to it.

Two signs tell that somebody is at work. Each PostgreSQL that we start holds the lock of `postgres.alive`, as do all its
backends, until the last of them is gone, also as seen from another container. And whoever started one, its processes
have the data as their working directory.
"""

import os
import sys
from pathlib import Path

from tanggap.starter.files import Lock
from tanggap.starter.postgres.place import PORT, Place

ALIVE = "postgres.alive"


def is_at_work(home: Path, place: Place) -> bool:
    """Return whether any process of a PostgreSQL of this data is alive."""
    alive = Lock(home / ALIVE)
    if not alive.acquire(wait=False):
        return True
    alive.release()
    return bool(_processes_in(place.data))


def postmaster(home: Path, place: Place) -> int | None:
    """Return the living postmaster, None when its lock file is missing or damaged, or names somebody else."""
    try:
        pid = int((place.data / "postmaster.pid").read_bytes().split(b"\n", 1)[0])
    except (OSError, ValueError):
        return None
    return pid if is_postmaster(pid, home, place) else None


def says_ready(place: Place) -> bool:
    """Return whether the postmaster wrote into its lock file that it takes connections."""
    try:
        return (place.data / "postmaster.pid").read_bytes().rstrip().endswith(b"ready")
    except OSError:
        return False


def is_postmaster(pid: int, home: Path, place: Place) -> bool:
    """Return whether process `pid` lives and belongs to the PostgreSQL of this data."""
    if sys.platform == "linux":
        return _works_in(place.data, pid)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return is_at_work(home, place)


def clear(home: Path, place: Place) -> bool:
    """Remove the lock files unless somebody is at work in the data. Return whether they are gone."""
    if is_at_work(home, place):
        return False
    for stale in (place.data / "postmaster.pid", place.sockets / f".s.PGSQL.{PORT}.lock"):
        stale.unlink(missing_ok=True)
    return True


def _processes_in(data: Path) -> list[int]:
    if sys.platform != "linux":
        return []
    return [pid for pid in map(int, filter(str.isdigit, os.listdir("/proc"))) if _works_in(data, pid)]


def _works_in(data: Path, pid: int) -> bool:
    try:
        return os.path.samestat(os.stat(f"/proc/{pid}/cwd"), os.stat(data))
    except OSError:  # ended, or another user's, which PostgreSQL then does not mind either
        return False
