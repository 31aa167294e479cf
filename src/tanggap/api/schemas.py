"""The forms of what goes in and out of the API: its contract, published as /api/openapi.json. A field not named here goes nowhere."""

from datetime import date
from typing import Any, Literal

from django.utils.translation import gettext_noop as _
from ninja import Schema
from pydantic import BaseModel, ConfigDict, Field

from tanggap.intake.checks import LONGEST_ADDRESS, LONGEST_KEY, LONGEST_NAME
from tanggap.intake.cleaning import LONGEST_TEXT
from tanggap.reports.photos import MOST_PHOTOS
from tanggap.reports.words import State

MOST_ROWS = 100
_INSTANT: dict[str, Any] = {"format": "date-time"}


class Given(BaseModel):
    """What a caller sends: unknown fields and wrong types are refused by name. Not a ninja Schema, which takes ten times as long."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Location(Given):
    """Where it is: a point in WGS 84 degrees, or an address in words, or the code of an area of the lowest level."""

    lon: float | None = Field(
        None, allow_inf_nan=False, description=_("Longitude in degrees, with `lat`."), examples=[106.9454]
    )
    lat: float | None = Field(
        None, allow_inf_nan=False, description=_("Latitude in degrees, with `lon`."), examples=[-6.2119]
    )
    address: str | None = Field(None, max_length=2 * LONGEST_ADDRESS, description=_("Address or landmark in words."))
    area: str | None = Field(None, max_length=64, description=_("Code of a leaf area of `/api/v1/areas`."))


class Reporter(Given):
    """Who reports. All of it optional, sealed on arrival, never in any answer."""

    name: str | None = Field(None, max_length=2 * LONGEST_NAME)
    email: str | None = Field(None, max_length=320)
    phone: str | None = Field(None, max_length=40)
    channel: str | None = Field(
        None, max_length=64, description=_("The channel on which the reporter wants to be answered.")
    )


class NewReport(Given):
    """A complaint to be taken in."""

    text: str = Field(max_length=2 * LONGEST_TEXT, description=_("What is wrong, in the reporter's words."))
    category: str | None = Field(None, max_length=64, description=_("Code of a leaf category of `/api/v1/categories`."))
    location: Location | None = Field(
        None, description=_("Where it is: a point, an address in words, or an area. Without it a person asks.")
    )
    reporter: Reporter | None = Field(
        None, description=_("Who reports. All of it optional, sealed on arrival, never in any answer.")
    )
    visibility: Literal["public", "private"] | None = Field(
        None, description=_("`public` unless told otherwise; what concerns officials is always private.")
    )
    details: dict[str, str] | None = Field(
        None, max_length=50, description=_("Answers to the category's questions, by question code.")
    )
    occurred_at: str | None = Field(
        None, max_length=40, json_schema_extra=_INSTANT, description=_("When it was seen: ISO 8601 with its zone.")
    )
    language: str | None = Field(None, max_length=16, description=_("Language of the text, such as `id`."))
    channel: str | None = Field(
        None, max_length=64, description=_("Channel that you speak for; only channels that are fed through this API.")
    )
    media: list[str] | None = Field(
        None,
        max_length=MOST_PHOTOS,
        description=_("Photos that were sent ahead: the `id` of each from `/api/v1/media`. It needs the same key."),
    )
    external_id: str | None = Field(
        None,
        max_length=LONGEST_KEY,
        description=_(
            "Your own id of this report; makes sending it again harmless. The header Idempotency-Key does the same."
        ),
    )


class Wanted(Schema):
    """What the list is narrowed to."""

    category: str | None = Field(None, description=_("Code of a category or of a group of them."))
    area: str | None = Field(None, description=_("Code of an area of any level."))
    status: State | None = Field(None)
    open: bool | None = Field(None, description=_("true: somebody still works on it."))
    unit: str | None = Field(None, description=_("Code of the unit that answers for it."))
    channel: str | None = Field(None, description=_("Code of the channel by which it came."))
    since: date | None = Field(None, description=_("First local day of receipt."))
    until: date | None = Field(None, description=_("Last local day of receipt."))
    words: str | None = Field(None, max_length=200, description=_("Words that the public text says."))
    bbox: str | None = Field(
        None,
        max_length=120,
        pattern=r"^-?\d{1,3}(\.\d{1,12})?(,-?\d{1,3}(\.\d{1,12})?){3}$",
        description=_("A box in degrees: west, south, east, north, with commas."),
    )
    after: str | None = Field(None, description=_("The cursor in `next` of the page before."), max_length=200)
    limit: int = Field(30, ge=1, le=MOST_ROWS)


class Named(Schema):
    """Something of the city with its code and its name in the language of the request."""

    code: str
    name: str


class Due(Schema):
    """What is promised: when the first answer and the solution are due (UTC)."""

    answer: str = Field(json_schema_extra=_INSTANT)
    resolve: str = Field(json_schema_extra=_INSTANT)


class Receipt(Schema):
    """What the reporter gets back. `private_url` is for the reporter alone: who has it can answer, rate and reopen."""

    code: str
    status: State
    unit: Named
    area: Named | None
    due: Due
    visibility: Literal["public", "private"]
    track_url: str
    private_url: str | None
    receipt: str | None = Field(
        description=_(
            "A note signed by the key of the public log: that this report came. Kept, it proves a report that was dropped (`/ledger/`)."
        )
    )


class Photo(Schema):
    """A photo that everybody may see."""

    url: str
    thumb_url: str
    shows: Literal["before", "after", "check"]
    width: int
    height: int


class Point(Schema):
    """WGS 84 degrees; coarse (about 110 m) for sensitive categories."""

    lon: float
    lat: float


class ReportRow(Schema):
    """A report in the list."""

    code: str
    status: State
    status_label: str
    category: str
    place: str
    summary: str
    received_at: str = Field(json_schema_extra=_INSTANT)
    supporters: int
    location: Point | None
    origin: Literal["live", "import", "demo"]
    url: str


class ReportPage(Schema):
    """Reports, newest first. `next` is the address of the following page, null on the last one."""

    reports: list[ReportRow]
    next: str | None


class Report(Schema):
    """A report as everybody may read it. E-mail addresses, long numbers and number plates in the text are hidden."""

    code: str
    status: State
    status_label: str
    category: Named | None
    area: Named | None
    place: str
    address: str
    text: str
    channel: str
    unit: Named
    verifier: str
    received_at: str = Field(json_schema_extra=_INSTANT)
    occurred_at: str | None
    answered_at: str | None
    closed_at: str | None
    due: Due
    answer_kept: bool | None
    resolve_kept: bool | None
    outcome: str
    supporters: int
    reopened: int
    location: Point | None
    origin: Literal["live", "import", "demo"]
    parent: str | None
    children: list[str]
    photos: list[Photo]
    url: str
    events_url: str


class Event(Schema):
    """One line of a report's public history. Units act, persons are not named."""

    version: int
    at: str = Field(json_schema_extra=_INSTANT)
    kind: str
    label: str
    status: State
    actor: str
    message: str


