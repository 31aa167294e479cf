"""Questionnaires made: a draft with its questions, published once, changed by a next version."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tanggap.core.refusal import Refusal
from tanggap.surveys import actions
from tanggap.surveys.elements import ELEMENTS
from tanggap.surveys.queries import listing
from tanggap.surveys.queries.listing import QuestionnaireRow
from tanggap.web.surveys.making_forms import QuestionnaireForm
from tanggap.web.ui.access import StaffRequest, staff_only


@staff_only(act="surveys.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """Make a questionnaire."""
    return _written(request, None)


@staff_only(act="surveys.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def questionnaire(request: StaffRequest, code: str) -> HttpResponse:
    """Show the newest version; keep a draft of the next one, or publish it."""
    row = listing.questionnaire(code)
    if request.method == "POST" and request.POST.get("do") == "publish":
        try:
            actions.publish(by=request.user, code=code)
        except Refusal as refusal:
            return _page(request, row, QuestionnaireForm(row=row), refusal=refusal, status=refusal.status)
        messages.success(request, _("Published. A survey can put it to people now."))
        return redirect("surveys:questionnaire", code)
    return _written(request, row)


def _written(request: StaffRequest, row: QuestionnaireRow | None) -> HttpResponse:
    if request.method != "POST":
        return _page(request, row, QuestionnaireForm(row=row))
    form = QuestionnaireForm(request.POST, row=row)
    if not form.is_valid():
        return _page(request, row, form, status=422)
    try:
        kept = actions.write(by=request.user, **form.arguments())
    except Refusal as refusal:
        form.refuse(refusal.errors or {"": str(refusal)})
        return _page(request, row, form, status=refusal.status)
    messages.success(request, _("The draft is kept. Look at it, then publish it."))
    return redirect("surveys:questionnaire", kept.code)


def _page(
    request: StaffRequest,
    row: QuestionnaireRow | None,
    form: QuestionnaireForm,
    *,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {"row": row, "form": form, "refusal": refusal, "elements": ELEMENTS}
    return render(request, "surveys/questionnaire.html", context, status=status)
