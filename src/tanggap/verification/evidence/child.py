"""The looking child: `python -m tanggap.verification.evidence.child`, one photo after the other, for as long as somebody asks.

A word on its input asks for one photo (`any`, or `fresh`: only one that a claim waits for), one on its output answers: `looked`,
`nothing`, or `away` when the database is. A picture that brings the libraries down ends this process, not the worker. It gives way to
others, works on one core, and may take `MEMORY_BYTES` beyond what it holds when it is ready.
"""

import ctypes
import logging
import os
import resource
import signal
import sys
from contextlib import suppress
from pathlib import Path

NICE = 10
MEMORY_BYTES = 768 * 1024 * 1024
PHOTOS = 500  # then a new child goes on: libraries keep what they once took
_DIE_WITH_PARENT = 1

log = logging.getLogger(__name__)


def main() -> None:
    """Answer until nobody asks any more."""
    parent = os.getppid()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _end_with(parent)
    os.nice(NICE)
    import django

    django.setup()
    from tanggap.core.cursors import UNREACHABLE
    from tanggap.verification.evidence import seeing
    from tanggap.verification.evidence.seeing import Sight

    seeing.has_library()
    _bound()
    sight = Sight()
    _say("ready")
    for number, line in enumerate(sys.stdin, 1):
        try:
            answer = "looked" if look(sight, only_fresh=line.strip() == "fresh") else "nothing"
        except UNREACHABLE as error:
            log.warning("the database is away: %s", type(error).__name__)
            answer = "away"
        _say(answer)
        if number >= PHOTOS and answer == "looked":
            break


def look(sight: "object", *, only_fresh: bool = False) -> bool:
    """Take one photo and look at it; return whether there was one. Raises `UNREACHABLE` errors."""
    from django.db import connection

    from tanggap.core.cursors import UNREACHABLE
    from tanggap.verification.evidence import examine, scanning

    connection.close_if_unusable_or_obsolete()
    taken = scanning.take(only_fresh=only_fresh)
    if taken is None:
        return False
    try:
        examine.examine(taken, sight=sight)  # type: ignore[arg-type]
    except UNREACHABLE:
        with suppress(Exception):
            connection.close()
            scanning.give_back(taken)
        raise
    return True


def _end_with(parent: int) -> None:
    """Be killed when the worker is: nobody would ask any more."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit(0)


def _bound() -> None:
    """Let the process take no more memory than it was given; asking for more fails there, and the check is told as failed."""
    try:
        mapped = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    except OSError:  # a system without /proc
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (mapped + MEMORY_BYTES, hard))


def _say(word: str) -> None:
    os.write(1, f"{word}\n".encode())


if __name__ == "__main__":
    main()
