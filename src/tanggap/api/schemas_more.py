"""The forms of events, changes, photos, statistics and the reporter's own view: the second half of the contract."""

from datetime import date, datetime
from typing import Any, Literal

from django.utils.translation import gettext_noop as _
from ninja import Schema
from pydantic import Field

from tanggap.api.schemas import Given, Photo, Report
from tanggap.feedback.actions import SCORES
from tanggap.reports.words import State

MOST_EVENTS = 1000
_INSTANT: dict[str, Any] = {"format": "date-time"}
_DAY: dict[str, Any] = {"format": "date"}
LONGEST_WORDS = 4000


class WantedEvents(Schema):
    """What the feed is narrowed to."""

    kind: str | None = Field(None, max_length=1000, description=_("Kinds of events, with commas between them."))
    report: str | None = Field(None, max_length=40, description=_("Code of one report."))
    category: str | None = Field(None, description=_("Code of a category or of a group of them."))
    area: str | None = Field(None, description=_("Code of an area of any level."))
    unit: str | None = Field(None, description=_("Code of the unit that answers for it."))
    since: datetime | None = Field(None, description=_("Nothing that happened before: ISO 8601 with its zone."))
    after: str | None = Field(
        None, max_length=200, description=_("The `cursor` of the page before, or that of any event.")
    )
    limit: int = Field(100, ge=1, le=MOST_EVENTS)


class PublicEvent(Schema):
    """One event of a public report, as webhooks send it, too. Units act, persons are not named."""

    id: int
    cursor: str
    report: str
    version: int
    kind: str
    type: str
    label: str
    at: str = Field(json_schema_extra=_INSTANT)
    status: State
    status_before: str
    unit: str
    actor: str
    message: str
    category: str | None
    area: str | None


class EventPage(Schema):
    """Events, oldest first. `cursor` goes on behind them for ever; `end`: there is nothing more now, ask again later."""

    events: list[PublicEvent]
    cursor: str
    end: bool
    next: str


class WantedChanges(Schema):
    """From where on changes are told."""

    since: datetime | None = Field(
        None, description=_("Where to begin: ISO 8601 with its zone. Without it, at the start.")
    )
    after: str | None = Field(None, max_length=200, description=_("The `cursor` of the page before."))


class Changed(Schema):
    """A public report as it stands now, as the open data tell it."""

    code: str
    status: State
    category: str | None
    area: str | None
    unit: str
    channel: str
    received_at: str = Field(json_schema_extra=_INSTANT)
    changed_at: str = Field(json_schema_extra=_INSTANT)
    answered_at: str | None
    closed_at: str | None
    answer_due_at: str = Field(json_schema_extra=_INSTANT)
    resolve_due_at: str = Field(json_schema_extra=_INSTANT)
    outcome: str
    supporters: int
    reopened: int
    parent: str | None
    text: str
    lon: float | None
    lat: float | None


class ChangePage(Schema):
    """Reports that changed, oldest change first, and codes that the public sees no more. `cursor` goes on behind them."""

    reports: list[Changed]
    gone: list[str]
    cursor: str
    end: bool
    next: str


class Size(Schema):
    """One size of a photo."""

    name: Literal["thumb", "shown"]
    url: str


class SizedPhoto(Photo):
    """A photo with every size in which it is there."""

    id: str
    sizes: list[Size]


class Photos(Schema):
    """The photos of a report that everybody may see."""

    code: str
    photos: list[SizedPhoto]


class Media(Schema):
    """A photo that was sent ahead. `id` stands for it in `media` of a report or an act, until `expires_at`, for the same program."""

    id: str
    width: int
    height: int
    size: int
    expires_at: str = Field(json_schema_extra=_INSTANT)


class Own(Report):
    """A report as its reporter reads it, with what can be done now."""

    events: list[dict[str, Any]] = Field(description=_("The history with the words exchanged with the unit."))
    question: str | None
    rated: int | None
    feedback_until: str | None
    may: list[Literal["answer", "add", "rate", "dispute", "appeal"]]


class OwnText(Given):
    """Words of the reporter."""

    text: str = Field(min_length=1, max_length=LONGEST_WORDS, examples=["Masih gelap, dua lampu belum menyala."])


class OwnRating(Given):
    """How satisfied the reporter is with the solution: 1 (not at all) to 4 (very)."""

    score: int = Field(ge=min(SCORES), le=max(SCORES), examples=[4])
    text: str = Field("", max_length=LONGEST_WORDS)


class Selecting(Schema):
    """What figures are of: days, and at most one area, category, unit and channel."""

    area: str | None = Field(None, description=_("Code of an area of any level."))
    category: str | None = Field(None, description=_("Code of a category or of a group of them."))
    unit: str | None = Field(None, description=_("Code of a unit; those below it count with it."))
    channel: str | None = Field(None, description=_("Code of the channel by which it came."))
    from_: date | None = Field(None, alias="from", description=_("First local day."))
    to: date | None = Field(None, description=_("Last local day."))
    period: str | None = Field(
        None, max_length=40, description=_("Instead of days: `30d`, `12m`, `year:2026`, `month:2026-03` or `all`.")
    )


class WantedFigures(Selecting):
    """Which figures of a selection."""

    indicator: str | None = Field(
        None, max_length=1000, description=_("Codes of indicators, with commas; all without it.")
    )


class WantedSeries(Selecting):
    """What a series is of."""

    step: Literal["auto", "day", "week", "month"] = "auto"


class WantedParts(Selecting):
    """What is divided, and by what."""

    by: Literal["area", "category", "unit", "channel"] = "area"
    level: str | None = Field(
        None, max_length=40, description=_("Level of the areas, or `leaf` for single categories.")
    )


class Told(Schema):
    """The selection that was understood."""

    first: str = Field(json_schema_extra=_DAY)
    last: str = Field(json_schema_extra=_DAY)
    area: str | None
    category: str | None
    unit: str | None
    channel: str | None


class Number(Schema):
    """A number from `n` cases with its 95 % interval; null where it cannot be told, and `reason` says why."""

    value: float | None
    n: int
    low: float | None
    high: float | None
    reason: str


class Figure(Number):
    """One indicator of the selection."""

    indicator: str
    name: str
    unit: str


class Figures(Schema):
    """The numbers of a selection."""

    selection: Told
    figures: list[Figure]


class SeriesPoint(Number):
    """The indicator of some days; `partial`: they are not the whole step, or not over."""

    first: str = Field(json_schema_extra=_DAY)
    last: str = Field(json_schema_extra=_DAY)
    partial: bool


class Series(Schema):
    """One indicator over the days of a selection."""

    indicator: str
    selection: Told
    points: list[SeriesPoint]


class PartNumber(Number):
    """The indicator of one part; `code` is empty for what has none."""

    code: str
    name: str


class Parts(Schema):
    """One indicator of a selection, divided."""

    indicator: str
    by: str
    selection: Told
    parts: list[PartNumber]


class Indicator(Schema):
    """What a number means. Shares are told as 0 to 1; below `least` cases there is no value."""

    code: str
    name: str
    question: str
    definition: str
    formula: str
    unit: Literal["%", "days", "hours", "reports", "score"]
    good: Literal["up", "down"] | None
    least: int
    source: str


class Indicators(Schema):
    """Every indicator with its definition."""

    indicators: list[Indicator]


class Pointers(Schema):
    """Where the open data are: files to take home, without a key."""

    page: str
    catalog: str
    reports: str
    licence_note: str
