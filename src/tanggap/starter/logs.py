"""The log files of the processes: appended to by the child itself, so that no child ever waits for the starter."""

import os
from contextlib import suppress
from pathlib import Path

KEPT_BYTES = 10 * 1024 * 1024
KEPT_FILES = 3


class Log:
    """One process' log file, and how far the starter has read it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(mode=0o700, exist_ok=True)
        os.close(self.open())
        self._read_to = path.stat().st_size
        self._rest = b""

    def open(self) -> int:
        """Return a descriptor that appends, for a child; the caller closes it."""
        return os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def new_lines(self) -> list[str]:
        """Return the whole lines written since the last call, at most the last 64 KiB of them."""
        size = self._size()
        if size in (0, self._read_to):
            self._read_to = size
            return []
        start = max(self._read_to if size >= self._read_to else 0, size - 65536)
        with self.path.open("rb") as file:
            file.seek(start)
            *lines, self._rest = (self._rest + file.read(size - start)).split(b"\n")
        self._read_to = size
        return [line.decode("utf-8", "replace") for line in lines]

    def _size(self) -> int:
        try:
            return self.path.stat().st_size
        except FileNotFoundError:  # somebody removed it: the child goes on writing into nowhere
            return 0

    def last_lines(self, count: int) -> list[str]:
        """Return the last lines, for a message about how the process ended."""
        if not (size := self._size()):
            return []
        with self.path.open("rb") as file:
            file.seek(max(0, size - 16384))
            return file.read().decode("utf-8", "replace").splitlines()[-count:]

    def rotate(self) -> None:
        """Keep the file small: past 10 MiB it is copied away, and emptied under the hand of the child that appends."""
        if self._size() < KEPT_BYTES:
            return
        with suppress(OSError):  # a full disk: then the old lines go
            self._keep()
        os.truncate(self.path, 0)
        self._read_to, self._rest = 0, b""

    def _keep(self) -> None:
        older = [self.path.with_name(f"{self.path.name}.{number}") for number in range(1, KEPT_FILES + 1)]
        for newer, old in zip(reversed(older[:-1]), reversed(older[1:]), strict=True):
            if newer.exists():
                newer.replace(old)
        with self.path.open("rb") as source, open(older[0], "wb", opener=_private) as target:
            while part := source.read(1024 * 1024):
                target.write(part)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
