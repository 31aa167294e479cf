"""The one door for every new report."""

import json
import secrets
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from tanggap.agencies import queries as agencies
from tanggap.catalog import queries as catalog
from tanggap.catalog.routing import Route, route, told_to
from tanggap.core import clock, crypto, planned, shelf
from tanggap.core.ids import new_code, new_nonce
from tanggap.core.refusal import Refusal
from tanggap.deadlines.promises import promised
from tanggap.intake.checks import checked, is_key
from tanggap.intake.cleaning import tidied
from tanggap.intake.models import Inbound
from tanggap.intake.words import InboundReport, Receipt, Reporter
from tanggap.places import queries as places
from tanggap.places.city import city
from tanggap.reports import reading, transitions
from tanggap.reports.actors import REPORTER
from tanggap.reports.inserts import new_id
from tanggap.reports.models import Report
from tanggap.reports.models.identity import Identity, PhotoOrigin
from tanggap.reports.photos import Taken, attach, take_in
from tanggap.reports.rerouting import neighbour
from tanggap.reports.words import PhotoRole, State, Visibility
from tanggap.triage.suggest import confident

GUESSABLE_BELOW = (
    16  # characters: a shorter key may be a running number, and its report's text can be read by everybody
)
RETRY_WINDOW = timedelta(minutes=15)


class KeyReused(Refusal):
    """The same key came with another content (P4)."""

    message = _("This was sent before with other content. Send it again as a new report.")


class Erased(Refusal):
    """What came is of a report whose reporter was erased: it makes no new one."""

    message = _("This report was erased at its reporter's request. Nothing of it was kept.")
    status = 410


def accept(inbound: InboundReport) -> Receipt:
    """Take a complaint in: checked, placed, routed, promised, its photos on disk, all rows in one transaction and one commit.

    Idempotent on (channel, external_id): the same again returns the same receipt with `is_new` False, whatever has changed in the pack
    meanwhile. Its private link is told again only to who could not have guessed the key: one of `GUESSABLE_BELOW` characters or more,
    or any within `RETRY_WINDOW`. Raises Invalid, KeyReused, Erased, and the refusals of places.locate and core.media; then nothing is
    written.
    """
    now = clock.now()
    inbound = tidied(inbound)
    key, body = inbound.external_id or secrets.token_hex(16), meaning(inbound)
    if is_key(inbound.external_id) and is_key(inbound.channel) and (kept := _kept_before(inbound.channel, key)):
        return _same(kept, body, now)
    inbound = checked(inbound, now=now)
    taken = take_in(inbound.photos)
    try:
        return _write(inbound, key=key, body=body, taken=taken, now=now)
    except IntegrityError as error:
        match transitions.refused_by(error):
            case "intake_inbound_once":
                return _same(_kept_before(inbound.channel, key), body, now)
            case transitions.UNIT_IS_ACTIVE:  # it was closed a moment ago: its heir gets the report
                shelf.clear_all()
                return _write(inbound, key=key, body=body, taken=taken, now=now)
        raise


def meaning(inbound: InboundReport) -> bytes:
    """Return the SHA-256 of what a tidied payload says, whatever its form."""
    said = [
        inbound.text, inbound.category, inbound.lon, inbound.lat, inbound.area, inbound.address, inbound.visibility,
        inbound.reporter.name, inbound.reporter.email, inbound.reporter.phone, dict(inbound.details),
        inbound.occurred_at and inbound.occurred_at.isoformat(), [crypto.fingerprint(photo.data).hex() for photo in inbound.photos],
    ]  # fmt: skip
    if inbound.reporter.handle:
        said.append([inbound.reporter.account, inbound.reporter.handle])
    return crypto.fingerprint(json.dumps(said, sort_keys=True).encode())


def _write(inbound: InboundReport, *, key: str, body: bytes, taken: list[Taken], now: datetime) -> Receipt:
    """Write everything of a new report in one transaction; its unique key decides between two at once: the later one fails whole."""
    report, chosen = draft(inbound, now=now)
    report.id = new_id(Report)
    report.cover = taken[0].id if taken else None
    along: list[Model] = [_kept(inbound, report, key=key, body=body, now=now)]
    if inbound.reporter:
        along.append(sealed_identity(report, inbound.reporter))
    with transaction.atomic():
        transitions.begin(
            report,
            door="intake.accept",
            by=REPORTER,
            at=now,
            payload={
                "unit": chosen.unit,
                "route": chosen.reason(),
                "runner_up": chosen.runner_up,
                "neighbour": report.neighbour_id,
            },
            along=along,
        )
        if taken:
            attach(report, taken, role=PhotoRole.BEFORE, version=1, at=now)
            PhotoOrigin.objects.bulk_create(
                PhotoOrigin(photo_id=one.id, sealed=crypto.seal(dict(one.picture.exif), context=f"photo:{one.id}"))
                for one in taken
            )
    return receipt(report, is_new=True)


