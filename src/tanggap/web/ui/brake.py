"""Who asks for more pages than a whole neighbourhood of people would is told to wait.

Counted is what has to be drawn: what comes from `caching` costs nothing and is given to everybody. One sender is a network (IPv4 /24,
IPv6 /48) and not an address, for a program spreads over its neighbours; and a network may ask much, for thousands of citizens share the
addresses of one mobile carrier. Sending a report, following one by its private link and the staff's pages are never braked.
"""

import ipaddress
from collections import Counter
from collections.abc import Callable
from threading import Lock
from time import monotonic, thread_time
from typing import TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from tanggap.core.address import client_address, parsed
from tanggap.core.buckets import Buckets
from tanggap.web.ui import errors

Drawn = TypeVar("Drawn")
REFILL_SECONDS = 4.0  # of a full bucket: four seconds' worth may be asked for at once
PAGE_SECONDS = 0.02  # of a processor: what a page costs; a dearer one counts for several
IPV4_PREFIX, IPV6_PREFIX = 24, 48


class Brake:
    """Lets a network ask for `per_second` pages for long and for four times as many at once.

    While fewer than `busy` pages are being drawn, by whomever, any of them may be its own; then at most `at_once`: a scraper draws back as
    others come.
    """

    def __init__(self, per_second: int, at_once: int, busy: int) -> None:
        self._buckets = Buckets(int(per_second * REFILL_SECONDS), seconds=REFILL_SECONDS)
        self._at_once, self._least_busy = at_once, busy
        self._busy: Counter[str] = Counter()
        self._lock = Lock()

    def enter(self, sender: str) -> float:
        """Return 0 when the page may be drawn (then `leave` must follow), else after how many seconds to ask again."""
        with self._lock:
            if self._busy[sender] >= self._at_once and self._busy.total() >= self._least_busy:
                return 1.0
            wait = self._buckets.wait_seconds(sender, now=monotonic())
            if not wait:
                self._busy[sender] += 1
        return wait

    def leave(self, sender: str, *, spent: float = 0.0) -> None:
        """Say that the page is drawn, for which the processor took `spent` seconds."""
        if spent > PAGE_SECONDS:
            self._buckets.charge(sender, spent / PAGE_SECONDS - 1)
        with self._lock:
            self._busy[sender] -= 1
            if self._busy[sender] <= 0:
                del self._busy[sender]


_brakes: dict[tuple[int, int, int], Brake] = {}


def on(request: HttpRequest, draw: Callable[[], Drawn]) -> Drawn | HttpResponse:
    """Return what `draw` returns, or 429 when the reader's network has asked for too much."""
    sender = network(client_address(request)) if settings.PAGES_PER_SECOND else ""
    if not sender:
        return draw()
    brake = _brake()
    if wait := brake.enter(sender):
        return errors.too_many(request, seconds=max(1, round(wait)))
    begun = thread_time()
    try:
        return draw()
    finally:
        brake.leave(sender, spent=thread_time() - begun)


def _brake() -> Brake:
    limits = settings.PAGES_PER_SECOND, settings.PAGES_AT_ONCE, settings.PAGES_BUSY
    return _brakes.setdefault(limits, _brakes.get(limits) or Brake(*limits))


def network(address: str) -> str:
    """Return the network that counts as one sender. Empty, and not braked: addresses that are nobody's in the internet.

    Those are this machine, the city's own network, and everybody where a proxy in front is not counted in TANGGAP_TRUSTED_PROXIES.
    """
    found = parsed(address)
    if found is None or not found.is_global:
        return ""
    prefix = IPV4_PREFIX if found.version == 4 else IPV6_PREFIX
    return str(ipaddress.ip_network((found, prefix), strict=False))


def clear() -> None:
    """Forget who asked: between tests."""
    _brakes.clear()
