"""The way from a right password to a session: what is asked in between is kept in a session that is nobody's yet."""

import logging
import re
import secrets
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from tanggap.agencies import factors, people, signing_in
from tanggap.agencies.factors import Demand
from tanggap.agencies.passkeys import Site
from tanggap.core.address import client_address
from tanggap.core.words import say
from tanggap.places.city import city
from tanggap.web.ui.access import sign_in_address

if TYPE_CHECKING:
    from tanggap.agencies.models import Staff

log = logging.getLogger("tanggap.security")
BACKEND = "django.contrib.auth.backends.ModelBackend"
PENDING_SECONDS = 600
DEVICE_COOKIE = "perangkat"
DEVICE_COOKIE_AGE = 400 * 24 * 60 * 60
STEPS = {Demand.CODE: "sign-in:code", Demand.ENROL: "sign-in:enrol", Demand.REASON: "sign-in:emergency"}


@dataclass(frozen=True, slots=True)
class Pending:
    """Somebody whose first proof was right, and where the person wants to go."""

    person: "Staff"
    back: str


def begin(request: HttpRequest, person: "Staff", back: str, *, is_strong: bool = False) -> HttpResponse:
    """Sign the person in, or lead to what is still asked. Raises SealBroken."""
    asked = factors.demand(person, is_strong=is_strong)
    if asked == Demand.NOTHING:
        if person.is_demo:
            log.warning("a simulated account signed in by its password alone: staff=%d", person.pk)
        return finish(request, person, back, how="provider" if is_strong else "password")
    if asked == Demand.REASON and signing_in.is_spent(person):
        raise signing_in.SealBroken
    request.session.cycle_key()
    request.session["pending"] = {
        "staff": person.pk,
        "hash": person.get_session_auth_hash(),
        "at": int(time.time()),
        "back": back,
        "asked": asked.value,
    }
    return redirect(STEPS[asked])


def pending(request: HttpRequest, asked: Demand) -> Pending | None:
    """Return who is on the way through the step `asked`; None when nobody is, or it took too long, or the password changed meanwhile."""
    kept: dict[str, Any] = request.session.get("pending") or {}
    if kept.get("asked") != asked.value or time.time() - kept["at"] > PENDING_SECONDS:
        return None
    person = people.open_account(kept["staff"])
    if person is None or not constant_time_compare(kept["hash"], person.get_session_auth_hash()):
        return None
    return Pending(person, kept["back"])


def start_again(request: HttpRequest) -> HttpResponse:
    """Lead back to the sign-in page: the step is nobody's any more."""
    request.session.pop("pending", None)
    messages.warning(request, _("Please sign in again: that took too long, or was done already."))
    return redirect(sign_in_address(""))


def finish(request: HttpRequest, person: "Staff", back: str, *, how: str, until: float | None = None) -> HttpResponse:
    """Begin the person's session, in a browser that is known from now on, and lead on to `back` or to the person's work."""
    login(request, person, backend=BACKEND)
    session, now = request.session, int(time.time())
    session.pop("pending", None)
    label = device(request)
    session.update(
        {
            "begun": now,
            "seen": now,
            "proved": now,
            "until": int(min(now + settings.SESSION_COOKIE_AGE, until or float("inf"))),
            "how": how,
            "device": label,
            "address": client_address(request),
        }
    )
    response = redirect(back or settings.LOGIN_REDIRECT_URL)
    cookie = _device_cookie(request)
    signing_in.from_device(person, cookie=cookie, label=label)
    _keep(response, DEVICE_COOKIE, cookie, DEVICE_COOKIE_AGE)
    if person.language:
        remember_language(response, person.language)
    return response


def site(request: HttpRequest) -> Site:
    """Return the site to which keys are bound: this host, without its port."""
    host = request.get_host()
    return Site(re.sub(r":\d+$", "", host), f"{request.scheme}://{host}", f"Tanggap {say(city().name)}")


def device(request: HttpRequest) -> str:
    """Return the browser and system in words, from what the browser says of itself: `Firefox · Linux`."""
    said = request.headers.get("User-Agent", "")[:400]
    browser = next((name for sign, name in BROWSERS if sign in said), "")
    system = next((name for sign, name in SYSTEMS if sign in said), "")
    return " · ".join(part for part in (browser, system) if part) or "?"


BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def remember_language(response: HttpResponse, language: str) -> None:
    """Keep the language in the browser."""
    _keep(response, settings.LANGUAGE_COOKIE_NAME, language, settings.LANGUAGE_COOKIE_AGE, is_hidden=False)


def _device_cookie(request: HttpRequest) -> str:
    kept = request.COOKIES.get(DEVICE_COOKIE, "")
    return kept if re.fullmatch(r"[0-9a-f]{32}", kept) else secrets.token_hex(16)


def _keep(response: HttpResponse, name: str, value: str, age: int, *, is_hidden: bool = True) -> None:
    response.set_cookie(name, value, max_age=age, secure=settings.IS_HTTPS, samesite="Lax", httponly=is_hidden)
