"""How often somebody may call a minute, reads and writes apart: a program by its class, anybody else by the network that calls.

A program's budget holds over all web processes (`clients.leases`). A network's is counted in the memory of each process, so that no
address is ever stored: it is generous, for behind one address can stand a whole mobile network, and it protects the desk from a loop in
somebody's program rather than from an attacker. A request from this machine itself is not counted.
"""

import math
import time
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from tanggap.api import problems
from tanggap.clients import leases
from tanggap.clients.leases import READ, SECONDS, WRITE, Quota
from tanggap.clients.queries import Caller
from tanggap.core.address import client_address
from tanggap.core.buckets import Buckets, network

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class TooOften(problems.TooMany):
    """The budget of this minute is spent."""

    title = _("Too many requests just now. Wait a little and send it again; nothing was lost.")


def spend(request: HttpRequest, caller: Caller) -> Quota:
    """Spend one call of the caller's budget and return where it stands."""
    kind = READ if request.method in SAFE else WRITE
    if caller.client is not None:
        return leases.spend(caller.client, kind, leases.BUDGETS[caller.rate][kind])
    return _of_network(request, kind)


def forget() -> None:
    """Forget every count of this process: between tests."""
    _buckets.cache_clear()
    leases.forget()


def _of_network(request: HttpRequest, kind: str) -> Quota:
    limit: int = settings.API_READS_PER_MINUTE if kind == READ else settings.API_REPORTS_PER_MINUTE
    sender, policy = network(client_address(request)), f"{kind}-network"
    if limit <= 0 or not sender:
        return Quota(policy, max(limit, 0), max(limit, 0), SECONDS, is_free=True)
    bucket, now = _buckets(kind, limit), time.monotonic()
    wait = bucket.wait_seconds(sender, now=now)
    left = bucket.level(sender, now=now)
    reset = math.ceil(wait) if wait else math.ceil((limit - left) * SECONDS / limit)
    return Quota(policy, limit, left, max(1, reset), is_free=not wait)


@lru_cache(maxsize=8)
def _buckets(_kind: str, limit: int) -> Buckets:
    return Buckets(limit, seconds=SECONDS)
