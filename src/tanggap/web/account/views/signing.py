"""Signing in and out. Known and unknown names get the same answer after the same work."""

from typing import Any

from django.conf import settings
from django.contrib.auth import authenticate, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from tanggap.agencies import factors, signing_in
from tanggap.agencies import queries as agencies
from tanggap.agencies.factors import Demand
from tanggap.agencies.words import Role
from tanggap.core.refusal import Refusal
from tanggap.web.account import flow
from tanggap.web.account.forms import CodeForm, KeyForm, ReasonForm, SignInForm
from tanggap.web.ui.access import StaffRequest, kept_nowhere, local, sign_in_address, staff_only
from tanggap.web.ui.templatetags.ui import SURFACES

BEGINS = ((Role.LEADER, "/command/"), (Role.ANALYST, "/evaluation/"))
"""Where those begin their day whose first surface of the bar is another one's work."""


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Check the password and lead on: to what is still asked, else to `next`, if it is one of our own addresses, or to the work."""
    back = local(request.POST.get("next", "") or request.GET.get("next", ""))
    if request.user.is_authenticated and request.method != "POST":
        return kept_nowhere(redirect(back or settings.LOGIN_REDIRECT_URL))
    form = SignInForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        person = authenticate(request, **form.cleaned_data) if form.is_valid() else None
        if person is not None:
            try:
                return kept_nowhere(flow.begin(request, person, back))
            except signing_in.SealBroken as refusal:
                form.add_error(None, str(refusal))
                status = refusal.status
        elif not form.errors:
            status = _say_why(request, form)
    context = {
        "form": form,
        "next": back,
        "here": sign_in_address(back),
        "provider": settings.OIDC_NAME if settings.OIDC_ISSUER else "",
        "demo": settings.DEMO_SIGN_IN,
    }
    return kept_nowhere(render(request, "account/sign_in.html", context, status=status))


def _say_why(request: HttpRequest, form: SignInForm) -> int:
    """Put the one sentence of a failed sign-in on the form and return its status."""
    if getattr(request, "axes_locked_out", False):
        request.axes_locked_out = False  # type: ignore[attr-defined]  # this page says it; axes' own plain one is not wanted
        minutes = round(settings.AXES_COOLOFF_TIME * 60)
        form.add_error(
            None, _("Too many attempts. Please wait %(minutes)d minutes, or ask your operator.") % {"minutes": minutes}
        )
        return 429
    form.add_error(None, _("Username and password do not fit together, or the account is closed. Please check both."))
    return 422


@sensitive_post_parameters("code", "answer")
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Ask for the second factor: a code of the app, a recovery code, or a key."""
    waiting = flow.pending(request, Demand.CODE)
    if waiting is None:
        return kept_nowhere(flow.start_again(request))
    form, status = CodeForm(), 200
    if request.method == "POST":
        form = CodeForm(request.POST) if "answer" not in request.POST else CodeForm()
        try:
            how = prove(request, waiting.person, form)
            if how:
                return kept_nowhere(flow.finish(request, waiting.person, waiting.back, how=how))
            status = 422
        except Refusal as refusal:
            status = show(form, refusal)
    context = {"form": form, "person": waiting.person, "is_again": False, **key_question(request, waiting.person)}
    return kept_nowhere(render(request, "account/code.html", context, status=status))


def prove(request: HttpRequest, person: Any, form: CodeForm) -> str:
    """Check the code or the key's answer that was sent; return how it was proved, empty for an incomplete form. Raises Refusal."""
    if "answer" in request.POST:
        given = KeyForm(request.POST)
        state = request.session.pop("asked_key", None)
        if not given.is_valid() or state is None:
            raise factors.KeyUnfit
        return factors.prove_by_key(person, site=flow.site(request), state=state, answer=given.cleaned_data["answer"])
    return factors.prove(person, code=form.cleaned_data["code"]) if form.is_valid() else ""


def key_question(request: HttpRequest, person: Any) -> dict[str, Any]:
    """Return what the page needs so that one of the person's keys can answer; empty when there is no key."""
    question = factors.ask_key(person, flow.site(request))
    if question is None:
        return {}
    request.session["asked_key"] = question.state
    return {"key_options": question.options}


def show(form: Any, refusal: Refusal) -> int:
    """Put a refusal on the form, under its field where it has one; return its status."""
    for field, message in (refusal.errors or {"": str(refusal)}).items():
        if field in form.fields and form.is_bound:
            form.add_error(field, message)
        else:
            form.refused = message
    return refusal.status


@require_http_methods(["GET", "HEAD", "POST"])
def emergency(request: HttpRequest) -> HttpResponse:
    """Open an emergency account: the reason first, then every operator and leader is told."""
    waiting = flow.pending(request, Demand.REASON)
    if waiting is None:
        return kept_nowhere(flow.start_again(request))
    form, status = ReasonForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                closes_at = signing_in.unseal(waiting.person, device=flow.device(request), **form.cleaned_data)
            except Refusal as refusal:
                status = show(form, refusal)
            else:
                until = closes_at.timestamp()
                return kept_nowhere(flow.finish(request, waiting.person, waiting.back, how="emergency", until=until))
    return kept_nowhere(render(request, "account/emergency.html", {"form": form}, status=status))


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session; signing out twice is no fault."""
    logout(request)
    return kept_nowhere(redirect(settings.LOGIN_URL))


@staff_only()
def onward(request: StaffRequest) -> HttpResponse:
    """Lead to where the person's role begins its day, else to the first surface of theirs, or to the own account when there is none yet."""
    held = agencies.roles(request.user)
    begun = [url for role, url in BEGINS if role in held]
    return redirect(
        next(iter(begun), None) or next((url for url, _label, wanted in SURFACES if held & wanted), "sign-in:account")
    )
