"""The OpenAPI document of the API, told exactly: who may call what, what each operation may answer, problems under their own media type."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_noop
from ninja import NinjaAPI
from ninja.utils import normalize_path

from tanggap.api import guard
from tanggap.api.problems import MEDIA_TYPE
from tanggap.clients.words import Scope

ALWAYS = {
    401: "Unauthorized",
    405: "Method Not Allowed",
    429: "Too Many Requests",
    500: "Internal Server Error",
    503: "Service Unavailable",
}
_PROBLEM = {"$ref": "#/components/schemas/Problem"}
_TEXT = {"type": "string"}
SCHEMES = {
    "key": {
        "type": "http",
        "scheme": "bearer",
        "description": gettext_noop(
            "A key that the city's operator gave to a program, or a token that it fetched with one."
        ),
    },
    "oauth": {
        "type": "oauth2",
        "description": gettext_noop("Short-lived tokens for a key (client credentials)."),
        "flows": {
            "clientCredentials": {
                "tokenUrl": "/api/oauth/token",
                "scopes": {scope.value: str(scope.label) for scope in Scope},
            }
        },
    },
}
HEADERS = {
    "RateLimit-Policy": {"description": "The budget of calls a minute.", "schema": _TEXT},
    "RateLimit": {"description": "What is left of it, and in how many seconds it is whole again.", "schema": _TEXT},
}
ETAG = {"ETag": {"description": "Which version this is.", "schema": _TEXT}}
EXAMPLE = {
    "type": "/api/docs#invalid",
    "title": "Some of what you sent cannot be used.",
    "status": 422,
    "code": "invalid",
    "errors": [{"field": "location.lat", "message": "This must be a number."}],
}
_CODE = {"code": "$response.body#/code"}
LINKS: Mapping[tuple[str, int], Mapping[str, Any]] = {
    ("create_report", 201): {
        "report": {"operationId": "get_report", "parameters": _CODE},
        "events": {"operationId": "list_events", "parameters": _CODE},
        "photos": {"operationId": "list_photos", "parameters": _CODE},
    },
    ("get_work", 200): {
        "start": {"operationId": "work_start", "parameters": {**_CODE, "If-Match": "$response.header.ETag"}},
        "note": {"operationId": "work_note", "parameters": {**_CODE, "If-Match": "$response.header.ETag"}},
    },
}


@dataclass(frozen=True, slots=True)
class Deprecated:
    """An operation that goes: since when it is told, when it is gone at the earliest, and what to read about it."""

    since: date
    gone_on: date
    told_at: str


_CONVERTER = re.compile(r"{[^}:]+:")
DEPRECATED: dict[str, Deprecated] = {}
"""By operation id; docs/api-changes.md has the rules. Nothing of this version goes yet."""


@dataclass(frozen=True, slots=True)
class Way:
    """An operation by its id, and whether everybody may call it, without a key too."""

    name: str
    is_open: bool


class Api(NinjaAPI):
    """django-ninja with a document that hides nothing: scopes, refusals, headers, links."""

    def ways(self) -> dict[str, dict[str, Way]]:
        """Return by path and method what there is, as the document has it: to make that takes a process a second."""
        found: dict[str, dict[str, Way]] = {}
        for router in self._get_bound_routers():
            for path, view in router.path_operations.items():
                whole = _CONVERTER.sub("{", "/api/" + "/".join(filter(None, (router.prefix, path))))
                for told in view.operations:
                    way = Way(told.operation_id or "", not guard.needed(told.view_func))
                    for method in told.methods:
                        found.setdefault(normalize_path(whole), {})[method.lower()] = way
        return found

    def get_openapi_schema(self, **options: Any) -> Any:
        """Return the OpenAPI 3.1 document."""
        document = super().get_openapi_schema(**options)
        views = dict(_views(self))
        for operations in document["paths"].values():
            for told in operations.values():
                name = told["operationId"]
                told["security"] = _security(guard.needed(views.get(name)))
                if name in DEPRECATED:
                    told["deprecated"] = True
                _tell_answers(name, told["responses"])
        document["components"]["securitySchemes"] = SCHEMES
        document["servers"] = [{"url": "/"}]
        return document


def _views(api: NinjaAPI) -> Iterator[tuple[str, Any]]:
    """Yield each operation's id and the function behind it."""
    for _prefix, router in api._routers:
        for path in router.path_operations.values():
            for operation in path.operations:
                yield operation.operation_id or "", operation.view_func


def _security(needed: tuple[str, ...] | None) -> list[dict[str, list[str]]]:
    """Return who may call: everybody, also without a key, or who has the scopes."""
    keyed = [{"key": list(needed or ())}, {"oauth": list(needed or ())}]
    return keyed if needed else [{}, *keyed]


def _tell_answers(name: str, responses: dict[Any, Any]) -> None:
    for status, words in ALWAYS.items():
        responses.setdefault(status, {"description": words})
    for status, response in responses.items():
        headers = dict(HEADERS)
        if int(status) >= 400:
            response["content"] = {MEDIA_TYPE: {"schema": _PROBLEM, "example": {**EXAMPLE, "status": int(status)}}}
        if int(status) == 401:
            headers["WWW-Authenticate"] = {"description": "How to show a key.", "schema": _TEXT}
        if int(status) in {429, 503}:
            headers["Retry-After"] = {"description": "Seconds to wait.", "schema": _TEXT}
        if int(status) in {200, 304, 412}:
            headers |= ETAG
        response["headers"] = headers
        if links := LINKS.get((name, int(status))):
            response["links"] = dict(links)
