"""The ready answers of a unit: who handles its reports reads them, who supervises it keeps them. The city's stand beside them."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tanggap.agencies import permissions
from tanggap.agencies import queries as agencies
from tanggap.catalog import answering, answers
from tanggap.core.refusal import NotFound, Refusal
from tanggap.reports.queries import desk
from tanggap.web.desk.forms_answers import AnswerForm
from tanggap.web.desk.views import frame
from tanggap.web.ui.access import StaffRequest, staff_only


@staff_only(*frame.DESK_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def listing(request: StaffRequest) -> HttpResponse:
    """Show a unit's ready answers with the form of one (`line`, else of a new one), or keep what was sent."""
    unit = _unit(request)
    own = answers.of_unit(unit)
    wanted = request.POST.get("line") or request.GET.get("line") or ""
    chosen = next((one for one in own if str(one.line) == wanted), None)
    if wanted and chosen is None:
        raise NotFound
    if request.method != "POST":
        return _show(request, unit, own, AnswerForm.of(chosen), chosen)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _show(request, unit, own, form, chosen, status=422)
    try:
        answering.keep(by=request.user, unit=unit, line=chosen.line if chosen else None, **form.arguments())
    except Refusal as refusal:
        form.refuse(refusal.errors)
        rest = None if refusal.errors else refusal
        return _show(request, unit, answers.of_unit(unit), form, chosen, refusal=rest, status=refusal.status)
    messages.success(request, _("The answer is kept."))
    return redirect(f"{reverse('desk:answers')}?unit={unit}")


@staff_only(*frame.DESK_ROLES)
@require_POST
def withdraw(request: StaffRequest) -> HttpResponse:
    """Offer an answer no more."""
    unit = _unit(request)
    line, version = request.POST.get("line", ""), request.POST.get("version", "")
    if not (line.isascii() and line.isdigit() and version.isascii() and version.isdigit() and len(line + version) < 20):
        raise NotFound
    answering.withdraw(by=request.user, unit=unit, line=int(line), version=int(version))
    messages.success(request, _("The answer is offered no more."))
    return redirect(f"{reverse('desk:answers')}?unit={unit}")


def _unit(request: StaffRequest) -> str:
    """Return the unit that the address names, else the person's own. Raises NotFound for one that is not the person's to see."""
    units = _units(request)
    wanted = request.POST.get("unit") or request.GET.get("unit") or (units[0] if units else "")
    if wanted not in units:
        raise NotFound
    return wanted


def _units(request: StaffRequest) -> list[str]:
    return [*desk.desk_units(request.user), *desk.units_below(request.user)]


def _show(
    request: StaffRequest,
    unit: str,
    own: list[answers.Answer],
    form: AnswerForm,
    chosen: answers.Answer | None,
    *,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    units = _units(request)
    context: dict[str, Any] = {
        "unit": unit,
        "units": [(code, agencies.unit_label(code)) for code in units] if len(units) > 1 else [],
        "own": own,
        "of_city": answers.of_city(),
        "may_keep": permissions.allows(answering.ACT, request.user, permissions.of_unit(unit)),
        "form": form,
        "chosen": chosen,
        "versions": answers.versions(unit, chosen.line) if chosen else [],
        "blanks": answers.BLANKS.items(),
        "refusal": refusal,
    }
    return render(request, "desk/answers.html", context, status=status)
