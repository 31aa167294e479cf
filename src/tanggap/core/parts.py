"""The parts of the worker: threads that go round until they are asked to stop, and can say whether they are well."""

import threading
import time


class Part(threading.Thread):
    """A thread of the worker. It notes in `looked_at` each time it goes round; one that has not for `hung_after` seconds hangs."""

    def __init__(self, name: str, stop: threading.Event, *, hung_after: float) -> None:
        super().__init__(name=name, daemon=True)
        self._stop_asked = stop
        self._hung_after = hung_after
        self.looked_at = time.monotonic()

    @property
    def is_well(self) -> bool:
        """Return whether it is alive and does not hang."""
        return self.is_alive() and time.monotonic() - self.looked_at < self._hung_after
