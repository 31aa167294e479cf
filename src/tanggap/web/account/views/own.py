"""The person's own account: who one is, second factors, sessions, language, password, and proving oneself once more."""

import time

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from tanggap.agencies import actions as accounts
from tanggap.agencies import alarms, factors, sessions, signing_in
from tanggap.agencies import queries as agencies
from tanggap.core.refusal import Refusal
from tanggap.web.account import flow
from tanggap.web.account.forms import AgainForm, CodeForm, LanguageForm, PasswordForm
from tanggap.web.account.views.signing import key_question, prove, show
from tanggap.web.ui.access import StaffRequest, local, staff_only


@staff_only()
@require_http_methods(["GET", "HEAD"])
def account(request: StaffRequest) -> HttpResponse:
    """Show the person's roles, factors and sessions, and let language and password be changed. At most five statements of its own."""
    return _account(request)


@sensitive_post_parameters("old_password", "password")
@staff_only()
@require_POST
def change_password(request: StaffRequest) -> HttpResponse:
    """Set one's own password; this session stays, the others end."""
    form = PasswordForm(request.POST)
    if form.is_valid():
        try:
            person = accounts.change_password(by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            for field, message in refusal.errors.items():
                form.add_error(field, message)
        else:
            update_session_auth_hash(request, person)
            messages.success(request, _("Your password is changed. Everywhere else you were signed out."))
            return redirect("sign-in:account")
    return _account(request, password_form=form, status=422)


@staff_only()
@require_POST
def change_language(request: StaffRequest) -> HttpResponse:
    """Remember the person's language, here and on every machine where the person signs in."""
    form = LanguageForm(request.POST)
    if not form.is_valid():
        return _account(request, language_form=form, status=422)
    language = form.cleaned_data["language"]
    accounts.set_language(by=request.user, language=language)
    with override(language):
        messages.success(request, _("From now on you work in this language."))
    response = redirect("sign-in:account")
    flow.remember_language(response, language)
    return response


@staff_only()
@require_POST
def end_sessions(request: StaffRequest) -> HttpResponse:
    """End one of the own sessions (`id`), or all others."""
    wanted = request.POST.get("id", "")
    signing_in.end_sessions(by=request.user, ids=[wanted] if wanted else None, here=request.session.session_key)
    messages.success(request, _("Signed out there."))
    return redirect("sign-in:account")


@staff_only()
@require_POST
def see_alarm(request: StaffRequest, alarm: int) -> HttpResponse:
    """Note that an alarm was seen, and go back to the page; whoever did not sign in there is led to ending the sessions."""
    alarms.see(by=request.user, alarm=alarm)
    if request.POST.get("mine") == "no":
        messages.warning(request, _("End the sessions that are not yours, then change your password."))
        return redirect("sign-in:account")
    return redirect(local(request.POST.get("next", "")) or settings.LOGIN_REDIRECT_URL)


@sensitive_post_parameters("password", "code", "answer")
@staff_only()
@require_http_methods(["GET", "HEAD", "POST"])
def again(request: StaffRequest) -> HttpResponse:
    """Prove once more who one is, before something that cannot be taken back: by the second factor, else by the password."""
    back = local(request.POST.get("next", "") or request.GET.get("next", ""))
    by_code = bool(factors.of(request.user))
    form: AgainForm | CodeForm = CodeForm() if by_code else AgainForm()
    status = 200
    if request.method == "POST":
        status = 422
        form = (CodeForm if by_code else AgainForm)(request.POST if "answer" not in request.POST else None)
        try:
            if _proves(request, form):
                request.session["proved"] = int(time.time())
                return redirect(back or "sign-in:account")
        except Refusal as refusal:
            status = show(form, refusal)
    context = {"form": form, "next": back, "is_again": True, "person": request.user}
    return render(request, "account/code.html", context | key_question(request, request.user), status=status)


def _proves(request: StaffRequest, form: AgainForm | CodeForm) -> bool:
    if isinstance(form, CodeForm):
        return bool(prove(request, request.user, form))
    if not form.is_valid():
        return False
    if authenticate(request, username=request.user.username, password=form.cleaned_data["password"]) is None:
        request.axes_locked_out = False  # type: ignore[attr-defined]
        form.add_error("password", _("This is not your password."))
        return False
    return True


def _account(
    request: StaffRequest,
    *,
    password_form: PasswordForm | None = None,
    language_form: LanguageForm | None = None,
    status: int = 200,
) -> HttpResponse:
    spoken = request.user.language or getattr(request, "LANGUAGE_CODE", settings.LANGUAGE_CODE)
    held = factors.of(request.user)
    context = {
        "password_form": password_form or PasswordForm(),
        "language_form": language_form or LanguageForm(initial={"language": spoken}),
        "grants": agencies.grants(request.user),
        "factors": held,
        "codes_left": factors.codes_left(request.user) if held else 0,
        "must_have": factors.must_have(request.user),
        "is_exempt": request.user.is_demo and settings.DEMO_SIGN_IN,
        "sessions": sessions.of(request.user, here=request.session.session_key),
    }
    return render(request, "account/account.html", context, status=status)
