"""One report: its pane, the older part of its history, who has it open, who follows it, who can be named in a note."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tanggap.core.refusal import NotFound
from tanggap.notify import queries as notify
from tanggap.reports import actions
from tanggap.reports.queries import around
from tanggap.web.desk import lens, pane
from tanggap.web.desk.views import frame
from tanggap.web.ui.access import StaffRequest, staff_only


@staff_only(*frame.DESK_ROLES)
@require_safe
def report(request: StaffRequest, code: str) -> HttpResponse:
    """Show one report, in its pane or with the whole desk around it, or the older part of its history. At most ten statements."""
    chosen = lens.read(request.GET)
    try:
        canonical = frame.canonical(code)
        if canonical != code:
            return redirect(reverse("desk:report", args=[canonical]) + chosen.query)
        found = pane.read(request, code)
    except NotFound:
        return frame.gone(request)
    response = frame.page(request, pane.context(request, found, chosen))
    is_here = (request.htmx.current_url_abs_path or "").startswith(request.path)  # type: ignore[attr-defined]
    if is_here and frame.target(request) == "report":
        response["HX-Replace-Url"] = request.get_full_path()
    return response


@staff_only(*frame.DESK_ROLES)
@require_POST
def look(request: StaffRequest, code: str) -> HttpResponse:
    """Say that this person has the report open, and answer who else has. Three statements besides the session's."""
    try:
        found = actions.look(code=frame.canonical(code), by=request.user)
    except NotFound:
        return HttpResponse(status=204)
    return render(request, "desk/present.html", {"present": around.present(found, staff=request.user)})


@staff_only(*frame.DESK_ROLES)
@require_POST
def watch(request: StaffRequest, code: str) -> HttpResponse:
    """Follow the report, or follow it no more: what the pressed button says."""
    code = frame.canonical(code)
    act = actions.unwatch if request.POST.get("watch") == "no" else actions.watch
    act(code=code, by=request.user)
    chosen = lens.read(request.GET)
    if frame.target(request) == "watch":
        found = pane.read(request, code)
        return render(request, "desk/watch.html", {"report": found, "query": chosen.query})
    return redirect(reverse("desk:report", args=[code]) + chosen.query)


@staff_only(*frame.DESK_ROLES)
@require_POST
def colleagues(request: StaffRequest, code: str) -> HttpResponse:
    """Return the colleagues who can be named in a note, as options of the list under the field."""
    found = around.may_be_told(frame.canonical(code), staff=request.user, typed=request.POST.get("typed", ""))
    return render(request, "desk/colleagues.html", {"colleagues": found})


@staff_only(*frame.DESK_ROLES)
@require_safe
def messages(request: StaffRequest, code: str) -> HttpResponse:
    """Show what the reporter was told, word for word but for the private link, and never to which address."""
    try:
        found = pane.read(request, frame.canonical(code))
    except NotFound:
        return frame.gone(request)
    said = notify.messages_of(found.code, base_url=request.build_absolute_uri("/").rstrip("/"))
    context = {**pane.context(request, found, lens.read(request.GET)), "said": said}
    if frame.target(request) == "said":
        return render(request, "desk/said.html", context)
    return frame.page(request, context)
