"""Home, and the small files that a browser asks for."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_safe

from tanggap.catalog import counters
from tanggap.core.words import say
from tanggap.insight import queries as insight
from tanggap.places.city import city
from tanggap.reports.queries import public
from tanggap.web.ui import caching, kept

LATEST = 6


@require_safe
@caching.public(5)
def home(request: HttpRequest) -> HttpResponse:
    """Return the start page: report, track, what happens now, how the city is doing, how it works."""
    latest, figures = public.listed(public.Filter(), limit=LATEST).rows, insight.home_figures()
    seen = (tuple(latest), tuple(figures), kept.minute())
    return kept.page(request, "public/home.html", seen, lambda: _home(latest, figures))


def _home(latest: Sequence[public.PublicRow], figures: Sequence[insight.Figure]) -> dict[str, Any]:
    where = [(channel, counters.opening(channel)) for channel in counters.told()]
    return {"latest": latest, "figures": figures, "counters": where}


@csrf_exempt
def language(request: HttpRequest) -> HttpResponse:
    """Remember the language in a cookie and return to the page. Changes nothing else, so it needs no token and no cookie before."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    back = request.POST.get("next") or request.headers.get("Referer") or "/"
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = redirect(back)
    wanted = request.POST.get("language", "")
    if wanted in city().languages and wanted in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            wanted,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            secure=request.is_secure(),
            httponly=True,
            samesite="Lax",
        )
    return response


@require_GET
def manifest(request: HttpRequest) -> HttpResponse:
    """Return the web app manifest, so that the page can be kept on a phone's home screen."""
    name = f"Tanggap {say(city().name)}"
    icons = [{"src": static("ui/mark.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}]
    content = {
        "name": name, "short_name": "Tanggap", "start_url": "/", "scope": "/", "display": "minimal-ui", "lang": request.LANGUAGE_CODE,
        "background_color": "#f4f7f8", "theme_color": "#0b5d66", "icons": icons,
        "shortcuts": [{"name": "Lapor", "url": "/lapor/"}, {"name": "Peta", "url": "/peta/"}],
    }  # fmt: skip
    return JsonResponse(content, content_type="application/manifest+json")


@require_GET
def favicon(request: HttpRequest) -> HttpResponse:
    """Send those who ask for the old name to the mark."""
    return redirect(static("ui/mark.svg"), permanent=True)
