"""The resources of GeoReport v2: each parses, calls one action or query, and renders."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from tanggap.api import guard
from tanggap.api.open311 import asking, contract, faults, filing, formats, parameters, services, shapes, terms
from tanggap.api.open311.filing import Sender
from tanggap.api.open311.parameters import Parameters
from tanggap.api.problems import NothingHere, WrongMethod
from tanggap.clients.queries import ANONYMOUS
from tanggap.core import clock
from tanggap.core.ids import sought_code
from tanggap.intake import kept
from tanggap.ledger import receipts
from tanggap.places.city import city
from tanggap.reports.queries.public import requests as reports

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
KEY_HEADER = "Idempotency-Key"
LONGEST_KEY = 120
REQUESTS = "service_requests"
Told = tuple[str, Any, int, dict[str, str]]
"""The root element, what is in it, the status, and headers of its own."""
View = Callable[..., Told]


def resource(*methods: str) -> Callable[[View], Callable[..., HttpResponse]]:
    """Return a resource that answers `methods` in the form that was asked for, refusals too, to whoever may read it."""

    def declared(view: View) -> Callable[..., HttpResponse]:
        @csrf_exempt  # no cookie gives any right here
        @wraps(view)
        def answer(request: HttpRequest, *, suffix: str = "", **parts: str) -> HttpResponse:
            suffix = suffix or formats.ending(request.path)
            form = suffix or formats.XML
            try:
                if request.method == "OPTIONS":
                    return _preflight(methods)
                form = formats.wanted(request, suffix)
                if request.method == "HEAD":
                    request.method = "GET"
                if request.method not in methods:
                    raise WrongMethod(headers={"Allow": ", ".join((*methods, "OPTIONS"))})
                if request.method == "GET":
                    guard.enter(request)
                with _language(request):
                    root, value, status, headers = view(request, **parts)
                    given = formats.answer(form, root, value, status=status)
            except Exception as error:
                given, headers = faults.told(request, error, form), {}
            return _finished(request, given, headers, suffix)

        return answer

    return declared


def _preflight(methods: tuple[str, ...]) -> HttpResponse:
    """Tell a page of another site that it may read: what is public is public everywhere. It may send nothing."""
    answer = HttpResponse(status=204, headers={"Allow": ", ".join((*methods, "OPTIONS"))})
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Access-Control-Allow-Methods"] = "GET, OPTIONS"
    answer["Access-Control-Allow-Headers"] = "Accept, Accept-Language"
    answer["Access-Control-Max-Age"] = "86400"
    return answer


def _finished(request: HttpRequest, answer: HttpResponse, headers: dict[str, str], suffix: str) -> HttpResponse:
    for name, value in headers.items():
        answer[name] = value
    if request.method == "GET":
        answer["Access-Control-Allow-Origin"] = "*"
        answer["Access-Control-Expose-Headers"] = "Link, RateLimit, RateLimit-Policy, Retry-After"
    answer["Vary"] = "Accept-Language" if suffix else "Accept, Accept-Language"
    return guard.count(request, guard.tell(request, answer))


def _language(request: HttpRequest) -> translation.override:
    """Return the language that `locale` asks for where the city has it, else what the request is answered in anyway."""
    asked = request.GET.get("locale", "")[:2].lower()
    return translation.override(asked if asked in city().languages else translation.get_language())


def _jurisdiction(given: Parameters) -> None:
    """Raises Missing where the city has several ids and none was sent, Unknown for one that is none of them."""
    known, asked = terms.terms().jurisdictions, given.one("jurisdiction_id")
    if not asked and len(known) > 1:
        raise faults.missing("jurisdiction_id")
    if asked and asked not in known:
        raise faults.unknown("jurisdiction_id", _("This jurisdiction is not known here: %(id)s.") % {"id": asked[:80]})


@resource("GET")
def discovery(request: HttpRequest) -> Told:
    """Say where the city speaks what, in which forms, and who gives keys."""
    city_terms, site = terms.terms(), request.build_absolute_uri("/").removesuffix("/")
    endpoint = {
        "specification": SPECIFICATION,
        "url": f"{site}/open311/v2",
        "changeset": city_terms.changeset,
        "type": "production",
        "formats": ["text/xml", "application/json"],
    }
    told = {
        "changeset": city_terms.changeset,
        "contact": city_terms.told(city_terms.contact, site),
        "key_service": city_terms.told(city_terms.key_service, _("Ask the operator of %(site)s.") % {"site": site}),
        "endpoints": [endpoint],
    }
    return "discovery", told, 200, {"Cache-Control": "public, max-age=300"}


@resource("GET")
def service_list(request: HttpRequest) -> Told:
    """List what can be reported."""
    _jurisdiction(parameters.of_query(request))
    return "services", services.services(), 200, {"Cache-Control": "public, max-age=60"}


@resource("GET")
def service_definition(request: HttpRequest, code: str) -> Told:
    """Say what a service asks for."""
    _jurisdiction(parameters.of_query(request))
    return "service_definition", services.definition(code), 200, {"Cache-Control": "public, max-age=60"}


@resource("GET", "POST")
def service_requests(request: HttpRequest) -> Told:
    """List public reports, or take one in."""
    return _create(request) if request.method == "POST" else _list(request)


def _list(request: HttpRequest) -> Told:
    given = parameters.of_query(request)
    _jurisdiction(given)
    asked = asking.asked(given, now=clock.now())
    if asked.codes:
        rows, following = reports.requested([sought_code(code, city().prefix) for code in asked.codes]), None
    else:
        page = reports.requests(asked.sought, after=asked.after or None, limit=asked.limit, skip=asked.skip)
        rows, following = list(page.rows), page.next
    told = [shapes.request_of(row, request, is_extended=asked.is_extended) for row in rows]
    return REQUESTS, told, 200, {"Link": _next(request, following)} if following else {}


def _next(request: HttpRequest, cursor: str) -> str:
    kept = [(name, value) for name, values in request.GET.lists() if name not in {"after", "page"} for value in values]
    address = request.build_absolute_uri(f"{request.path}?{urlencode([*kept, ('after', cursor)])}")
    return f'<{address}>; rel="next"'


def _create(request: HttpRequest) -> Told:
    given, pictures = parameters.of_body(request)
    caller = guard.enter(request, api_key=given.one("api_key"))
    _jurisdiction(given)
    filing.permit(caller)
    sender = Sender(caller, _key(request))
    receipt = filing.accept(given, pictures, by=sender)
    told = shapes.created(receipt, request, token=sender.key, proof=receipts.given(receipt.code))
    headers = {"Cache-Control": "no-store", "Location": f"/open311/v2/requests/{receipt.code}.json"}
    if not receipt.is_new:
        headers["Idempotent-Replay"] = "true"
    return REQUESTS, [told], 201 if receipt.is_new else 200, headers


def _key(request: HttpRequest) -> str:
    key = request.headers.get(KEY_HEADER, "").strip()
    if len(key) > LONGEST_KEY or not all("!" <= sign <= "~" for sign in key):
        raise faults.unusable(KEY_HEADER, _("At most %(most)d printable characters.") % {"most": LONGEST_KEY})
    return key


@resource("GET")
def service_request(request: HttpRequest, code: str) -> Told:
    """Say where a public report stands. Unknown, private and mistyped ids are answered alike: 404."""
    given = parameters.of_query(request)
    _jurisdiction(given)
    rows = reports.requested([sought_code(code, city().prefix)])
    if not rows:
        raise faults.unknown("service_request_id", _("No report that everybody may read has this id."))
    is_extended = given.flag("extensions")
    return REQUESTS, [shapes.request_of(row, request, is_extended=is_extended) for row in rows], 200, {}


@resource("GET")
def token(request: HttpRequest, token: str) -> Told:
    """Say which report came of a POST, by the key that its sender gave it: for who did not hear the answer."""
    given = parameters.of_query(request)
    _jurisdiction(given)
    caller = guard.enter(request, api_key=given.one("api_key"))
    is_guessable = caller == ANONYMOUS and len(token) < kept.GUESSABLE_BELOW
    code = None if is_guessable else kept.code_of(filing.channel(), Sender(caller, token).external_id)
    if code is None:
        raise faults.unknown("token", _("No report came under this token."))
    return REQUESTS, [{"service_request_id": code, "token": token}], 200, {"Cache-Control": "no-store"}


@resource("GET", "POST", "PUT", "PATCH", "DELETE")
def nothing(_request: HttpRequest, **_parts: str) -> Told:
    """Answer every other address."""
    raise NothingHere


@require_safe
def document(request: HttpRequest) -> HttpResponse:
    """Return the OpenAPI document of these resources."""
    return JsonResponse(contract.document(request.build_absolute_uri("/").removesuffix("/")))
