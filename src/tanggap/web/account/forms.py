"""What people type about themselves."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from tanggap.web.ui.forms import Form

LONGEST_PASSWORD = 512  # hashing a longer one is work for nothing


class SignInForm(Form):
    """Username and password. The username is read in small letters, so that the count of failures cannot be dodged by case."""

    username = forms.CharField(
        label=_("Username"),
        max_length=64,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false", "autofocus": True}
        ),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def clean_username(self) -> str:
        return str(self.cleaned_data["username"]).lower()


class CodeForm(Form):
    """A code of the authenticator app, or where `allows_paper` one of the recovery codes."""

    code = forms.CharField(
        label=_("Code"),
        max_length=24,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "inputmode": "text",
                "autocapitalize": "none",
                "spellcheck": "false",
                "autofocus": True,
                "class": "account-code",
            }
        ),
    )


class NewCodeForm(CodeForm):
    """The first code of an authenticator app that was just set up."""

    code = forms.CharField(
        label=_("Code that the app shows"),
        max_length=12,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "account-code"}
        ),
    )


class KeyForm(forms.Form):
    """A key's answer, written by the page's script."""

    answer = forms.CharField(max_length=16_384)
    name = forms.CharField(max_length=60, required=False)


class ReasonForm(Form):
    """Why the emergency account is opened."""

    reason = forms.CharField(
        label=_("Why is the emergency account needed?"),
        help_text=_("Every operator and leader reads this now."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "autofocus": True}),
    )


class AgainForm(Form):
    """One's own password once more."""

    password = forms.CharField(
        label=_("Password"),
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )


class PasswordForm(Form):
    """One's own new password."""

    old_password = forms.CharField(
        label=_("Present password"),
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    password = forms.CharField(
        label=_("New password"),
        help_text=_("At least 10 characters. A few words in a row are easy to remember and hard to guess."),
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class LanguageForm(Form):
    """The language in which the person works."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, widget=forms.RadioSelect)
