"""Requests to open a closed report again, decided by the unit above the one that did the work."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tanggap.agencies import permissions
from tanggap.core.refusal import NotFound, Refusal
from tanggap.feedback import actions
from tanggap.feedback import queries as feedback
from tanggap.web.desk.views import frame
from tanggap.web.ui.access import StaffRequest, staff_only

ROLES = tuple(sorted(permissions.roles("feedback.grant_reopen")))
LONGEST_VERSION = 10


@staff_only(*ROLES)
@require_safe
def listing(request: StaffRequest) -> HttpResponse:
    """Show what waits for this person's decision, soonest due first."""
    return render(request, "desk/reopenings.html", {"rows": feedback.waiting(request.user)})


@staff_only(*ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: StaffRequest, code: str) -> HttpResponse:
    """Show one closed report with what speaks against its closure; open it again, or leave it closed."""
    try:
        code = frame.canonical(code)
        row = feedback.decidable(code, staff=request.user)
    except NotFound:
        return frame.gone(request)
    if request.method != "POST":
        return render(request, "desk/reopenings.html", {"rows": [row]})
    typed, version = request.POST.get("message", ""), request.POST.get("version", "")
    act = actions.grant_reopen if request.POST.get("do") == "grant" else actions.refuse_reopen
    seen = int(version) if version.isascii() and version.isdigit() and len(version) < LONGEST_VERSION else row.version
    try:
        act(code=code, version=seen, by=request.user, message=typed)
    except Refusal as refusal:
        context = {
            "rows": [row],
            "failed": code,
            "typed": typed,
            "error": refusal.errors.get("message", ""),
            "refusal": None if refusal.errors else refusal,
        }
        return render(request, "desk/reopenings.html", context, status=refusal.status)
    messages.success(request, _done(act is actions.grant_reopen))
    return redirect("desk:reopenings")


def _done(is_granted: bool) -> str:
    return (
        _("The report is open again; its unit and the reporters are told.")
        if is_granted
        else _("The report stays closed; those who asked are told why.")
    )
