"""Internal notes: words and photos for those who handle a report, and for nobody else."""

from collections.abc import Sequence

from django.db import transaction

from tanggap.agencies.models import Staff
from tanggap.core import clock
from tanggap.core.refusal import NotFound
from tanggap.reports import access, actors, mentions, transitions
from tanggap.reports.actions.handling import said
from tanggap.reports.models import Event, Report
from tanggap.reports.photos import Taken, Upload, attach, take_in
from tanggap.reports.words import PhotoRole

KIND = "reports.note"


def note(*, code: str, by: Staff, note: str, photos: Sequence[Upload] = (), key: str = "") -> Event:
    """Write an internal note, which the public and the reporter never see. Who is named in it (`@username`) is told.

    `key` is the form's: a note that was written with it before is returned, not written again. Raises NotFound, Invalid,
    CannotBeTold and the refusals of core.media.
    """
    words = said("note", note, required=True)
    return _note(code, by, words, take_in(photos), key)


@transaction.atomic
def _note(code: str, by: Staff, words: str, taken: list[Taken], key: str) -> Event:
    report = transitions.lock(code)
    if not access.can_see(by, report):
        raise NotFound
    access.permit(KIND, by, report)
    if before := _written(report, by, key):
        return before
    at = clock.now()
    payload = {
        "note": words,
        "mentions": [person.username for person in mentions.told(words, report)],
        "photos": len(taken) or None,
        "key": key,
    }
    event = transitions.record(report, kind=KIND, by=actors.staff(by), at=at, payload=payload)
    attach(report, taken, role=PhotoRole.NOTE, version=event.version, at=at)
    return event


def _written(report: Report, by: Staff, key: str) -> Event | None:
    """Return the person's note with this key; the report is locked, so that two that arrive at once see one another."""
    if not key:
        return None
    return Event.objects.filter(report=report, kind=KIND, actor_staff=by, payload__key=key).first()
