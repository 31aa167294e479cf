"""Counts who reads the public pages, without knowing who: `evaluation.sources.viewing` says what is counted, and keeps it."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from tanggap.evaluation.sources import viewing

SHOWN = frozenset({200, 304})


class ViewsMiddleware:
    """Counts one view when a public page was shown to a person, and sends no statement.

    Staff who are signed in, parts of a page, and what a browser or a program asks for by itself are not counted.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        if match is not None and request.method == "GET" and response.status_code in SHOWN:
            kind = viewing.kind_of(match.view_name)
            if kind and _is_read(request):
                viewing.counted.add(kind)
        return response


def _is_read(request: HttpRequest) -> bool:
    """Return whether a person who is not of the staff looks at the whole page now."""
    headers = request.headers
    is_part = "HX-Request" in headers and "HX-Boosted" not in headers
    is_ahead = "prefetch" in headers.get("Sec-Purpose", headers.get("Purpose", ""))
    is_staff = settings.SESSION_COOKIE_NAME in request.COOKIES
    return not (is_part or is_ahead or is_staff or viewing.is_program(headers.get("User-Agent", "")))
