"""What was learned of units' work: all that may be seen, a new one, and one with the staffings that were tried on it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from tanggap.agencies import queries as agencies
from tanggap.core.refusal import NotAllowed, Refusal
from tanggap.staffing import actions, queries, saying
from tanggap.staffing.fits import Fit
from tanggap.web.staffing import showing
from tanggap.web.staffing.forms import BeginForm
from tanggap.web.ui.access import StaffRequest, staff_only

ACT = "staffing.try"


@staff_only(act=ACT)
@require_safe
def listed(request: StaffRequest) -> HttpResponse:
    """List what was learned, the newest first, or what was set `aside`. Two statements."""
    given = request.GET.get("before", "")
    before = int(given) if given.isascii() and given.isdigit() and len(given) < 19 else None
    aside = "aside" in request.GET
    rows = queries.bases(request.user, before=before, aside=aside)
    after = rows[-1].id if len(rows) == queries.PAGE else None
    return render(request, "staffing/bases.html", {"rows": rows, "after": after, "aside": aside})


@staff_only(act=ACT)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """Choose whose work is learned, and have it learned."""
    is_sent, status = request.method == "POST", 200
    units = [agencies.unit(code) for code in queries.units(request.user)]
    known = {"unit": request.GET.get("unit", ""), "lean": "lean" in request.GET}
    if len(units) == 1 and units[0] is not None and not known["unit"]:
        known["unit"] = units[0].code
    form = BeginForm(request.POST if is_sent else None, initial=known)
    if is_sent:
        status = 422
        if form.is_valid():
            try:
                return redirect("staffing:basis", actions.begin(by=request.user, **form.given()))
            except NotAllowed as refusal:
                form.add_error("unit", str(refusal))
                status = refusal.status
            except Refusal as refusal:
                form.refuse(refusal)
                status = refusal.status
    return render(request, "staffing/new.html", {"form": form, "units": units}, status=status)


@staff_only(act=ACT)
@require_safe
def basis(request: StaffRequest, basis: int) -> HttpResponse:
    """Show what was learned, how far it explains the past, and what was tried on it; while a worker is at it, how far it is."""
    view = queries.basis(request.user, basis)
    return render(request, "staffing/work.html" if target(request) else "staffing/basis.html", _told(view, request))


def target(request: HttpRequest) -> bool:
    """Return whether only the middle of a page is asked for, by HTMX."""
    return bool(request.headers.get("HX-Request")) and "work" in request.headers.get("HX-Target", "")


def _told(view: queries.BasisView, request: HttpRequest) -> dict[str, Any]:
    context: dict[str, Any] = {"view": view, "basis": view.basis}
    if isinstance(view.fit, Fit):
        chosen = showing.chosen(view.scenarios, request.GET.getlist("s"))
        context |= {
            "trust": saying.trust(view.past),
            "checks": list(showing.errors(view.past)),
            "refused": list(showing.untold(view.past)),
            "facts": list(saying.facts(view.fit)),
            "shifts": [saying.shift(one) for one in view.fit.staff],
            "doubts": showing.doubts(view.fit.doubts),
            "rows": showing.compared(view.scenarios, chosen, view.fit),
            "charts": showing.charts(view.scenarios, chosen),
            **_compared(view, request),
        }
    return context


def _compared(view: queries.BasisView, request: HttpRequest) -> dict[str, Any]:
    """Return what each scenario has more than the one that was chosen (`with`), or than the staffing of today."""
    other = showing.reference(view.scenarios, request.GET.get("with", ""))
    return {
        "other": other,
        "asked": other.number if other and other.number != 1 else None,
        "others": [row for row in view.scenarios if row.outcome],
        "beside": showing.beside(view.scenarios, other),
        "drawn": request.GET.getlist("s"),
    }
