"""What the app is told, as JSON: today's visits, and what became of something that it sent. No reporter anywhere in it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings

from tanggap.agencies import queries as agencies
from tanggap.reports import capturing
from tanggap.reports.queries.timeline import Entry
from tanggap.verification.visits import CHECK, Visit, office
from tanggap.web.ui import formats, status

DOORS = {
    "reports.start": "start",
    "reports.claim_done": "done",
    "verification.accept": "holds",
    "verification.reject": "fails",
}
"""The app's word for each door that it knows."""


def day(found: Sequence[Visit], *, staff: Any, now: datetime) -> dict[str, Any]:
    """Return today's list for one person, with the point from which it was ordered and when it was made."""
    return {
        "who": {"id": staff.pk, "name": staff.display_name, "unit": agencies.unit_label(staff.unit_id)},
        "at": formats.machine(now),
        "office": office(staff),
        "code_in_scene": settings.FIELD_CODE_IN_SCENE,
        "visits": [visit(one, staff=staff, now=now) for one in found],
    }


def visit(one: Visit, *, staff: Any, now: datetime) -> dict[str, Any]:
    """Return one visit with its challenges."""
    is_check = one.kind == CHECK
    return {
        "code": one.code,
        "version": one.version,
        "kind": one.kind,
        "state": one.state,
        "state_label": one.state_label,
        "family": status.family(one.state),
        "category": one.category,
        "icon": one.icon,
        "place": one.place,
        "address": one.address,
        "lon": one.lon,
        "lat": one.lat,
        "text": one.text,
        "words": one.words,
        "due_at": formats.machine(one.due_at),
        "paused": one.is_paused,
        "acts": [DOORS[door] for door in one.doors],
        "photos_needed": one.photos_needed,
        "points": [{"key": key, "label": label} for key, label in one.points],
        "shots": [{"id": str(shot.id), "role": shot.role, "staffs": shot.is_staffs} for shot in one.shots],
        "photo_kept_back": one.keeps_photo_back,
        "page": f"/verify/{one.code}/" if is_check else f"/desk/{one.code}/",
        "challenges": [
            {"token": given.token, "word": given.word} for given in capturing.challenges(staff, one.code, now=now)
        ],
    }


def happened(entries: Sequence[Entry]) -> list[dict[str, str]]:
    """Return what happened to a report meanwhile, in words, first to last."""
    return [
        {
            "at": formats.machine(entry.at),
            "when": formats.exact(entry.at),
            "who": entry.actor,
            "what": entry.label,
            "words": entry.message or entry.note,
        }
        for entry in entries
    ]
