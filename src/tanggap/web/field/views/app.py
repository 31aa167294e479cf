"""The app itself: its page with today's list, the list as JSON, and what a browser needs to keep it on a phone."""

import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_GET, require_safe

from tanggap.agencies.words import Role
from tanggap.core import clock
from tanggap.core.words import say
from tanggap.places.city import city
from tanggap.verification import visits as visiting
from tanggap.web.field import shapes, texts
from tanggap.web.ui.access import StaffRequest, staff_only
from tanggap.web.ui.form_token import form_token

ROLES = (Role.OFFICER, Role.SUPERVISOR, Role.VALIDATOR)
PARTS = (
    "ui/tokens.css",
    "ui/ui.css",
    "field/field.css",
    "ui/ui.js",
    "field/store.js",
    "field/outbox.js",
    "field/route.js",
    "field/keys.js",
    "field/camera.js",
    "field/forms.js",
    "field/app.js",
    "ui/icons.svg",
    "ui/mark.svg",
    "ui/chevron.svg",
)
"""What the app is made of besides its page; the map's own parts come when a map is opened."""


@staff_only(*ROLES)
@require_safe
@ensure_csrf_cookie
def day(request: StaffRequest) -> HttpResponse:
    """Show today's visits in visiting order; the app draws the same list anew, and keeps it for when the line is gone."""
    found = _day(request)
    return render(request, "field/day.html", {"visits": found["visits"], "day": found, **_frame()})


@staff_only(*ROLES)
@require_safe
def listing(request: StaffRequest) -> HttpResponse:
    """Return today's visits with fresh challenges, and the token with which the app sends."""
    return JsonResponse(_day(request))


def _day(request: StaffRequest) -> dict[str, Any]:
    now = clock.now()
    found = visiting.visits(request.user, now=now)
    return {**shapes.day(found, staff=request.user, now=now), "csrf": form_token(request)}


@require_GET
def shell(request: HttpRequest) -> HttpResponse:
    """Return the app's page without anybody's list: what the phone keeps and opens without a line."""
    response = render(request, "field/day.html", {"visits": None, "is_shell": True, **_frame()})
    response["Cache-Control"] = "no-cache"
    return response


def _frame() -> dict[str, Any]:
    return {"texts": texts.texts(), "code_in_scene": settings.FIELD_CODE_IN_SCENE}


@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """Return the service worker with the list of what it keeps. Other parts, words or language make another worker."""
    version = hashlib.sha256(f"{_mark()}{_frame()}".encode()).hexdigest()[:12]
    told = {
        "version": f"{request.LANGUAGE_CODE}-{version}",
        "shell": reverse("field:shell"),
        "start": reverse("field:day"),
        "parts": [static(name) for name in PARTS],
        "map": [static(name) for name in _MAP],
        "scripts": [static("field/store.js"), static("field/outbox.js")],
    }
    code = f"const APP = {json.dumps(told)};\n{_source('field/worker.js')}"
    return HttpResponse(code, content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"})


_MAP = ("ui/vendor/leaflet/leaflet.js", "ui/vendor/leaflet/leaflet.css", "ui/map.js", "ui/map.css")


def _source(name: str) -> str:
    return Path(str(finders.find(name))).read_text("utf-8")


@lru_cache(maxsize=1)
def _mark() -> str:
    """Return what tells one build of the app from another. A process serves the files that it started with."""
    page = (Path(__file__).parents[1] / "templates/field/day.html").read_text("utf-8")
    return hashlib.sha256("".join([page, *map(_source, (*PARTS, "field/worker.js"))]).encode()).hexdigest()


@require_GET
def manifest(request: HttpRequest) -> HttpResponse:
    """Return the web app manifest of the field app: an app of its own beside the citizens' one."""
    icons = [
        {
            "src": static(f"field/icon-{size}.png"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": "any maskable",
        }
        for size in (192, 512)
    ]
    content = {
        "id": "/field/", "name": f"Tanggap · {texts.texts()['app']} · {say(city().name)}", "short_name": texts.texts()["app"],
        "start_url": "/field/", "scope": "/field/", "display": "standalone", "orientation": "portrait-primary",
        "lang": request.LANGUAGE_CODE, "background_color": "#f4f7f8", "theme_color": "#0b5d66", "icons": icons,
    }  # fmt: skip
    return JsonResponse(content, content_type="application/manifest+json", headers={"Cache-Control": "no-cache"})
