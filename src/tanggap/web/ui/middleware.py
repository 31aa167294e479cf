"""A refusal that a view did not show itself becomes a page that says why; what is away for a moment becomes a 503."""

import errno
import logging
from collections.abc import Callable

from csp.constants import HEADER
from csp.utils import build_policy
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tanggap.core.refusal import NotFound, Refusal
from tanggap.web.ui import errors

log = logging.getLogger(__name__)


class SteadyPolicyMiddleware:
    """Sends django-csp's policy, put together once: no page of ours has a nonce or a policy of its own, and 60 µs an answer add up.

    What no cache may keep is somebody's own, so search engines are told to leave it out.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._policy = build_policy()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault(HEADER, self._policy)
        if "no-store" in response.headers.get("Cache-Control", ""):
            response.headers.setdefault("X-Robots-Tag", "noindex, nofollow")
        return response


class RefusalMiddleware:
    """Turns `Refusal` into a page, or into a notice when HTMX asked. The API answers its own refusals itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if is_away(exception):
            log.warning("answered 503: %s", type(exception).__name__)
            return errors.unavailable(request)
        if not isinstance(exception, Refusal):
            return None
        if isinstance(exception, NotFound):
            return errors.not_found(request)
        template = "ui/refused.html" if request.headers.get("HX-Request") else "ui/refusal.html"
        return render(request, template, {"refusal": exception}, status=exception.status)


def is_away(exception: Exception) -> bool:
    """Return whether the database or the disk is what failed: trying again later may work, and the fault is not in the code."""
    is_full = isinstance(exception, OSError) and exception.errno in {errno.ENOSPC, errno.EDQUOT}
    return is_full or isinstance(exception, OperationalError | InterfaceError)
