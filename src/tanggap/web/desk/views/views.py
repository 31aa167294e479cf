"""A person's saved views: made from the list as it is, named, shared, put in order, thrown away."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tanggap.core import clock
from tanggap.core.refusal import NotFound, Refusal
from tanggap.reports import actions as reports
from tanggap.reports.queries import desk
from tanggap.web.desk import choices, lens, saved
from tanggap.web.desk.forms_views import ViewForm
from tanggap.web.desk.lens import Lens
from tanggap.web.desk.views import frame
from tanggap.web.ui.access import StaffRequest, staff_only


@staff_only(*frame.DESK_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def arrange(request: StaffRequest) -> HttpResponse:
    """Show the person's views and the form that saves the list as it is; save it."""
    chosen = lens.read(request.GET)
    form = ViewForm(request.POST or None, staff=request.user)
    if request.method != "POST":
        return _page(request, chosen, form)
    if not form.is_valid():
        return _page(request, chosen, form, status=422)
    try:
        view = reports.save_view(by=request.user, query=chosen.kept, **form.arguments())
    except Refusal as refusal:
        form.refuse(refusal.errors or {"name": str(refusal)})
        return _page(request, chosen, form, status=refusal.status)
    messages.success(request, _("The view “%(name)s” is saved.") % {"name": form.cleaned_data["name"]})
    return _changed(redirect(f"{reverse('desk:list')}{lens.with_saved(chosen, view).query}"))


@staff_only(*frame.DESK_ROLES)
@require_POST
def change(request: StaffRequest, number: int) -> HttpResponse:
    """Rename, share, move or throw away one of the person's own views, or let it show the list as it is now."""
    back, act = lens.read(request.GET), request.POST.get("act", "")
    try:
        if act == "delete":
            reports.delete_view(by=request.user, number=number)
            messages.success(request, _("The view is gone. The reports stay where they are."))
        elif act in {"up", "down"}:
            reports.move_view(by=request.user, number=number, up=act == "up")
        elif act == "renew":
            reports.change_view(by=request.user, number=number, query=back.kept)
            messages.success(request, _("The view shows this list from now on."))
        else:
            form = ViewForm(request.POST, staff=request.user, auto_id=f"view{number}_%s")
            if not form.is_valid():
                return _page(request, back, ViewForm(staff=request.user), changed=(number, form), status=422)
            reports.change_view(by=request.user, number=number, **form.arguments())
            messages.success(request, _("The view is changed."))
    except NotFound:
        raise
    except Refusal as refusal:
        messages.error(request, next(iter(refusal.errors.values()), str(refusal)))
    return _changed(redirect(reverse("desk:views") + back.query))


def _page(
    request: StaffRequest,
    chosen: Lens,
    form: ViewForm,
    *,
    changed: tuple[int, ViewForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    rows = desk.read_views(request.user)
    forms = dict([changed]) if changed else {}
    own = [
        (row, forms.get(row.id) or ViewForm.of(row, staff=request.user), choices.summary(lens.read_kept(row.query)))
        for row in rows
        if row.is_own
    ]
    context = {
        "lens": chosen,
        "summary": choices.summary(chosen),
        "form": form,
        "own": own,
        "shared": [
            (row, choices.summary(lens.read_kept(row.query)), saved.address(row)) for row in rows if not row.is_own
        ],
        "current": next((row for row in rows if row.id == chosen.saved and row.is_own), None),
    }
    return render(request, "desk/arrange.html", context, status=status)


def _changed(response: HttpResponse) -> HttpResponse:
    saved.mark_changed(response, clock.now())
    return response
