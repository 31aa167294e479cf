"""Rows of the desk as the JSON of a unit's program: of persons nothing, neither who reported nor who works."""

from typing import Any

from django.http import HttpRequest

from tanggap.api.shapes import instant
from tanggap.places import queries as places
from tanggap.reports.queries.desk import DeskReport, DeskRow
from tanggap.reports.queries.photos import PhotoRow
from tanggap.reports.queries.tasks import TaskListRow, TaskRow
from tanggap.reports.queries.tasks_of_report import Parts
from tanggap.reports.queries.timeline import Entry

WORK = "/api/v1/work"
TASK_ACTS = ("accept", "decline", "answer", "hand_back")


def row(found: DeskRow, request: HttpRequest) -> dict[str, Any]:
    """Return a report of the unit's list."""
    return {
        "code": found.code,
        "etag": f'"{found.version}"',
        "status": found.state,
        "status_label": found.state_label,
        "category": found.category,
        "place": found.place,
        "channel": found.channel,
        "words": found.words,
        "unit": found.unit,
        "received_at": instant(found.received_at),
        "due_at": instant(found.due_at),
        "paused": found.is_paused,
        "supporters": found.supporters,
        "origin": found.origin,
        "url": request.build_absolute_uri(f"{WORK}/reports/{found.code}"),
    }


def report(shown: DeskReport, parts: Parts, request: HttpRequest, *, acts: list[str]) -> dict[str, Any]:
    """Return a report as the unit reads it."""
    area = places.area(shown.area)
    has_point = shown.lon is not None and shown.lat is not None
    return {
        "code": shown.code,
        "version": shown.version,
        "status": shown.state,
        "status_label": shown.state_label,
        "category": {"code": shown.category_code, "name": shown.category} if shown.category_code else None,
        "area": {"code": area.code, "name": area.name} if area else None,
        "place": shown.place,
        "address": shown.address,
        "location": {"lon": shown.lon, "lat": shown.lat} if has_point else None,
        "text": shown.text,
        "details": [{"question": question, "answer": answer} for question, answer in shown.details],
        "channel": shown.channel_code,
        "visibility": shown.visibility,
        "origin": shown.origin,
        "unit": {"code": shown.unit_code, "name": shown.unit},
        "verifier": shown.verifier,
        "received_at": instant(shown.received_at),
        "occurred_at": instant(shown.occurred_at),
        "answered_at": instant(shown.answered_at),
        "closed_at": instant(shown.closed_at),
        "due": {"answer": instant(shown.answer_due_at), "resolve": instant(shown.resolve_due_at)},
        "paused_at": instant(shown.paused_at),
        "supporters": shown.supporters,
        "reopened": shown.reopened_count,
        "parent": shown.parent,
        "children": list(shown.children),
        "checklist": list(shown.checklist),
        "photos_needed": shown.photos_after_needed,
        "photos": [_photo(photo, request) for photo in shown.photos],
        "events": [event(entry) for entry in shown.timeline],
        "tasks": [task(shown.code, one, request) for one in parts.tasks],
        "acts": acts,
        "url": request.build_absolute_uri(f"{WORK}/reports/{shown.code}"),
    }


def event(entry: Entry) -> dict[str, Any]:
    """Return one line of the desk's history; of who acted only the unit."""
    return {
        "version": entry.version,
        "at": instant(entry.at),
        "kind": entry.kind,
        "label": entry.label,
        "status": entry.state,
        "actor": entry.actor.rpartition(" · ")[2],
        "message": entry.message,
        "note": entry.note,
        "internal": entry.is_internal,
    }


def task(code: str, found: TaskRow, request: HttpRequest) -> dict[str, Any]:
    """Return a task of a report."""
    return {
        "report": code,
        "number": found.number,
        "etag": task_etag(found.number, found.state),
        "status": found.state,
        "status_label": found.state_label,
        "unit": {"code": found.unit_code, "name": found.unit},
        "asked_by": found.asked_by,
        "request": found.request,
        "asked_at": instant(found.asked_at),
        "accept_due_at": instant(found.accept_due_at),
        "due_at": instant(found.due_at),
        "accepted_at": instant(found.accepted_at),
        "closed_at": instant(found.closed_at),
        "answer": found.answer,
        "reason": found.reason,
        "explanation": found.explanation,
        "acts": [name for name in TASK_ACTS if name in found.acts],
        "url": _task_url(code, found.number, request),
    }


def task_row(found: TaskListRow, request: HttpRequest) -> dict[str, Any]:
    """Return a task of the unit's list."""
    return {
        "report": found.code,
        "number": found.number,
        "etag": task_etag(found.number, found.state),
        "status": found.state,
        "status_label": found.state_label,
        "category": found.category,
        "place": found.place,
        "request": found.words,
        "unit": found.unit,
        "asked_by": found.asked_by,
        "asked_at": instant(found.asked_at),
        "due_at": instant(found.runs_to),
        "closed_at": instant(found.closed_at),
        "url": _task_url(found.code, found.number, request),
    }


def task_etag(number: int, state: str) -> str:
    """Return the ETag of a task: where it stands, which alone decides what can be done with it."""
    return f'"{number}-{state}"'


def _task_url(code: str, number: int, request: HttpRequest) -> str:
    return request.build_absolute_uri(f"{WORK}/tasks/{code}/{number}")


def _photo(photo: PhotoRow, request: HttpRequest) -> dict[str, Any]:
    url = request.build_absolute_uri(f"{WORK}/photos/{photo.id}")
    return {
        "id": str(photo.id),
        "shows": photo.role,
        "width": photo.width,
        "height": photo.height,
        "added_at": instant(photo.added_at),
        "url": f"{url}/shown",
        "thumb_url": f"{url}/thumb",
    }
