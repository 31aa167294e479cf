"""What an officer writes when a promise is put off."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tanggap.core import clock
from tanggap.web.desk.forms import PUBLIC_WORDS, ActForm
from tanggap.web.ui.fields import message_field


class Day(forms.DateInput):
    """A date as browsers choose one, from tomorrow on."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        tomorrow = clock.local(clock.now()).date() + timedelta(days=1)
        return super().get_context(name, value, {**(attrs or {}), "min": tomorrow.isoformat()})


class ExtendForm(ActForm):
    """Promise a later date. How far the unit may go the policy says; a supervisor may go further."""

    until = forms.DateField(
        label=_("Until the end of which day?"),
        input_formats=["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"],
        widget=Day,
        error_messages={"required": _("Choose a day."), "invalid": _("Write the day like 2026-08-17.")},
    )
    message = message_field(_("Why does it take longer?"), help_text=PUBLIC_WORDS)

    def clean_until(self) -> date:
        day: date = self.cleaned_data["until"]
        if not 2000 <= day.year <= 9000:
            raise forms.ValidationError(_("Choose a day."))
        return day
