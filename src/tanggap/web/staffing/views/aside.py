"""What is no longer wanted: a basis, or one scenario of it, is set aside, taken back, or deleted with a reason."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tanggap.core.refusal import NotFound, Refusal
from tanggap.staffing import keeping, queries
from tanggap.web.staffing.forms import RemoveForm
from tanggap.web.staffing.views.bases import ACT
from tanggap.web.ui.access import StaffRequest, staff_only


@staff_only(act=ACT)
@require_POST
def set_aside(request: StaffRequest, basis: int, number: int | None = None) -> HttpResponse:
    """Set it aside, or with `back` put it into the lists again."""
    is_back = "back" in request.POST
    try:
        (keeping.take_back if is_back else keeping.set_aside)(by=request.user, basis=basis, number=number)
        messages.success(
            request,
            _("It stands in the lists again.")
            if is_back
            else _("It was set aside. You find it under “What was set aside”."),
        )
    except NotFound:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("staffing:basis", basis) if number is None else redirect("staffing:scenario", basis, number)


@staff_only(act=ACT)
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: StaffRequest, basis: int, number: int | None = None) -> HttpResponse:
    """Ask why it is deleted, and delete it."""
    view = queries.basis(request.user, basis)
    row = queries.editions(request.user, basis, number)[0] if number is not None else None
    form, status = RemoveForm(request.POST if request.method == "POST" else None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                keeping.remove(by=request.user, basis=basis, number=number, reason=form.cleaned_data["reason"])
                messages.success(request, _("It was deleted. The reason is kept."))
                return redirect("staffing:bases") if number is None else redirect("staffing:basis", basis)
            except NotFound:
                raise
            except Refusal as refusal:
                form.refuse(refusal)
                status = refusal.status
    context = {"basis": view.basis, "row": row, "form": form, "scenarios": len(view.scenarios) + len(view.set_aside)}
    return render(request, "staffing/remove.html", context, status=status)
