"""What was said about a report's closures, for who handles or checks it: scores, disputes, neighbours, repeats. Never who said it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from tanggap.core import planned
from tanggap.feedback.closures import CLOSES
from tanggap.feedback.models import Neighbour
from tanggap.reports.events import KINDS
from tanggap.reports.models import Event
from tanggap.reports.queries import photos
from tanggap.reports.queries.photos import PhotoRow
from tanggap.reports.words import PhotoRole

RATED, DETAILED, DISPUTED, ASKED = "feedback.rate", "feedback.detail", "feedback.reopen", "feedback.request_reopen"
GRANTED, REFUSED, REPEATED, DOUBTED = (
    "feedback.grant_reopen", "feedback.refuse_reopen", "triage.repeat_found", "feedback.doubted",
)  # fmt: skip
_ICONS = {
    RATED: "star", DETAILED: "star", DISPUTED: "refresh", ASKED: "refresh", GRANTED: "refresh", REFUSED: "close", REPEATED: "refresh",
    DOUBTED: "alert",
}  # fmt: skip
_KINDS = (CLOSES, RATED, DETAILED, DISPUTED, ASKED, GRANTED, REFUSED, REPEATED, DOUBTED, "feedback.neighbour")


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that was said or found about a closure: `kind` of event, its words and score, of a joined report's reporter or not."""

    version: int
    at: datetime
    kind: str
    message: str
    score: int | None
    is_child: bool
    repeat: str = ""
    days: int | None = None
    metres: int | None = None
    photos: tuple[PhotoRow, ...] = ()

    @property
    def label(self) -> str:
        """Return what it is, in the active language."""
        return str(KINDS[self.kind].label)

    @property
    def icon(self) -> str:
        """Return the icon that stands for it."""
        return _ICONS.get(self.kind, "dots")


@dataclass(frozen=True, slots=True)
class Review:
    """What speaks for and against the closures of a report. `confirmed` and `denied` are neighbours, of the last closure.

    `said` is everything else, latest first; `is_open`: it was opened again at least once, so that the next claim is looked at on the spot.
    """

    said: tuple[Said, ...]
    confirmed: int
    denied: int

    @property
    def disputes(self) -> tuple[Said, ...]:
        """Return where reporters said that it was not solved, latest first."""
        return tuple(one for one in self.said if one.kind in (DISPUTED, ASKED))

    @property
    def ratings(self) -> tuple[Said, ...]:
        """Return the scores, latest first."""
        return tuple(one for one in self.said if one.kind == RATED)

    @property
    def is_doubted(self) -> bool:
        """Return whether neighbours marked a closure."""
        return any(one.kind == DOUBTED for one in self.said)

    @property
    def repeats(self) -> tuple[Said, ...]:
        """Return the reports by which the problem came back, latest first."""
        return tuple(one for one in self.said if one.kind == REPEATED)

    def __bool__(self) -> bool:
        return bool(self.said or self.confirmed or self.denied)


def review(report: int) -> Review:
    """Return what was said about the closures of a report. Two statements, one where nobody disputed with a photo."""
    with planned.cursor() as reading:
        reading.execute(
            "SELECT version, at, kind, payload FROM reports_event WHERE report_id = %s AND kind = ANY(%s) ORDER BY version DESC",
            [report, list(_KINDS)],
        )
        rows = [(version, at, kind, _read(payload)) for version, at, kind, payload in reading.fetchall()]
    closed = next((version for version, _at, kind, _payload in rows if kind == CLOSES), 0)
    answers = [
        payload.get("solved")
        for version, _at, kind, payload in rows
        if kind == "feedback.neighbour" and version > closed
    ]
    has_photos = any(payload.get("photos") for _version, _at, kind, payload in rows if kind in (DISPUTED, ASKED))
    beside = _photos(report) if has_photos else []
    said = [
        Said(
            version=version,
            at=at,
            kind=kind,
            message=str(payload.get("message") or payload.get("comment") or ""),
            score=payload.get("score"),
            is_child=bool(payload.get("child")),
            repeat=str(payload.get("repeat") or payload.get("hidden_repeat") or ""),
            days=payload.get("days"),
            metres=payload.get("metres"),
            photos=tuple(photo for photo in beside if photo.version == version),
        )
        for version, at, kind, payload in rows
        if kind not in (CLOSES, "feedback.neighbour")
    ]
    return Review(tuple(said), answers.count(True), answers.count(False))


def _read(payload: Any) -> dict[str, Any]:
    return dict(json.loads(payload) if isinstance(payload, str) else payload)


def _photos(report: int) -> Sequence[PhotoRow]:
    return [photo for photo in photos.of_report_id(report) if photo.role == PhotoRole.DISPUTE]


@dataclass(frozen=True, slots=True)
class Neighbours:
    """How many who stood behind a report say that its last closure holds, and how many that it does not."""

    confirmed: int
    denied: int


def neighbours(code: str) -> Neighbours:
    """Return what neighbours say of a report's last closure. Two statements."""
    closing = Event.objects.filter(report__code=code, door=CLOSES).order_by("-version")
    row = closing.values_list("report_id", "version").first()
    if row is None:
        return Neighbours(0, 0)
    counts = Neighbour.objects.filter(report=row[0], version=row[1]).aggregate(
        yes=Count("pk", filter=Q(is_solved=True)), no=Count("pk", filter=Q(is_solved=False))
    )
    return Neighbours(counts["yes"], counts["no"])
