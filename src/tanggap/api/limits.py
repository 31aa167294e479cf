"""How many new reports one address may send a minute.

It is generous, for behind one address can stand a whole mobile network, and it protects the desk from a loop in somebody's
program rather than from an attacker. A request from this machine itself is not counted.
"""

import time

from django.conf import settings
from django.http import HttpRequest

from tanggap.core.address import client_address
from tanggap.core.buckets import Buckets, network

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
