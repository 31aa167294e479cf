"""From the bytes of a request to a checked `NewReport`: one meaning or none, each fault named by its field."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NoReturn, TypeVar

from django.core.exceptions import TooManyFilesSent
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ValidationError

from tanggap.api.problems import Fault, InvalidFields, JsonOnly, LengthRequired, NotJson, TooLarge, Unsupported
from tanggap.api.schemas import Location, NewReport, Reporter
from tanggap.intake import words
from tanggap.intake.words import InboundReport
from tanggap.reports.photos import MOST_PHOTOS, Upload
from tanggap.reports.words import Visibility

LARGEST_JSON = 256 * 1024
LARGEST_UPLOAD = 128 * 1024 * 1024
DEEPEST = 20
MOST_FAULTS = 50
JSON = "application/json"
FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")
REFUSAL_FIELDS = {
    "address": "location.address",
    "name": "reporter.name",
    "email": "reporter.email",
    "phone": "reporter.phone",
    "reporter_channel": "reporter.channel",
}
"""Where in a document the fields stand that the one door refuses."""
_PARTS = ("location", "reporter", "details")
M = TypeVar("M", bound=BaseModel)
_SHORT = {"lon": "location", "lat": "location", "address": "location", "area": "location"}
_NUMBERS = ("lon", "lat")

_MESSAGES: dict[str, str | Promise] = {
    "missing": _("This field is required."),
    "extra_forbidden": _("This field is not known here. Leave it out."),
    "string_type": _("This must be text."),
    "float_type": _("This must be a number."),
    "int_type": _("This must be a number."),
    "list_type": _("This must be a list."),
    "string_too_short": _("This field is required."),
    "finite_number": _("This must be a number."),
    "dict_type": _("This must be an object."),
    "model_type": _("This must be an object."),
    "model_attributes_type": _("This must be an object."),
    "literal_error": _("Choose one of the values that the documentation names."),
    "string_too_long": _("This is too long."),
    "string_unicode": _("This contains half a character. Send it as UTF-8."),
    "too_long": _("This is too long."),
}


def new_report(request: HttpRequest) -> tuple[NewReport, dict[str, Any], list[Upload]]:
    """Return what a request reports, the document as it came, and its photos. Raises the Problems of api.problems."""
    check_size(request)
    photos: list[Upload] = []
    if request.content_type == JSON:
        document = json_document(request.body)
    elif request.content_type in FORMS:
        try:
            document, photos = _form(request)
        except TooManyFilesSent:
            raise too_many_photos() from None
    else:
        raise Unsupported
    return checked_report(document), document, photos


def body(request: HttpRequest, form: type[M]) -> M:
    """Return the JSON body of a request as `form`. Raises the Problems of api.problems, InvalidFields naming each field at fault."""
    check_size(request)
    if request.content_type != JSON:
        raise JsonOnly
    try:
        return form.model_validate(json_document(request.body))
    except ValidationError as error:
        raise InvalidFields(errors=_faults(error)) from None


def checked_report(document: dict[str, Any]) -> NewReport:
    """Return the report that a document holds. Raises InvalidFields naming each field that is unknown, missing or of the wrong type."""
    try:
        return NewReport.model_validate(document)
    except ValidationError as error:
        raise InvalidFields(errors=_faults(error)) from None


def inbound(
    given: NewReport,
    *,
    channel: str,
    key: str,
    photos: Sequence[Upload] = (),
    document: Mapping[str, Any] | None = None,
) -> InboundReport:
    """Return a report as the one door takes it, under the sender's own `key`. Raises InvalidFields for a time that is none."""
    place, who = given.location or Location(), given.reporter or Reporter()  # type: ignore[call-arg]
    return InboundReport(
        channel=channel,
        text=given.text,
        external_id=key,
        category=given.category,
        lon=place.lon,
        lat=place.lat,
        area=place.area,
        address=place.address or "",
        reporter=words.Reporter(who.name or "", who.email or "", who.phone or "", who.channel or ""),
        visibility=given.visibility or Visibility.PUBLIC,
        details=given.details or {},
        occurred_at=instant(given.occurred_at),
        photos=photos,
        language=given.language or "",
        raw=document or {},
    )


