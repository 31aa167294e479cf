"""Who stands behind what, without an account: one cookie with a random token, and what its owner supported on this device.

The token makes one person count once (`reports.actions.support`, `planning.actions.support` keep its keyed hash); the list only says to
its owner what was pressed here.
"""

import secrets

from django.http import HttpRequest, HttpResponse

COOKIE = "pendukung"
SECONDS = 365 * 24 * 60 * 60
LONGEST_TOKEN = 64
MOST_KNOWN = 40


def token(request: HttpRequest) -> str:
    """Return the token of who asks, empty for one who has supported nothing yet."""
    return request.COOKIES.get(COOKIE, "").split("|")[0][:LONGEST_TOKEN]


def person(request: HttpRequest) -> str:
    """Return the token of who asks, a fresh one for one who has none."""
    return token(request) or secrets.token_urlsafe(24)


def known(request: HttpRequest) -> list[str]:
    """Return what was supported from this device, the latest first: codes, and what else was remembered with them."""
    return request.COOKIES.get(COOKIE, "").split("|")[1:]


def remember(request: HttpRequest, response: HttpResponse, *, person: str, latest: list[str]) -> HttpResponse:
    """Write into the cookie of `response` who it is, and what was supported `latest` before everything of earlier."""
    response.set_cookie(
        COOKIE,
        "|".join([person[:LONGEST_TOKEN], *list(dict.fromkeys([*latest, *known(request)]))[:MOST_KNOWN]]),
        max_age=SECONDS,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
    return response
