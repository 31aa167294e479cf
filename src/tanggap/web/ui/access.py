"""Who may open a page of the staff. What may be done on it the actions decide; this only keeps the wrong surface shut."""

import time
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from tanggap.agencies import permissions
from tanggap.agencies import queries as agencies
from tanggap.agencies.words import Role

if TYPE_CHECKING:
    from tanggap.agencies.models import Staff

View = Callable[..., HttpResponse]
NO_STORE = "private, no-store"
PROOF_SECONDS = 600  # how long a password or code counts for what cannot be taken back


class StaffRequest(HttpRequest):
    """A request of somebody signed in."""

    user: "Staff"


def staff_only(*roles: Role, act: str = "") -> Callable[[View], View]:
    """Let in those who hold one of `roles`, or may do `act` (agencies/permissions.py), anywhere; everybody signed in when none is named.

    Others are led to the sign-in page and back, or told that the role does not permit it. No answer is ever kept by a cache.
    """

    wanted = frozenset(roles) | (permissions.roles(act) if act else frozenset())

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return kept_nowhere(_to_sign_in(request))
            request.user = getattr(
                request.user, "_wrapped", request.user
            )  # read by now: no detour for each of its attributes
            if wanted and not agencies.roles(request.user) & wanted:
                raise PermissionDenied
            return kept_nowhere(view(request, *arguments, **named))

        return guarded

    return guard


def proved_lately(view: View) -> View:
    """Let in those who proved who they are within the last ten minutes; lead others to doing it again, with nothing done yet.

    Stands below `staff_only`. A form that was sent is not kept: its page says so and is shown again afterwards.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        if time.time() - float(request.session.get("proved", 0)) <= PROOF_SECONDS:
            return view(request, *arguments, **named)
        back = request.get_full_path()
        if request.method != "GET":
            back = local(urlsplit(request.headers.get("Referer", "")).path)
            messages.warning(request, _("Nothing was changed yet: first show that it is you, then do it again."))
        return redirect(f"{reverse('sign-in:again')}?{urlencode({'next': back})}")

    return guarded


def kept_nowhere(response: HttpResponse) -> HttpResponse:
    """Return `response` marked so that neither the browser nor anything on the way keeps it."""
    response["Cache-Control"] = NO_STORE
    return response


def local(address: str) -> str:
    """Return `address` when it is one of our own paths, else nothing: a sign-in never leads to another site."""
    is_path = address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if is_path else ""


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """Lead to the sign-in page and, for a page that was only read, back to it afterwards."""
    if request.headers.get("HX-Request") and not request.headers.get("HX-History-Restore-Request"):
        back = request.htmx.current_url_abs_path  # type: ignore[attr-defined]
        response = HttpResponse(status=401)
        response["HX-Redirect"] = sign_in_address(local(back or ""))
        return response
    return redirect(sign_in_address(request.get_full_path() if request.method == "GET" else ""))


def sign_in_address(back: str) -> str:
    """Return the address of the sign-in page that leads on to `back`, one of our own paths, or to the person's work."""
    return f"{settings.LOGIN_URL}?{urlencode({'next': back})}" if back else str(settings.LOGIN_URL)
