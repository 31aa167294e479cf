"""The one door for every new report."""

import hashlib
import json
import secrets
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from tanggap.agencies import queries as agencies
from tanggap.catalog import queries as catalog
from tanggap.core import clock, crypto
from tanggap.core.ids import new_code
from tanggap.core.refusal import Refusal
from tanggap.deadlines.promises import promised
from tanggap.intake.checks import canonical_phone, check, clean_text
from tanggap.intake.models import Inbound
from tanggap.intake.words import InboundReport, Receipt, Reporter
from tanggap.places import locate
from tanggap.places import queries as places
from tanggap.places.city import city
from tanggap.reports import transitions
from tanggap.reports.actors import REPORTER
from tanggap.reports.models import Report
from tanggap.reports.models.identity import Identity, PhotoOrigin
from tanggap.reports.photos import Taken, attach, take_in
from tanggap.reports.words import PhotoRole, State, Visibility
from tanggap.triage.routing import Route, route
from tanggap.triage.suggest import suggest


class KeyReused(Refusal):
    """The same key came with another content (P4)."""

    message = _("This was sent before with other content. Send it again as a new report.")


def accept(inbound: InboundReport) -> Receipt:
    """Take a complaint in: checked, placed, routed, promised, its photos on disk, all rows in one transaction and one commit.

    Idempotent on (channel, external_id): the same again returns the same receipt with `is_new` False. Raises Invalid, KeyReused,
    and the refusals of places.locate and core.media; nothing is written then.
    """
    now = clock.now()
    check(inbound, now=now)
    inbound = replace(inbound, text=clean_text(inbound.text), address=clean_text(inbound.address))
    key = inbound.external_id or secrets.token_hex(16)
    body = meaning(inbound)
    if inbound.external_id and (kept := _kept_before(inbound.channel, key)):
        return _same(kept, body)
    inbound = _placed(inbound)
    taken = take_in(inbound.photos)
    try:
        return _write(inbound, key=key, body=body, taken=taken, now=now)
    except IntegrityError as error:
        if "intake_inbound_once" not in str(error):
            raise
        return _same(_kept_before(inbound.channel, key), body)


def meaning(inbound: InboundReport) -> bytes:
    """Return the SHA-256 of what a payload says, whatever its form."""
    said = [
        inbound.text, inbound.category, inbound.lon, inbound.lat, inbound.area, inbound.address, inbound.visibility,
        inbound.reporter.name, inbound.reporter.email, inbound.reporter.phone, dict(inbound.details),
        [hashlib.sha256(photo.data).hexdigest() for photo in inbound.photos],
    ]  # fmt: skip
    return crypto.fingerprint(json.dumps(said, sort_keys=True, ensure_ascii=False).encode())


@transaction.atomic
def _write(inbound: InboundReport, *, key: str, body: bytes, taken: list[Taken], now: datetime) -> Receipt:
    report, chosen = draft(inbound, now=now)
    report.cover = taken[0].id if taken else None
    transitions.begin(
        report,
        door="intake.accept",
        by=REPORTER,
        at=now,
        payload={"unit": chosen.unit, "route": chosen.reason(), "runner_up": chosen.runner_up},
    )
    _remember(inbound, report, key=key, body=body, now=now)
    _seal_identity(report, inbound.reporter)
    if taken:
        attach(report, taken, role=PhotoRole.BEFORE, version=1, at=now)
        PhotoOrigin.objects.bulk_create(
            PhotoOrigin(photo_id=one.id, sealed=crypto.seal(dict(one.picture.exif), context=f"photo:{one.id}"))
            for one in taken
        )
    return receipt(report, is_new=True)


def draft(inbound: InboundReport, *, now: datetime) -> tuple[Report, Route]:
    """Return the unsaved report that `inbound` makes, routed and promised, and the route that says why."""
    category = inbound.category or _confident_category(inbound.text)
    chosen = route(category=category, area=inbound.area)
    promise = promised(category, at=now)
    channel, row = catalog.channel(inbound.channel), catalog.category(category)
    is_confidential = bool((channel and channel.is_confidential) or (row and row.is_confidential))
    report = Report(
        code=new_code(city().prefix),
        state=State.RECEIVED,
        unit_id=chosen.unit,
        category_id=category,
        channel_id=inbound.channel,
        area_id=inbound.area,
        lon=inbound.lon,
        lat=inbound.lat,
        address=inbound.address,
        text=inbound.text,
        details={code: str(answer).strip() for code, answer in inbound.details.items() if str(answer).strip()},
        language=inbound.language or city().languages[0],
        visibility=Visibility.PRIVATE if is_confidential else inbound.visibility,
        origin=inbound.origin,
        nonce=secrets.token_bytes(16),
        received_at=now,
        occurred_at=inbound.occurred_at,
        answer_due_at=promise.answer_due_at,
        resolve_due_at=promise.resolve_due_at,
    )
    return report, chosen


def receipt(report: Report, *, is_new: bool) -> Receipt:
    """Return what the citizen is told about an accepted report."""
    return Receipt(
        code=report.code,
        token=crypto.private_token(bytes(report.nonce)),
        state=report.state,
        unit=agencies.unit_label(report.unit_id),
        unit_code=report.unit_id,
        area=report.area_id,
        place=places.full_name(report.area_id),
        answer_due_at=report.answer_due_at,
        resolve_due_at=report.resolve_due_at,
        visibility=report.visibility,
        is_new=is_new,
    )


def _placed(inbound: InboundReport) -> InboundReport:
    """Return `inbound` with the leaf area of its point. Raises the refusals of places.locate."""
    if inbound.lon is None or inbound.lat is None or not locate.has_boundaries():
        return inbound
    return replace(inbound, area=locate.locate(inbound.lon, inbound.lat).area)


def _confident_category(text: str) -> str | None:
    best = next(iter(suggest(text, limit=1)), None)
    return best.category if best and best.is_confident else None


def _kept_before(channel: str, key: str) -> Inbound | None:
    return Inbound.objects.select_related("report").filter(channel=channel, external_id=key).first()


def _same(kept: Inbound | None, body: bytes) -> Receipt:
    if kept is None or bytes(kept.body) != body:
        raise KeyReused
    return receipt(kept.report, is_new=False)


def _remember(inbound: InboundReport, report: Report, *, key: str, body: bytes, now: datetime) -> None:
    """Keep the payload, sealed. The unique index decides between two at once: the second one's transaction fails whole."""
    raw: dict[str, Any] = dict(inbound.raw) or {"text": inbound.text}
    Inbound.objects.create(
        channel_id=inbound.channel,
        external_id=key,
        body=body,
        sealed=crypto.seal(raw, context=f"inbound:{report.pk}"),
        report=report,
        received_at=now,
    )


def _seal_identity(report: Report, reporter: Reporter) -> None:
    if not reporter:
        return
    phone = canonical_phone(reporter.phone) if reporter.phone else None
    email = reporter.email.strip().lower()
    known = {"name": reporter.name.strip(), "email": email, "phone": phone or "", "channel": reporter.channel}
    Identity.objects.create(
        report=report,
        sealed=crypto.seal(known, context=f"identity:{report.pk}"),
        email_index=crypto.blind_index("email", email) if email else None,
        phone_index=crypto.blind_index("phone", phone) if phone else None,
    )
