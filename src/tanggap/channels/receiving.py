"""What comes in: proven, kept raw, and only then acknowledged. Nothing is understood here; `channels.processing` does that later."""

import time
from collections import Counter
from collections.abc import Iterable, Sequence

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from tanggap.agencies import permissions
from tanggap.agencies.models import Staff
from tanggap.channels import accounts, contract, deeds, pulse, registry
from tanggap.channels.contract import Answer, Call, Malformed, Piece, Unsigned
from tanggap.channels.models import Arrival
from tanggap.channels.words import Act, ArrivalState
from tanggap.core import clock, crypto
from tanggap.core.buckets import Buckets
from tanggap.core.refusal import Invalid, NotFound, Refusal

LONGEST_ID = 200
CALLS_A_MINUTE = 12_000
UNPROVEN_A_MINUTE = 60
MOST_REPLAYED = 5_000
_calls, _unproven = Buckets(CALLS_A_MINUTE), Buckets(UNPROVEN_A_MINUTE)


class Unproven(Refusal):
    """The call was not signed by the platform that it claims to be from."""

    message = _("This call is not signed as the account requires.")
    status = 403


class TooMany(Refusal):
    """More calls than an account may make; the platform sends them again."""

    message = _("Too many calls. Send this again in a minute.")
    status = 429


def receive(channel: str, code: str, call: Call) -> Answer:
    """Take a platform's call: prove it, keep each of its events once, return what the platform is told.

    When this returns everything is on disk. A proven call that cannot be cut into events is kept whole, for a person. Raises NotFound
    for no active account, Unproven, TooMany.
    """
    account = accounts.find(channel, code)
    if account is None:
        raise NotFound
    adapter = registry.adapter(account.adapter)
    if _calls.wait_seconds(str(account.id), now=time.monotonic()):
        raise TooMany
    _prove(account, call)
    if call.method == "POST":
        try:
            keep(account, adapter.split(account, call))
        except Malformed as error:
            keep_whole(account, call.body, str(error))
    return adapter.acknowledge(account, call)


def _prove(account: contract.Account, call: Call) -> None:
    try:
        registry.adapter(account.adapter).verify(account, call)
    except Unsigned as error:
        if not _unproven.wait_seconds(str(account.id), now=time.monotonic()):
            pulse.refused(account.id)
        raise Unproven from error


def keep(account: contract.Account, pieces: Sequence[Piece]) -> int:
    """Keep events raw and sealed, each once; return how many were new. One statement for all, on disk when it returns.

    An event that was kept before stays as it was: platforms send again what they are not sure of. So does one that was erased.
    """
    pulse.note(account.id, "heard_at")
    return _insert(account, pieces, ArrivalState.WAITING, "")


def keep_whole(account: contract.Account, payload: bytes, error: str) -> None:
    """Keep a payload that nobody could cut as a dead letter, once."""
    whole = Piece(f"whole:{crypto.fingerprint(payload).hex()}", payload)
    _insert(account, [whole], ArrivalState.DEAD, error[:300])


def payload_of(arrival: Arrival) -> bytes:
    """Return the payload that counts: as a person mended it, or as it came."""
    sealed = arrival.amended if arrival.amended is not None else arrival.sealed
    return crypto.unseal_bytes(bytes(sealed), context=_context(arrival.account_id, arrival.external_id))


@transaction.atomic
def amend(*, by: Staff, arrival: int, payload: bytes) -> None:
    """Mend the payload of a dead letter and let it be read again; as it came stays beside it. Raises NotAllowed, NotFound, Invalid."""
    permissions.permit("channels.replay", by)
    row = _dead().select_for_update().filter(pk=arrival).first()
    if row is None:
        raise NotFound
    if not payload.strip():
        raise Invalid({"payload": _("An empty payload says nothing. Leave it as it was.")})
    row.amended = crypto.seal_bytes(payload, context=_context(row.account_id, row.external_id))
    row.save(update_fields=["amended"])
    deeds.note(Act.MENDED, account=row.account_id, by=by, letter=row.pk)
    _again(Arrival.objects.filter(pk=row.pk))


@transaction.atomic
def replay(*, by: Staff, arrivals: Iterable[int]) -> int:
    """Let dead letters be read again, at most `MOST_REPLAYED` at once; return how many. Raises NotAllowed."""
    permissions.permit("channels.replay", by)
    rows = _dead().filter(pk__in=list(arrivals)[:MOST_REPLAYED])
    for account, letters in Counter(rows.values_list("account_id", flat=True)).items():
        deeds.note(Act.REPLAYED, account=account, by=by, letters=letters)
    return _again(rows)


@transaction.atomic
def replay_all(*, by: Staff, account: int, error: str) -> int:
    """Let every dead letter of an account that died of one cause be read again; return how many. Raises NotAllowed."""
    permissions.permit("channels.replay", by)
    ids = _dead().filter(account=account, error=error).order_by("id").values_list("pk", flat=True)
    number = _again(_dead().filter(pk__in=list(ids[:MOST_REPLAYED])))
    if number:
        deeds.note(Act.REPLAYED, account=account, by=by, letters=number)
    return number


def _again(rows: QuerySet[Arrival]) -> int:
    return rows.update(state=ArrivalState.WAITING, tries=0, next_try_at=clock.now(), error="", outcome="")


def _dead() -> QuerySet[Arrival]:
    return Arrival.objects.filter(state=ArrivalState.DEAD)


def _insert(account: contract.Account, pieces: Sequence[Piece], state: str, error: str) -> int:
    fresh: dict[str, bytes] = {}
    for piece in pieces:
        fresh.setdefault(kept_id(piece.external_id), piece.payload)
    sealed = [crypto.seal_bytes(payload, context=_context(account.id, one)) for one, payload in fresh.items()]
    bodies = [crypto.fingerprint(payload) for payload in fresh.values()]
    at = clock.now()
    with connection.cursor() as cursor:
        gone = [crypto.gone_id(f"{account.id}/{one}") for one in fresh]
        cursor.execute(_INSERT, [account.id, state, at, error, at, list(fresh), bodies, sealed, gone, account.id])
        return int(cursor.rowcount)


_INSERT = """
INSERT INTO channels_arrival (account_id, external_id, body, sealed, state, outcome, tries, next_try_at, error, received_at)
SELECT %s, piece.id, piece.body, piece.sealed, %s, '', 0, %s, %s, %s
FROM unnest(%s::text[], %s::bytea[], %s::bytea[], %s::text[]) WITH ORDINALITY AS piece (id, body, sealed, gone, place)
WHERE NOT EXISTS (SELECT FROM channels_arrival AS a WHERE a.account_id = %s AND a.external_id = piece.gone)
ORDER BY piece.place
ON CONFLICT (account_id, external_id) DO NOTHING
"""


def _context(account: int, external_id: str) -> str:
    return f"arrival:{account}:{external_id}"


def kept_id(given: str) -> str:
    """Return an id as it is kept: a platform's own, or the fingerprint of one that is too long or no text."""
    if 0 < len(given) <= LONGEST_ID and given.isprintable():
        return given
    return f"sha256:{crypto.fingerprint(given.encode('utf-8', 'surrogatepass')).hex()}"
