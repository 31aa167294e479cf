"""The forms of a unit's work: what a program of the unit reads and does. No person is in them, neither who reported nor who works."""

from typing import Any, Literal

from django.utils.translation import gettext_noop as _
from ninja import Schema
from pydantic import Field

from tanggap.api.schemas import MOST_ROWS, Due, Given, Named, Point
from tanggap.reports.photos import MOST_PHOTOS
from tanggap.reports.queries.desk import DUE, VIEWS, Sort
from tanggap.reports.words import REFUSABLE, State, TaskReason, TaskState, UnsolvedReason

_INSTANT: dict[str, Any] = {"format": "date-time"}
LONGEST = 4000
HELD = tuple(view for view in VIEWS if view not in {"mine", "mentions", "watched"})
"""The views that are a unit's: the others are a person's."""
REASONS = tuple(sorted(str(reason) for reason in REFUSABLE))
TaskView = Literal["asked", "accepted", "ours", "returned", "deciding", "done"]


class WantedWork(Schema):
    """What the unit's list is narrowed to."""

    view: Literal[HELD] = Field("unit", description=_("As at the desk; `unit` is all open reports."))  # type: ignore[valid-type]
    status: State | None = None
    category: str | None = Field(None, description=_("Code of a category or of a group of them."))
    area: str | None = Field(None, description=_("Code of an area of any level."))
    due: Literal[tuple(DUE)] | None = Field(None, description=_("How soon the next promise is due."))  # type: ignore[valid-type]
    sort: Sort = Sort.DUE
    after: str | None = Field(None, max_length=200, description=_("The cursor in `next` of the page before."))
    limit: int = Field(50, ge=1, le=MOST_ROWS)


class WorkRow(Schema):
    """A report in the unit's list. `etag` is what If-Match of an act asks for."""

    code: str
    etag: str
    status: State
    status_label: str
    category: str
    place: str
    channel: str
    words: str
    unit: str
    received_at: str = Field(json_schema_extra=_INSTANT)
    due_at: str = Field(json_schema_extra=_INSTANT)
    paused: bool
    supporters: int
    origin: str
    url: str


class WorkPage(Schema):
    """The unit's reports. `next` is the address of the following page, null on the last one."""

    reports: list[WorkRow]
    next: str | None


class WorkPhoto(Schema):
    """A photo that the unit may see; it is asked for with the same key."""

    id: str
    shows: str
    width: int
    height: int
    added_at: str = Field(json_schema_extra=_INSTANT)
    url: str
    thumb_url: str


class WorkEvent(Schema):
    """One line of the history as the desk reads it, of persons their unit alone."""

    version: int
    at: str = Field(json_schema_extra=_INSTANT)
    kind: str
    label: str
    status: State
    actor: str
    message: str
    note: str
    internal: bool


class WorkTask(Schema):
    """What one unit was asked to do for a report. `acts` is what can be done with it now."""

    report: str
    number: int
    etag: str
    status: TaskState
    status_label: str
    unit: Named
    asked_by: str
    request: str
    asked_at: str = Field(json_schema_extra=_INSTANT)
    accept_due_at: str = Field(json_schema_extra=_INSTANT)
    due_at: str = Field(json_schema_extra=_INSTANT)
    accepted_at: str | None
    closed_at: str | None
    answer: str
    reason: str
    explanation: str
    acts: list[str]
    url: str


class WorkReport(Schema):
    """A report as the unit reads it, without who reported it. `acts` is what can be done with it now."""

    code: str
    version: int
    status: State
    status_label: str
    category: Named | None
    area: Named | None
    place: str
    address: str
    location: Point | None
    text: str
    details: list[dict[str, str]]
    channel: str
    visibility: Literal["public", "private"]
    origin: str
    unit: Named
    verifier: str
    received_at: str = Field(json_schema_extra=_INSTANT)
    occurred_at: str | None
    answered_at: str | None
    closed_at: str | None
    due: Due
    paused_at: str | None
    supporters: int
    reopened: int
    parent: str | None
    children: list[str]
    checklist: list[str]
    photos_needed: int
    photos: list[WorkPhoto]
    events: list[WorkEvent]
    tasks: list[WorkTask]
    acts: list[str]
    url: str


