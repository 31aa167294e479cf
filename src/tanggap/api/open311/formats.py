"""How an answer is written: XML by the specification's names, and the same as JSON by its Spark convention. XML is never read here."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any
from xml.sax.saxutils import escape

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from tanggap.api.problems import Problem

JSON, XML = "json", "xml"
TYPES = {JSON: "application/json; charset=utf-8", XML: "text/xml; charset=utf-8"}
_TAKEN = {
    "application/json": JSON, "text/json": JSON, "text/xml": XML, "application/xml": XML, "application/*": JSON, "text/*": XML, "*/*": XML,
}  # fmt: skip
_ITEMS = {
    "services": "service", "attributes": "attribute", "values": "value", "service_requests": "request", "errors": "error",
    "endpoints": "endpoint", "formats": "format", "photos": "photo",
}  # fmt: skip
"""What each item of a list is called."""
_NO_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class NotAcceptable(Problem):
    """The caller takes neither of the two forms."""

    status = 406
    code = "not_acceptable"
    title = _("Answers are application/json or text/xml: ask for one of them, or end the address in .json or .xml.")


def ending(path: str) -> str:
    """Return the form that an address ends in, empty for neither."""
    word = path.rstrip("/").rpartition(".")[2]
    return word if word in TYPES else ""


def wanted(request: HttpRequest, suffix: str) -> str:
    """Return the form that an address or, without one in it, `Accept` asks for; XML where nothing does. Raises NotAcceptable."""
    if suffix:
        return suffix
    ranked = sorted(_accepted(request.headers.get("Accept", "") or "*/*"), key=lambda pair: -pair[0])
    found = next((_TAKEN[kind] for quality, kind in ranked if quality > 0 and kind in _TAKEN), None)
    if found is None:
        raise NotAcceptable
    return found


def _accepted(header: str) -> Iterator[tuple[float, str]]:
    for part in header[:1000].split(","):
        kind, *options = (piece.strip().lower() for piece in part.split(";"))
        quality = next((option[2:] for option in options if option.startswith("q=")), "1")
        yield (float(quality) if re.fullmatch(r"[01](\.[0-9]{0,3})?", quality) else 0.0), kind


def answer(form: str, root: str, value: Any, *, status: int = 200) -> HttpResponse:
    """Return `value` as an answer: its JSON, or the XML whose root element is called `root`."""
    if form == JSON:
        content = json.dumps(value, ensure_ascii=False)
    else:
        content = '<?xml version="1.0" encoding="utf-8"?>\n' + "".join(_element(root, value))
    return HttpResponse(content.encode("utf-8", "replace"), status=status, content_type=TYPES[form])


def _element(name: str, value: Any) -> Iterator[str]:
    inside = "".join(_inside(name, value))
    yield f"<{name}>{inside}</{name}>" if inside else f"<{name}/>"


def _inside(name: str, value: Any) -> Iterable[str]:
    if isinstance(value, dict):
        return (part for key, one in value.items() for part in _element(key, one))
    if isinstance(value, list):
        return (part for one in value for part in _element(_ITEMS[name], one))
    if isinstance(value, bool):
        return ("true" if value else "false",)
    return () if value is None else (escape(_NO_XML.sub("\ufffd", str(value))),)
