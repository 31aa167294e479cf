"""A report of the app as it is kept, and read again. Pure."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from tanggap.channels.contract import Account, Attachment, Filed, Malformed
from tanggap.channels.native import Json, document, text, thing
from tanggap.intake.words import InboundReport, Reporter
from tanggap.reports.photos import MOST_PHOTOS


def packed(report: InboundReport, *, device: UUID, key: str, photos: Sequence[UUID]) -> bytes:
    """Return a report with its photos as bytes, always the same for the same report."""
    who = report.reporter
    told: dict[str, Any] = {
        "device": str(device),
        "key": key,
        "photos": [str(one) for one in photos],
        "text": report.text,
        "category": report.category,
        "lon": report.lon,
        "lat": report.lat,
        "area": report.area,
        "address": report.address,
        "reporter": {"name": who.name, "email": who.email, "phone": who.phone},
        "visibility": report.visibility,
        "details": dict(report.details),
        "occurred_at": report.occurred_at.isoformat() if report.occurred_at else None,
        "language": report.language,
    }
    return json.dumps(told, sort_keys=True, separators=(",", ":")).encode("ascii")


def read(account: Account, payload: bytes) -> Filed:
    """Return the report that a kept payload holds. Raises Malformed."""
    told = document(payload)
    device, who = text(told, "device", most=40), thing(told, "reporter")
    if not device or not text(told, "key"):
        raise Malformed("A report of the app names its installation and its key.")
    report = InboundReport(
        channel=account.channel,
        text=text(told, "text", most=20_000),
        category=text(told, "category", most=64) or None,
        lon=_degrees(told, "lon"),
        lat=_degrees(told, "lat"),
        area=text(told, "area", most=64) or None,
        address=text(told, "address", most=600),
        reporter=Reporter(
            name=text(who, "name", most=240), email=text(who, "email", most=320), phone=text(who, "phone", most=40)
        ),
        visibility=text(told, "visibility", most=20) or "private",
        details=_details(thing(told, "details")),
        occurred_at=_instant(text(told, "occurred_at", most=40)),
        language=text(told, "language", most=16),
    )
    return Filed(report, sender=device, attachments=_photos(told))


def key_of(payload: bytes) -> str:
    """Return the app's own key of a kept report, empty when a person mended it away."""
    try:
        return text(document(payload), "key", most=200)
    except Malformed:
        return ""


def _photos(told: Json) -> tuple[Attachment, ...]:
    given = told.get("photos")
    rows = given[:MOST_PHOTOS] if isinstance(given, list) else []
    return tuple(Attachment(ref=text(row)) for row in rows if isinstance(row, str) and len(row) <= 40)


def _details(given: Mapping[str, Any]) -> dict[str, str]:
    rows = list(given.items())[:50]
    return {text(code, most=64): text(value, most=2000) for code, value in rows if isinstance(value, str)}


def _degrees(told: Json, key: str) -> float | None:
    value = told.get(key)
    return (
        float(value) if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= 180 else None
    )


def _instant(written: str) -> datetime | None:
    try:
        return datetime.fromisoformat(written) if written else None
    except ValueError:
        return None
