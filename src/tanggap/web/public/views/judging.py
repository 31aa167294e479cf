"""A closure judged by its reporter: one tap on a tiny page, more words, a dispute with a photo. Opening the page changes nothing."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tanggap.core.refusal import NotFound, Refusal
from tanggap.feedback import actions
from tanggap.feedback import queries as feedback
from tanggap.web.public.forms import SCORES, DetailForm, RateForm, ReopenForm
from tanggap.web.public.views.tracking import canonical, private
from tanggap.web.ui.forms import Form

UNHAPPY = 2


@require_http_methods(["GET", "HEAD", "POST"])
@private
def survey(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """Ask by GET, which changes nothing however often and by whatever machine it is opened; keep the score by POST."""
    if request.method != "POST":
        return _page(request, code, token)
    form = RateForm(request.POST)
    if not form.is_valid():
        return _page(request, code, token, status=422, error=_("Choose one of the four answers."))
    try:
        actions.rate(code=canonical(code), token=token, **form.cleaned_data)
    except NotFound:
        raise
    except Refusal as refusal:
        return _page(request, code, token, status=refusal.status, refusal=refusal)
    messages.success(request, _("Thank you for your judgement."))
    return redirect("public:rate", canonical(code), token)


@require_POST
@private
def detail(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """Keep more words about a score."""
    form = DetailForm(request.POST, auto_id="detail_%s")
    if not form.is_valid():
        return _page(request, code, token, status=422, forms={"detail_form": form})
    try:
        actions.detail(code=canonical(code), token=token, **form.cleaned_data)
    except NotFound:
        raise
    except Refusal as refusal:
        return _page(request, code, token, status=refusal.status, refusal=refusal, forms={"detail_form": form})
    messages.success(request, _("Thank you. What you wrote is with those who work on it."))
    return redirect("public:rate", canonical(code), token)


@require_POST
@private
def dispute(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """Say that it is not solved: by right once, then as a request to the unit above."""
    form = ReopenForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, code, token, status=422, forms={"reopen_form": form})
    try:
        event = actions.dispute(code=canonical(code), token=token, **form.cleaned_data)
    except NotFound:
        raise
    except Refusal as refusal:
        for field, message in refusal.errors.items():
            form.add_error(field if field in form.fields else None, str(message))
        shown = None if refusal.errors else refusal
        return _page(request, code, token, status=refusal.status, refusal=shown, forms={"reopen_form": form})
    messages.success(request, _SAID_OF.get(event.kind, _added)())
    return redirect("public:own", canonical(code), token)


def _reopened() -> str:
    return _("The report is open again. The unit has it with a new deadline.")


def _asked() -> str:
    return _("Your request is with the unit above. It decides, and you are told.")


def _added() -> str:
    return _("What you wrote was added to your request. It waits for a decision.")


_SAID_OF = {"feedback.reopen": _reopened, actions.REQUEST: _asked}


def _page(
    request: HttpRequest,
    code: str,
    token: str,
    *,
    status: int = 200,
    refusal: Refusal | None = None,
    error: str = "",
    forms: Mapping[str, Form] = {},
) -> HttpResponse:
    mine = feedback.own(canonical(code), token=token)
    context: dict[str, Any] = {
        "reopen_form": ReopenForm(),
        "detail_form": DetailForm(auto_id="detail_%s"),
        **forms,
        "mine": mine,
        "report": mine.report,
        "code": mine.report.code,
        "token": token,
        "scores": SCORES,
        "refusal": refusal,
        "error": error,
        "is_unhappy": mine.rated is not None and mine.rated <= UNHAPPY,
    }
    return render(request, "public/survey.html", context, status=status)