def json_document(data: bytes) -> dict[str, Any]:
    """Return the JSON object in `data`. Raises NotJson for anything else: double keys, NaN, 21 levels, a list."""
    try:
        document = json.loads(data, object_pairs_hook=_without_doubles, parse_constant=_no_constant)
    except RecursionError:
        raise NotJson(_("It is nested too deeply.")) from None
    except UnicodeDecodeError:
        raise NotJson(_("It is not UTF-8.")) from None
    except ValueError:
        raise NotJson(_("It is no complete JSON document.")) from None
    if not isinstance(document, dict):
        raise NotJson(_('It must be one object, such as {"text": "…"}.'))
    if _depth(document) > DEEPEST:
        raise NotJson(_("It is nested too deeply."))
    return document


def instant(text: str | None) -> datetime | None:
    """Return the instant that an ISO 8601 text means; a text without a zone stays without one. Raises InvalidFields."""
    if not text:
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        message = _("Write the time as 2026-11-25T08:00:00+07:00.")
        raise InvalidFields(errors=[Fault("occurred_at", message)]) from None


def check_size(request: HttpRequest, *, most: int | None = None) -> None:
    """Refuse before reading: what has no length, and what is longer than `most` bytes (None: than JSON, or ten photos, can be)."""
    length = request.META.get("CONTENT_LENGTH")
    if not length and "chunked" in request.META.get("HTTP_TRANSFER_ENCODING", "").lower():
        raise LengthRequired
    try:
        size = int(length or 0)
    except ValueError:
        raise LengthRequired from None
    most = most or (LARGEST_JSON if request.content_type == JSON else LARGEST_UPLOAD)
    if size > most:
        raise TooLarge(_("At most %(most)d kB.") % {"most": most // 1024})


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        counted = Counter(name for name, _value in pairs)
        double = next(name for name, times in counted.items() if times > 1)
        raise NotJson(_("A name is given twice."), errors=[Fault(double[:80], _("Given twice."))])
    return found


def _no_constant(word: str) -> NoReturn:
    raise NotJson(_("NaN and Infinity are no JSON numbers."))


def _depth(value: Any, level: int = 1) -> int:
    """Return how deep a document goes, looking no deeper than needed to refuse it."""
    if level > DEEPEST or not isinstance(value, dict | list):
        return level
    inner = value.values() if isinstance(value, dict) else value
    return max((_depth(part, level + 1) for part in inner), default=level)


def _form(request: HttpRequest) -> tuple[dict[str, Any], list[Upload]]:
    """Return a form as the same document: `location.lon` or a JSON text in `location`, photos as files named `photos`."""
    document: dict[str, Any] = {}
    for name, values in request.POST.lists():
        if len(values) > 1:
            raise InvalidFields(errors=[Fault(name[:80], _("Given twice."))])
        _put(document, name, values[0])
    _to_numbers(document.get("location"))
    return document, _photos(request)


def _put(document: dict[str, Any], name: str, value: str) -> None:
    if name in _PARTS:
        if value.strip():
            document[name] = {**json_document(value.encode("utf-8", "replace")), **document.get(name, {})}
        return
    part, dot, rest = name.partition(".")
    if name in _SHORT:
        part, dot, rest = _SHORT[name], ".", name
    if dot and part in _PARTS:
        if value:
            document.setdefault(part, {})[rest] = value
    elif value or name == "text":
        document[name] = value


def _to_numbers(location: Any) -> None:
    """Turn the numbers of a form, which are texts, into numbers; what is none stays and is refused by its name."""
    for name in _NUMBERS:
        if isinstance(location, dict) and isinstance(location.get(name), str):
            try:
                location[name] = float(location[name])
            except ValueError:
                continue


def _photos(request: HttpRequest) -> list[Upload]:
    files: Mapping[str, Any] = request.FILES
    unknown = sorted(set(files) - {"photos"})
    if unknown:
        raise InvalidFields(errors=[Fault(name[:80], _MESSAGES["extra_forbidden"]) for name in unknown])
    sent: list[Any] = request.FILES.getlist("photos")
    if len(sent) > MOST_PHOTOS:
        raise too_many_photos()
    return [Upload(file.read(), file.name or "") for file in sent]


def too_many_photos() -> InvalidFields:
    """Return the problem of more photos than a report takes."""
    message = _("At most %(most)d photos. Leave some out and send again.") % {"most": MOST_PHOTOS}
    return InvalidFields(errors=[Fault("photos", message)])


def _faults(error: ValidationError) -> list[Fault]:
    faults: dict[str, Fault] = {}
    for found in error.errors(include_url=False, include_input=False, include_context=False)[:MOST_FAULTS]:
        field = ".".join(str(part) for part in found["loc"])[:120] or "body"
        faults.setdefault(field, Fault(field, _MESSAGES.get(found["type"], _("This cannot be used."))))
    return list(faults.values())
