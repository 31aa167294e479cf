"""Who asks. Replaces Django's middleware of the same purpose, for no statement more than it needs: session, person and roles in one."""

import logging
import time
from functools import partial
from typing import Any

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY, aget_user, get_user
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.utils.deprecation import MiddlewareMixin
from django.utils.functional import SimpleLazyObject

from tanggap.agencies import refusals, sessions

log = logging.getLogger("tanggap.security")
LIVE = frozenset({"desk:beat"})
"""Pages that an open page asks for by itself: they do not count as somebody being there."""


class StaffMiddleware(MiddlewareMixin):
    """Gives the request its person, ends sessions that nobody uses, and writes down what a person of the staff is refused.

    A request without a session's cookie, and a page that asks for nobody, cost nothing.
    """

    def process_request(self, request: HttpRequest) -> None:
        request.user = SimpleLazyObject(lambda: _person(request))  # type: ignore[assignment]
        request.auser = partial(aget_user, request)

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if response.status_code in (403, 404) and request.resolver_match is not None and _has_session(request):
            _note(request, response.status_code)
        return response


def _person(request: HttpRequest) -> Any:
    person = _read_with_session(request) or get_user(request)
    if not person.is_authenticated:
        return person
    session, now = request.session, time.time()
    if sessions.has_ended(session, now=now):
        session.flush()
        return AnonymousUser()
    is_live = request.resolver_match is not None and request.resolver_match.view_name in LIVE
    if now - float(session.get("seen", 0)) > sessions.TOUCH_SECONDS and not is_live:
        session["seen"] = int(now)
    return person


def _read_with_session(request: HttpRequest) -> Any:
    """Return the person that was read with the session, where Django's own check of it finds nothing to do."""
    person_key = request.session.get(SESSION_KEY)
    person = getattr(request.session, "person", None)
    if person is None or not person.is_active or str(person.pk) != person_key:
        return None
    proof = request.session.get(HASH_SESSION_KEY, "")
    return person if constant_time_compare(proof, person.get_session_auth_hash()) else None


def _has_session(request: HttpRequest) -> bool:
    return bool(getattr(request, "session", None) and request.session.session_key)


def _note(request: HttpRequest, status: int) -> None:
    """Write a refusal down; where even that is not possible the log line must do."""
    match = request.resolver_match
    if match is None or not request.user.is_authenticated:
        return
    asked = "/".join(str(value) for name, value in match.kwargs.items() if name not in {"token", "slug"})
    place = match.view_name or match.route
    try:
        refusals.note(request.user, place=place, status=status, example=asked)
    except Exception:
        log.exception("a refusal could not be written down: staff=%s place=%s", request.user.pk, place)
