"""A staffing that is tried, or the least one sought: its form, what came out, another edition, and the same once more."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tanggap.core.refusal import NotFound, Refusal
from tanggap.staffing import actions, queries, saying
from tanggap.staffing.fits import Fit
from tanggap.staffing.queries import BasisView, ScenarioRow
from tanggap.web.staffing import forms, showing
from tanggap.web.staffing.forms import PlanForm, SeekForm
from tanggap.web.staffing.views.bases import ACT, target
from tanggap.web.ui.access import StaffRequest, staff_only


@staff_only(act=ACT)
@require_http_methods(["GET", "HEAD", "POST"])
def try_out(request: StaffRequest, basis: int) -> HttpResponse:
    """Enter a staffing, beginning with that of today or of the scenario `from`, and have it tried."""
    return _new(request, basis, PlanForm)


@staff_only(act=ACT)
@require_http_methods(["GET", "HEAD", "POST"])
def seek(request: StaffRequest, basis: int) -> HttpResponse:
    """Enter what is to be reached, and have the least staffing sought."""
    return _new(request, basis, SeekForm)


@staff_only(act=ACT)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: StaffRequest, basis: int, number: int) -> HttpResponse:
    """Enter a scenario's inputs anew: its next edition."""
    view, fit = _learned(request, basis)
    row = next((one for one in view.scenarios if one.number == number), None)
    if row is None:
        raise NotFound
    kind = SeekForm if row.is_sought else PlanForm
    form = kind(_sent(request), first=fit.end, shifts=row.policy.shifts, initial=forms.known(row))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            edition = form.cleaned_data["edition"] or 0
            wanted = form.wanted()
            try:
                actions.change(by=request.user, basis=basis, number=number, edition=edition, wanted=wanted)
                return redirect("staffing:scenario", basis, number)
            except Refusal as refusal:
                form.refuse(refusal)
                status = refusal.status
    return _form(request, view, fit, form, row=row, status=status)


@staff_only(act=ACT)
@require_safe
def scenario(request: StaffRequest, basis: int, number: int) -> HttpResponse:
    """Show one edition of a scenario (the latest unless `edition` names another): its inputs, and what came out."""
    view, _fit = _learned(request, basis)
    rows = queries.editions(request.user, basis, number)
    wanted = request.GET.get("edition", "")
    row = next((one for one in rows if str(one.edition) == wanted), None) if wanted else rows[0]
    if row is None:
        raise NotFound
    today = next((one for one in view.scenarios if one.number == 1 and one.number != number), None)
    context = {
        "view": view,
        "basis": view.basis,
        "row": row,
        "editions": rows,
        "is_latest": row is rows[0],
        "is_closed": bool(row.aside or view.basis.aside),
        "may_remove": queries.may_remove(request.user, basis, number),
        "inputs": list(showing.inputs(row)),
        "numbers": list(showing.numbers(row, today)),
        "other": showing.other(row, today),
        "chart": showing.chart(row, today),
        "sentence": showing.sentence(row),
        "beside": showing.sentence_beside(row, today),
        "doubts": showing.doubts(row.outcome.doubts if row.outcome else ()),
        "tried": list(showing.tried(row)),
        "target": saying.target(row.target) if row.target else "",
    }
    return render(request, "staffing/scenario_work.html" if target(request) else "staffing/scenario.html", context)


@staff_only(act=ACT)
@require_POST
def repeat(request: StaffRequest, basis: int, number: int) -> HttpResponse:
    """Have an edition computed once more, to see whether the same numbers come out."""
    given = request.POST.get("edition", "")
    edition = int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0
    try:
        actions.repeat(by=request.user, basis=basis, number=number, edition=edition)
        messages.success(request, _("It is computed once more. What comes out is compared to the last digit."))
    except NotFound:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("staffing:scenario", basis, number)


def _new(request: StaffRequest, basis: int, kind: type[PlanForm]) -> HttpResponse:
    view, fit = _learned(request, basis)
    wanted = request.GET.get("from", "")
    like = next((one for one in view.scenarios if str(one.number) == wanted), None)
    known = {**forms.known(like), "name": ""} if like else {"priority": fit.priority}
    shifts = like.policy.shifts if like else fit.staff
    form = kind(_sent(request), first=fit.end, shifts=shifts, initial=known)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                act = actions.seek if kind is SeekForm else actions.try_out
                return redirect("staffing:scenario", basis, act(by=request.user, basis=basis, wanted=form.wanted()))
            except NotFound:
                raise
            except Refusal as refusal:
                form.refuse(refusal)
                status = refusal.status
    return _form(request, view, fit, form, row=None, status=status)


def _learned(request: StaffRequest, basis: int) -> tuple[BasisView, Fit]:
    """Return a basis with what was learned; one that is not learned yet raises its refusal."""
    view = queries.basis(request.user, basis)
    if view.fit is None:
        raise actions.NotLearned
    return view, view.fit


def _sent(request: StaffRequest) -> object:
    return request.POST if request.method == "POST" else None


def _form(
    request: StaffRequest, view: BasisView, fit: Fit, form: PlanForm, *, row: ScenarioRow | None, status: int
) -> HttpResponse:
    context = {
        "view": view,
        "basis": view.basis,
        "form": form,
        "row": row,
        "is_sought": isinstance(form, SeekForm),
        "first": fit.end,
        "known": showing.known(fit),
    }
    return render(request, "staffing/plan.html", context, status=status)