class Done(Schema):
    """What an act left: the report's state and the ETag for the next one."""

    code: str
    version: int
    etag: str
    status: State
    status_label: str
    unit: Named


class TaskDone(Schema):
    """What an act on a task left."""

    report: str
    number: int
    etag: str
    status: TaskState
    status_label: str


class TaskRow(Schema):
    """A task in the unit's list."""

    report: str
    number: int
    etag: str
    status: TaskState
    status_label: str
    category: str
    place: str
    request: str
    unit: str
    asked_by: str
    asked_at: str = Field(json_schema_extra=_INSTANT)
    due_at: str = Field(json_schema_extra=_INSTANT)
    closed_at: str | None
    url: str


class TaskPage(Schema):
    """The unit's tasks."""

    tasks: list[TaskRow]
    next: str | None


class WantedTasks(Schema):
    """Which of the unit's tasks."""

    view: TaskView = Field("asked", description=_("`asked` and `accepted` wait for the unit; `done` is closed."))
    after: str | None = Field(None, max_length=200, description=_("The cursor in `next` of the page before."))
    limit: int = Field(50, ge=1, le=MOST_ROWS)


class _Noted(Given):
    note: str = Field("", max_length=LONGEST, description=_("For those who handle the report alone."))


class _Photographed(Given):
    media: list[str] = Field(
        [], max_length=MOST_PHOTOS, description=_("Photos that were sent ahead: the `id` of each from `/api/v1/media`.")
    )


class Start(_Noted, _Photographed):
    """Work begins; photos show the place as it was found."""

    message: str = Field("", max_length=LONGEST, description=_("For everybody to read."))


class Note(_Photographed):
    """An internal note."""

    note: str = Field(min_length=1, max_length=LONGEST, examples=["Suku cadang datang besok."])


class Ask(_Noted):
    """A question to the reporter."""

    question: str = Field(min_length=1, max_length=LONGEST, examples=["Di tiang nomor berapa?"])


class ClaimDone(_Noted, _Photographed):
    """The work is done: with the photos that the category asks for."""

    message: str = Field(
        min_length=1,
        max_length=LONGEST,
        description=_("For everybody to read."),
        examples=["Lampu diganti, sudah menyala."],
    )
    materials: str = Field("", max_length=LONGEST, description=_("What was used up, for the unit and the validator."))


class HandBack(_Noted):
    """Not this unit's task."""

    message: str = Field(min_length=1, max_length=LONGEST, examples=["Ini jalan nasional."])
    unit: str = Field("", max_length=80, description=_("Whose task it is; empty: the coordinator decides."))


class Reject(_Noted):
    """Refused, for a reason that the reporter can appeal."""

    reason: Literal[REASONS]  # type: ignore[valid-type]
    message: str = Field(min_length=1, max_length=LONGEST, examples=["Tidak ada masalah yang dapat ditangani."])


class Refer(_Noted):
    """Another body is responsible: one of the city's list, or one that is named with how to reach it."""

    body: str = Field("", max_length=80)
    name: str = Field("", max_length=200)
    contact: str = Field("", max_length=300)
    message: str = Field(min_length=1, max_length=LONGEST, examples=["Silakan hubungi pengelola jalan tol."])


class GiveUp(_Noted):
    """It cannot be solved."""

    reason: Literal[tuple(UnsolvedReason.values)]  # type: ignore[valid-type]
    message: str = Field(min_length=1, max_length=LONGEST, examples=["Lahan milik pribadi."])


class Extend(_Noted):
    """A later day is promised."""

    until: str = Field(max_length=10, json_schema_extra={"format": "date"}, examples=["2026-12-24"])
    message: str = Field(min_length=1, max_length=LONGEST, examples=["Suku cadang dipesan."])


class Accept(Given):
    """The part is taken on."""

    message: str = Field("", max_length=LONGEST)


class Decline(Given):
    """The part is not taken on, or given back."""

    reason: Literal[tuple(TaskReason.values)]  # type: ignore[valid-type]
    message: str = Field(min_length=1, max_length=LONGEST, examples=["Alat berat sedang dipakai."])


class AnswerTask(_Photographed):
    """The part is done."""

    message: str = Field(min_length=1, max_length=LONGEST, examples=["Kabel sudah diganti."])
