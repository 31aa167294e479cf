"""From a number to the reports behind it, and to one of them: two clicks."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from tanggap.agencies import queries as agencies
from tanggap.agencies.words import Role
from tanggap.command import drilling, scopes
from tanggap.core import clock
from tanggap.core.ids import read_code
from tanggap.core.refusal import NotAllowed, NotFound
from tanggap.places.city import city
from tanggap.reports.queries import desk, public
from tanggap.web.command import screens
from tanggap.web.command.showing import late_address
from tanggap.web.ui.access import StaffRequest, staff_only
from tanggap.web.ui.errors import not_found

DESK_ROLES = frozenset({Role.INTAKE, Role.OFFICER, Role.SUPERVISOR})
LONGEST_CODE = 80
RECENT = 30  # entries of a report's history


@staff_only(act=scopes.ACT)
@require_safe
def late(request: StaffRequest) -> HttpResponse:
    """List the late reports of a scope, or of one of its units. One statement besides the session's."""
    context = _frame(request)
    unit = request.GET.get("unit", "")[:LONGEST_CODE]
    if unit and agencies.unit(unit) is None:
        return not_found(request)
    page = drilling.late(
        request.user, context["scope"], now=clock.now(), unit=unit, after=request.GET.get("after", "")[:200] or None
    )
    return render(request, "command/late.html", {**context, "page": page, "unit": unit})


@staff_only(act=scopes.ACT)
@require_safe
def place(request: StaffRequest) -> HttpResponse:
    """List the open public reports of one of the worst places. One statement besides the session's."""
    context = _frame(request)
    cells = _cells(request.GET.get("cells", "")[:200])
    if not cells:
        return not_found(request)
    rows = drilling.standing(request.user, context["scope"], cells=cells, now=clock.now())
    return render(request, "command/place.html", {**context, "rows": rows, "most": drilling.MOST_STANDING})


@staff_only(act=scopes.ACT)
@require_safe
def report(request: StaffRequest, code: str) -> HttpResponse:
    """Show one report to whoever may read it: at the desk to those who work there, here to who leads, else as everybody sees it."""
    canonical = read_code(code, city().prefix)
    if canonical is None:
        return not_found(request)
    if canonical != code:
        return redirect("command:report", canonical)
    try:
        found = desk.report(code, staff=request.user, most=RECENT)
    except NotFound:
        return _as_everybody(request, code)
    if agencies.roles(request.user) & DESK_ROLES:
        return redirect("desk:report", code)
    return render(request, "command/report.html", {"report": found})


def _as_everybody(request: StaffRequest, code: str) -> HttpResponse:
    """Lead to the public page of a report that is not the person's to read, where there is one."""
    try:
        public.version_of(code)
    except NotFound:
        return not_found(request)
    return redirect("public:track", code)


def _frame(request: StaffRequest) -> dict[str, Any]:
    chosen = screens.choose(request)
    if chosen is None:
        raise NotAllowed
    scope = chosen[0].scope
    return {"scope": scope, "late_href": late_address(scope)}


def _cells(text: str) -> list[int]:
    """Return the cells that an address names in hexadecimal; none for anything that is not so."""
    try:
        found = [int(part, 16) for part in text.split(",") if part]
    except ValueError:
        return []
    return found if all(0 < cell < 1 << 63 for cell in found) else []
