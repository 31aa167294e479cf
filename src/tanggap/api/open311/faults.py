"""Every refusal as the specification says it: an array of `{code, description}`, in the form that was asked for."""

import json
from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tanggap.api import problems
from tanggap.api.open311 import formats
from tanggap.api.problems import Fault, Problem

STATUS = {401: 403, 422: 400}
"""The specification knows 403 for a key that is missing or opens nothing, and 400 for whatever cannot be used."""
NAMES = {
    "text": "description", "category": "service_code", "location": "lat, long", "address": "address_string", "area": "address_id",
    "name": "first_name, last_name", "external_id": "Idempotency-Key", "after": "after", "photos": "media",
}  # fmt: skip
"""What the fields of the one door are called here."""
KEPT = ("Retry-After", "Allow", "WWW-Authenticate", "RateLimit", "RateLimit-Policy")


class Missing(Problem):
    """Something that the operation needs was not sent."""

    status = 400
    code = "missing"
    title = _("Something that is needed was not sent.")


class Unusable(Problem):
    """Something that was sent means nothing here."""

    status = 400
    code = "unusable"
    title = _("Some of what you sent cannot be used.")


class Unknown(Problem):
    """An id that was sent, or asked for, is none of ours."""

    status = 404
    code = "not_found"
    title = _("Not found.")


class KeyNeeded(Problem):
    """Reports are taken from programs with a key."""

    status = 403
    code = "key_needed"
    title = _(
        "api_key: reports are taken from programs that have a key here. The address /open311/discovery.json says who gives one."
    )


def missing(name: str) -> Missing:
    """Return the fault of a parameter that was not sent."""
    return Missing(errors=[Fault(name, _("This parameter is required."))])


def unusable(name: str, message: str | Promise) -> Unusable:
    """Return the fault of a parameter whose value means nothing."""
    return Unusable(errors=[Fault(name, message)])


def unknown(name: str, message: str | Promise) -> Unknown:
    """Return the fault of an id that is none of ours."""
    return Unknown(errors=[Fault(name, message)])


def told(request: HttpRequest, error: Exception, form: str) -> HttpResponse:
    """Return what an exception means to the caller; one that means nothing is logged, and is a 500."""
    problem = problems.from_exception(request, error)
    document = json.loads(problem.content)
    status = STATUS.get(problem.status_code, problem.status_code)
    errors = [{"code": status, "description": words} for words in _descriptions(document)]
    answer = formats.answer(form, "errors", errors, status=status)
    for name in KEPT:
        if name in problem.headers:
            answer[name] = problem[name]
    answer["Cache-Control"] = "no-store"
    return answer


def _descriptions(document: dict[str, object]) -> Sequence[str]:
    """Return each fault with the name of its parameter, else what is wrong with the whole."""
    given = document.get("errors")
    faults = [one for one in given if isinstance(one, dict)] if isinstance(given, list) else []
    if faults:
        return [f"{_name(str(one['field']))}: {one['message']}" for one in faults]
    return [" ".join(str(document[key]) for key in ("title", "detail") if document.get(key))]


def _name(field: str) -> str:
    return f"attribute[{field.removeprefix('details.')}]" if field.startswith("details.") else NAMES.get(field, field)
