"""What goes out of a report's own tables when its reporter is erased. `privacy.actions` calls it, within one transaction for all rooms.

The case stays: category, area, point, states, times, what the units wrote and photographed. What the person wrote and photographed goes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext

from tanggap.core import crypto
from tanggap.core.ids import new_nonce
from tanggap.core.refusal import NotFound
from tanggap.places.city import city
from tanggap.reports import access, transitions
from tanggap.reports.actors import SYSTEM, Actor
from tanggap.reports.models import Event, Photo, Report
from tanggap.reports.queries.public.rows import coarse
from tanggap.reports.words import State

ERASE = "privacy.erase"


@dataclass(frozen=True, slots=True)
class Gone:
    """What went: the event that says so, the SHA-256 of the photos whose files may go now, and how many events lost words."""

    event: Event
    files: tuple[str, ...]
    events: int


def locked(code: str, *, token: str | None = None) -> Report:
    """Return the report locked for writing, for the holder of its private link where a `token` is given. Raises NotFound alike."""
    report = transitions.lock(code)
    if token is not None and not crypto.token_opens(token, bytes(report.nonce)):
        raise NotFound
    return report


def go_on(report: Report, *, at: datetime) -> None:
    """Let a report that waits for its reporter's answer go on without one: there is nobody left to answer."""
    if report.state == State.AWAITING_REPORTER:
        back = transitions.state_before(report, door="reports.ask")
        transitions.take(report, door="deadlines.resume", by=SYSTEM, at=at, payload={}, to=back)


def forget(report: Report, *, by: Actor, at: datetime, why: str) -> Gone:
    """Remove the reporter from a locked report: text, address, answers, words in events, photos; the private link opens no more.

    The other rooms have let go of its photos before. Raises NotAllowed.
    """
    if by.staff is None:  # for the staff, `privacy.actions` has looked: who may erase need not be able to read
        access.permit(ERASE, by, report)
    lon, lat = coarse(report.category_id, report.lon, report.lat)
    event = transitions.record(
        report,
        kind=ERASE,
        by=by,
        at=at,
        payload={"why": why},
        text=neutral_text(),
        public_text=None,
        address="",
        details={},
        nonce=new_nonce(),
        cover=None,
        lon=lon,
        lat=lat,
    )
    photos = photos_of_reporter(report)
    files = tuple(photos.values_list("sha256", flat=True))
    Photo.objects.filter(pk__in=list(photos.values_list("pk", flat=True))).delete()
    with connection.cursor() as cursor:
        cursor.execute("SELECT reports_forget(%s)", [report.pk])
        return Gone(event, files, int(cursor.fetchone()[0]))


def neutral_text() -> str:
    """Return what stands for a report's words from then on, in each language of the city."""
    said = []
    for language in city().languages:
        with translation.override(language):
            said.append(gettext("The words of this report were erased at the reporter's request."))
    return "\n".join(dict.fromkeys(said))


def photos_of_reporter(report: Report) -> QuerySet[Photo]:
    """Return what the reporter photographed: with the report, and with what was added, here and in the reports that it was joined to."""
    by_person = Event.objects.filter(report=OuterRef("report"), version=OuterRef("version"))
    own = by_person.filter(Q(version=1) | Q(actor_kind="citizen")).exclude(payload__has_key="child")
    return Photo.objects.filter(
        Q(Exists(own), report=report)
        | Q(Exists(by_person.filter(payload__child=report.code)), report__in=parents(report))
    )


def parents(report: Report) -> list[int]:
    """Return the reports that this one was ever joined to. Two statements."""
    merges = Event.objects.filter(report=report, kind="triage.merge")
    codes = list(merges.values_list("payload__parent", flat=True))
    return list(Report.objects.filter(code__in=codes).order_by("id").values_list("pk", flat=True)) if codes else []


def photo_ids(report: Report) -> Sequence[UUID]:
    """Return the ids of the reporter's photos. One statement, two more for a report that was joined."""
    return list(photos_of_reporter(report).values_list("pk", flat=True))
