"""How often a program may call: a budget a minute, reads and writes apart, that holds over all web processes together.

A process takes a share of the minute's budget from the database at a time and spends it from memory, so that a program costs at most
`SHARES` small writes a minute however much it calls, and all processes together never give more than the budget. When it is spent,
nobody asks again before the next minute. A share that a process did not spend lapses: at worst one share a process is missing.
"""

import time
from dataclasses import dataclass
from threading import Lock

from django.db import connection

from tanggap.clients.words import Rate

SECONDS = 60
SHARES = 20
MOST_KEPT = 10_000
READ, WRITE = "read", "write"
BUDGETS: dict[str, dict[str, int]] = {
    Rate.SMALL: {READ: 60, WRITE: 20},
    Rate.STANDARD: {READ: 600, WRITE: 120},
    Rate.LARGE: {READ: 6_000, WRITE: 1_200},
}
"""Calls a minute of each class."""


@dataclass(frozen=True, slots=True)
class Quota:
    """Where a caller stands: `limit` calls a `window` of seconds, so many `left` for all that this process knows, anew in `reset` seconds.

    `is_free`: this call is within it.
    """

    policy: str
    limit: int
    left: int
    reset: int
    is_free: bool
    window: int = SECONDS


@dataclass(slots=True)
class _Share:
    minute: int
    here: int = 0  # what this process may still give
    taken: int = 0  # what all processes have taken, when this one asked last


_shares: dict[tuple[str, str], _Share] = {}
_lock = Lock()

_TAKE = """
insert into clients_lease as kept (client_id, policy, minute, taken) values (%(client)s, %(policy)s, %(minute)s, %(share)s)
on conflict (client_id, policy) do update set
  taken = case when kept.minute >= excluded.minute then kept.taken + %(share)s else %(share)s end,
  minute = greatest(kept.minute, excluded.minute)
where kept.minute < excluded.minute or kept.taken < %(limit)s
returning taken
"""


def spend(client: str, policy: str, limit: int) -> Quota:
    """Spend one call of the program's minute. A statement only when this process has no share left; none once all is spent."""
    now = time.time()
    minute, reset = int(now // SECONDS), SECONDS - int(now % SECONDS)
    with _lock:
        share = _share(client, policy, minute)
        if share.here == 0 and share.taken < limit:
            size = max(1, limit // SHARES)
            taken = _take(client, policy, minute, size, limit)
            share.here, share.taken = max(0, size - max(0, taken - limit)), min(taken, limit)
        is_free = share.here > 0
        share.here -= is_free
        return Quota(policy, limit, limit - share.taken + share.here, reset, is_free)


def forget() -> None:
    """Forget every share of this process: between tests."""
    with _lock:
        _shares.clear()


def _share(client: str, policy: str, minute: int) -> _Share:
    found = _shares.get((client, policy))
    if found is None or found.minute != minute:
        if len(_shares) >= MOST_KEPT:
            _shares.clear()
        found = _shares[client, policy] = _Share(minute)
    return found


def _take(client: str, policy: str, minute: int, share: int, limit: int) -> int:
    """Take a share and return how much all processes have taken with it: the last one may reach beyond the limit. One statement."""
    with connection.cursor() as cursor:
        given: dict[str, str | int] = {
            "client": client,
            "policy": policy,
            "minute": minute,
            "share": share,
            "limit": limit,
        }
        cursor.execute(_TAKE, given)
        row = cursor.fetchone()
    return int(row[0]) if row else limit + share
