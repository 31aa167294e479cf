"""What an operator types about programs and their keys. The clients room decides."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tanggap.clients.words import OF_A_UNIT, Rate, Scope
from tanggap.core import clock
from tanggap.web.operator.forms import UnitForm, unit_field
from tanggap.web.ui.forms import Form

PLAIN = {"autocomplete": "off", "spellcheck": "false"}
OVERLAPS = [("0", _("not at all: at once")), ("1", _("1 hour")), ("24", _("1 day")), ("168", _("7 days"))]


def until_field(help_text: Any) -> forms.DateField:
    """Return a field for a last day."""
    return forms.DateField(
        label=_("Last day"),
        required=False,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


def end_of(day: date | None) -> datetime | None:
    """Return the instant at which a day of the city ends, None for none."""
    return clock.midnight(day + timedelta(days=1)) if day else None


def last_day(end: datetime | None) -> date | None:
    """Return the day that ends at an instant, None for none."""
    return (clock.local(end) - timedelta(microseconds=1)).date() if end else None


def reason_field() -> forms.CharField:
    """Return a field for why something is done."""
    return forms.CharField(label=_("Reason"), max_length=500, widget=forms.TextInput(attrs={"autocomplete": "off"}))


class ProgramForm(UnitForm):
    """A program: who runs it, for whom it works, what it may do and how often. Its short name and unit never change."""

    name = forms.CharField(
        label=_("Name"), help_text=_("As colleagues know it."), max_length=120, widget=forms.TextInput(attrs=PLAIN)
    )
    code = forms.CharField(
        label=_("Short name"),
        help_text=_("Small letters, digits, hyphens. It is the program’s OAuth client_id, and is never changed."),
        max_length=40,
        widget=forms.TextInput(attrs={**PLAIN, "autocapitalize": "none"}),
    )
    owner = forms.CharField(
        label=_("Organisation"),
        help_text=_("Who runs it and answers for it."),
        max_length=120,
        widget=forms.TextInput(attrs=PLAIN),
    )
    contact = forms.CharField(
        label=_("Contact"),
        help_text=_("Whom to reach there when a key leaks: a shared address rather than a person’s."),
        max_length=120,
        widget=forms.TextInput(attrs=PLAIN),
    )
    unit = unit_field(
        _("Works for the unit"),
        required=False,
        help_text=_(
            "Only for a program that does a unit’s work. It acts there as an officer, by an account of its own."
        ),
    )
    scopes = forms.MultipleChoiceField(
        label=_("May do"),
        required=False,
        choices=Scope.choices,
        help_text=_("Reading what is public needs nothing of this."),
        widget=forms.CheckboxSelectMultiple,
    )
    rate = forms.ChoiceField(label=_("How often"), choices=Rate.choices, initial=Rate.STANDARD)
    until = until_field(_("Empty: until it is switched off."))

    def __init__(self, *args: Any, is_new: bool, has_unit: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_new:
            del self.fields["code"], self.fields["unit"]
            if not has_unit:
                kept = [choice for choice in Scope.choices if choice[0] not in OF_A_UNIT]
                self.fields["scopes"].choices = kept  # type: ignore[attr-defined]

    def arguments(self) -> dict[str, Any]:
        """Return what `clients.actions.add` or `change` takes."""
        given = dict(self.cleaned_data)
        until = given.pop("until")
        return {**given, "expires_at": end_of(until)}

    def refuse(self, errors: Mapping[str, str]) -> None:
        """Show an action's refusals under the fields that they concern."""
        super().refuse({"until" if field == "expires_at" else field: said for field, said in errors.items()})

    def clean_unit(self) -> str:
        """Take a unit's name for its code; a form without the field has none."""
        return super().clean_unit() if "unit" in self.fields else ""


class _Refused(Form):
    def refuse(self, errors: Mapping[str, str]) -> None:
        """Show an action's refusals under the fields that they concern."""
        for field, said in errors.items():
            name = "until" if field == "expires_at" else field
            self.add_error(name if name in self.fields else None, said)


class KeyForm(_Refused):
    """A key to make."""

    prefix = "key"
    label = forms.CharField(
        label=_("Where it is used"),
        help_text=_("Such as the server’s name, so that it is found when it leaks."),
        max_length=120,
        widget=forms.TextInput(attrs=PLAIN),
    )
    reason = reason_field()
    until = until_field(_("Empty: until it is revoked."))

    def arguments(self) -> dict[str, Any]:
        """Return what `clients.actions.make_key` takes."""
        given = dict(self.cleaned_data)
        until = given.pop("until")
        return {**given, "expires_at": end_of(until)}


class RotateForm(_Refused):
    """A key to replace: how long the old one still works."""

    overlap = forms.ChoiceField(label=_("The old key still works"), choices=OVERLAPS, initial="24")
    reason = reason_field()

    def arguments(self) -> dict[str, Any]:
        """Return what `clients.actions.rotate_key` takes."""
        return {
            "overlap": timedelta(hours=int(self.cleaned_data["overlap"])),
            "reason": self.cleaned_data["reason"],
        }


class RevokeForm(_Refused):
    """A key to revoke."""

    reason = reason_field()


class SwitchForm(_Refused):
    """A program to switch on or off."""

    prefix = "switch"
    reason = reason_field()
