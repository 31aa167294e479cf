"""What the operations of the API share: how they answer, page, cache, and refuse parameters that they do not know."""

import json
from collections.abc import Collection, Mapping
from hashlib import sha256
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from tanggap.agencies import queries as agencies
from tanggap.api import schemas
from tanggap.api.problems import Fault, InvalidFields
from tanggap.catalog import queries as catalog
from tanggap.core.ids import sought_code
from tanggap.places import queries as places
from tanggap.places.city import city

AGAIN = "public, max-age=0, must-revalidate"
"""What everybody may keep, if it is asked for anew each time: 304 when it is as it was."""
_KNOWN = {
    "category": catalog.category,
    "area": places.area,
    "unit": agencies.unit,
    "channel": catalog.channel,
}


def problem(*statuses: int) -> dict[int, Any]:
    """Return the refusals of an operation for its document."""
    return dict.fromkeys(statuses, schemas.Problem)


def answer(document: Mapping[str, Any], *, status: int = 200, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """Return a document as JSON."""
    content = json.dumps(document, ensure_ascii=False)
    return HttpResponse(content, status=status, content_type="application/json", headers=dict(headers or {}))


def conditional(request: HttpRequest, document: Mapping[str, Any], *, kept: str = AGAIN) -> HttpResponse:
    """Return a document with its ETag; 304 without it when the caller has just that (If-None-Match)."""
    full = answer(document, headers={"Cache-Control": kept})
    full["ETag"] = f'"{sha256(full.content).hexdigest()[:32]}"'
    found = get_conditional_response(request, etag=full["ETag"], response=full) or full
    found["Cache-Control"] = kept
    return found


def only(request: HttpRequest, known: Collection[str]) -> None:
    """Raises InvalidFields naming each parameter that the operation does not know, or that is there twice."""
    unknown = sorted(request.GET.keys() - set(known))[:20]
    doubled = sorted(name for name, values in request.GET.lists() if len(values) > 1 and name in known)
    faults = [Fault(name[:80], _("This parameter is not known here.")) for name in unknown]
    faults += [Fault(name, _("Given twice.")) for name in doubled]
    if faults:
        raise InvalidFields(errors=faults)


def must_exist(wanted: Any) -> None:
    """Raises InvalidFields naming each filter whose code does not exist: an empty list would look like an answer."""
    given = {name: getattr(wanted, name, None) for name in _KNOWN}
    missing = [name for name, code in given.items() if code is not None and _KNOWN[name](code) is None]
    if missing:
        raise InvalidFields(errors=[Fault(name, _("This code is not known.")) for name in missing])


def must_parse(faults: Mapping[str, bool]) -> None:
    """Raises InvalidFields for each field that is true: it cannot be read."""
    wrong = [Fault(name, _("This cannot be used.")) for name, is_wrong in faults.items() if is_wrong]
    if wrong:
        raise InvalidFields(errors=wrong)


def following(request: HttpRequest, cursor: str | None) -> str | None:
    """Return the address of the page behind `cursor`, with everything else as it was asked."""
    if cursor is None:
        return None
    kept = {name: str(value) for name, value in request.GET.items() if name != "after"}
    return request.build_absolute_uri(f"{request.path}?{urlencode({**kept, 'after': cursor})}")


def linked(response: HttpResponse, address: str | None) -> HttpResponse:
    """Return the answer with the following page in its `Link` header."""
    if address:
        response["Link"] = f'<{address}>; rel="next"'
    return response


def code(typed: str) -> str:
    """Return the code that was meant, or one that no report has: the database is asked either way, so that no time is told."""
    return sought_code(typed, city().prefix)
