"""Every refusal of the API as RFC 9457 problem+json: one entry for each field, a word for machines, a sentence for people."""

import errno
import json
import logging
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import wraps
from threading import Lock
from typing import Any

from django.core.exceptions import (
    BadRequest,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
)
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt

from tanggap.core.refusal import Refusal

MEDIA_TYPE = "application/problem+json"
RETRY_SECONDS = 5
_log = logging.getLogger("tanggap.api")
View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one field. `field` is its path in the request, such as `location.lat`."""

    field: str
    message: str | Promise


class Problem(Exception):
    """A refusal that only the API knows: the request itself cannot be read or taken."""

    status = 400
    code = "bad_request"
    title: str | Promise = _("The request cannot be read.")

    def __init__(
        self,
        detail: str | Promise = "",
        *,
        errors: Iterable[Fault] = (),
        headers: Mapping[str, str] | None = None,
        more: Mapping[str, Any] | None = None,
    ) -> None:
        self.detail = detail
        self.errors = list(errors)
        self.headers = dict(headers or {})
        self.more = dict(more or {})
        super().__init__(self.code)


class NotJson(Problem):
    """The body is no JSON document that has one meaning."""

    code = "not_json"
    title = _("The body is not valid JSON.")


class Unsupported(Problem):
    """The body comes in a form that the operation does not read."""

    status = 415
    code = "unsupported_media_type"
    title = _("Send the report as application/json or multipart/form-data.")


class JsonOnly(Unsupported):
    """An operation that takes nothing but JSON."""

    title = _("Send the body as application/json.")


class LengthRequired(Problem):
    """A body whose end is not announced could go on for ever."""

    status = 411
    code = "length_required"
    title = _("Send the length of the body (Content-Length).")


class TooLarge(Problem):
    """More bytes, fields or files than are taken."""

    status = 413
    code = "too_large"
    title = _("This is larger than we take.")


class InvalidFields(Problem):
    """Fields that are unknown, missing or of the wrong type."""

    status = 422
    code = "invalid"
    title = _("Some of what you sent cannot be used.")


class TooMany(Problem):
    """More new reports from one address than a person or a fair partner sends."""

    status = 429
    code = "too_many_requests"
    title = _("Too many reports from your address just now. Wait a little and send it again; nothing was lost.")


class ConditionNeeded(Problem):
    """A write that does not say which version it was made of could undo what somebody else did meanwhile."""

    status = 428
    code = "condition_needed"
    title = _("Say which version you saw: If-Match with the ETag of the report or task.")


class ChangedMeanwhile(Problem):
    """The report or task is not as it was; `changes` tells what happened since."""

    status = 412
    code = "changed_meanwhile"
    title = _("Somebody changed this since you read it. Nothing was done; look at the changes, then decide again.")


class NothingHere(Problem):
    """No operation has this address."""

    status = 404
    code = "not_found"
    title = _("There is nothing under this address.")


class WrongMethod(Problem):
    """The address exists, but not for this method."""

    status = 405
    code = "method_not_allowed"
    title = _("This address does not take this method.")


class Unavailable(Problem):
    """The database or the disk is away for a moment."""

    status = 503
    code = "unavailable"
    title = _(
        "The service cannot save anything just now. Send the same again in a moment, with the same key: it is counted once."
    )


class Broken(Problem):
    """Our fault."""

    status = 500
    code = "internal_error"
    title = _("Something broke on our side. Send the same again with the same key: it is counted once.")


def response(problem: Problem) -> HttpResponse:
    """Return a problem as it goes out."""
    return _render(
        status=problem.status,
        code=problem.code,
        title=str(problem.title),
        detail=str(problem.detail),
        errors=problem.errors,
        headers=problem.headers,
        more=problem.more,
    )


def refused(refusal: Refusal, paths: Mapping[str, str] | None = None) -> HttpResponse:
    """Return a refusal of a room as it goes out; `paths` says where in the request its fields stand."""
    known = paths or {}
    faults = [Fault(known.get(field, field), message) for field, message in refusal.errors.items()]
    return _render(
        status=refusal.status, code=refusal.code, title=str(refusal), detail="", errors=faults, headers={}, more={}
    )


def guarded(view: View) -> View:
    """Return `view` with everything that goes wrong in it said as a problem; HEAD is answered like GET, without its body."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "HEAD":
            request.method = "GET"
        try:
            given = view(request, *args, **kwargs)
        except Exception as error:
            return from_exception(request, error)
        if isinstance(given, HttpResponseNotAllowed):
            return response(WrongMethod(headers={"Allow": given["Allow"]}))
        return given

    return csrf_exempt(answer)  # no cookie gives any right here


def from_exception(request: HttpRequest, error: Exception) -> HttpResponse:
    """Return the problem that says what an exception means to the caller; one that means nothing is logged and is a 500."""
    if isinstance(error, Problem):
        return response(error)
    if isinstance(error, Refusal):
        return refused(error)
    if isinstance(error, Http404):
        return response(NothingHere())
    if isinstance(error, RequestDataTooBig | TooManyFieldsSent):
        return response(TooLarge())
    if isinstance(error, UnreadablePostError | MultiPartParserError | BadRequest | SuspiciousOperation):
        return response(Problem(_("The request broke off or its form is damaged. Send it again.")))
    if isinstance(error, OperationalError | InterfaceError) or _is_disk_full(error):
        _away.tell("503 %s %s: %s", request.method, request.path, _first_line(error))
        return response(Unavailable(headers={"Retry-After": str(RETRY_SECONDS), "Cache-Control": "no-store"}))
    _log.exception("500 %s %s", request.method, request.path)
    return response(Broken())


class _Seldom:
    """Tells the log the same trouble once a second at most, and how often it was: an outage must not fill the disk."""

    def __init__(self) -> None:
        self._silent_until = 0.0
        self._unsaid = 0
        self._lock = Lock()

    def tell(self, words: str, *facts: object) -> None:
        with self._lock:
            now = time.monotonic()
            if now < self._silent_until:
                self._unsaid += 1
                return
            unsaid, self._unsaid = self._unsaid, 0
            self._silent_until = now + 1.0
        _log.error(words + " (and %d more)", *facts, unsaid)


_away = _Seldom()


def _first_line(error: Exception) -> str:
    return f"{type(error).__name__}: {str(error).partition(chr(10))[0][:200]}"


def _is_disk_full(error: Exception) -> bool:
    return isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EROFS}


def _render(
    *,
    status: int,
    code: str,
    title: str,
    detail: str,
    errors: list[Fault],
    headers: Mapping[str, str],
    more: Mapping[str, Any],
) -> HttpResponse:
    document: dict[str, Any] = {"type": f"/api/docs#{code}", "title": title, "status": status, "code": code}
    if detail:
        document["detail"] = detail
    document["errors"] = [{"field": fault.field, "message": str(fault.message)} for fault in errors]
    document |= more
    content = json.dumps(document, ensure_ascii=False)
    return HttpResponse(
        content.encode("utf-8", "replace"),
        status=status,
        content_type=MEDIA_TYPE,
        headers={"Cache-Control": "no-store", **headers},
    )
