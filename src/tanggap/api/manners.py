"""What every address of the API does beyond its operation: OPTIONS, pages of other sites (CORS), and the headers of what goes away."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, time
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.http import http_date

from tanggap.api import openapi
from tanggap.api.openapi import Way

View = Callable[..., HttpResponse]
SHOWN = "ETag, Link, Location, RateLimit, RateLimit-Policy, Retry-After"
ASKED = "Accept-Language, If-None-Match"
DAY = "86400"
_PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")


def well_mannered(view: View, route: str, told: Mapping[str, Mapping[str, Way]]) -> View:
    """Return the view of an address; `told` says what there is and what is open to everybody (`Api.ways`)."""
    ways = told.get("/api/" + _PARAMETER.sub(r"{\1}", route), {})
    is_open = "get" not in ways or ways["get"].is_open

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "OPTIONS":
            return _options(ways, is_open=is_open)
        method = "get" if request.method == "HEAD" else str(request.method).lower()
        response = view(request, *args, **kwargs)
        if is_open and method == "get":
            response["Access-Control-Allow-Origin"] = "*"
            response["Access-Control-Expose-Headers"] = SHOWN
        _tell_end(response, ways[method].name if method in ways else "")
        return response

    return answer


def _options(ways: Mapping[str, Way], *, is_open: bool) -> HttpResponse:
    """Say what the address takes. Pages of other sites may only read, and only what is everybody's."""
    methods = sorted({*(name.upper() for name in ways), "OPTIONS", *(["HEAD"] if "get" in ways else [])})
    response = HttpResponse(status=204, headers={"Allow": ", ".join(methods), "Cache-Control": "no-store"})
    if is_open and "get" in ways:
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Allow-Methods"] = "GET, HEAD"
        response["Access-Control-Allow-Headers"] = ASKED
        response["Access-Control-Max-Age"] = DAY
    return response


def _tell_end(response: HttpResponse, operation: str) -> None:
    """Tell that an operation goes, and when (RFC 9745, RFC 8594)."""
    end = openapi.DEPRECATED.get(operation)
    if end is not None:
        since, gone = (datetime.combine(day, time(), UTC).timestamp() for day in (end.since, end.gone_on))
        response["Deprecation"] = f"@{int(since)}"
        response["Sunset"] = http_date(gone)
        response.headers["Link"] = ", ".join(
            [*filter(None, [response.headers.get("Link")]), f'<{end.told_at}>; rel="deprecation"']
        )
