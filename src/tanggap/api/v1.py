"""The operations of `/api/v1`: each parses, calls one action or query, and renders."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from ninja import Path, Query
from ninja.errors import ValidationError

from tanggap.agencies import queries as agencies
from tanggap.api import answers, guard, openapi, problems, reading, schemas, schemas_city, shapes, uploads, webhooks
from tanggap.api import schemas_more as more
from tanggap.api.problems import Fault, InvalidFields
from tanggap.api.routers import changes, figures, media, own, tasks, work
from tanggap.catalog import queries as catalog
from tanggap.clients import idempotency
from tanggap.clients.queries import Caller
from tanggap.core.refusal import Refusal
from tanggap.intake import actions as intake
from tanggap.intake.words import InboundReport, Receipt
from tanggap.places import queries as places
from tanggap.reports.photos import ready
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
    response={201: schemas.Receipt, 200: schemas.Receipt, **answers.problem(400, 409, 411, 413, 415, 422, 429, 503)},
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
    caller: Caller = request.caller  # type: ignore[attr-defined]
    if not caller.is_anonymous:
        guard.permit(caller, "reports:write")
    photos += uploads.named(request, given.media or [])
    inbound = reading.inbound(given, channel=_channel(given.channel), key=key, photos=photos, document=document)
    try:
        receipt = intake.accept(inbound) if caller.is_anonymous else _accept_of(caller, inbound)
    except Refusal as refusal:
        return problems.refused(refusal, reading.REFUSAL_FIELDS)
    answer = answers.answer(shapes.receipt(receipt, request), status=201 if receipt.is_new else 200)
    answer["Location"] = f"/api/v1/reports/{receipt.code}"
    answer["Cache-Control"] = "no-store"
    if not receipt.is_new:
        answer["Idempotent-Replay"] = "true"
    return answer


@api.get(
    "/v1/reports",
    response={200: schemas.ReportPage, **answers.problem(422)},
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
    answers.only(request, schemas.Wanted.model_fields)
    answers.must_exist(wanted)
    page = public.listed(_filter(wanted), after=wanted.after, limit=wanted.limit)
    following = answers.following(request, page.next)
    rows = [shapes.report_row(row, request) for row in page.rows]
    return answers.linked(answers.conditional(request, {"reports": rows, "next": following}), following)


@api.get(
    "/v1/reports/{code}",
    response={200: schemas.Report, **answers.problem(404, 422)},
    operation_id="get_report",
    description=gettext_noop("Unknown, private and mistyped codes are answered alike: 404."),
    summary=gettext_noop("One report"),
    tags=["reports"],
)
@guard.needs()
def get_report(request: HttpRequest, code: Path[str]) -> HttpResponse:
    """Return a public report. Unknown, private and mistyped codes are answered alike: 404."""
    answers.only(request, ())
    return answers.conditional(request, shapes.report(public.report(answers.code(code)), request))


@api.get(
    "/v1/reports/{code}/events",
    response={200: schemas.Events, **answers.problem(404, 422)},
    operation_id="list_events",
    description=gettext_noop("What happened to it, first to last. Units act; persons are not named."),
    summary=gettext_noop("A report's public history"),
    tags=["reports"],
)
@guard.needs()
def list_events(request: HttpRequest, code: Path[str]) -> HttpResponse:
    """Return what happened to a public report, first to last."""
    answers.only(request, ())
    found = public.report(answers.code(code))
    events = [shapes.event(entry) for entry in found.timeline]
    return answers.conditional(request, {"code": found.code, "events": events})


@api.get(
    "/v1/reports/{code}/photos",
    response={200: more.Photos, **answers.problem(404, 422)},
    operation_id="list_photos",
    description=gettext_noop("Each in every size. Photos of sensitive categories are not among them."),
    summary=gettext_noop("A report's public photos"),
    tags=["reports"],
)
@guard.needs()
def list_photos(request: HttpRequest, code: Path[str]) -> HttpResponse:
    """Return the photos of a public report with all their sizes."""
    answers.only(request, ())
    found = public.report(answers.code(code))
    photos = [shapes.sized_photo(photo, request) for photo in found.photos]
    return answers.conditional(request, {"code": found.code, "photos": photos})


@api.get(
    "/v1/categories",
    response={200: schemas_city.Categories, **answers.problem(422)},
    operation_id="list_categories",
    description=gettext_noop("Only those with `leaf` true are reported. Each says what it asks."),
    summary=gettext_noop("What can be reported"),
    tags=["city"],
)
@guard.needs()
def list_categories(request: HttpRequest) -> HttpResponse:
    """Return the categories and what each asks."""
    return _shelf(request, {"categories": [shapes.category(row) for row in catalog.categories()]})


@api.get(
    "/v1/areas",
    response={200: schemas_city.Areas, **answers.problem(422)},
    operation_id="list_areas",
    description=gettext_noop("Areas of every level. Only those with `leaf` true are named in a report."),
    summary=gettext_noop("The areas of the city"),
    tags=["city"],
)
@guard.needs()
def list_areas(request: HttpRequest) -> HttpResponse:
    """Return the areas of every level."""
    return _shelf(request, {"areas": [shapes.area(row) for row in places.areas()]})


@api.get(
    "/v1/units",
    response={200: schemas_city.Units, **answers.problem(422)},
    operation_id="list_units",
    description=gettext_noop("Units that handle reports, and units that check closures."),
    summary=gettext_noop("Who handles and checks"),
    tags=["city"],
)
@guard.needs()
def list_units(request: HttpRequest) -> HttpResponse:
    """Return the units that handle and check reports."""
    return _shelf(request, {"units": [shapes.unit(row) for row in agencies.units()]})


def _accept_of(caller: Caller, inbound: InboundReport) -> Receipt:
    """Take a program's report in while its key holds: one that is revoked meanwhile writes nothing. Photos are examined before."""
    prepared = replace(inbound, photos=ready(inbound.photos))
    done = idempotency.once(caller, "", b"", lambda: idempotency.Answer(200, intake.accept(prepared)))
    receipt: Receipt = done.body
    return receipt


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


def _filter(wanted: schemas.Wanted) -> public.Filter:
    """Return what the list is narrowed to. Raises InvalidFields for a box that is none, and for words that say nothing."""
    box = tuple(float(part) for part in wanted.bbox.split(",")) if wanted.bbox else None
    is_box = box is None or (-180 <= box[0] <= box[2] <= 180 and -90 <= box[1] <= box[3] <= 90)
    answers.must_parse({"bbox": not is_box, "words": wanted.words is not None and not public.has_words(wanted.words)})
    return public.Filter(
        category=wanted.category,
        area=wanted.area,
        state=wanted.status,
        is_open=wanted.open,
        unit=wanted.unit,
        bbox=box,  # type: ignore[arg-type]
        channel=wanted.channel,
        since=wanted.since,
        until=wanted.until,
        words=wanted.words,
    )


def _shelf(request: HttpRequest, document: dict[str, Any]) -> HttpResponse:
    """Return reference data, which a client may keep for a minute."""
    answers.only(request, ())
    return answers.conditional(request, document, kept="public, max-age=60")


api.add_router("", changes.router)
api.add_router("", figures.router)
api.add_router("", media.router)
api.add_router("", own.router)
api.add_router("", work.router)
api.add_router("", tasks.router)
api.add_router("/v1/webhooks", webhooks.router)
