"""Parts of forms that fill while one types: units and places as radio buttons. They read and write nothing."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from tanggap.web.desk import picking
from tanggap.web.desk.views import frame
from tanggap.web.ui.access import StaffRequest, staff_only


@staff_only(*frame.DESK_ROLES)
@require_POST
def units(request: StaffRequest) -> HttpResponse:
    """Return the units that typed words may mean."""
    typed = request.POST.get("unit_text", "")
    return _options(request, "unit", typed, picking.unit_options(typed))


@staff_only(*frame.DESK_ROLES)
@require_POST
def places(request: StaffRequest) -> HttpResponse:
    """Return the places that typed words may mean. Sent in the body: what somebody types may be an address of their home."""
    typed = request.POST.get("place_text", "")
    return _options(request, "place", typed, picking.spot_options(typed))


def _options(request: StaffRequest, name: str, typed: str, options: list[picking.Option]) -> HttpResponse:
    context = {"name": name, "options": picking.unique(options), "typed": typed.strip()}
    return render(request, "desk/found.html", context)
