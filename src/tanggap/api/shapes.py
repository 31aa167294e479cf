"""Rows of the rooms as the JSON of the API: only what `schemas` names goes out."""

from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest

from tanggap.agencies import queries as agencies
from tanggap.catalog import queries as catalog
from tanggap.core.words import say
from tanggap.feedback.queries import OwnReport
from tanggap.intake import words as intake
from tanggap.ledger import receipts
from tanggap.places import queries as places
from tanggap.reports.queries import photos, public, timeline
from tanggap.reports.queries.public.exported import Exported


def receipt(given: intake.Receipt, request: HttpRequest) -> dict[str, Any]:
    """Return what the reporter of a new report gets back."""
    area = places.area(given.area)
    base = request.build_absolute_uri("/").removesuffix("/")
    return {
        "code": given.code,
        "status": given.state,
        "unit": {"code": given.unit_code, "name": given.unit},
        "area": {"code": area.code, "name": area.name} if area else None,
        "due": {"answer": instant(given.answer_due_at), "resolve": instant(given.resolve_due_at)},
        "visibility": given.visibility,
        "track_url": base + given.track_path,
        "private_url": base + given.private_path if given.private_path else None,
        "receipt": receipts.given(given.code) or None,
    }


def report_row(row: public.PublicRow, request: HttpRequest) -> dict[str, Any]:
    """Return a report of the list."""
    return {
        "code": row.code,
        "status": row.state,
        "status_label": row.state_label,
        "category": row.category,
        "place": row.place,
        "summary": row.words,
        "received_at": instant(row.received_at),
        "supporters": row.supporters,
        "location": _point(row.lon, row.lat),
        "origin": row.origin,
        "url": request.build_absolute_uri(f"/api/v1/reports/{row.code}"),
    }


def report(row: public.PublicReport, request: HttpRequest) -> dict[str, Any]:
    """Return a report as everybody may read it."""
    area = places.area(row.area)
    url = request.build_absolute_uri(f"/api/v1/reports/{row.code}")
    return {
        "code": row.code,
        "status": row.state,
        "status_label": row.state_label,
        "category": {"code": row.category_code, "name": row.category} if row.category_code else None,
        "area": {"code": area.code, "name": area.name} if area else None,
        "place": row.place,
        "address": row.address,
        "text": row.text,
        "channel": row.channel,
        "unit": {"code": row.unit_code, "name": row.unit},
        "verifier": row.verifier,
        "received_at": instant(row.received_at),
        "occurred_at": instant(row.occurred_at),
        "answered_at": instant(row.answered_at),
        "closed_at": instant(row.closed_at),
        "due": {"answer": instant(row.answer_due_at), "resolve": instant(row.resolve_due_at)},
        "answer_kept": row.answer_kept,
        "resolve_kept": row.resolve_kept,
        "outcome": row.outcome,
        "supporters": row.supporters,
        "reopened": row.reopened_count,
        "location": _point(row.lon, row.lat),
        "origin": row.origin,
        "parent": row.parent,
        "children": list(row.children),
        "photos": [_photo(photo, request) for photo in row.photos],
        "url": url,
        "events_url": f"{url}/events",
    }


def event(entry: timeline.Entry) -> dict[str, Any]:
    """Return one line of a public history."""
    return {
        "version": entry.version,
        "at": instant(entry.at),
        "kind": entry.kind,
        "label": entry.label,
        "status": entry.state,
        "actor": entry.actor,
        "message": entry.message,
    }


def category(row: catalog.CategoryRow) -> dict[str, Any]:
    """Return a kind of complaint with its questions."""
    return {
        "code": row.code,
        "name": row.label,
        "names": row.name,
        "parent": row.parent,
        "leaf": row.is_leaf,
        "icon": row.icon,
        "hint": say(row.hint),
        "questions": [_question(question) for question in row.questions],
    }


def area(row: places.AreaRow) -> dict[str, Any]:
    """Return an area of the city."""
    return {"code": row.code, "name": row.name, "level": row.level, "parent": row.parent, "leaf": row.is_leaf}


def unit(row: agencies.UnitRow) -> dict[str, Any]:
    """Return a unit, without its contact: that is for the desk."""
    return {
        "code": row.code,
        "name": row.label,
        "names": row.name,
        "kind": row.kind,
        "parent": row.parent,
        "area": row.area,
    }


def instant(at: datetime | None) -> str | None:
    """Return an instant as `2026-11-25T01:00:00Z`, to the second."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if at else None


def _point(lon: float | None, lat: float | None) -> dict[str, float] | None:
    return None if lon is None or lat is None else {"lon": lon, "lat": lat}


def _photo(row: photos.PhotoRow, request: HttpRequest) -> dict[str, Any]:
    return {
        "url": request.build_absolute_uri(f"/foto/{row.id}/shown.jpg"),
        "thumb_url": request.build_absolute_uri(f"/foto/{row.id}/thumb.jpg"),
        "shows": row.role,
        "width": row.width,
        "height": row.height,
    }


def sized_photo(row: photos.PhotoRow, request: HttpRequest) -> dict[str, Any]:
    """Return a public photo with each of its sizes."""
    told = _photo(row, request)
    sizes = [{"name": "thumb", "url": told["thumb_url"]}, {"name": "shown", "url": told["url"]}]
    return {"id": str(row.id), **told, "sizes": sizes}


def changed(row: Exported) -> dict[str, Any]:
    """Return a report as it stands now for who keeps a copy."""
    return {
        "code": row.code,
        "status": row.state,
        "category": row.category,
        "area": row.area,
        "unit": row.unit,
        "channel": row.channel,
        "received_at": instant(row.received_at),
        "changed_at": instant(row.changed_at),
        "answered_at": instant(row.answered_at),
        "closed_at": instant(row.closed_at),
        "answer_due_at": instant(row.answer_due_at),
        "resolve_due_at": instant(row.resolve_due_at),
        "outcome": row.outcome,
        "supporters": row.supporters,
        "reopened": row.reopened,
        "parent": row.parent,
        "text": row.text,
        "lon": row.lon,
        "lat": row.lat,
    }


def own(seen: OwnReport, request: HttpRequest) -> dict[str, Any]:
    """Return a report as its reporter reads it, with what can be done now. The private link is not in it."""
    may = {
        "answer": seen.can_answer,
        "add": seen.can_add,
        "rate": seen.can_rate,
        "dispute": seen.acts.can_dispute,
        "appeal": seen.can_appeal,
    }
    return {
        **report(seen.report, request),
        "events": [event(entry) for entry in seen.report.timeline],
        "question": seen.question or None,
        "rated": seen.rated,
        "feedback_until": instant(seen.feedback_until),
        "may": [name for name, is_open in may.items() if is_open],
    }


def _question(question: dict[str, Any]) -> dict[str, Any]:
    return {
        "code": question["code"],
        "label": say(question["label"]),
        "kind": question["kind"],
        "required": bool(question.get("required")),
        "options": [{"code": option["code"], "name": say(option["label"])} for option in question.get("options", [])],
    }
