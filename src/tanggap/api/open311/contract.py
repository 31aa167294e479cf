"""The OpenAPI document of GeoReport v2 as it is spoken here: what may be sent, and every answer with its form."""

from typing import Any

from tanggap.api.open311.asking import MOST_BY_PAGES, MOST_CODES, MOST_ROWS
from tanggap.reports.words import State

Json = dict[str, Any]
TEXT: Json = {"type": "string"}
NUMBER: Json = {"type": ["number", "null"]}
MAYBE: Json = {"type": ["string", "null"]}
INSTANT: Json = {"type": "string", "format": "date-time"}
MAYBE_INSTANT: Json = {"type": ["string", "null"], "format": "date-time"}
FLAG: Json = {"type": "boolean"}
FORMS = ("json", "xml")


def _object(properties: Json, *, optional: tuple[str, ...] = ()) -> Json:
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _list(items: Json) -> Json:
    return {"type": "array", "items": items}


ERRORS = _list(_object({"code": {"type": "integer"}, "description": TEXT})) | {"minItems": 1}
ENDPOINT = _object(
    {
        "specification": TEXT,
        "url": TEXT,
        "changeset": TEXT,
        "type": {"enum": ["production", "test"]},
        "formats": _list(TEXT),
    }
)
DISCOVERY = _object({"changeset": TEXT, "contact": TEXT, "key_service": TEXT, "endpoints": _list(ENDPOINT)})
SERVICE = _object(
    {
        "service_code": TEXT,
        "service_name": TEXT,
        "description": TEXT,
        "metadata": FLAG,
        "type": {"enum": ["realtime", "batch", "blackbox"]},
        "keywords": TEXT,
        "group": TEXT,
    }
)
ATTRIBUTE = _object(
    {
        "variable": FLAG,
        "code": TEXT,
        "datatype": {"enum": ["string", "number", "datetime", "text", "singlevaluelist", "multivaluelist"]},
        "required": FLAG,
        "datatype_description": MAYBE,
        "order": {"type": "integer", "minimum": 1},
        "description": TEXT,
        "values": _list(_object({"key": TEXT, "name": TEXT})),
    },
    optional=("values",),
)
DEFINITION = _object({"service_code": TEXT, "attributes": _list(ATTRIBUTE)})
EXTENDED = _object(
    {
        "state": {"enum": [str(state) for state in State]},
        "state_label": TEXT,
        "outcome": MAYBE,
        "unit": TEXT,
        "verifier": MAYBE,
        "area": MAYBE,
        "area_name": MAYBE,
        "channel": TEXT,
        "origin": {"enum": ["live", "import", "demo"]},
        "supporters": {"type": "integer"},
        "reopened": {"type": "integer"},
        "version": {"type": "integer"},
        "changed_datetime": INSTANT,
        "closed_datetime": MAYBE_INSTANT,
        "answered_datetime": MAYBE_INSTANT,
        "answer_due_datetime": INSTANT,
        "url": TEXT,
        "events_url": TEXT,
        "proof_url": TEXT,
    }
)
REQUEST = _object(
    {
        "service_request_id": TEXT,
        "status": {"enum": ["open", "closed"]},
        "status_notes": TEXT,
        "service_name": TEXT,
        "service_code": TEXT,
        "description": {"type": "string", "maxLength": 4000},
        "agency_responsible": TEXT,
        "service_notice": MAYBE,
        "requested_datetime": INSTANT,
        "updated_datetime": INSTANT,
        "expected_datetime": MAYBE_INSTANT,
        "address": MAYBE,
        "address_id": MAYBE,
        "zipcode": MAYBE,
        "lat": NUMBER,
        "long": NUMBER,
        "media_url": {"type": ["string", "null"], "format": "uri"},
        "extended_attributes": EXTENDED,
    },
    optional=("extended_attributes",),
)
CREATED = _object(
    {
        "service_request_id": TEXT,
        "service_notice": MAYBE,
        "account_id": MAYBE,
        "extended_attributes": _object(
            {
                "token": MAYBE,
                "track_url": TEXT,
                "private_url": MAYBE,
                "unit": TEXT,
                "visibility": {"enum": ["public", "private"]},
                "answer_due_datetime": INSTANT,
                "receipt": MAYBE,
            }
        ),
    }
)
TOKEN = _object({"service_request_id": TEXT, "token": TEXT})
WORDS = {
    400: "A parameter is missing or means nothing, or a body that is neither of the forms.",
    403: "The key is missing, or opens nothing here.",
    404: "The jurisdiction, the service, the request or the token is not known.",
    405: "The address does not take this method.",
    409: "The same Idempotency-Key came with another content.",
    410: "What came under this Idempotency-Key was erased at its reporter's request.",
    411: "The length of the body is not told.",
    413: "The body is larger than is taken.",
    415: "The body has none of the forms.",
    429: "The budget of this minute is spent; Retry-After says until when.",
    500: "Something broke here.",
    503: "Nothing can be saved just now; Retry-After says when to try again.",
}
ALWAYS = (405, 429, 500, 503)


def _query(name: str, schema: Json, words: str) -> Json:
    return {"in": "query", "name": name, "required": False, "schema": schema, "description": words}


