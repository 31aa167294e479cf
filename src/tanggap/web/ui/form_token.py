"""The form token, made as Django makes it in a tenth of the time: with Django's own a fifth of a kept page went into it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.http import HttpRequest
from django.middleware.csrf import CSRF_ALLOWED_CHARS, get_token
from django.utils.crypto import salted_hmac

PLACE = f"token-{salted_hmac('form-token', 'place').hexdigest()[:24]}"
"""Stands in a kept page where each reader's token goes: the same in every process, and nothing that a citizen could write in a report."""

_PLACES = {character: place for place, character in enumerate(CSRF_ALLOWED_CHARS)}
_COUNT = len(CSRF_ALLOWED_CHARS)
_FAIR = 256 // _COUNT * _COUNT  # bytes below it fall on each character equally often


def form_token(request: HttpRequest) -> str:
    """Return the token of a form on this page, as `django.middleware.csrf.get_token` does: the browser's secret, masked anew.

    Inside `places` it is the token's place.
    """
    if getattr(request, "has_token_places", False):
        return PLACE
    secret = request.META.get("CSRF_COOKIE")
    if not secret:
        return get_token(request)
    request.META["CSRF_COOKIE_NEEDS_UPDATE"] = True
    return masked(secret)


@contextmanager
def places(request: HttpRequest) -> Iterator[None]:
    """Have what is drawn now hold the token's place instead of the token, so that it can be kept for everybody."""
    request.has_token_places = True  # type: ignore[attr-defined]
    try:
        yield
    finally:
        request.has_token_places = False  # type: ignore[attr-defined]


def masked(secret: str) -> str:
    """Return a secret under a fresh mask, which stands before it: no two pages hold the same bytes (BREACH)."""
    mask: list[int] = []
    while len(mask) < len(secret):
        mask += [byte % _COUNT for byte in os.urandom(len(secret) + 8) if byte < _FAIR]
    shown = "".join([CSRF_ALLOWED_CHARS[number] for number in mask[: len(secret)]])
    hidden = [
        CSRF_ALLOWED_CHARS[(_PLACES[character] + number) % _COUNT]
        for character, number in zip(secret, mask, strict=False)
    ]
    return shown + "".join(hidden)
