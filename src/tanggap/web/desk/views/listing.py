"""The list: views with counts, filters in the address, older reports on request, and the search."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tanggap.core import clock
from tanggap.core.ids import read_code
from tanggap.core.refusal import NotFound
from tanggap.places.city import city
from tanggap.reports.queries import desk
from tanggap.web.desk import lens
from tanggap.web.desk.views import frame
from tanggap.web.ui.access import StaffRequest, staff_only

LONGEST_SEARCH = 64


@staff_only(*frame.DESK_ROLES)
@require_safe
def listing(request: StaffRequest) -> HttpResponse:
    """Show the desk, or the part of it that HTMX asks for. Six statements in all, however many rows."""
    typed = request.GET.get("q", "").strip()
    chosen = lens.read(request.GET)
    if typed:
        return _searched(request, typed, chosen)
    if frame.target(request) == "more":
        rows = desk.listed(request.user, view=chosen.view, wanted=chosen.wanted, now=clock.now(), after=chosen.after)
        return render(request, "desk/rows.html", {"page": rows, "lens": chosen, **_many(request)})
    if frame.target(request) == "side":
        return render(request, "desk/side.html", frame.side(request, chosen))
    return render(request, "desk/desk.html", frame.side(request, chosen))


def _searched(request: StaffRequest, typed: str, chosen: lens.Lens) -> HttpResponse:
    """Open the report whose code was typed; say what can be searched otherwise."""
    code = read_code(typed, city().prefix)
    if code:
        try:
            desk.report(code, staff=request.user)
        except NotFound:
            pass
        else:
            return redirect(reverse("desk:report", args=[code]) + chosen.query)
    searched = {"q": typed[:LONGEST_SEARCH], "is_code": bool(code)}
    return render(request, "desk/desk.html", {**frame.side(request, chosen), **searched})


def _many(request: StaffRequest) -> dict[str, bool]:
    return {"has_many_units": desk.has_many_units(request.user)}
