"""Public reports as the specification names their parts. What it has no name for stands in `extended_attributes`, when asked for."""

from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from tanggap.agencies import queries as agencies
from tanggap.catalog import queries as catalog
from tanggap.core import clock
from tanggap.intake.words import Receipt
from tanggap.places import queries as places
from tanggap.reports.queries.public.requests import Requested
from tanggap.reports.words import State

LONGEST_DESCRIPTION = 4000
Json = dict[str, Any]


def request_of(row: Requested, http: HttpRequest, *, is_extended: bool) -> Json:
    """Return a public report. A report that nobody has sorted yet has an empty service code."""
    category = catalog.category(row.category)
    told: Json = {
        "service_request_id": row.code,
        "status": "open" if row.is_open else "closed",
        "status_notes": status_notes(row),
        "service_name": category.label if category else _("Not sorted yet"),
        "service_code": row.category or "",
        "description": _cut(row.text),
        "agency_responsible": agencies.unit_label(row.unit),
        "service_notice": notice(row),
        "requested_datetime": instant(row.received_at),
        "updated_datetime": instant(row.updated_at),
        "expected_datetime": None if row.is_open and row.is_paused else instant(row.resolve_due_at),
        "address": row.address or None,
        "address_id": row.area,
        "zipcode": None,
        "lat": row.lat,
        "long": row.lon,
        "media_url": http.build_absolute_uri(f"/foto/{row.cover}/shown.jpg") if row.cover else None,
    }
    return {**told, "extended_attributes": _extended(row, http)} if is_extended else told


def status_notes(row: Requested) -> str:
    """Return where a report truly stands, in the asker's language: its state, how it ended, who checked that, the last public words."""
    parts = [row.state_label]
    if not row.is_open and row.outcome_label:
        parts.append(row.outcome_label)
    if not row.is_open and row.verifier:
        parts.append(_("checked by %(unit)s") % {"unit": agencies.unit_label(row.verifier)})
    stands = " · ".join(parts)
    return f"{stands}. {row.note}" if row.note else f"{stands}."


def notice(row: Requested) -> str | None:
    """Return what is promised while somebody still works on it; None afterwards."""
    if not row.is_open:
        return None
    if row.state == State.PLANNED:
        return _(
            "It waits in the city’s yearly planning; the promise stands still until it is built, or comes back to its unit."
        )
    if row.is_paused:
        return _("The promise stands still until the reporter has answered, or the result is checked.")
    return promise(row.answer_due_at, row.resolve_due_at)


def promise(answer: datetime, resolve: datetime) -> str:
    """Return the two promises in a sentence, in the city's time."""
    given = {"answer": _local(answer), "resolve": _local(resolve)}
    return _("A first answer is promised by %(answer)s, a solution by %(resolve)s.") % given


def created(receipt: Receipt, http: HttpRequest, *, token: str, proof: str) -> Json:
    """Return what the sender of a report gets back at once: its code, never a token to wait with, and the reporter's own links."""
    base = http.build_absolute_uri("/").removesuffix("/")
    return {
        "service_request_id": receipt.code,
        "service_notice": promise(receipt.answer_due_at, receipt.resolve_due_at),
        "account_id": None,
        "extended_attributes": {
            "token": token or None,
            "track_url": base + receipt.track_path,
            "private_url": base + receipt.private_path if receipt.private_path else None,
            "unit": receipt.unit_code,
            "visibility": receipt.visibility,
            "answer_due_datetime": instant(receipt.answer_due_at),
            "receipt": proof or None,
        },
    }


def instant(at: datetime | None) -> str | None:
    """Return an instant as `2026-11-25T01:00:00Z`, to the second."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if at else None


def _extended(row: Requested, http: HttpRequest) -> Json:
    area, channel = places.area(row.area), catalog.channel(row.channel)
    return {
        "state": row.state,
        "state_label": row.state_label,
        "outcome": row.outcome or None,
        "unit": row.unit,
        "verifier": row.verifier,
        "area": row.area,
        "area_name": area.name if area else None,
        "channel": channel.label if channel else row.channel,
        "origin": row.origin,
        "supporters": row.supporters,
        "reopened": row.reopened,
        "version": row.version,
        "changed_datetime": instant(row.changed_at),
        "closed_datetime": instant(row.closed_at),
        "answered_datetime": instant(row.answered_at),
        "answer_due_datetime": instant(row.answer_due_at),
        "url": http.build_absolute_uri(f"/laporan/{row.code}/"),
        "events_url": http.build_absolute_uri(f"/api/v1/reports/{row.code}/events"),
        "proof_url": http.build_absolute_uri(f"/ledger/proof/{row.code}"),
    }


def _local(at: datetime) -> str:
    return clock.local(at).strftime("%Y-%m-%d %H:%M %Z").strip()


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_DESCRIPTION else text[: LONGEST_DESCRIPTION - 1] + "…"
