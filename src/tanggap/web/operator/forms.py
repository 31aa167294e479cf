"""What an operator types about people. What is acceptable the agencies room decides."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from tanggap.agencies import queries as agencies
from tanggap.agencies.actions import RoleGiven
from tanggap.agencies.words import ASSIGNABLE
from tanggap.web.ui.forms import Form

ROLES = [(role.value, role.label) for role in ASSIGNABLE]


def unit_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.CharField:
    """Return a field for a unit's code, with the browser's own suggestions from the list `units`."""
    return forms.CharField(
        label=label,
        required=required,
        help_text=help_text,
        max_length=80,
        widget=forms.TextInput(attrs={"list": "units", "autocomplete": "off", "spellcheck": "false"}),
    )


class UnitForm(Form):
    """A form with a unit in it; a unit's whole name is taken for its code."""

    def clean_unit(self) -> str:
        typed = str(self.cleaned_data["unit"]).strip()
        if not typed or agencies.unit(typed):
            return typed
        named = [
            row.code for row in agencies.units() if typed.casefold() in {name.casefold() for name in row.name.values()}
        ]
        return named[0] if len(named) == 1 else typed

    def refuse(self, errors: Mapping[str, str]) -> None:
        """Show an action's refusals under the fields that they concern."""
        for field, message in errors.items():
            self.add_error(field if field in self.fields else None, message)


class PersonForm(UnitForm):
    """A new account, with its first role."""

    display_name = forms.CharField(
        label=_("Name"),
        help_text=_("As colleagues see it."),
        max_length=240,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    username = forms.CharField(
        label=_("Username"),
        help_text=_("Small letters, digits, dots, dashes. It is never changed."),
        max_length=64,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    unit = unit_field(_("Unit"), help_text=_("Type a part of its name, and choose."))
    role = forms.ChoiceField(
        label=_("First role"), help_text=_("In this unit. More roles can be given afterwards."), choices=ROLES
    )
    language = forms.ChoiceField(
        label=_("Language"), required=False, choices=[("", _("as the browser says")), *settings.LANGUAGES]
    )

    def arguments(self) -> dict[str, Any]:
        """Return what `agencies.actions.add` takes."""
        given = dict(self.cleaned_data)
        role = given.pop("role")
        return {**given, "roles": [RoleGiven(role)]}


class RoleForm(UnitForm):
    """A role to give: in a unit (the person's own when empty), for all of it or for one area."""

    role = forms.ChoiceField(label=_("Role"), choices=ROLES)
    unit = unit_field(_("In unit"), required=False, help_text=_("Empty: the person's own."))
    area = forms.CharField(
        label=_("Only for the area"),
        required=False,
        help_text=_("The area's code. Empty: all of the unit."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class HeldForm(forms.Form):
    """A role that the person holds, to be taken away: as the page wrote it."""

    role = forms.CharField(max_length=40)
    unit = forms.CharField(max_length=80)
    area = forms.CharField(max_length=40, required=False)


class FindForm(Form):
    """Whom to list."""

    q = forms.CharField(
        label=_("Name or username"), required=False, max_length=80, widget=forms.TextInput(attrs={"type": "search"})
    )
    role = forms.ChoiceField(label=_("Role"), required=False, choices=[("", _("all")), *ROLES])
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("all")), ("open", _("open")), ("closed", _("closed"))]
    )
