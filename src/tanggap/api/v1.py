"""The operations of `/api/v1`: each parses, calls one action or query, and renders."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from ninja import Path, Query
from ninja.errors import ValidationError

from tanggap.agencies import queries as agencies
from tanggap.api import guard, openapi, problems, reading, schemas, shapes
from tanggap.api.problems import Fault, InvalidFields
from tanggap.catalog import queries as catalog
from tanggap.core.ids import sought_code
from tanggap.core.refusal import Refusal
from tanggap.intake import actions as intake
from tanggap.places import queries as places
from tanggap.places.city import city
from tanggap.reports.queries import public

KEY_HEADER = "Idempotency-Key"
ADAPTERS = ("api", "web")

api = openapi.Api(
    title="Tanggap",
    version="1",
    description=gettext_noop(
        "Report problems to the city and follow what becomes of them. Every refusal is application/problem+json (RFC 9457). "
        "Names come in the language of Accept-Language. No answer ever says who reported."
    ),
    openapi_url="/openapi.json",
    docs_url=None,
    urls_namespace="api",
)


@api.exception_handler(Exception)
def _any_other(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    return problems.from_exception(request, error if isinstance(error, Exception) else error())


@api.exception_handler(ValidationError)
def _unusable_parameters(request: HttpRequest, error: ValidationError) -> HttpResponse:
    faults = [Fault(str(found["loc"][-1])[:120], _("This cannot be used.")) for found in error.errors]
    return problems.response(InvalidFields(errors=faults))


def _problem(*statuses: int) -> dict[int, Any]:
    return dict.fromkeys(statuses, schemas.Problem)


_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": schemas.content(schemas.NewReport)},
            "multipart/form-data": {"schema": schemas.form()},
        },
    },
    "parameters": [
        {
            "in": "header",
            "name": KEY_HEADER,
            "required": False,
            "description": gettext_noop(
                "Your own id of this report, unless the body has `external_id`. At least 16 characters, best a UUID."
            ),
            "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
        }
    ],
}


@api.post(
    "/v1/reports",
    response={201: schemas.Receipt, 200: schemas.Receipt, **_problem(400, 409, 411, 413, 415, 422, 429, 503)},
    operation_id="create_report",
    description=gettext_noop(
        "201 with the receipt of a new report; 200 with the same receipt when it came before under the same key."
    ),
    summary=gettext_noop("Send a report"),
    tags=["reports"],
    openapi_extra=_BODY,
)
@guard.needs()
def create_report(request: HttpRequest) -> HttpResponse:
    """Take a complaint in: 201 with its receipt; 200 with the same receipt when it came before under the same key."""
    given, document, photos = reading.new_report(request)
    key = given.external_id or request.headers.get(KEY_HEADER, "")
    inbound = reading.inbound(given, channel=_channel(given.channel), key=key, photos=photos, document=document)
    try:
        receipt = intake.accept(inbound)
    except Refusal as refusal:
        return problems.refused(refusal, reading.REFUSAL_FIELDS)
    answer = _json(shapes.receipt(receipt, request), status=201 if receipt.is_new else 200)
    answer["Location"] = f"/api/v1/reports/{receipt.code}"
    answer["Cache-Control"] = "no-store"
    if not receipt.is_new:
        answer["Idempotent-Replay"] = "true"
    return answer


@api.get(
    "/v1/reports",
    response={200: schemas.ReportPage, **_problem(422)},
    operation_id="list_reports",
    description=gettext_noop(
        "A page ends with the address of the following one; there are no page numbers and no totals."
    ),
    summary=gettext_noop("Public reports, newest first"),
    tags=["reports"],
)
@guard.needs()
def list_reports(request: HttpRequest, wanted: schemas.Wanted = Query(...)) -> HttpResponse:  # type: ignore[type-arg]  # noqa: B008
    """List public reports. A page ends with the address of the following one; there are no page numbers and no totals."""
    unknown = request.GET.keys() - schemas.Wanted.model_fields.keys()
    if unknown:
        raise InvalidFields(
            errors=[Fault(name[:80], _("This parameter is not known here.")) for name in sorted(unknown)[:20]]
        )
    _check_codes(wanted)
    page = public.listed(
        public.Filter(
            category=wanted.category, area=wanted.area, state=wanted.status, is_open=wanted.open, unit=wanted.unit
        ),
        after=wanted.after,
        limit=wanted.limit,
    )
    rows = [shapes.report_row(row, request) for row in page.rows]
    answer = _json({"reports": rows, "next": _next(request, page.next)})
    if page.next:
        answer["Link"] = f'<{_next(request, page.next)}>; rel="next"'
    return answer


@api.get(
    "/v1/reports/{code}",
    response={200: schemas.Report, **_problem(404)},
    operation_id="get_report",
    description=gettext_noop("Unknown, private and mistyped codes are answered alike: 404."),
    summary=gettext_noop("One report"),
    tags=["reports"],
)
@guard.needs()
def get_report(request: HttpRequest, code: Path[str]) -> HttpResponse:
    """Return a public report. Unknown, private and mistyped codes are answered alike: 404."""
    return _json(shapes.report(public.report(_code(code)), request))


@api.get(
    "/v1/reports/{code}/events",
    response={200: schemas.Events, **_problem(404)},
    operation_id="list_events",
    description=gettext_noop("What happened to it, first to last. Units act; persons are not named."),
    summary=gettext_noop("A report's public history"),
    tags=["reports"],
)
@guard.needs()
def list_events(request: HttpRequest, code: Path[str]) -> HttpResponse:
    """Return what happened to a public report, first to last."""
    found = public.report(_code(code))
    return _json({"code": found.code, "events": [shapes.event(entry) for entry in found.timeline]})


@api.get(
    "/v1/categories",
    response=schemas.Categories,
    operation_id="list_categories",
    description=gettext_noop("Only those with `leaf` true are reported. Each says what it asks."),
    summary=gettext_noop("What can be reported"),
    tags=["city"],
)
@guard.needs()
def list_categories(request: HttpRequest) -> HttpResponse:
    """Return the categories and what each asks."""
    return _shelf({"categories": [shapes.category(row) for row in catalog.categories()]})


@api.get(
    "/v1/areas",
    response=schemas.Areas,
    operation_id="list_areas",
    description=gettext_noop("Areas of every level. Only those with `leaf` true are named in a report."),
    summary=gettext_noop("The areas of the city"),
    tags=["city"],
)
@guard.needs()
def list_areas(request: HttpRequest) -> HttpResponse:
    """Return the areas of every level."""
    return _shelf({"areas": [shapes.area(row) for row in places.areas()]})


@api.get(
    "/v1/units",
    response=schemas.Units,
    operation_id="list_units",
    description=gettext_noop("Units that handle reports, and units that check closures."),
    summary=gettext_noop("Who handles and checks"),
    tags=["city"],
)
@guard.needs()
def list_units(request: HttpRequest) -> HttpResponse:
    """Return the units that handle and check reports."""
    return _shelf({"units": [shapes.unit(row) for row in agencies.units()]})


def _channel(asked: str | None) -> str:
    """Return the channel that a report counts for: the one asked for if machines may speak for it, else the first that is theirs.

    A channel with an adapter of its own (mail, messengers) signs what it sends; nobody speaks for it here.
    """
    allowed = [row.code for adapter in ADAPTERS for row in catalog.channels() if row.adapter == adapter]
    if asked is None and allowed:
        return allowed[0]
    if asked not in allowed:
        message = _("This channel is not fed through the API. Channels that are: %(channels)s.")
        raise InvalidFields(errors=[Fault("channel", message % {"channels": ", ".join(allowed) or "–"})])
    return str(asked)


def _check_codes(wanted: schemas.Wanted) -> None:
    """Raises InvalidFields naming each filter whose code does not exist: an empty list would look like an answer."""
    missing = {
        "category": wanted.category is not None and catalog.category(wanted.category) is None,
        "area": wanted.area is not None and places.area(wanted.area) is None,
        "unit": wanted.unit is not None and agencies.unit(wanted.unit) is None,
    }
    faults = [Fault(name, _("This code is not known.")) for name, is_missing in missing.items() if is_missing]
    if faults:
        raise InvalidFields(errors=faults)


def _code(typed: str) -> str:
    """Return the code that was meant, or one that no report has: the database is asked either way, so that no time is told."""
    return sought_code(typed, city().prefix)


def _next(request: HttpRequest, cursor: str | None) -> str | None:
    if cursor is None:
        return None
    kept = {name: str(value) for name, value in request.GET.items() if name != "after"}
    return request.build_absolute_uri(f"{request.path}?{urlencode({**kept, 'after': cursor})}")


def _shelf(document: dict[str, Any]) -> HttpResponse:
    """Return reference data, which a client may keep for a minute."""
    answer = _json(document)
    answer["Cache-Control"] = "public, max-age=60"
    return answer


def _json(document: dict[str, Any], *, status: int = 200) -> HttpResponse:
    return HttpResponse(json.dumps(document, ensure_ascii=False), status=status, content_type="application/json")
