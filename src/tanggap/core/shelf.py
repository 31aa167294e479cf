"""Small reference tables kept in the process: areas, units, categories cost no statement a request."""

import time
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")

RELOAD_SECONDS = 30.0
_shelves: list["Shelf"] = []  # type: ignore[type-arg]


class Shelf(Generic[K, V]):
    """A table read whole and kept for `RELOAD_SECONDS`: a changed city pack is seen everywhere within that time."""

    def __init__(self, load: Callable[[], dict[K, V]]) -> None:
        self._load = load
        self._lock = Lock()
        self._rows: dict[K, V] | None = None
        self._loaded_at = 0.0
        _shelves.append(self)

    def all(self) -> dict[K, V]:
        """Return every row by key, in the order of the loading query. One thread reads the table anew, the others keep what they have."""
        rows = self._rows
        if rows is None:
            with self._lock:
                rows = self._rows
                return self._read() if rows is None else rows
        if self._is_old() and self._lock.acquire(blocking=False):
            try:
                return self._read() if self._is_old() else self._rows or rows
            finally:
                self._lock.release()
        return rows

    def _is_old(self) -> bool:
        return time.monotonic() - self._loaded_at > RELOAD_SECONDS

    def _read(self) -> dict[K, V]:
        rows = self._load()
        self._rows, self._loaded_at = rows, time.monotonic()
        return rows

    def get(self, key: K | None) -> V | None:
        """Return the row of `key`, or None."""
        return None if key is None else self.all().get(key)

    def renew(self, *, after: float = 2.0) -> bool:
        """Forget the rows when they are older than `after` seconds; return whether they were.

        For who misses a row that another process may have made a moment ago.
        """
        is_old = time.monotonic() - self._loaded_at > after
        if is_old:
            self._rows = None
        return is_old

    def clear(self) -> None:
        """Forget the rows, so that the next reader loads them."""
        self._rows = None


def clear_all() -> None:
    """Forget every shelf of this process: after a pack was loaded, and between tests."""
    for shelf in _shelves:
        shelf.clear()
