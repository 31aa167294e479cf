"""How many new reports one address may send: a full bucket at first, refilled evenly, counted in the memory of each web process.

It is generous, for behind one address can stand a whole mobile network, and it protects the desk from a loop in somebody's
program rather than from an attacker. A request from this machine itself is not counted.
"""

import ipaddress
import time
from collections import OrderedDict
from threading import Lock

from django.conf import settings
from django.http import HttpRequest

from tanggap.core.address import client_address, parsed

MOST_ADDRESSES = 20_000


class Buckets:
    """One bucket of `size` an address, refilled within 60 seconds; the addresses longest silent are forgotten first."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def wait_seconds(self, address: str, *, now: float) -> float:
        """Take one from the address's bucket and return 0, or return after how many seconds there is one."""
        with self._lock:
            level, since = self._levels.pop(address, (float(self.size), now))
            level = min(float(self.size), level + (now - since) * self.size / 60)
            is_free = level >= 1
            self._levels[address] = (level - 1 if is_free else level, now)
            while len(self._levels) > MOST_ADDRESSES:
                self._levels.popitem(last=False)
        return 0.0 if is_free else (1 - level) * 60 / self.size


_buckets = Buckets(0)


def wait_seconds(request: HttpRequest) -> float:
    """Return how long the sender of `request` has to wait before another report is taken; 0 when it is taken now."""
    global _buckets
    most: int = settings.API_REPORTS_PER_MINUTE
    if most <= 0:
        return 0.0
    if _buckets.size != most:
        _buckets = Buckets(most)
    address = network(client_address(request))
    return _buckets.wait_seconds(address, now=time.monotonic()) if address else 0.0


def network(address: str) -> str:
    """Return what is counted as one sender: an IPv4 address, an IPv6 /64; empty for this machine itself and for no address."""
    found = parsed(address)
    if found is None or found.is_loopback:
        return ""
    return str(found) if found.version == 4 else str(ipaddress.ip_network((found, 64), strict=False))
