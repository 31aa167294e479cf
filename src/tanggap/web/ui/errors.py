"""The pages of the things that go wrong. config/urls names them as handlers.

400, 403, 404, 409, 413 and 422 are drawn like any page. 429, 500 and 503 use no database, no session and no context
processor: they must stand when those are what failed, and cost little.
"""

from functools import cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400, or 413 when what was sent is larger than we take."""
    from django.core.exceptions import RequestDataTooBig, TooManyFilesSent

    if isinstance(exception, RequestDataTooBig | TooManyFilesSent):
        return too_large(request)
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: signed in, but not for this."""
    return render(request, "403.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 of a form whose page was open too long or that came from elsewhere: nothing was sent, and why."""
    return render(request, "403_csrf.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404. Unknown, private, erased and malformed give the same bytes: the page knows nothing of the address."""
    response = render(request, "404.html", status=404)
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


def too_large(request: HttpRequest) -> HttpResponse:
    """413: more bytes or more files than we take."""
    return render(request, "413.html", status=413)


def too_many(request: HttpRequest | None = None, *, seconds: int) -> HttpResponse:
    """429: the reader's network has asked for more pages than a neighbourhood would. Costs next to nothing, as it must."""
    response = HttpResponse(_too_many(), status=429)
    response["Retry-After"] = str(seconds)
    response["Cache-Control"] = "private, no-store"
    return response


@cache
def _too_many() -> str:
    return render_to_string("429.html")


def server_error(request: HttpRequest) -> HttpResponse:
    """500. Our fault; nothing of it may depend on what failed."""
    return HttpResponse(render_to_string("500.html"), status=500)


def unavailable(request: HttpRequest | None = None, *, retry_seconds: int = 30) -> HttpResponse:
    """503: the database or the disk is away; reading again soon is worth it and the draft is kept on the device."""
    response = HttpResponse(render_to_string("503.html"), status=503)
    response["Retry-After"] = str(retry_seconds)
    response["Cache-Control"] = "no-store"
    return response
