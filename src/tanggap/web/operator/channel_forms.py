"""What an operator types about a channel's account: a field for each setting that its adapter declares. The channels room decides."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tanggap.channels import registry
from tanggap.channels.contract import Setting
from tanggap.web.ui.forms import Form

SET = "•••"
FORGET = "forget_"
SETTING = "set_"


class SecretText(forms.Textarea):
    """A secret of several lines, such as a key: never written back into the page."""

    def format_value(self, value: Any) -> str:
        return ""


class AccountForm(Form):
    """An account: its name, its address when it is new, and what its adapter wants to know.

    A secret is only ever written: one that is set shows that it is, an empty field leaves it. `known` is `accounts.settings_of`.
    """

    name = forms.CharField(
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("As colleagues know it, such as the page’s or the mailbox’s name."),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    code = forms.CharField(
        label=gettext_lazy("Short name"),
        help_text=gettext_lazy(
            "Small letters, digits, hyphens. It becomes part of the address that the platform calls, and is never changed."
        ),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, adapter: str, known: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.declared = registry.adapter(adapter).settings
        self.known = known or {}
        if known is not None:
            del self.fields["code"]
        for one in self.declared:
            self.fields[SETTING + one.key] = _field(one, is_set=self.known.get(one.key) == SET, is_new=known is None)
            if one.is_secret and not one.is_needed and self.known.get(one.key) == SET:
                self.fields[FORGET + one.key] = forms.BooleanField(
                    label=_("Forget it: %(secret)s") % {"secret": one.label}, required=False
                )
        for key, value in self.known.items():
            if value != SET:
                self.initial.setdefault(SETTING + key, value)

    def values(self) -> dict[str, str]:
        """Return what was typed for each setting."""
        return {one.key: str(self.cleaned_data.get(SETTING + one.key) or "") for one in self.declared}

    def forgotten(self) -> list[str]:
        """Return the secrets that are to be emptied."""
        return [one.key for one in self.declared if self.cleaned_data.get(FORGET + one.key)]

    def refuse(self, errors: Mapping[str, str]) -> None:
        """Show an action's refusals under the fields that they concern."""
        for name, message in errors.items():
            field = SETTING + name if SETTING + name in self.fields else name
            self.add_error(field if field in self.fields else None, message)


class MendForm(Form):
    """A payload, mended."""

    text = forms.CharField(
        label=gettext_lazy("Payload"),
        help_text=gettext_lazy("The numbers in brackets stand for who sent it: leave them as they are."),
        strip=False,
        max_length=150_000,
        widget=forms.Textarea(
            attrs={"rows": 16, "spellcheck": "false", "autocomplete": "off", "class": "operator-payload"}
        ),
    )

    def refuse(self, errors: Mapping[str, str]) -> None:
        """Show a refusal under the text."""
        for message in errors.values():
            self.add_error("text", message)


class ReplayForm(forms.Form):
    """Which letters are to be read again: some by their numbers, or all of one account that died of one cause."""

    letter = forms.TypedMultipleChoiceField(coerce=int, required=False)
    account = forms.IntegerField(required=False, min_value=1)
    error = forms.CharField(required=False, max_length=400, strip=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        given = [
            value for value in data.getlist("letter")[:500] if value.isascii() and value.isdigit() and len(value) < 19
        ]
        self.fields["letter"].choices = [(int(value), value) for value in given]  # type: ignore[attr-defined]


def _field(one: Setting, *, is_set: bool, is_new: bool) -> forms.Field:
    """Return the field of a setting."""
    is_needed = one.is_needed and not one.default and not is_set
    help_text = " ".join(
        part for part in (str(one.help), _("It is set; empty leaves it as it is.") if is_set else "") if part
    )
    shared: dict[str, Any] = {"label": one.label, "help_text": help_text, "required": is_needed}
    attrs = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}
    if one.options:
        choices = [(option, option) for option in one.options]
        return forms.ChoiceField(**shared, choices=choices, initial=one.default or one.options[0])
    if one.is_secret:
        shown = {**attrs, **({"placeholder": SET} if is_set else {})}
        secret = (
            SecretText({**shown, "rows": 4})
            if one.is_long
            else forms.PasswordInput({**shown, "autocomplete": "new-password"})
        )
        return forms.CharField(**shared, max_length=8_000, widget=secret)
    widget_of = forms.Textarea(attrs={**attrs, "rows": 6}) if one.is_long else forms.TextInput(attrs=attrs)
    return forms.CharField(**shared, max_length=8_000, initial=one.default if is_new else "", widget=widget_of)
