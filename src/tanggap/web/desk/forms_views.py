"""The form of a saved view: its name, and with whom it is shared."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tanggap.agencies import queries as agencies
from tanggap.agencies.words import Role
from tanggap.reports.actions import LONGEST_NAME, shareable_units
from tanggap.reports.queries.desk import SavedRow
from tanggap.web.ui.forms import Form

if TYPE_CHECKING:
    from tanggap.agencies.models import Staff

SHARED_WITH = (Role.INTAKE, Role.OFFICER, Role.SUPERVISOR)


class ViewForm(Form):
    """`shared` is empty, a unit, or a unit and a role as `unit role`; it is offered only to those who may share."""

    name = forms.CharField(
        label=_("Name"),
        max_length=LONGEST_NAME,
        error_messages={"required": _("Give the view a name.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, staff: "Staff", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if units := shareable_units(staff):
            offered: list[tuple[str, str | Promise]] = [("", _("only me"))]
            for unit in units:
                label = agencies.unit_label(unit)
                offered.append((unit, _("everybody of %(unit)s") % {"unit": label}))
                offered += [(f"{unit} {role.value}", f"{role.label} · {label}") for role in SHARED_WITH]
            self.fields["shared"] = forms.ChoiceField(label=_("Who has it"), choices=offered, required=False)

    @classmethod
    def of(cls, row: SavedRow, *, staff: "Staff") -> "ViewForm":
        """Return the form of a view that is there."""
        shared = f"{row.unit} {row.role}".strip()
        return cls(initial={"name": row.name, "shared": shared}, staff=staff, auto_id=f"view{row.id}_%s")

    def arguments(self) -> dict[str, Any]:
        """Return what the actions take."""
        unit, _blank, role = self.cleaned_data.get("shared", "").partition(" ")
        return {"name": self.cleaned_data["name"], "unit": unit or None, "role": role}

    def refuse(self, errors: dict[str, str]) -> None:
        """Show an action's refusals under the fields that they concern."""
        for field, message in errors.items():
            self.add_error(field if field in self.fields else None, message)
