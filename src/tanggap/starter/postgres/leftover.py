"""What a killed PostgreSQL leaves behind, and when it is safe to clear it away.

PostgreSQL refuses to start over a lock file that is empty, or that names a living process of its own user. That process
may be anybody: containers give the same low numbers again. It is cleared only under the owner's lock, when nothing
answers and no process works in the data folder, for a backend that is left from before still writes to it.
"""

import os
import subprocess
import sys
from pathlib import Path

from tanggap.starter.postgres.place import PORT, Place


def processes_in(data: Path) -> list[int]:
    """Return the processes that work in `data`: a postmaster and its backends have it as their working directory."""
    if sys.platform != "linux":
        return _processes_named_with(data)
    return [pid for pid in map(int, filter(str.isdigit, os.listdir("/proc"))) if works_in(data, pid)]


def works_in(data: Path, pid: int) -> bool:
    """Return whether process `pid` lives and works in `data`."""
    if sys.platform != "linux":
        return pid in _processes_named_with(data)
    try:
        return os.path.samestat(os.stat(f"/proc/{pid}/cwd"), os.stat(data))
    except OSError:  # ended, or another user's, which PostgreSQL then does not mind either
        return False


def postmaster(data: Path) -> int | None:
    """Return the living postmaster of `data`, None when its lock file is missing, damaged, or names somebody else."""
    try:
        pid = int((data / "postmaster.pid").read_bytes().split(b"\n", 1)[0])
    except (OSError, ValueError):
        return None
    return pid if works_in(data, pid) else None


def clear(place: Place) -> list[int]:
    """Remove lock files that nobody holds. Return the processes still at work in the data; then nothing is removed."""
    busy = processes_in(place.data)
    if not busy:
        for stale in (place.data / "postmaster.pid", place.sockets / f".s.PGSQL.{PORT}.lock"):
            stale.unlink(missing_ok=True)
    return busy


def _processes_named_with(data: Path) -> list[int]:
    """Elsewhere than on Linux: by command line, and every `postgres:` process counts, as its folder cannot be seen."""
    listed = subprocess.run(["ps", "-axo", "pid=,command="], capture_output=True, text=True, errors="replace")
    lines = (line.strip().partition(" ") for line in listed.stdout.splitlines())
    return [int(pid) for pid, _, command in lines if f"-D {data}" in command or command.strip().startswith("postgres:")]
