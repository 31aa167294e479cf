"""One report at the desk, whole, with the steps that this person may take."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tanggap.agencies import permissions
from tanggap.agencies import queries as agencies
from tanggap.agencies.models import Staff
from tanggap.catalog import queries as catalog
from tanggap.catalog.ladder import VERIFY
from tanggap.core.refusal import NotFound
from tanggap.core.words import say
from tanggap.places import queries as places
from tanggap.reports import lifecycle, promises, reading
from tanggap.reports.access import can_see, thing
from tanggap.reports.lifecycle import MERGEABLE
from tanggap.reports.models import Report
from tanggap.reports.queries import photos, timeline
from tanggap.reports.queries.around import Around, around
from tanggap.reports.queries.photos import PhotoRow
from tanggap.reports.queries.timeline import Entry
from tanggap.reports.words import OPEN, State


@dataclass(frozen=True, slots=True)
class Step:
    """Something this person may do now: a door of the lifecycle, and who will be told."""

    door: str
    told: str


@dataclass(frozen=True, slots=True)
class DeskReport:
    """One report at the desk, whole, without who reported it."""

    id: int
    code: str
    version: int
    state: str
    category: str
    category_code: str | None
    icon: str
    scope: str
    place: str
    area: str | None
    address: str
    lon: float | None
    lat: float | None
    text: str
    details: tuple[tuple[str, str], ...]
    channel: str
    channel_code: str
    visibility: str
    language: str
    origin: str
    unit: str
    unit_code: str
    verifier: str
    assignee: str
    assignee_id: int | None
    received_at: datetime
    occurred_at: datetime | None
    answered_at: datetime | None
    answer_due_at: datetime
    resolve_due_at: datetime
    due_at: datetime
    paused_at: datetime | None
    paused_seconds: int
    extensions: int
    extension_days: int
    verify_due_at: datetime
    closed_at: datetime | None
    outcome: str
    supporters: int
    reopened_count: int
    awaits_decision: bool
    handed_back: int
    neighbour: str
    parent: str | None
    around: Around
    checklist: tuple[str, ...]
    photos_after_needed: int
    photos: tuple[PhotoRow, ...]
    timeline: tuple[Entry, ...]
    steps: tuple[Step, ...]

    @property
    def state_label(self) -> str:
        """Return the state's word."""
        return str(State(self.state).label)

    @property
    def is_open(self) -> bool:
        """Return whether somebody still works on it."""
        return self.state in OPEN

    def say_category(self) -> str:
        """Return the category in the active language, which may be another than the one in which the report was read."""
        category = catalog.category(self.category_code)
        return category.label if category else ""

    def say_place(self) -> str:
        """Return the place in the active language."""
        return places.full_name(self.area)

    @property
    def children(self) -> tuple[str, ...]:
        """Return the codes of the reports that joined this one."""
        return self.around.children

    @property
    def earlier(self) -> int:
        """Return how many entries of the history stand before the first of `timeline`."""
        return self.timeline[0].version - 1 if self.timeline else 0

    def can(self, door: str) -> bool:
        """Return whether `door` is among the steps."""
        return any(step.door == door for step in self.steps)


def report(code: str, *, staff: Staff, most: int | None = None, before: int | None = None) -> DeskReport:
    """Return a report for a member of staff who may see it, with its whole history or the last `most` entries of it before a version.

    At most five statements. Raises NotFound for unknown and forbidden alike.
    """
    found = reading.report(code)
    if found is None or not can_see(staff, found):
        raise NotFound
    category = catalog.category(found.category_id)
    told = timeline.of_report(found) if most is None else timeline.latest(found.pk, most=most, before=before)
    return DeskReport(
        id=found.id,
        code=found.code,
        version=found.version,
        state=found.state,
        category=category.label if category else "",
        category_code=found.category_id,
        icon=category.icon if category else "dots",
        scope=category.scope if category else "",
        place=places.full_name(found.area_id),
        area=found.area_id,
        address=found.address,
        lon=found.lon,
        lat=found.lat,
        text=found.text,
        details=_details(found, category),
        channel=channel_label(found.channel_id),
        channel_code=found.channel_id,
        visibility=found.visibility,
        language=found.language,
        origin=found.origin,
        unit=agencies.unit_label(found.unit_id),
        unit_code=found.unit_id,
        verifier=agencies.unit_label(found.verifier_id),
        assignee=found.assignee.display_name if found.assignee else "",
        assignee_id=found.assignee_id,
        received_at=found.received_at,
        occurred_at=found.occurred_at,
        answered_at=found.answered_at,
        answer_due_at=found.answer_due_at,
        resolve_due_at=found.resolve_due_at,
        due_at=found.due_at,
        paused_at=found.paused_at,
        paused_seconds=found.paused_seconds,
        extensions=found.extensions,
        extension_days=found.extension_days,
        verify_due_at=promises.due_of(found, VERIFY),
        closed_at=found.closed_at,
        outcome=found.outcome,
        supporters=found.supporters,
        reopened_count=found.reopened_count,
        awaits_decision=found.awaits_decision,
        handed_back=found.handed_back,
        neighbour=agencies.unit_label(found.neighbour_id),
        parent=found.parent.code if found.parent else None,
        around=around(found.pk, staff=staff),
        checklist=checklist(category),
        photos_after_needed=int(category.evidence.get("photos_after", 1)) if category else 1,
        photos=tuple(photos.of_report(found)),
        timeline=tuple(timeline.desk(told)),
        steps=steps(found, staff=staff),
    )


def changes(report: int, *, since: int) -> list[Entry]:
    """Return what happened to a report after version `since`, first to last, for one of the staff who may see it. One statement."""
    return timeline.desk(timeline.since(report, since))


def steps(found: Report, *, staff: Staff) -> tuple[Step, ...]:
    """Return what the lifecycle and this person's roles permit now, in the order of the table; a change is no move in every state.

    Who must decide whose a report is decides, and hands it on in no other way.
    """
    shut = PASSING if found.awaits_decision else {"reports.decide"}
    doors = {move.door: move.told for move in lifecycle.doors_from(found.state) if move.door not in shut}
    if found.state in MERGEABLE:
        doors.setdefault("reports.change", lifecycle.DOORS["reports.change"].told)
    of_it = thing(found)
    return tuple(Step(door, told) for door, told in doors.items() if permissions.allows(door, staff, of_it))


PASSING = {"reports.coordinate", "reports.hand_back"}


def checklist(category: catalog.CategoryRow | None) -> tuple[str, ...]:
    """Return what must be true of the result, in the active language."""
    return tuple(say(name) for name in category.evidence.get("checklist", [])) if category else ()


def channel_label(code: str) -> str:
    """Return a channel's name in the active language."""
    channel = catalog.channel(code)
    return channel.label if channel else code


def _details(found: Report, category: catalog.CategoryRow | None) -> tuple[tuple[str, str], ...]:
    """Return the answers to the category's questions as (question, answer), choices in their words."""
    questions: list[dict[str, Any]] = category.questions if category else []
    return tuple(
        (say(question["label"]), _answer(question, str(found.details[question["code"]])))
        for question in questions
        if question["code"] in found.details
    )


def _answer(question: dict[str, Any], kept: str) -> str:
    """Return an answer as people read it: what was chosen by its words, each of several."""
    labels = {option["code"]: say(option["label"]) for option in question.get("options", ())}
    return ", ".join(labels.get(code, code) for code in kept.split(",")) if labels else kept
