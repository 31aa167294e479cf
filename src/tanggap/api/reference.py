"""The OpenAPI document as rows that a page can show: operations, their fields, their answers, and every problem there is."""

import inspect
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus
from typing import Any

from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from tanggap.api import guard, problems
from tanggap.api.v1 import api
from tanggap.core import refusal

_KINDS: dict[str, str | Promise] = {
    "string": _("text"),
    "number": _("number"),
    "integer": _("whole number"),
    "boolean": _("true or false"),
    "object": _("object"),
}
ROOMS = tuple(
    f"tanggap.{room}."
    for room in ("core", "places", "intake", "reports", "deadlines", "feedback", "clients", "webhooks")
)
_FORMATS: dict[str, str | Promise] = {"date-time": _("time (ISO 8601)"), "binary": _("file")}


@dataclass(frozen=True, slots=True)
class Field:
    """One field of what goes in or out; `name` is its path, such as `location.lon` or `reports[].code`."""

    name: str
    kind: str
    is_needed: bool
    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer that an operation may give."""

    status: int
    words: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation; `name` is its anchor on the page."""

    name: str
    method: str
    path: str
    summary: str
    text: str
    who: str
    parameters: tuple[Field, ...]
    body: tuple[Field, ...]
    answers: tuple[Answer, ...]

    @property
    def good(self) -> tuple[Answer, ...]:
        """Return the answers that are no problem and differ in form."""
        return tuple(answer for answer in self.answers if answer.status < 400)[:1]


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """A problem by its word, with the sentence that it says."""

    code: str
    status: int
    title: str


@lru_cache(maxsize=1)
def document() -> Mapping[str, Any]:
    """Return the OpenAPI document."""
    return dict(api.get_openapi_schema(path_prefix="/api/"))


@lru_cache(maxsize=1)
def plain() -> str:
    """Return the document in one form, by which a change of it is seen and the client is made: in English, sorted, without a host."""
    with override("en"):
        told = api.get_openapi_schema(path_prefix="/api/")
        return json.dumps(told, indent=1, sort_keys=True, ensure_ascii=False, default=str) + "\n"


def operations() -> list[Operation]:
    """Return the operations in the order of the document, in the active language."""
    known = document()
    parts = known["components"]["schemas"]
    return [
        _operation(method, path, told, parts)
        for path, methods in known["paths"].items()
        for method, told in methods.items()
    ]


def problem_rows() -> list[ProblemRow]:
    """Return every problem that the API may answer, by status: its own, and the refusals of the rooms whose actions it calls."""
    own = [kind for module in (problems, guard) for _name, kind in inspect.getmembers(module, _is_problem)]
    rows = {kind.code: ProblemRow(kind.code, kind.status, str(kind.title)) for kind in own}
    for kind in _below(refusal.Refusal):
        if kind.__module__.startswith(ROOMS):
            code = kind.__new__(kind).code  # without its arguments: the word is that of the class
            rows.setdefault(code, ProblemRow(code, kind.status, str(kind.message)))
    return sorted(rows.values(), key=lambda row: (row.status, row.code))


def _below(kind: type[refusal.Refusal]) -> Iterator[type[refusal.Refusal]]:
    for one in kind.__subclasses__():
        yield one
        yield from _below(one)


def _is_problem(thing: object) -> bool:
    return inspect.isclass(thing) and issubclass(thing, problems.Problem)


def _operation(method: str, path: str, told: Mapping[str, Any], parts: Mapping[str, Any]) -> Operation:
    given = told.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    return Operation(
        name=told["operationId"],
        method=method.upper(),
        path=path,
        summary=translated(told["summary"]),
        text=_said(told),
        who=_who(told["security"]),
        parameters=tuple(_parameter(one, parts) for one in told["parameters"]),
        body=tuple(_fields(given, parts)),
        answers=tuple(_answer(status, one, parts) for status, one in sorted(told["responses"].items())),
    )


def _who(security: list[Mapping[str, list[str]]]) -> str:
    """Return in the active language who may call."""
    if {} in security:
        return translated("everybody, also without a key")
    scopes = ", ".join(scope for one in security[:1] for scope in one.get("key", ()))
    return translated("a key with %(scopes)s") % {"scopes": scopes}


def _parameter(told: Mapping[str, Any], parts: Mapping[str, Any]) -> Field:
    return Field(
        name=told["name"],
        kind=_kind(told["schema"], parts),
        is_needed=bool(told["required"]),
        text=_said(told),
    )


def _answer(status: Any, told: Mapping[str, Any], parts: Mapping[str, Any]) -> Answer:
    forms: list[Mapping[str, Any]] = list(told.get("content", {}).values())
    schema = forms[0]["schema"] if forms else {}
    return Answer(int(status), HTTPStatus(int(status)).phrase, tuple(_fields(schema, parts)))


def _fields(schema: Mapping[str, Any], parts: Mapping[str, Any], prefix: str = "") -> Iterator[Field]:
    """Yield the fields of an object and of what lies in it."""
    found = _resolved(schema, parts)
    if found.get("type") == "array":
        yield from _fields(found["items"], parts, f"{prefix.removesuffix('.')}[].")
        return
    needed = set(found.get("required", []))
    for name, inner in found.get("properties", {}).items():
        yield Field(f"{prefix}{name}", _kind(inner, parts), name in needed, _said(inner))
        yield from _fields(inner, parts, f"{prefix}{name}.")


def _said(told: Mapping[str, Any]) -> str:
    """Return a description in the active language, what stands in backticks as code."""
    parts = translated(told["description"]).split("`") if told.get("description") else []
    return format_html_join(
        "", "{}", ((format_html("<code>{}</code>", part) if number % 2 else part,) for number, part in enumerate(parts))
    )


def _resolved(schema: Mapping[str, Any], parts: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what a reference means; of several forms the one that is not null."""
    if "$ref" in schema:
        return _resolved(parts[schema["$ref"].rpartition("/")[2]], parts)
    forms = [one for one in schema.get("anyOf", []) if one.get("type") != "null"]
    return _resolved(forms[0], parts) if forms else schema


def _kind(schema: Mapping[str, Any], parts: Mapping[str, Any]) -> str:
    found = _resolved(schema, parts)
    if "enum" in found:
        return " · ".join(map(str, found["enum"]))
    if found.get("type") == "array":
        return _("list of %(kind)s") % {"kind": _kind(found["items"], parts)}
    if found.get("format") in _FORMATS:
        return str(_FORMATS[found["format"]])
    return str(_KINDS.get(str(found.get("type")), found.get("type", "")))
