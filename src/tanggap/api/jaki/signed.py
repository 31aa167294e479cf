"""From a request of the app to the installation that signed it: every operation but the registration begins here."""

import binascii
import math
import time
from base64 import b64decode
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.utils.translation import gettext_lazy as _

from tanggap.api import problems, reading
from tanggap.channels.jaki import devices, transfers
from tanggap.channels.jaki.devices import Installation
from tanggap.channels.jaki.signing import Signed
from tanggap.core.address import client_address
from tanggap.core.buckets import Buckets, network
from tanggap.core.refusal import Refusal

REGISTRATIONS_A_MINUTE = 60
REQUESTS_A_MINUTE = 600
REPORTS_A_MINUTE = 20
TIME = "X-Jaki-Time"
OFFSET = "Upload-Offset"
_registrations, _requests, _reports = (
    Buckets(REGISTRATIONS_A_MINUTE),
    Buckets(REQUESTS_A_MINUTE),
    Buckets(REPORTS_A_MINUTE),
)
Operation = Callable[..., HttpResponse]


def resource(**operations: Operation) -> Operation:
    """Return the view of an address: one operation a method, every refusal as a problem, nothing of it kept by anybody between."""

    def view(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        operation = operations.get(str(request.method))
        if operation is None:
            return HttpResponseNotAllowed(list(operations))
        try:
            answer = operation(request, **kwargs)
        except Refusal as refusal:
            answer = problems.refused(refusal, reading.REFUSAL_FIELDS)
            for name, value in _hints(refusal).items():
                answer[name] = value
        answer["Cache-Control"] = "no-store"
        return answer

    return problems.guarded(view)


def proven(operation: Operation) -> Operation:
    """Let an operation begin with the installation that signed the request. Raises the refusals of `devices.prove`."""

    @wraps(operation)
    def view(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        by = devices.prove(signed(request))
        brake(_requests, str(by.id))
        return operation(request, by, **kwargs)

    return view


def signed(request: HttpRequest) -> Signed:
    """Return a request with what its headers say. Raises Problem for a body that is not as long as announced."""
    query = request.META.get("QUERY_STRING", "")
    return Signed(
        method=str(request.method),
        path=f"{request.path}?{query}" if query else request.path,
        body=body(request),
        device=request.headers.get("X-Jaki-Device", ""),
        time=request.headers.get(TIME, ""),
        nonce=request.headers.get("X-Jaki-Nonce", ""),
        signature=decoded(request.headers.get("X-Jaki-Signature", "")) or b"",
    )


def body(request: HttpRequest) -> bytes:
    """Return the body, which must be as long as announced."""
    announced = request.headers.get("content-length", "")
    if not announced and "chunked" in request.headers.get("transfer-encoding", "").lower():
        raise problems.LengthRequired
    if announced.isdecimal() and int(announced) > 2 * transfers.LARGEST_PART:
        raise problems.TooLarge
    data = request.body
    if announced.isdecimal() and int(announced) != len(data):
        raise problems.Problem(_("The request broke off or its form is damaged. Send it again."))
    return data


def document(request: HttpRequest) -> dict[str, Any]:
    """Return the JSON object of a request. Raises Unsupported, TooLarge, NotJson."""
    if request.content_type != reading.JSON:
        raise problems.Unsupported
    if len(request.body) > reading.LARGEST_JSON:
        raise problems.TooLarge
    return reading.json_document(request.body)


def decoded(given: Any) -> bytes | None:
    """Return what a text is the base64 of, in either alphabet, with or without its padding; None for no such text."""
    if not isinstance(given, str) or len(given) > 1000 or not given.isascii():
        return None
    try:
        plain = given.rstrip("=").replace("-", "+").replace("_", "/")
        return b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except (binascii.Error, ValueError):
        return None


def word(given: Mapping[str, Any], name: str, *, most: int, default: str | None = None) -> str:
    """Return a text of a document. Raises InvalidFields when it is missing without a `default`, no text, or longer than `most`."""
    value = given.get(name, default)
    if not isinstance(value, str) or len(value) > most:
        raise problems.InvalidFields(errors=[problems.Fault(name, _("This must be text."))])
    return value


def brake_registrations(request: HttpRequest) -> None:
    """Raise TooMany for more registrations from one network than phones there are."""
    if address := network(client_address(request)):
        brake(_registrations, address)


def brake_reports(by: Installation) -> None:
    """Raise TooMany for more reports of one installation than a person writes."""
    brake(_reports, str(by.id))


def brake(buckets: Buckets, sender: str) -> None:
    """Raise TooMany when the sender's bucket is empty."""
    if wait := buckets.wait_seconds(sender, now=time.monotonic()):
        raise problems.TooMany(headers={"Retry-After": str(math.ceil(wait))})


def forget_everybody() -> None:
    """Empty the brakes' memory: between tests."""
    for buckets in (_registrations, _requests, _reports):
        buckets.clear()


def answer(content: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """Return JSON."""
    return JsonResponse(dict(content), status=status, json_dumps_params={"ensure_ascii": False})


def _hints(refusal: Refusal) -> dict[str, str]:
    """Return what a program needs to mend it: our time, where to go on."""
    if isinstance(refusal, transfers.WrongOffset):
        return {OFFSET: str(refusal.offset)}
    if refusal.status == 401:
        return {"WWW-Authenticate": "JAKI1", TIME: str(int(time.time()))}
    return {}
