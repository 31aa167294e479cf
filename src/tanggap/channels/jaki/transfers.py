"""Photos that come in parts: each part continues where the one before it ended, on whatever line the phone has just then.

Parts lie sealed in the database, which alone survives a killed process whole (docs/adr/0023). What is not used within a day goes.
"""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tanggap.channels.contract import Refused
from tanggap.channels.jaki.devices import Installation
from tanggap.channels.models import Arrival
from tanggap.channels.models_jaki import Device, Part, Transfer
from tanggap.channels.words import ArrivalState
from tanggap.core import clock, crypto, media
from tanggap.core.refusal import Invalid, NotFound, Refusal

MOST_BYTES = 15 * 1024 * 1024
LARGEST_PART = 1024 * 1024
LEAST_PART = 4 * 1024  # but for the last one: a photo is no flood of rows
MOST_OPEN = 20
MOST_WAITING_BYTES = 8 * 1024**3  # of all installations together: who registers thousands of them fills no disk
KEPT_FOR = timedelta(days=1)


class TooManyOpen(Refusal):
    """An installation has only so many photos on their way."""

    message = _("Too many photos are on their way. Send the report with those that are there, or wait a little.")
    status = 429


class NoRoom(Refusal):
    """What waits for its report has its room, and no more."""

    message = _("There is no room for photos just now. Please send your report without photos, or try again later.")
    status = 503


class WrongOffset(Refusal):
    """The part does not continue what is here. `offset` says where to go on."""

    message = _("Go on where it ended: at byte %(offset)d.")
    status = 409

    def __init__(self, offset: int) -> None:
        super().__init__(WrongOffset.message % {"offset": offset})
        self.offset = offset


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a photo has come."""

    id: UUID
    size: int
    offset: int
    is_done: bool


def begin(by: Installation, *, size: int, name: str = "") -> Standing:
    """Begin a photo of `size` bytes. Raises Invalid, NoRoom, TooManyOpen."""
    if not 0 < size <= MOST_BYTES:
        raise Invalid({"size": _("A photo has at most %(most)d MB.") % {"most": MOST_BYTES // 1024**2}})
    waiting = Transfer.objects.filter(used_by__isnull=True).aggregate(bytes=Sum("offset"))["bytes"] or 0
    if waiting + size > MOST_WAITING_BYTES:
        raise NoRoom
    at = clock.now()
    with transaction.atomic():
        Device.objects.select_for_update(no_key=True).get(pk=by.id)
        if Transfer.objects.filter(device=by.id, used_by__isnull=True).count() >= MOST_OPEN:
            raise TooManyOpen
        row = Transfer.objects.create(
            device_id=by.id, size=size, name=name[:200].replace("\0", ""), made_at=at, touched_at=at
        )
    return _standing(row)


def standing(by: Installation, transfer: UUID) -> Standing:
    """Return how far a photo has come. Raises NotFound for one that is not this installation's."""
    row = Transfer.objects.filter(pk=transfer, device=by.id).first()
    if row is None:
        raise NotFound
    return _standing(row)


@transaction.atomic
def go_on(by: Installation, transfer: UUID, *, offset: int, data: bytes) -> Standing:
    """Keep the next part of a photo; it is on disk when this returns. Raises NotFound, WrongOffset, Invalid."""
    row = _locked(by, transfer)
    if offset != row.offset or row.sha256 is not None:
        raise WrongOffset(row.offset)
    if not data or len(data) > LARGEST_PART or offset + len(data) > row.size:
        raise _bad_part(_("A part has 1 byte to 1 MB and ends where the photo ends."))
    if len(data) < LEAST_PART and offset + len(data) < row.size:
        raise _bad_part(_("Every part but the last has at least 4 kB."))
    Part.objects.create(transfer=row, offset=offset, sealed=crypto.seal_bytes(data, context=_context(row.pk, offset)))
    row.offset, row.touched_at = offset + len(data), clock.now()
    row.save(update_fields=["offset", "touched_at"])
    return _standing(row)


def finish(by: Installation, transfer: UUID, *, sha256: str) -> Standing:
    """Check a photo that came whole: its sum, and that it is one. What is neither is thrown away, and the refusal says which.

    Done again, it is as it was. Raises NotFound, WrongOffset when parts are missing, Invalid, and the refusals of core.media.
    """
    row = Transfer.objects.filter(pk=transfer, device=by.id).first()
    if row is None:
        raise NotFound
    if row.offset < row.size:
        raise WrongOffset(row.offset)
    data = _joined(row)
    digest = hashlib.sha256(data).digest()
    if not hmac.compare_digest(digest.hex().encode(), sha256.lower().encode("utf-8", "replace")):
        _drop(row)
        raise Invalid({"sha256": _("What came is not what was sent. Send the photo again.")})
    try:
        media.examine(data, filename=row.name)
    except media.BadPhoto:
        _drop(row)
        raise
    Transfer.objects.filter(pk=row.pk).update(sha256=digest, touched_at=clock.now())
    row.sha256 = digest
    return _standing(row)


def give_up(by: Installation, transfer: UUID) -> None:
    """Throw a photo away that no report uses. Raises NotFound."""
    with transaction.atomic():
        _drop(_locked(by, transfer))


def take(by: Installation, transfers: Sequence[UUID], arrival: Arrival) -> None:
    """Give finished photos to the report that `arrival` brings; inside its transaction. Raises Invalid when one cannot be given."""
    rows = Transfer.objects.select_for_update().filter(
        pk__in=transfers, device=by.id, sha256__isnull=False, used_by__isnull=True
    )
    if len(rows) != len(set(transfers)):
        raise Invalid({"uploads": _("A photo is not there yet, or was used already. Send it first.")})
    Transfer.objects.filter(pk__in=transfers).update(used_by=arrival)


def photo(transfer: str) -> bytes:
    """Return a photo that came whole. Raises Refused when it is gone."""
    try:
        row = Transfer.objects.filter(pk=UUID(transfer), sha256__isnull=False).first()
    except ValueError:
        row = None
    if row is None:
        raise Refused("The photo is no longer there.")
    return _joined(row)


def sweep(*, limit: int = 100) -> int:
    """Throw away photos that nobody went on with for a day, and those whose report has them; return how many."""
    done = Transfer.objects.filter(used_by__state__in=[ArrivalState.DONE, ArrivalState.IGNORED])
    old = Transfer.objects.filter(used_by__isnull=True, touched_at__lt=clock.now() - KEPT_FOR)
    ids = [*done.values_list("pk", flat=True)[:limit], *old.order_by("touched_at").values_list("pk", flat=True)[:limit]]
    for pk in ids:
        Transfer.objects.filter(pk=pk).delete()
    return len(ids)


def _locked(by: Installation, transfer: UUID) -> Transfer:
    row = Transfer.objects.select_for_update().filter(pk=transfer, device=by.id, used_by__isnull=True).first()
    if row is None:
        raise NotFound
    return row


def _joined(row: Transfer) -> bytes:
    parts = Part.objects.filter(transfer=row).order_by("offset").values_list("offset", "sealed")
    return b"".join(crypto.unseal_bytes(bytes(sealed), context=_context(row.pk, at)) for at, sealed in parts.iterator())


def _drop(row: Transfer) -> None:
    Transfer.objects.filter(pk=row.pk, used_by__isnull=True).delete()


def _standing(row: Transfer) -> Standing:
    return Standing(row.pk, row.size, row.offset, row.sha256 is not None)


def _context(transfer: UUID, offset: int) -> str:
    return f"jaki part:{transfer}:{offset}"


def _bad_part(words: str | Promise) -> Invalid:
    return Invalid({"body": words})
