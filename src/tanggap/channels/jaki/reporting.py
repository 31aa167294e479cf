"""An installation's reports: taken in, listed, opened. Who they are from is nobody's business but the installation's own."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tanggap.catalog import queries as catalog
from tanggap.channels import processing, receiving
from tanggap.channels.contract import Piece
from tanggap.channels.jaki import inbound, transfers
from tanggap.channels.jaki.devices import Installation, owner_of
from tanggap.channels.models import Arrival
from tanggap.channels.models_jaki import Own, Transfer
from tanggap.channels.words import ArrivalState
from tanggap.core import clock, crypto
from tanggap.core.refusal import Invalid, NotFound
from tanggap.intake import actions as intake
from tanggap.intake.checks import checked, is_key
from tanggap.intake.cleaning import tidied
from tanggap.intake.words import InboundReport, Receipt
from tanggap.places import queries as places
from tanggap.reports.photos import MOST_PHOTOS
from tanggap.reports.words import State

LEAST_KEY = 16
PAGE = 20
OURS_FOR = timedelta(minutes=1)  # while the app waits for its answer, the worker leaves the arrival alone


@dataclass(frozen=True, slots=True)
class Row:
    """One report of an installation, `key` the app's own. Without a `code` it waits, or lies with a person. It names nobody.

    `is_asked`: the unit waits for the reporter's answer. `token` opens the private page.
    """

    number: int
    key: str
    kept_at: datetime
    code: str = ""
    token: str = ""
    state: str = ""
    state_label: str = ""
    category: str = ""
    place: str = ""
    visibility: str = ""
    answer_due_at: datetime | None = None
    resolve_due_at: datetime | None = None
    changed_at: datetime | None = None
    closed_at: datetime | None = None
    is_asked: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the list, and the `number` behind which the next one begins."""

    rows: tuple[Row, ...]
    next: int | None


def submit(by: Installation, *, key: str, report: InboundReport, uploads: Sequence[UUID] = ()) -> Receipt | None:
    """Take a report in and return its receipt; None when it is kept but could not be filed just now.

    The same key with the same content is the same report. Everything that the reporter can mend is refused before anything is kept.
    Raises Invalid, KeyReused, Erased and the refusals of places.locate.
    """
    if len(key) < LEAST_KEY or not is_key(key):
        raise Invalid({"key": _("A random key of at least 16 characters, best a UUID.")})
    if len(uploads) > MOST_PHOTOS or len(set(uploads)) != len(uploads):
        raise Invalid({"uploads": _("At most %(most)d photos, each once.") % {"most": MOST_PHOTOS}})
    external_id = crypto.blind_index("jaki report", f"{by.id}/{key}").hex()
    told = tidied(replace(report, channel=by.account.channel, external_id=external_id))
    payload = inbound.packed(told, device=by.id, key=key, photos=uploads)
    before = _arrival(by, external_id)
    if before is None:
        checked(told, now=clock.now())
    arrival = before or _keep(by, Piece(external_id, payload), uploads)
    if bytes(arrival.body) != crypto.fingerprint(payload):
        raise intake.KeyReused
    if arrival.state == ArrivalState.WAITING:
        processing.deal(by.account, arrival)
        arrival.refresh_from_db()
    if arrival.report is None:
        return None
    Transfer.objects.filter(used_by=arrival, used_by__state=ArrivalState.DONE).delete()
    return intake.receipt(arrival.report, is_new=before is None)


def listed(by: Installation, *, after: int | None = None, limit: int = PAGE) -> Page:
    """Return an installation's reports, newest first. One statement."""
    rows = Own.objects.filter(owner=owner_of(by.id)).select_related("arrival__report").order_by("-id")
    if after is not None:
        rows = rows.filter(id__lt=after)
    found = list(rows[: limit + 1])
    shown = tuple(_row(one) for one in found[:limit])
    return Page(shown, shown[-1].number if len(found) > limit else None)


def token_of(by: Installation, code: str) -> str:
    """Return the token of the installation's own report `code`. Raises NotFound for any other."""
    row = (
        Own.objects.filter(owner=owner_of(by.id), arrival__report__code=code).select_related("arrival__report").first()
    )
    if row is None or row.arrival.report is None:
        raise NotFound
    return crypto.private_token(bytes(row.arrival.report.nonce))


def _keep(by: Installation, piece: Piece, uploads: Sequence[UUID]) -> Arrival:
    """Keep a report that was checked, with its photos, in one transaction; the one that came first with its key, if two come at once."""
    with transaction.atomic():
        is_new = receiving.keep(by.account, [piece])
        arrival = _arrival(by, piece.external_id)
        if arrival is None:  # it came before, and was erased since
            raise intake.Erased
        if is_new:
            transfers.take(by, uploads, arrival)
            Own.objects.create(owner=owner_of(by.id), arrival=arrival)
            arrival.next_try_at = clock.now() + OURS_FOR
            arrival.save(update_fields=["next_try_at"])
    return arrival


def _arrival(by: Installation, external_id: str) -> Arrival | None:
    return Arrival.objects.select_related("report").filter(account=by.account.id, external_id=external_id).first()


def _row(own: Own) -> Row:
    arrival, report = own.arrival, own.arrival.report
    row = Row(own.pk, inbound.key_of(receiving.payload_of(arrival)), arrival.received_at)
    if report is None:
        return row
    category = catalog.category(report.category_id)
    return replace(
        row,
        code=report.code,
        token=crypto.private_token(bytes(report.nonce)),
        state=report.state,
        state_label=str(State(report.state).label),
        category=category.label if category else "",
        place=places.full_name(report.area_id),
        visibility=report.visibility,
        answer_due_at=report.answer_due_at,
        resolve_due_at=report.resolve_due_at,
        changed_at=report.changed_at,
        closed_at=report.closed_at,
        is_asked=report.state == State.AWAITING_REPORTER,
    )
