"""What an operator types about a receiver of webhooks. The webhooks room decides."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tanggap.catalog import queries as catalog
from tanggap.web.ui.forms import Form
from tanggap.webhooks import queries

LISTED = ("areas", "units")


class WebhookForm(Form):
    """A receiver and what it wants to hear of; what is left empty means all."""

    label = forms.CharField(
        label=_("Name"),
        help_text=_("As colleagues know it, such as the other system’s name."),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    url = forms.CharField(
        label=_("Address of the receiver"),
        help_text=_("It begins with https://. Nothing is sent before it has answered a test."),
        max_length=1000,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false", "inputmode": "url"}
        ),
    )
    types = forms.MultipleChoiceField(
        label=_("Types of events"),
        help_text=_("None marked: all of them."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    categories = forms.MultipleChoiceField(
        label=_("Categories"),
        required=False,
        help_text=_("None marked: all of them."),
        widget=forms.CheckboxSelectMultiple,
    )
    channels = forms.MultipleChoiceField(
        label=_("Channels"),
        required=False,
        help_text=_("None marked: all of them."),
        widget=forms.CheckboxSelectMultiple,
    )
    areas = forms.CharField(
        label=_("Areas"),
        required=False,
        max_length=4000,
        help_text=_("Their codes, with blanks between them; what lies within counts with them. Empty: the whole city."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    units = forms.CharField(
        label=_("Units"),
        required=False,
        max_length=4000,
        help_text=_("Their codes, with blanks between them; those below count with them. Empty: all."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = [(name, f"{name} · {label}") for name, label in queries.types()]
        self.fields["types"].choices = told  # type: ignore[attr-defined]
        self.fields["categories"].choices = [(row.code, row.label) for row in catalog.categories()]  # type: ignore[attr-defined]
        self.fields["channels"].choices = [(row.code, row.label) for row in catalog.channels()]  # type: ignore[attr-defined]

    def wanted(self) -> dict[str, list[str]]:
        """Return the codes that were chosen."""
        chosen: dict[str, list[str]] = {
            name: list(self.cleaned_data[name]) for name in ("types", "categories", "channels")
        }
        return chosen | {name: str(self.cleaned_data[name]).replace(",", " ").split() for name in LISTED}

    def refuse(self, errors: Mapping[str, str]) -> None:
        """Show an action's refusals under the fields that they concern."""
        for field, message in errors.items():
            self.add_error(field if field in self.fields else None, message)


class RotateForm(Form):
    """For how long both secrets sign."""

    overlap_hours = forms.TypedChoiceField(
        label=_("The old secret signs too for"),
        coerce=int,
        initial="24",
        choices=[
            ("24", _("24 hours")),
            ("168", _("7 days")),
            ("1", _("one hour")),
            ("0", _("no time: it is known to others")),
        ],
    )


class ReplayForm(Form):
    """From when on everything is sent again."""

    since = forms.DateTimeField(
        label=_("From"),
        help_text=_("In the city’s time."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%d"],
    )
