"""My kelurahan: the way to it, and the page of an area of any level."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tanggap.core.refusal import NotFound
from tanggap.places import queries as places
from tanggap.web.figures.areas import LONGEST, AreaPage, branches, leaf_word, looked_for, own_title
from tanggap.web.ui import caching
from tanggap.web.ui.leading import leads_on

SECONDS = 60


@require_safe
@caching.public(SECONDS, parameters=("place",))
def find(request: HttpRequest) -> HttpResponse:
    """Lead to the area that a typed name means, else show what it may mean; below it every area, with what is open there."""
    typed = request.GET.get("place", "").strip()[:LONGEST]
    found = looked_for(typed) if typed else []
    if len(found) == 1:
        return redirect("figures:area", found[0].area)
    context = {
        "typed": typed,
        "found": found,
        "branches": branches(),
        "title": own_title(),
        "leaf": leaf_word(),
        "path": reverse("figures:areas"),
    }
    return render(request, "figures/areas.html", context)


@leads_on(argument="code")
@require_safe
@caching.public(SECONDS)
def area(request: HttpRequest, code: str) -> HttpResponseBase:
    """Return the page of an area. At most forty statements, none while a recent answer is at hand."""
    row = places.area(code)
    if row is None:
        raise NotFound
    return render(
        request, "figures/area.html", {"shown": AreaPage(row), "path": reverse("figures:area", args=[row.code])}
    )
