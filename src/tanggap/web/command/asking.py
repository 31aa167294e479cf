"""What a screen shows when it is opened, and what it hears when it asks: the same for pages, walls, and walls that hang."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from tanggap.command import picture
from tanggap.core import clock
from tanggap.places import locate
from tanggap.places.city import city
from tanggap.web.command import screens, showing
from tanggap.web.command.screens import WALL, Screen
from tanggap.web.ui import formats
from tanggap.web.ui.caching import Answer


def frame(screen: Screen, *, ask: str) -> dict[str, Any]:
    """Return what the template of a screen draws around its picture; `ask` is where it asks for the next one."""
    answer, at = _picture(screen)
    return {
        "screen": screen,
        "drawn": answer.body.decode(),
        "tag": answer.tag,
        "at": at,
        "ask": ask,
        "version": screens.version(),
        "now_ms": _now_ms(),
        "zone": city().time_zone,
        "box": _box(screen),
    }


def answered(request: HttpRequest, screen: Screen) -> HttpResponse:
    """Return what a screen shows now; 204 when it is what it shows already (`tag`). No statement while the picture is young."""
    answer, at = _picture(screen)
    is_same = request.GET.get("tag") == answer.tag
    response = HttpResponse(status=204) if is_same else HttpResponse(answer.body)
    told = {"X-Tag": answer.tag, "X-At": formats.machine(at), "X-Now": str(_now_ms()), "X-Version": screens.version()}
    for name, value in told.items():
        response.headers[name] = value
    return response


def _picture(screen: Screen) -> tuple[Answer, datetime]:
    """Return what a screen shows, drawn for all that show the same, and the instant at which the city stood so."""
    found = picture.current(screen.scope)
    template = "command/wall_now.html" if screen.look == WALL else "command/now.html"
    return screens.drawn(screen, lambda: render_to_string(template, showing.shown(screen, found))), found.at


def _box(screen: Screen) -> str:
    """Return what part of the map is shown whole: the scope's area; empty for where the city's maps begin."""
    is_area = screen.scope.area and locate.has_boundaries()
    return ",".join(str(end) for end in locate.bounds(screen.scope.area)) if is_area else ""


def _now_ms() -> int:
    return int(clock.now().timestamp() * 1000)
