"""Surveys made and run: planned, opened, watched, closed, fed with paper, followed by a plan."""

from collections.abc import Callable, Sequence
from typing import Any

import segno
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tanggap.agencies import queries as agencies
from tanggap.core.refusal import Refusal
from tanggap.surveys import actions
from tanggap.surveys.queries import listing
from tanggap.surveys.samples import krejcie_morgan
from tanggap.web.surveys.planning_forms import SPARE_MEASURES, MeasureForm, PaperForm, PlanForm
from tanggap.web.surveys.telling import Survey
from tanggap.web.ui.access import StaffRequest, staff_only
from tanggap.web.ui.fields import whole

EXAMPLES = (50, 100, 500, 1_000, 5_000, 10_000, 50_000, 185_852)


@staff_only(act="surveys.manage")
@require_safe
def overview(request: StaffRequest) -> HttpResponse:
    """List the surveys and the questionnaires."""
    context = {"surveys": listing.surveys(), "questionnaires": listing.questionnaires()}
    return render(request, "surveys/manage.html", context)


@staff_only(act="surveys.manage")
@require_safe
def samples(request: StaffRequest) -> HttpResponse:
    """Say how many answers a number of people needs."""
    typed = request.GET.get("population", "").strip()[:20]
    number = whole(typed)
    is_number = number.isascii() and number.isdigit() and len(number) <= len("1000000000")
    context = {
        "typed": typed,
        "size": krejcie_morgan(int(number)) if is_number else None,
        "is_wrong": bool(typed) and not is_number,
        "examples": [(people, krejcie_morgan(people)) for people in EXAMPLES],
    }
    return render(request, "surveys/samples.html", context, status=422 if context["is_wrong"] else 200)


@staff_only(act="surveys.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """Plan a survey."""
    known = listing.published()
    form, status = PlanForm(_sent(request), questionnaires=known), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                row = actions.plan(by=request.user, code=form.cleaned_data["code"], plan=form.plan())
            except Refusal as refusal:
                status = refusal.status
                form.refuse(refusal.errors or {"": str(refusal)})
            else:
                messages.success(request, _("The survey is planned. Nobody can answer before you open it."))
                return redirect("surveys:run", row.pk)
    context = {"form": form, "has_questionnaires": bool(known), "units": agencies.units()}
    return render(request, "surveys/plan.html", context, status=status)


@staff_only(act="surveys.manage")
@require_safe
def run(request: StaffRequest, code: str) -> HttpResponse:
    """Show how a survey comes along, and what can be done with it now. Raises NotFound."""
    return _run(request, code)


@staff_only(act="surveys.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: StaffRequest, code: str) -> HttpResponse:
    """Change a draft, or the last day of an open survey. Raises NotFound."""
    row = listing.survey(code)
    form, status = PlanForm(_sent(request), questionnaires=listing.published(), row=row), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                actions.change(by=request.user, code=code, version=_version(request), plan=form.plan())
            except Refusal as refusal:
                status = refusal.status
                form.refuse(refusal.errors or {"": str(refusal)})
            else:
                messages.success(request, _("The change is kept."))
                return redirect("surveys:run", code)
    context = {"form": form, "row": row, "has_questionnaires": True, "units": agencies.units()}
    return render(request, "surveys/plan.html", context, status=status)


@staff_only(act="surveys.manage")
@require_POST
def open_it(request: StaffRequest, code: str) -> HttpResponse:
    """Let a survey be answered. Raises NotFound."""
    return _done(request, code, actions.open_survey, _("The survey is open."))


@staff_only(act="surveys.manage")
@require_POST
def close_it(request: StaffRequest, code: str) -> HttpResponse:
    """End a survey. Raises NotFound."""
    return _done(request, code, actions.close, _("The survey is closed. Say below what is done about the result."))


@staff_only(act="surveys.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: StaffRequest, code: str) -> HttpResponse:
    """Take in answers on paper. Raises NotFound."""
    row = listing.survey(code)
    form, status = PaperForm(_sent(request)), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                taken = actions.take_in(by=request.user, code=code, **form.cleaned_data)
            except Refusal as refusal:
                status = refusal.status
                form.refuse(refusal.errors or {"": str(refusal)})
            else:
                messages.success(request, _taken(taken.people, taken.outside))
                return redirect("surveys:run", code)
    return render(request, "surveys/paper.html", {"form": form, "row": row, "units": agencies.units()}, status=status)


@staff_only(act="surveys.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def follow_up(request: StaffRequest, code: str) -> HttpResponse:
    """Write down what is done about the result. Raises NotFound."""
    told = Survey(code, public=False)
    known: Sequence[Any] = told.row.follow_up
    if request.method != "POST":
        rows = [MeasureForm(number=number, measure=one) for number, one in enumerate(known, start=1)]
        rows += [MeasureForm(number=len(known) + spare) for spare in range(1, SPARE_MEASURES + 1)]
        return _plan_page(request, told, rows)
    rows = [MeasureForm(request.POST, number=number) for number in range(1, 40) if f"m{number}-what" in request.POST]
    if [one for one in rows if not one.is_valid()]:  # each is looked at, so that all faults are shown
        return _plan_page(request, told, rows, status=422)
    measures = [one.measure() for one in rows if one.cleaned_data["what"].strip()]
    try:
        actions.follow_up(by=request.user, code=code, version=_version(request), measures=measures)
    except Refusal as refusal:
        return _plan_page(request, told, rows, refusal=refusal, status=refusal.status)
    messages.success(request, _("The plan is kept, and stands with the results for everybody."))
    return redirect("surveys:follow-up", code)


def _plan_page(
    request: StaffRequest,
    told: Survey,
    rows: Sequence[MeasureForm],
    *,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {"told": told, "row": told.row, "rows": rows, "refusal": refusal, "units": agencies.units()}
    return render(request, "surveys/follow_up.html", context, status=status)


def _run(request: StaffRequest, code: str, *, refusal: Refusal | None = None, status: int = 200) -> HttpResponse:
    told = Survey(code, public=False)
    address = f"{settings.PUBLIC_URL}{reverse('answering:page', args=[code])}"
    context = {
        "told": told,
        "row": told.row,
        "progress": listing.progress(code),
        "words": listing.words(code),
        "address": address,
        "qr": segno.make(address, error="m", micro=False).svg_inline(
            border=2, dark="#000", light="#fff", omitsize=True, svgclass="qr", lineclass=None
        ),
        "refusal": refusal,
    }
    return render(request, "surveys/run.html", context, status=status)


def _done(request: StaffRequest, code: str, act: Callable[..., Any], said: str) -> HttpResponse:
    listing.survey(code)
    try:
        act(by=request.user, code=code, version=_version(request))
    except Refusal as refusal:
        return _run(request, code, refusal=refusal, status=refusal.status)
    messages.success(request, said)
    return redirect("surveys:run", code)


def _sent(request: StaffRequest) -> Any:
    """Return what a form was sent with, be it nothing; None for a page that is opened."""
    return request.POST if request.method == "POST" else None


def _version(request: StaffRequest) -> int:
    """Return the version that the page showed; one that no survey has for anything else."""
    said = request.POST.get("version", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 9 else 0


def _taken(people: int, outside: int) -> str:
    said = ngettext("%(n)d person's answers are kept.", "%(n)d people's answers are kept.", people) % {"n": people}
    if outside:
        said += " " + ngettext(
            "%(n)d of them holds a value that cannot be counted; it is flagged.",
            "%(n)d of them hold a value that cannot be counted; they are flagged.",
            outside,
        ) % {"n": outside}
    return said
