"""Where a person has to go today: the work that is theirs and the field checks that wait for them, without who reported any of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from tanggap.agencies import absences
from tanggap.agencies import queries as agencies
from tanggap.agencies.models import Staff
from tanggap.catalog import queries as catalog
from tanggap.core.words import say
from tanggap.places import locate, route
from tanggap.places import queries as places
from tanggap.places.city import city
from tanggap.reports.lifecycle import CLAIMS
from tanggap.reports.masking import masked, public_text
from tanggap.reports.models import Event, Photo, Report
from tanggap.reports.queries import desk
from tanggap.reports.words import PhotoRole, State
from tanggap.verification import checklist as lists
from tanggap.verification import queries
from tanggap.verification.words import CheckKind

MOST = 60
WORK, CHECK = "work", "check"
WORKABLE = frozenset(
    {
        State.RECEIVED,
        State.COORDINATING,
        State.DISPOSITIONED,
        State.IN_PROGRESS,
        State.FOLLOW_UP_REJECTED,
        State.REOPENED,
    }
)
A_CHECK_WAITS = timedelta(days=2)  # no promise runs while a claim is checked: what waits longest weighs most on the way
DOORS = ("reports.start", "reports.claim_done", "verification.accept", "verification.reject")
"""What the field app does with a report; besides these, notes."""


@dataclass(frozen=True, slots=True)
class Shot:
    """A photo that the visit is compared with; `is_staffs`: the officer took it, so that it can be re-taken from the same spot."""

    id: UUID
    role: str
    is_staffs: bool


@dataclass(frozen=True, slots=True)
class Visit:
    """One place to go to: `kind` is work to be done, or a claim to be checked on the spot.

    `words` are the last claim's or the last rejection's. `keeps_photo_back`: the reporter's own photo could unmask the reporter, it is
    not among `shots`. `text` is the reporter's, contacts and names of handles hidden.
    """

    id: int
    code: str
    version: int
    kind: str
    state: str
    category: str
    icon: str
    place: str
    address: str
    lon: float | None
    lat: float | None
    text: str
    words: str
    due_at: datetime
    is_paused: bool
    doors: tuple[str, ...]
    photos_needed: int
    points: tuple[tuple[str, str], ...]
    shots: tuple[Shot, ...]
    keeps_photo_back: bool

    @property
    def state_label(self) -> str:
        """Return the state's word."""
        return str(State(self.state).label)


def visits(staff: Staff, *, now: datetime, here: tuple[float, float] | None = None) -> list[Visit]:
    """Return the person's visits, at most `MOST`, in visiting order from `here` (lon, lat) or the middle of their unit's area.

    What has no point comes last, soonest due first. Five statements, however many visits.
    """
    holders = {staff.pk, *absences.covered_by(staff)}
    open_ones = Report.objects.filter(assignee__in=holders, state__in=WORKABLE)
    work = list(open_ones.order_by("due_at", "id")[:MOST])
    waiting = queries.queue(staff, due=CheckKind.FIELD, limit=MOST).rows if queries.validator_units(staff) else []
    ids = [row.id for row in waiting]
    checks = list(Report.objects.filter(pk__in=ids).order_by("claimed_at", "id")) if ids else []
    found = [*checks, *work][:MOST]
    shots, words = _shots(found), _words(found)
    made = [
        _visit(one, CHECK if one.state == State.AWAITING_VALIDATION else WORK, staff, shots.get(one.pk, ()), words)
        for one in found
    ]
    return ordered(made, now=now, here=here or office(staff))


def office(staff: Staff) -> tuple[float, float]:
    """Return the point from which a person sets out when nothing else is known: the middle of their unit's area, else of the city."""
    unit = agencies.unit(staff.unit_id)
    return locate.middle(unit.area) if unit and unit.area and locate.has_boundaries() else city().centre


def ordered(found: Sequence[Visit], *, now: datetime, here: tuple[float, float]) -> list[Visit]:
    """Return visits in visiting order from `here`; those without a point last."""
    placed = [one for one in found if one.lon is not None and one.lat is not None]
    stops = [
        route.Stop(one.lon or 0, one.lat or 0, 1e6 if one.is_paused else (one.due_at - now).total_seconds() / 60)
        for one in placed
    ]
    rest = sorted((one for one in found if one.lon is None), key=lambda one: (one.due_at, one.id))
    return [*(placed[number] for number in route.order(here, stops)), *rest]


def _visit(found: Report, kind: str, staff: Staff, shots: Iterable[Photo], words: dict[int, str]) -> Visit:
    category = catalog.category(found.category_id)
    keeps_back = category is None or category.is_sensitive or category.is_confidential
    allowed = {step.door for step in desk.steps(found, staff=staff)}
    return Visit(
        id=found.pk,
        code=found.code,
        version=found.version,
        kind=kind,
        state=found.state,
        category=category.label if category else "",
        icon=category.icon if category else "dots",
        place=places.full_name(found.area_id),
        address=masked(found.address),
        lon=found.lon,
        lat=found.lat,
        text=public_text(found),
        words=words.get(found.pk, ""),
        due_at=(found.claimed_at or found.changed_at) + A_CHECK_WAITS if kind == CHECK else found.due_at,
        is_paused=found.paused_at is not None and kind == WORK,
        doors=tuple(door for door in DOORS if door in allowed),
        photos_needed=1 if kind == CHECK else int(category.evidence.get("photos_after", 1)) if category else 1,
        points=tuple((lists.key(point), say(point)) for point in lists.points(found.category_id)),
        shots=tuple(_shot(one) for one in shots if _is_staffs(one) or not keeps_back),
        keeps_photo_back=keeps_back,
    )


def _shot(photo: Photo) -> Shot:
    return Shot(photo.id, photo.role, _is_staffs(photo))


def _is_staffs(photo: Photo) -> bool:
    """Return whether the officer took it: the reporter's own came with the report, in its first event."""
    return photo.role != PhotoRole.BEFORE or photo.version > 1


def _shots(found: Sequence[Report]) -> dict[int, list[Photo]]:
    """Return each report's photos of the problem, and for a check those of the present claim. One statement."""
    claims = {one.pk: one.claim_version for one in found}
    rows = Photo.objects.filter(report__in=claims, role__in=[PhotoRole.BEFORE, PhotoRole.AFTER])
    kept: dict[int, list[Photo]] = {}
    for row in rows.order_by("report_id", "version", "position"):
        if row.role == PhotoRole.BEFORE or row.version == claims[row.report_id]:
            kept.setdefault(row.report_id, []).append(row)
    return kept


def _words(found: Sequence[Report]) -> dict[int, str]:
    """Return what was said last of each report's result, by the unit or by who checked it. One statement."""
    rows = Event.objects.filter(report__in=[one.pk for one in found], door__in=[*CLAIMS, "verification.reject"])
    last = rows.order_by("report_id", "-version").distinct("report_id").values_list("report_id", "payload")
    return {report: str(payload.get("message", "")) for report, payload in last}