JURISDICTION = _query("jurisdiction_id", TEXT, "One of the city's ids; needed only where it has several.")
LOCALE = _query("locale", TEXT, "Language of names and notes, such as `en`; else Accept-Language.")
EXTENSIONS = _query("extensions", {"enum": ["true", "false"]}, "true: with `extended_attributes`.")
API_KEY = _query("api_key", TEXT, "The program's key.")
LISTED = [
    _query(
        "service_request_id",
        TEXT,
        f"Ids with commas, at most {MOST_CODES}; all else is then ignored, unknown ones are left out.",
    ),
    _query("service_code", TEXT, "Service codes with commas, also those of groups."),
    _query(
        "start_date", TEXT, "Received at or after: ISO 8601 with its zone, or a day. At most 90 days to `end_date`."
    ),
    _query("end_date", TEXT, "Received at or before."),
    _query("status", TEXT, "`open`, `closed`, or both with a comma."),
    _query("updated_after", TEXT, "Last updated at or after; the list is then in that order."),
    _query("updated_before", TEXT, "Last updated at or before."),
    _query("lat", {"type": "number"}, "With `long`: near a point."),
    _query("long", {"type": "number"}, "With `lat`: near a point."),
    _query("radius", {"type": "number"}, "How near, in metres: 1000 unless told, at most 50000."),
    _query(
        "page",
        {"type": "integer", "minimum": 1},
        f"Which page, up to {MOST_BY_PAGES} reports; further by the header Link.",
    ),
    _query(
        "page_size",
        {"type": "integer", "minimum": 1, "maximum": MOST_ROWS},
        f"Reports a page, {MOST_ROWS} unless told.",
    ),
    _query("after", TEXT, "Where to go on from: as the Link of an answer says."),
    EXTENSIONS,
]
SENT = _object(
    {
        "service_code": TEXT, "jurisdiction_id": TEXT, "api_key": TEXT, "lat": TEXT, "long": TEXT, "address_string": TEXT,
        "address_id": TEXT, "description": TEXT, "email": TEXT, "first_name": TEXT, "last_name": TEXT, "phone": TEXT,
        "device_id": TEXT, "account_id": TEXT, "media_url": TEXT, "locale": TEXT,
    },
    optional=("jurisdiction_id", "api_key", "lat", "long", "address_string", "address_id", "description", "email", "first_name",
              "last_name", "phone", "device_id", "account_id", "media_url", "locale"),
) | {"additionalProperties": True}  # fmt: skip
KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "schema": {"type": "string", "minLength": 1, "maxLength": 120, "pattern": "^[!-~]+$"},
    "description": "Your own id of this report: sent again with it, it is the same one. `tokens/<it>` says which.",
}


def document(site: str) -> Json:
    """Return the OpenAPI 3.1 document for the installation at `site`."""
    paths: Json = {}
    for form in FORMS:
        paths |= _of_form(form)
    info = {
        "title": "Tanggap: Open311 GeoReport v2",
        "version": "2.0",
        "description": "http://wiki.open311.org/GeoReport_v2 as this city speaks it. Every refusal is an array of {code, description}.",
    }
    return {"openapi": "3.1.0", "info": info, "servers": [{"url": site}], "paths": paths}


def _of_form(form: str) -> Json:
    both = [JURISDICTION, LOCALE]
    code = {"in": "path", "name": "code", "required": True, "schema": TEXT}
    token = {**code, "name": "token"}
    body = {kind: {"schema": SENT} for kind in ("application/x-www-form-urlencoded", "application/json")}
    picture = {"properties": {**SENT["properties"], "media": _list({"type": "string", "format": "binary"})}}
    body["multipart/form-data"] = {"schema": {**SENT, **picture}}
    refused = (400, 403, 404, 409, 410, 411, 413, 415)
    create = _operation(f"create_request_{form}", "Send a report", [KEY], _list(CREATED), form, (200, 201), *refused)
    create["requestBody"] = {"required": True, "content": body}
    v2 = "/open311/v2"
    get = {
        "/open311/discovery": ("discovery", "Where and how Open311 is spoken", [LOCALE], DISCOVERY, ()),
        f"{v2}/discovery": ("discovery_v2", "The same", [LOCALE], DISCOVERY, ()),
        f"{v2}/services": ("services", "What can be reported", both, _list(SERVICE), (400, 404)),
        f"{v2}/services/{{code}}": ("service", "What a service asks for", [code, *both], DEFINITION, (400, 404)),
        f"{v2}/requests": ("requests", "Public reports", [*LISTED, *both], _list(REQUEST), (400, 404)),
        f"{v2}/requests/{{code}}": ("request", "One report", [code, EXTENSIONS, *both], _list(REQUEST), (400, 404)),
        f"{v2}/tokens/{{token}}": (
            "token",
            "Which report came of a POST",
            [token, API_KEY, *both],
            _list(TOKEN),
            (400, 403, 404),
        ),
    }
    paths: Json = {}
    for address, (name, words, asked, schema, refusals) in get.items():
        paths[f"{address}.{form}"] = {
            "get": _operation(f"{name}_{form}", words, asked, schema, form, (200,), *refusals)
        }
    paths[f"{v2}/requests.{form}"]["post"] = create
    return paths


def _operation(
    name: str, words: str, asked: list[Json], schema: Json, form: str, done: tuple[int, ...], *refusals: int
) -> Json:
    kind = "application/json" if form == "json" else "text/xml"

    def content(of: Json) -> Json:
        return {kind: {"schema": of if form == "json" else TEXT}}

    responses: Json = {str(status): {"description": words, "content": content(schema)} for status in done}
    for status in sorted({*refusals, *ALWAYS}):
        responses[str(status)] = {"description": WORDS[status], "content": content(ERRORS)}
    return {"operationId": name, "summary": words, "parameters": asked, "responses": responses}