class Events(Schema):
    """A report's public history, first to last."""

    code: str
    events: list[Event]


class FieldProblem(Schema):
    """What is wrong with one field."""

    field: str
    message: str


class Problem(Schema):
    """RFC 9457. `code` is the stable word for machines, `title` a sentence in the language of the request, `errors` one entry a field."""

    type: str
    title: str
    status: int
    code: str
    detail: str | None = None
    errors: list[FieldProblem]
    changes: list[dict[str, Any]] | None = Field(None, description=_("With 412: what others did since you read it."))
    version: int | None = None
    state: str | None = None
    unit: str | None = None
    task: dict[str, Any] | None = None


def content(model: type[BaseModel]) -> dict[str, Any]:
    """Return a model's JSON Schema with its parts inside, for where the OpenAPI document is written by hand."""
    document = model.model_json_schema()
    return dict(_inlined(document, document.pop("$defs", {})))


def form() -> dict[str, Any]:
    """Return the multipart form of a new report: the same names, objects as `location.lon` or as JSON text, and `photos`."""
    whole = content(NewReport)
    properties = {name: {"type": "string"} for name in whole["properties"]}
    for name in ("lon", "lat"):
        properties[name] = {"type": "number"}
    photos = {"type": "array", "maxItems": MOST_PHOTOS, "items": {"type": "string", "format": "binary"}}
    return {"type": "object", "properties": {**properties, "photos": photos}, "required": ["text"]}


def _inlined(part: Any, parts: dict[str, Any]) -> Any:
    if isinstance(part, dict):
        if "$ref" in part:
            return _inlined(parts[part["$ref"].rpartition("/")[2]], parts)
        return {name: _inlined(value, parts) for name, value in part.items()}
    return [_inlined(value, parts) for value in part] if isinstance(part, list) else part
