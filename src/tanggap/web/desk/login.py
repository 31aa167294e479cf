"""Signing in and out, and the person's own account. Known and unknown names get the same answer after the same work."""

from typing import TYPE_CHECKING

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from tanggap.agencies import actions as accounts
from tanggap.agencies import queries as agencies
from tanggap.core.refusal import Refusal
from tanggap.web.ui.access import StaffRequest, kept_nowhere, local, sign_in_address, staff_only
from tanggap.web.ui.forms import Form
from tanggap.web.ui.templatetags.ui import SURFACES

if TYPE_CHECKING:
    from tanggap.agencies.models import Staff

LONGEST_PASSWORD = 512  # hashing a longer one is work for nothing


class SignInForm(Form):
    """Username and password. The username is read in small letters, so that the count of failures cannot be dodged by case."""

    username = forms.CharField(
        label=gettext_lazy("Username"),
        max_length=64,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false", "autofocus": True}
        ),
    )
    password = forms.CharField(
        label=gettext_lazy("Password"),
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def clean_username(self) -> str:
        return str(self.cleaned_data["username"]).lower()


class PasswordForm(Form):
    """One's own new password."""

    old_password = forms.CharField(
        label=gettext_lazy("Present password"),
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    password = forms.CharField(
        label=gettext_lazy("New password"),
        help_text=gettext_lazy("At least 10 characters. A few words in a row are easy to remember and hard to guess."),
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class LanguageForm(Form):
    """The language in which the person works."""

    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES, widget=forms.RadioSelect)


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign a member of staff in and lead on to `next`, if it is one of our own addresses, else to the person's work."""
    back = local(request.POST.get("next", "") or request.GET.get("next", ""))
    if request.user.is_authenticated and request.method != "POST":
        return kept_nowhere(redirect(back or settings.LOGIN_REDIRECT_URL))
    form = SignInForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        person = authenticate(request, **form.cleaned_data) if form.is_valid() else None
        if person is not None:
            return kept_nowhere(_welcome(request, person, back))
        if form.is_bound and not form.errors:
            status = _say_why(request, form)
    context = {"form": form, "next": back, "here": sign_in_address(back)}
    return kept_nowhere(render(request, "desk/sign_in.html", context, status=status))


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


def _welcome(request: HttpRequest, person: "Staff", back: str) -> HttpResponse:
    login(request, person)
    response = redirect(back or settings.LOGIN_REDIRECT_URL)
    if person.language:
        _remember_language(response, person.language)
    return response


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session; signing out twice is no fault."""
    logout(request)
    return kept_nowhere(redirect(settings.LOGIN_URL))


@staff_only()
def onward(request: StaffRequest) -> HttpResponse:
    """Lead to the first surface on which the person has a role, or to the own account when there is none yet."""
    held = agencies.roles(request.user)
    return redirect(next((url for url, _label, wanted in SURFACES if held & wanted), "sign-in:account"))


@staff_only()
@require_http_methods(["GET", "HEAD"])
def account(request: StaffRequest) -> HttpResponse:
    """Show the person's roles, and let language and password be changed."""
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
    _remember_language(response, language)
    return response


def _account(
    request: StaffRequest,
    *,
    password_form: PasswordForm | None = None,
    language_form: LanguageForm | None = None,
    status: int = 200,
) -> HttpResponse:
    spoken = request.user.language or getattr(request, "LANGUAGE_CODE", settings.LANGUAGE_CODE)
    context = {
        "password_form": password_form or PasswordForm(),
        "language_form": language_form or LanguageForm(initial={"language": spoken}),
        "grants": agencies.grants(request.user),
    }
    return render(request, "desk/account.html", context, status=status)


def _remember_language(response: HttpResponse, language: str) -> None:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.IS_HTTPS,
        samesite="Lax",
    )
