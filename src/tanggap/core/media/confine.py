"""What the decoding child gives up before it sees a stranger's bytes: files, network, privileges, memory, core dumps.

Limits always hold. The rest depends on the kernel and on who runs it; `confine` says what was reached.
"""

import ctypes
import os
import resource
import signal
import struct
from pathlib import Path

MEMORY_BYTES = 256 * 1024 * 1024  # above what the child holds when it is ready (P20)
_NEW_USER, _NEW_NET = 0x10000000, 0x40000000
_NO_NEW_PRIVILEGES, _DUMPABLE = 38, 4
_CREATE_RULESET, _RESTRICT_SELF = 444, 446  # Landlock's system calls have one number on every architecture
_FILES, _TCP, _SCOPES = (1 << 16) - 1, (1 << 2) - 1, (1 << 2) - 1


def confine() -> dict[str, bool]:
    """Give up all that decoding does not need; from here on no file can be opened. Call it with everything imported."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    libc.prctl(_DUMPABLE, 0, 0, 0, 0)
    most = _mapped_bytes() + MEMORY_BYTES
    reached = {"network": _no_network(libc), "files": _no_files(libc)}
    for limit, value in (
        (resource.RLIMIT_AS, most),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 3),  # its three pipes: nothing can be opened, no socket either
    ):
        resource.setrlimit(limit, (value, value))
    return reached


def allow_cpu(seconds: float) -> None:
    """Let the process work `seconds` more, then it dies by SIGPROF, or, was that undone, soon after by SIGXCPU."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime + seconds) + 2
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))
    signal.setitimer(signal.ITIMER_PROF, seconds)


def _no_network(libc: ctypes.CDLL) -> bool:
    """Move into a network with nothing in it: as root directly, otherwise inside a user namespace of one's own."""
    return bool(libc.unshare(_NEW_NET) == 0 or libc.unshare(_NEW_USER | _NEW_NET) == 0)


def _no_files(libc: ctypes.CDLL) -> bool:
    """Forbid every access to files that Landlock knows, and TCP where it knows that; no rule allows anything again."""
    version = libc.syscall(_CREATE_RULESET, None, 0, 1)
    if version < 1:
        return False
    files = _FILES if version >= 5 else (1 << (13 + min(version, 3) - 1)) - 1
    rules = struct.pack("QQQ", files, _TCP if version >= 4 else 0, _SCOPES if version >= 6 else 0)
    size = 8 if version < 4 else 16 if version < 6 else 24
    ruleset = libc.syscall(_CREATE_RULESET, rules, size, 0)
    if ruleset < 0:
        return False
    try:
        return bool(libc.syscall(_RESTRICT_SELF, ruleset, 0) == 0)
    finally:
        os.close(ruleset)


def _mapped_bytes() -> int:
    try:
        return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    except OSError:  # a system without /proc
        return 256 * 1024 * 1024
