"""A program's write happens once, however often it is sent: the answer is kept with the write, in its transaction.

Two that come at once meet at the unique key of `(client, key)`: the second waits for the first, then gets its answer. A refused or broken
write leaves nothing, so that the same key may be tried again.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from tanggap.clients.actions import still_valid
from tanggap.clients.models import Once
from tanggap.clients.queries import BadKey, Caller
from tanggap.core import clock, crypto
from tanggap.core.refusal import Invalid, Refusal

KEPT = timedelta(days=30)
LONGEST_KEY = 200


@dataclass(frozen=True, slots=True)
class Answer:
    """What a write is answered: everything that is needed to say it again. `is_repeat`: it was said before, nothing was done now."""

    status: int
    body: Any
    headers: Mapping[str, str] = field(default_factory=dict)
    is_repeat: bool = False


class KeyUsed(Refusal):
    """The same key came with another body: one of the two is a mistake, and nobody knows which."""

    message = _("This Idempotency-Key was used for another request. Nothing was done; use a new key for a new request.")
    status = 409


def once(caller: Caller, key: str, fingerprint: bytes, do: Callable[[], Answer]) -> Answer:
    """Return what `do` answers, done once for this caller and key; without a key it is just done. One transaction around all of it.

    `fingerprint` is 32 bytes over method, path and body (`crypto.fingerprint`). The caller's key is locked meanwhile (`still_valid`).
    `do` writes and returns; what it refuses is raised, and nothing is kept. Raises BadKey, KeyUsed, Invalid, and what `do` raises.
    """
    if caller.client is None:
        raise BadKey
    if len(key) > LONGEST_KEY or not all("!" <= sign <= "~" for sign in key):
        raise Invalid({"Idempotency-Key": _("At most 200 visible characters of ASCII.")})
    with transaction.atomic():
        still_valid(caller)
        if not key:
            return do()
        digest = crypto.fingerprint(key.encode())
        if not _is_first(caller.client, digest, fingerprint):
            return _kept(caller.client, digest, fingerprint)
        answer = do()
        sealed = crypto.seal(
            [answer.status, answer.body, dict(answer.headers)], context=_context(caller.client, digest)
        )
        Once.objects.filter(client=caller.client, digest=digest).update(answer=sealed)
        return answer


def forget_old(*, limit: int = 5_000) -> int:
    """Delete answers of more than 30 days ago; return how many."""
    old = list(Once.objects.filter(at__lt=clock.now() - KEPT).order_by("at").values_list("pk", flat=True)[:limit])
    Once.objects.filter(pk__in=old).delete()
    return len(old)


def _is_first(client: str, digest: bytes, fingerprint: bytes) -> bool:
    """Note that this is being done; False when it was. Waits for another transaction that is doing it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into clients_once (client_id, digest, fingerprint, at) values (%s, %s, %s, %s)"
            " on conflict (client_id, digest) do nothing",
            [client, digest, fingerprint, clock.now()],
        )
        return bool(cursor.rowcount == 1)


def _kept(client: str, digest: bytes, fingerprint: bytes) -> Answer:
    row = Once.objects.get(client=client, digest=digest)
    if bytes(row.fingerprint) != fingerprint or row.answer is None:
        raise KeyUsed
    status, body, headers = crypto.unseal(bytes(row.answer), context=_context(client, digest))
    return Answer(status, body, headers, is_repeat=True)


def _context(client: str, digest: bytes) -> str:
    return f"clients.once:{client}:{digest.hex()}"
