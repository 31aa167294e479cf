"""How often one sender may ask: a full bucket at first, refilled evenly (within a minute), counted in the memory of each web process."""

import ipaddress
from collections import OrderedDict
from threading import Lock

from tanggap.core.address import parsed

MOST_SENDERS = 20_000


class Buckets:
    """One bucket of `size` a sender, refilled within `seconds`; the senders longest silent are forgotten first."""

    def __init__(self, size: int, *, seconds: float = 60.0) -> None:
        self.size = size
        self._seconds = seconds
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def wait_seconds(self, sender: str, *, now: float) -> float:
        """Take one from the sender's bucket and return 0, or return after how many seconds there is one."""
        with self._lock:
            level, since = self._levels.pop(sender, (float(self.size), now))
            level = min(float(self.size), level + (now - since) * self.size / self._seconds)
            is_free = level >= 1
            self._levels[sender] = (level - 1 if is_free else level, now)
            while len(self._levels) > MOST_SENDERS:
                self._levels.popitem(last=False)
        return 0.0 if is_free else (1 - level) * self._seconds / self.size

    def level(self, sender: str, *, now: float) -> int:
        """Return how many the sender may take now, without taking one."""
        with self._lock:
            level, since = self._levels.get(sender, (float(self.size), now))
        return max(0, int(min(float(self.size), level + (now - since) * self.size / self._seconds)))

    def charge(self, sender: str, amount: float) -> None:
        """Take `amount` more for what was given already: who got something dear waits the longer."""
        with self._lock:
            level, since = self._levels.get(sender, (float(self.size), 0.0))
            self._levels[sender] = (level - amount, since)

    def clear(self) -> None:
        """Forget everybody: between tests."""
        with self._lock:
            self._levels.clear()


def network(address: str) -> str:
    """Return what is counted as one sender: an IPv4 address, an IPv6 /64; empty for this machine itself and for no address."""
    found = parsed(address)
    if found is None or found.is_loopback:
        return ""
    return str(found) if found.version == 4 else str(ipaddress.ip_network((found, 64), strict=False))
