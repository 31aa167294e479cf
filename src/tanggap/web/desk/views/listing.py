"""The list: views with counts, filters in the address, pages in both directions, and the search."""

from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tanggap.core import clock
from tanggap.core.ids import read_code
from tanggap.core.refusal import NotAllowed, NotFound
from tanggap.intake import finding
from tanggap.places.city import city
from tanggap.reports.queries import desk
from tanggap.web.desk import choices, lens
from tanggap.web.desk.lens import Lens
from tanggap.web.desk.scanning import without_links
from tanggap.web.desk.views import frame
from tanggap.web.ui.access import StaffRequest, staff_only


@staff_only(*frame.DESK_ROLES)
@require_safe
def listing(request: StaffRequest) -> HttpResponse:
    """Show the desk, or the part of it that HTMX asks for. Six statements in all, however many rows.

    A whole code opens its report, typed or scanned. Raises Invalid for an unknown view, and for a page of another list.
    """
    chosen = lens.read(request.GET)
    given = [request.GET.get(name, "") for name in ("q", "text")]
    if any(without_links(typed) != typed for typed in given):  # what was scanned stands in no address
        return redirect(reverse("desk:list") + chosen.query)
    if code := _code(request, chosen.typed):
        return redirect(reverse("desk:report", args=[code]) + replace(chosen, typed="").query)
    target = frame.target(request)
    if target == "more":
        return render(request, "desk/rows.html", frame.listed(request, chosen, now=clock.now()))
    if target == "views":
        return render(
            request, "desk/views.html", {**frame.aside(request, chosen, now=clock.now()), "query": chosen.query}
        )
    return render(request, "desk/side.html" if target == "side" else "desk/desk.html", frame.side(request, chosen))


def _code(request: StaffRequest, typed: str) -> str | None:
    """Return the code that was typed, if the person may see its report."""
    code = read_code(typed, city().prefix) if typed else None
    if code is None:
        return None
    try:
        desk.report(code, staff=request.user)
    except NotFound:
        return None
    return code


@staff_only(*frame.DESK_ROLES)
@require_safe
def narrow(request: StaffRequest) -> HttpResponse:
    """Show the form by which the list is narrowed: alone for the list's corner, or as a page."""
    chosen = lens.read(request.GET)
    context = {
        "lens": chosen,
        "category_groups": choices.category_groups(),
        "fields": [
            (name, label, options, str(getattr(chosen.wanted, name) or ""))
            for name, label, options in choices.selects(chosen, request.user)
        ],
        "sorts": [(sort.value, label, sort is chosen.sort) for sort, label in choices.SORTS],
    }
    return render(
        request, "desk/filter_form.html" if frame.target(request) == "filter" else "desk/filter.html", context
    )


@staff_only(*frame.DESK_ROLES)
@require_POST
def find(request: StaffRequest) -> HttpResponse:
    """Look for what was typed. Words go on to an address of their own; a reporter's contact is answered here and stands in no address."""
    typed = without_links(request.POST.get("q", "").strip())
    asked = finding.contact(typed)
    if asked is None or read_code(typed, city().prefix):
        return redirect(reverse("desk:list") + Lens(typed=lens.read({"q": typed}).typed).query)
    refused, rows = False, []
    try:
        rows = desk.rows_of(request.user, finding.of_reporter(typed=typed, by=request.user))
    except NotAllowed:
        refused = True
    context = {"rows": rows, "kind": asked.kind, "refused": refused, "has_many_units": True}
    return render(request, "desk/reporter.html", context, status=403 if refused else 200)
