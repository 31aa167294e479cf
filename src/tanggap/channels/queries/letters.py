"""Dead letters: what could not be read, why, and what it says."""

from dataclasses import dataclass
from datetime import datetime

from tanggap.agencies import permissions
from tanggap.agencies.models import Staff
from tanggap.channels import receiving
from tanggap.channels.models import Arrival
from tanggap.channels.words import ArrivalState
from tanggap.core import crypto
from tanggap.core.paging import Page, cursor, read_cursor
from tanggap.core.refusal import NotFound

PAGE = 50


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A piece that could not be read: whose, when, why. Its payload is opened one by one alone."""

    id: int
    account: int
    channel: str
    account_name: str
    external_id: str
    error: str
    tries: int
    received_at: datetime


@dataclass(frozen=True, slots=True)
class OpenLetter:
    """A dead letter with its payload as text (bytes that are no text read as U+FFFD), as it counts and as it came."""

    letter: DeadLetter
    payload: str
    as_it_came: str
    is_amended: bool


def dead_letters(
    *, by: Staff, account: int | None = None, after: str | None = None, limit: int = PAGE
) -> Page[DeadLetter]:
    """Return what could not be read, latest first. One statement. Raises NotAllowed, Invalid."""
    permissions.permit("channels.replay", by)
    rows = Arrival.objects.filter(state=ArrivalState.DEAD).select_related("account")
    if account is not None:
        rows = rows.filter(account=account)
    if position := read_cursor(after):
        rows = rows.filter(pk__lt=position[1])
    found = list(rows.order_by("-id")[: limit + 1])
    following = cursor(found[limit - 1].received_at, found[limit - 1].pk) if len(found) > limit else None
    return Page([_letter(row) for row in found[:limit]], following)


def dead_letter(arrival: int, *, by: Staff) -> OpenLetter:
    """Return a dead letter with its payload. Raises NotAllowed, NotFound."""
    permissions.permit("channels.replay", by)
    row = Arrival.objects.filter(pk=arrival, state=ArrivalState.DEAD).select_related("account").first()
    if row is None:
        raise NotFound
    came = crypto.unseal_bytes(bytes(row.sealed), context=f"arrival:{row.account_id}:{row.external_id}")
    return OpenLetter(
        letter=_letter(row),
        payload=receiving.payload_of(row).decode("utf-8", "replace"),
        as_it_came=came.decode("utf-8", "replace"),
        is_amended=row.amended is not None,
    )


def _letter(row: Arrival) -> DeadLetter:
    return DeadLetter(
        id=row.pk, account=row.account_id, channel=row.account.channel_id, account_name=row.account.name,
        external_id=row.external_id, error=row.error, tries=row.tries, received_at=row.received_at,
    )  # fmt: skip
