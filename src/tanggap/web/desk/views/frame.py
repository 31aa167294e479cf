"""What the desk's pages share: which part of the page was asked for, the views' and the list's context."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tanggap.agencies.words import Role
from tanggap.core import clock
from tanggap.core.ids import read_code
from tanggap.core.refusal import NotFound
from tanggap.places import locate
from tanggap.places import queries as places
from tanggap.places.city import city
from tanggap.reports.queries import desk
from tanggap.web.desk import choices, counter, pulse, saved
from tanggap.web.desk.lens import Lens
from tanggap.web.ui.access import StaffRequest
from tanggap.web.ui.errors import not_found

DESK_ROLES = (Role.INTAKE, Role.OFFICER, Role.SUPERVISOR)
PAGE = 50
BESIDE = 20  # rows of the list where a page begins with a report: the rest comes by its link


def target(request: HttpRequest) -> str:
    """Return the id of the element that HTMX will fill, empty for a whole page (also when it restores one from the history)."""
    if request.headers.get("HX-Request") != "true" or request.headers.get("HX-Request-Type") == "full":
        return ""
    return request.headers.get("HX-Target", "").partition("#")[2]


def canonical(code: str) -> str:
    """Return the code that an address means. Raises NotFound."""
    read = read_code(code, city().prefix)
    if read is None:
        raise NotFound
    return read


def side(request: StaffRequest, chosen: Lens, *, most: int = PAGE) -> dict[str, Any]:
    """Return the context of the views' pane and of the list. Two statements, one more when the saved views were not read of late."""
    now = clock.now()
    return {**aside(request, chosen, now=now), **listed(request, chosen, now=now, most=most)}


def aside(request: StaffRequest, chosen: Lens, *, now: datetime) -> dict[str, Any]:
    """Return the context of the views' pane. One statement, one more when the saved views were not read of late."""
    own = saved.of(request, now=now)
    counts = desk.counts(request.user, now=now, saved=saved.chosen(own))
    current = next((row for row in own if row.id == chosen.saved), None)
    return {
        "lens": chosen,
        "views": tuple(choices.view_links(chosen, counts)),
        "saved_views": tuple(saved.links(own, chosen, counts)),
        "current": current,
        "view_label": current.name if current else choices.view_label(chosen.view),
        "view_empty": choices.BY_CODE[chosen.view].empty if chosen.view in choices.BY_CODE else "",
        "has_counter": bool(counter.channels_of(request.user)),
        "places": tuple(choices.place_links(request.user)),
        "pulse": pulse.token(request, request.user),
        "made_at": int(now.timestamp() * 1000),
    }


def listed(request: StaffRequest, chosen: Lens, *, now: datetime, most: int = PAGE) -> dict[str, Any]:
    """Return the context of the list alone: a page of a view (`most` rows) or of a search. One statement."""
    shared = {"lens": chosen, "chips": choices.chips(chosen), "has_many_units": desk.has_many_units(request.user)}
    if chosen.typed:
        found = desk.search(request.user, typed=chosen.typed, wanted=chosen.wanted, now=now, after=chosen.after)
        is_code = read_code(chosen.typed, city().prefix) is not None
        told = {"page": found.page, "place": choices.place_link(found.place), "is_code": is_code}
        return {**shared, **told, "has_many_units": True}
    page = desk.listed(
        request.user,
        view=chosen.view,
        wanted=chosen.wanted,
        sort=chosen.sort,
        now=now,
        after=chosen.after,
        limit=most,
        before=chosen.before,
    )
    sorts, sort_label = choices.sort_links(chosen), dict(choices.SORTS)[chosen.sort]
    return {**shared, "page": page, "sorts": sorts, "sort_label": sort_label}


@dataclass(frozen=True, slots=True)
class LookedAt:
    """Where the map of a form begins."""

    lon: float
    lat: float
    zoom: int


def looked_at(lon: float | None, lat: float | None, area: str | None) -> LookedAt:
    """Return the given point close by, else the middle of an area, else the whole city."""
    if lon is not None and lat is not None:
        return LookedAt(lon, lat, 16)
    row = places.area(area)
    if row is not None and locate.has_boundaries():
        return LookedAt(*locate.middle(row.code), 14 if row.is_leaf else 12)
    return LookedAt(*city().centre, city().zoom)


def page(request: StaffRequest, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """Return the part of the desk that was asked for: the form alone, older entries of the history, the report's pane, or all panes."""
    part = target(request)
    if part == "act" and "form" in context:
        return render(request, "desk/act.html", context, status=status)
    if part == "act-words" and context.get("words_field"):
        field = context["form"][context["words_field"]]
        return render(request, "desk/words.html", {**context, "field": field}, status=status)
    if part == "older" and "told" in context:
        return render(request, "desk/story.html", context, status=status)
    if part == "report":
        return render(request, "desk/report.html", context, status=status)
    beside = side(request, context["lens"], most=BESIDE if "report" in context else PAGE)
    return render(request, "desk/desk.html", {**beside, **context}, status=status)


def gone(request: StaffRequest) -> HttpResponse:
    """Return that there is no such report for this person: as a page, or in the pane."""
    if target(request) in {"report", "act"}:
        return render(request, "desk/gone.html", status=404)
    return not_found(request)
