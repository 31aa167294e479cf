"""Tokens of OAuth 2.0 client credentials: opaque, short-lived, and gone with the key that fetched them (RFC 6749 §4.4, RFC 7009)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tanggap.clients import keys
from tanggap.clients.actions import still_valid
from tanggap.clients.models import Token
from tanggap.clients.queries import BadKey, Caller
from tanggap.core import clock
from tanggap.core.refusal import Refusal

LIVES = timedelta(minutes=15)


class InvalidScope(Refusal):
    """More was asked for than the program may have: nothing is given rather than less than was asked."""

    message = _("A scope that was asked for is unknown or not this program’s.")
    status = 400


@dataclass(frozen=True, slots=True)
class Issued:
    """A fresh token: the only time that it is known."""

    token: str
    seconds: int
    scopes: tuple[str, ...]


@transaction.atomic
def issue(*, caller: Caller, scopes: Collection[str] = ()) -> Issued:
    """Return a token for a program that showed a key: for some of its scopes, or for all when none is named.

    Raises BadKey, InvalidScope.
    """
    wanted = frozenset(scopes) or caller.scopes
    if caller.key is None:
        raise BadKey
    if not wanted <= caller.scopes:
        raise InvalidScope
    still_valid(caller)
    token = keys.make(keys.TOKEN)
    Token.objects.create(
        key_id=caller.key, digest=keys.digest(token), scopes=sorted(wanted), expires_at=clock.now() + LIVES
    )
    return Issued(token, int(LIVES.total_seconds()), tuple(sorted(wanted)))


def revoke(*, caller: Caller, token: str) -> None:
    """Let a token of the caller's open nothing any more; one that is unknown or another program's is left alone, and nobody is told."""
    rows = Token.objects.filter(digest=keys.digest(token), key__client=caller.client, revoked_at=None)
    rows.update(revoked_at=clock.now())


def forget_old(*, limit: int = 5_000) -> int:
    """Delete tokens that ended a day ago; return how many."""
    ended = clock.now() - timedelta(days=1)
    old = list(Token.objects.filter(expires_at__lt=ended).order_by("expires_at").values_list("pk", flat=True)[:limit])
    Token.objects.filter(pk__in=old).delete()
    return len(old)
