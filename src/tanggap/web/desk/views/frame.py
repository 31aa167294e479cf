"""What the desk's pages share: which part of the page was asked for, and the panes' contexts."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tanggap.agencies.words import Role
from tanggap.core import clock
from tanggap.core.ids import read_code
from tanggap.core.refusal import NotFound
from tanggap.places import locate
from tanggap.places import queries as places
from tanggap.places.city import city
from tanggap.reports.queries import desk
from tanggap.reports.queries.desk import DeskReport
from tanggap.web.desk import acts, counter, hints, lens, picking
from tanggap.web.desk.lens import Lens
from tanggap.web.ui.access import StaffRequest
from tanggap.web.ui.errors import not_found
from tanggap.web.ui.status import family

DESK_ROLES = (Role.INTAKE, Role.OFFICER, Role.SUPERVISOR)


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


@dataclass(frozen=True, slots=True)
class Promised:
    """A promised time on the report's page: still running (`done_at` None), or kept or broken."""

    label: str | Promise
    due_at: datetime
    done_at: datetime | None
    took: timedelta | None

    @property
    def is_kept(self) -> bool:
        """Return whether it was done in time; meaningless while it runs."""
        return self.done_at is not None and self.done_at <= self.due_at


def promises(report: DeskReport) -> list[Promised]:
    """Return the first answer's promise and the solution's."""
    return [
        Promised(label, due_at, done_at, done_at - report.received_at if done_at else None)
        for label, due_at, done_at in (
            (_("First answer"), report.answer_due_at, report.answered_at),
            (_("Solution"), report.resolve_due_at, report.closed_at),
        )
    ]


def side(request: StaffRequest, chosen: Lens) -> dict[str, Any]:
    """Return the context of the views' pane and of the list. Two statements."""
    now = clock.now()
    counts = desk.counts(request.user, now=now)
    return {
        "lens": chosen,
        "page": desk.listed(request.user, view=chosen.view, wanted=chosen.wanted, now=now, after=chosen.after),
        "views": lens.view_links(chosen, counts),
        "view_label": lens.view_label(chosen.view),
        "view_empty": lens.EMPTY.get(chosen.view, ""),
        "chips": lens.chips(chosen),
        "has_many_units": desk.has_many_units(request.user),
        "counters": counter.channels_of(request.user),
        "all_acts": acts.ACTS,
    }


def pane(request: StaffRequest, report: DeskReport, chosen: Lens) -> dict[str, Any]:
    """Return the context of one report's pane. At most one statement besides those that read the report."""
    found = hints.of_report(report)
    offered = acts.offers(report, request.user, competent=found.route.competent)
    point = {
        "lon": report.lon,
        "lat": report.lat,
        "label": report.category or report.code,
        "family": family(report.state),
    }
    own_spot = picking.Spot(report.area, report.lon, report.lat) if report.area else None
    accepted = _accepted(report, found, own_spot) if any(one.act.door == "triage.complete" for one in offered) else None
    return {
        "lens": chosen,
        "report": report,
        "hints": found,
        "offers": offered,
        "offer_groups": acts.grouped(offered),
        "can": {offer.act.slug: offer for offer in offered},
        "competent": hints.units_for(report, found.route)[:1]
        if found.route.competent not in {None, report.unit_code}
        else [],
        "accepted": accepted,
        "promises": promises(report),
        "points": json.dumps([point]) if report.lon is not None else "",
        "photo_groups": _photo_groups(report),
    }


def _accepted(report: DeskReport, found: hints.Hints, own_spot: picking.Spot | None) -> dict[str, str] | None:
    """Return what one key accepts: category and place, where the report lacks one of them and both are known or suggested."""
    category = report.category_code or (found.category.category if found.category else "")
    place = str(own_spot) if own_spot else (found.place.value if found.place else "")
    lacks_something = not report.category_code or not report.area
    return {"category": category, "place": place} if lacks_something and category and place else None


def _photo_groups(report: DeskReport) -> list[tuple[str, list[Any]]]:
    groups: dict[str, list[Any]] = {}
    for photo in report.photos:
        groups.setdefault(photo.role_label, []).append(photo)
    return list(groups.items())


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
    """Return the part of the desk that was asked for: the form alone, the report's pane, or all panes."""
    part = target(request)
    if part == "act" and "form" in context:
        return render(request, "desk/act.html", context, status=status)
    if part == "report":
        return render(request, "desk/report.html", context, status=status)
    return render(request, "desk/desk.html", {**side(request, context["lens"]), **context}, status=status)


def gone(request: StaffRequest) -> HttpResponse:
    """Return that there is no such report for this person: as a page, or in the pane."""
    if target(request) in {"report", "act"}:
        return render(request, "desk/gone.html", status=404)
    return not_found(request)