def draft(inbound: InboundReport, *, now: datetime) -> tuple[Report, Route]:
    """Return the unsaved report that `inbound` makes, routed and promised, and the route that says why."""
    channel = catalog.channel(inbound.channel)
    category = inbound.category or confident(inbound.text)
    category = channel.kept_category(category) if channel else category
    chosen = told_to(channel, inbound.area) or route(category=category, area=inbound.area)
    promise = promised(category, at=now)
    row = catalog.category(category)
    is_confidential = bool((channel and channel.is_confidential) or (row and row.is_confidential))
    report = Report(
        code=new_code(city().prefix),
        state=State.RECEIVED,
        unit_id=chosen.unit,
        neighbour_id=neighbour(category=category, lon=inbound.lon, lat=inbound.lat, unit=chosen.unit),
        category_id=category,
        channel_id=inbound.channel,
        area_id=inbound.area,
        lon=inbound.lon,
        lat=inbound.lat,
        address=inbound.address,
        text=inbound.text,
        details=dict(inbound.details),
        language=inbound.language if inbound.language in city().languages else city().languages[0],
        visibility=Visibility.PRIVATE if is_confidential else inbound.visibility,
        origin=inbound.origin,
        nonce=new_nonce(),
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


def _kept_before(channel: str, key: str) -> Inbound | None:
    """Return what came with this key before. Raises Erased when its reporter was erased since."""
    known = [key, crypto.gone_id(f"{channel}/{key}")]
    own, of_report = reading.columns(Inbound, "i"), reading.columns(Report, "r")
    statement = f"""
SELECT {own.sql}, {of_report.sql} FROM intake_inbound AS i JOIN reports_report AS r ON r.id = i.report_id
WHERE i.channel_id = %s AND i.external_id = ANY (%s)"""  # noqa: S608  columns of our own tables
    with planned.cursor() as cursor:
        cursor.execute(statement, [channel, known])
        found = cursor.fetchone()
    if found is None:
        return None
    kept = reading.row(Inbound, own, found[: len(own.names)])
    if kept.external_id != key:
        raise Erased
    kept.report = reading.row(Report, of_report, found[len(own.names) :])
    return kept


def _same(kept: Inbound | None, body: bytes, now: datetime) -> Receipt:
    if kept is None or bytes(kept.body) != body:
        raise KeyReused
    is_owner = len(kept.external_id) >= GUESSABLE_BELOW or now - kept.received_at <= RETRY_WINDOW
    told = receipt(kept.report, is_new=False)
    return told if is_owner else replace(told, token="")


def _kept(inbound: InboundReport, report: Report, *, key: str, body: bytes, now: datetime) -> Inbound:
    """Return the unsaved row that keeps the payload of a report that has its id, sealed for it alone."""
    raw: dict[str, Any] = dict(inbound.raw) or {"text": inbound.text}
    return Inbound(
        channel_id=inbound.channel,
        external_id=key,
        body=body,
        sealed=crypto.seal(raw, context=f"inbound:{report.id}"),
        report=report,
        received_at=now,
    )


def handle_index(channel: str, handle: str) -> bytes:
    """Return the keyed hash of a person's address at a channel: an e-mail address and a number are the same by whatever channel."""
    if "@" in handle[1:]:
        return crypto.blind_index("email", handle.lower())
    if handle.startswith("+"):
        return crypto.blind_index("phone", handle)
    return crypto.blind_index(f"handle:{channel}", handle)


def sealed_identity(report: Report, reporter: Reporter) -> Identity:
    """Return the unsaved vault row of a report that has its id: sealed for it alone, its (checked) contacts indexed blindly."""
    known = {"name": reporter.name, "email": reporter.email, "phone": reporter.phone, "channel": reporter.channel}
    if reporter.handle:
        known |= {"handle": reporter.handle, "account": reporter.account}
    return Identity(
        report=report,
        sealed=crypto.seal(known, context=f"identity:{report.pk}"),
        email_index=crypto.blind_index("email", reporter.email) if reporter.email else None,
        phone_index=crypto.blind_index("phone", reporter.phone) if reporter.phone else None,
        handle_index=handle_index(report.channel_id, reporter.handle) if reporter.handle else None,
    )
