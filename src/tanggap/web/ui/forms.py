"""How a form is drawn: label, help, error and control joined for screen readers, drawn by ui/field.html."""

import secrets
from typing import Any

from django import forms
from django.forms.renderers import DjangoTemplates

from tanggap.core.refusal import Refusal


class Renderer(DjangoTemplates):
    """Draws fields and forms by our templates, widgets by Django's."""

    field_template_name = "ui/field.html"
    form_template_name = "ui/form.html"


class Form(forms.Form):
    """Every form of the product: our look, no colon after labels, and an idempotency `key` where `keyed`."""

    default_renderer = Renderer()  # one for all: a class would make an engine of templates for each form
    keyed = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        if self.keyed:
            self.fields["key"] = forms.CharField(
                widget=forms.HiddenInput, initial=new_key, min_length=16, max_length=64, strip=True
            )


class Refusing(Form):
    """A form that shows a room's refusal under the fields that it concerns."""

    def refuse(self, refusal: Refusal) -> None:
        """Show why it was not done; what concerns no field stands on top."""
        for field, message in (refusal.errors or {"": str(refusal)}).items():
            name = self.named(field)
            self.add_error(name if name in self.fields else None, message)

    def named(self, field: str) -> str:
        """Return this form's name of a field that the room names."""
        return field


def new_key() -> str:
    """Return a fresh idempotency key: one form shown, one act, however often it arrives."""
    return secrets.token_urlsafe(18)
