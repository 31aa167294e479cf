"""What a person writes at the end of a shift: since when, to whom, which reports, and what the next should know."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from tanggap.core import clock
from tanggap.web.ui.fields import message_field
from tanggap.web.ui.forms import Form

HOURS = (("8", _("8 hours")), ("12", _("12 hours")), ("24", _("24 hours")), ("72", _("3 days")))


class HandoverForm(Form):
    """`hours` is how long ago the shift began; a report's note is sent as `note-<code>`, its tick as `code`."""

    keyed = True
    hours = forms.ChoiceField(label=_("My shift began within"), choices=HOURS, initial="8")
    receiver = forms.ChoiceField(label=_("For whom?"), required=False)
    note = message_field(_("What should the next know?"), required=False, rows=4)

    def __init__(self, *args: Any, colleagues: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["receiver"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  it is declared above
        field.choices = [("", _("Everybody in the unit")), *colleagues]

    @property
    def picked(self) -> list[str]:
        """Return the ticked reports."""
        return self.data.getlist("code") if isinstance(self.data, QueryDict) else []

    def note_of(self, code: str) -> str:
        """Return what was written about a report."""
        return str(self.data.get(f"note-{code}", "")) if self.is_bound else ""

    def arguments(self) -> dict[str, Any]:
        """Return what the action takes besides person and unit."""
        given = self.cleaned_data
        return {
            "began_at": began_at(given["hours"]),
            "key": given["key"],
            "receiver": given["receiver"],
            "note": given["note"],
            "codes": self.picked,
            "notes": {code: self.note_of(code) for code in self.picked},
        }

    def refuse(self, errors: Mapping[str, str]) -> None:
        """Show the action's refusals under the fields that they concern."""
        for field, message in errors.items():
            self.add_error(field if field in self.fields else None, message)


def began_at(hours: str) -> datetime:
    """Return when a shift of so many hours began; eight for what is no choice."""
    known = {code for code, _label in HOURS}
    return clock.now() - timedelta(hours=int(hours) if hours in known else 8)
