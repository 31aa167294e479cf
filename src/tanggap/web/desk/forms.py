"""What an officer writes when acting on a report: one small form an act, its fields named as the action's arguments."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from tanggap.core.ids import read_code
from tanggap.places.city import city
from tanggap.reports.words import REFUSABLE
from tanggap.web.desk import choices, picking
from tanggap.web.desk.picking import Option
from tanggap.web.ui.fields import ManyFiles, Photos, When, message_field
from tanggap.web.ui.forms import Form

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Words = str | _StrPromise

NOBODY = ""


PUBLIC_WORDS = _("Everybody can read this. No names, please.")


class ActForm(Form):
    """`version` is the report's as the officer saw it, `seen` what stood there (web.desk.difference).

    `options` are radio buttons that the page adds to a field by name.
    """

    version = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    note = message_field(
        _("Internal note"), required=False, rows=2, help_text=_("Only those who handle the report see it.")
    )
    has_note: ClassVar[bool] = True

    def __init__(self, *args: Any, options: Mapping[str, Sequence[Option]] | None = None, **kwargs: Any) -> None:
        self.options = {name: list(given) for name, given in (options or {}).items()}
        super().__init__(*args, **kwargs)
        if not self.has_note:
            del self.fields["note"]
        else:
            self.order_fields([*(name for name in self.fields if name != "note"), "note"])

    def arguments(self) -> dict[str, Any]:
        """Return what the action takes besides code, version and person."""
        return {name: value for name, value in self.cleaned_data.items() if name not in {"version", "seen"}}

    def see(self, version: int, seen: str) -> None:
        """Let the next try be made on `version`, which is shown together with the form."""
        if isinstance(self.data, QueryDict):
            self.data = self.data.copy()
            self.data["version"], self.data["seen"] = str(version), seen

    def write(self, field: str, text: str) -> None:
        """Put `text` into a field of a sent form, in place of what was sent."""
        if isinstance(self.data, QueryDict):
            self.data = self.data.copy()
            self.data[field] = text

    def refuse(self, errors: Mapping[str, str]) -> None:
        """Show an action's refusals under the fields that they concern."""
        for field, message in errors.items():
            self.add_error(field if field in self.fields else None, message)

    @property
    def words(self) -> list[tuple["Words", str]]:
        """Return what was written, for a form that can no longer be sent."""
        return [
            (field.label, text)
            for field in self.visible_fields()
            if field.widget_type == "textarea" and (text := str(field.value() or "").strip())
        ]


class StartForm(ActForm):
    """Begin the work."""

    message = message_field(_("Message to the reporter"), required=False, rows=2, help_text=PUBLIC_WORDS)


class PickUnit(forms.CharField):
    """A unit's code from radio buttons that the template draws."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Which unit shall act?"), max_length=80, error_messages={"required": _("Choose a unit.")}
        )


class CoordinateForm(ActForm):
    """Ask another unit to act."""

    unit = PickUnit()
    unit_text = forms.CharField(
        label=_("Another unit"), required=False, max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    message = message_field(_("What shall it do, and why?"), help_text=PUBLIC_WORDS)

    def arguments(self) -> dict[str, Any]:
        given = super().arguments()
        given.pop("unit_text")
        return given

    @property
    def shown(self) -> list[Option]:
        """Return the units to choose from: what fits the typed words, the one already chosen, the suggestions."""
        typed, chosen = str(self["unit_text"].value() or ""), str(self["unit"].value() or "")
        found = picking.unit_options(typed) if typed else []
        kept = picking.unit_option(chosen) if chosen else None
        return picking.unique([*self.options.get("unit", ()), kept, *found])


class DispositionForm(ActForm):
    """Instruct one's own branch."""

    unit = PickUnit()
    message = message_field(_("Instruction"), help_text=PUBLIC_WORDS)
    due_at = When(label=_("Until when?"))

    @property
    def shown(self) -> list[Option]:
        """Return the unit's branches, the one of the place first."""
        return self.options.get("unit", [])


class AskForm(ActForm):
    """Ask the reporter."""

    question = message_field(_("Question"), help_text=_("Only the reporter reads it, on the private page."))


class RejectForm(ActForm):
    """Refuse the report."""

    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[(reason.value, reason.label) for reason in REFUSABLE],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a reason from the list.")},
    )
    message = message_field(
        _("Explanation for the reporter"),
        help_text=_("Everybody can read this. If another body is responsible, refer the reporter to it instead."),
    )


class ClaimForm(ActForm):
    """Say that the work is done."""

    message = message_field(_("What was done?"), help_text=PUBLIC_WORDS)
    photos = Photos(
        label=_("Photos of the result"),
        error_messages={"required": _("Please add a photo of the result.")},
        widget=ManyFiles(attrs={"accept": "image/*"}),
    )


class ContestForm(ActForm):
    """Say why the check is wrong, with further photos if there are any."""

    message = message_field(_("Why does the result hold?"), help_text=PUBLIC_WORDS)
    photos = Photos(label=_("Further photos"), required=False, widget=ManyFiles(attrs={"accept": "image/*"}))


class MergeForm(ActForm):
    """Join the report to another of the same problem."""

    parent = forms.CharField(
        label=_("Code of the other report"),
        help_text=_("The one that goes on; this one follows it."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )

    def clean_parent(self) -> str:
        code = read_code(self.cleaned_data["parent"], city().prefix)
        if code is None:
            raise forms.ValidationError(
                _("This is no report code. It looks like %(example)s.") % {"example": f"{city().prefix}-4KQ2-M9XT-1C7"}
            )
        return code


class UnmergeForm(ActForm):
    """Separate a joined report again."""


class NoteForm(ActForm):
    """Write an internal note. `key` is the form's: sent twice, it is written once."""

    keyed = True
    note = message_field(
        _("Internal note"),
        help_text=_("Only those who handle the report see it. @ and a username tells a colleague of it."),
        rows=4,
    )
    photos = Photos(label=_("Photos"), required=False, widget=ManyFiles(attrs={"accept": "image/*"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].required = False
        self.order_fields(["version", "seen", "key", "note", "photos"])


class AssignForm(ActForm):
    """Give the report to a colleague."""

    has_note = False
    assignee = forms.CharField(label=_("Who works on it?"), required=False, max_length=64)

    @property
    def shown(self) -> list[Option]:
        """Return the colleagues, and nobody."""
        return [*self.options.get("assignee", []), Option(NOBODY, str(_("Nobody yet")))]


class CompleteForm(ActForm):
    """Category and place."""

    category = forms.CharField(
        label=_("Category"), max_length=80, error_messages={"required": _("Choose a category from the list.")}
    )
    place = forms.CharField(
        label=_("Place"), max_length=80, error_messages={"required": _("Choose a place on the map or from the list.")}
    )
    place_text = forms.CharField(
        label=_("Search a place"), required=False, max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    @property
    def groups(self) -> tuple[tuple[str, str, choices.Choices], ...]:
        """Return the categories by group."""
        return choices.category_groups()

    @property
    def shown(self) -> list[Option]:
        """Return the places to choose from: the one already chosen, what fits the typed words, the suggestions."""
        typed, chosen = str(self["place_text"].value() or ""), picking.read_spot(str(self["place"].value() or ""))
        found = picking.spot_options(typed) if typed else []
        kept = Option(str(chosen), picking.spot_label(chosen)) if chosen else None
        return picking.unique([*self.options.get("place", ()), kept, *found])

    def clean_place(self) -> picking.Spot:
        spot = picking.read_spot(self.cleaned_data["place"])
        if spot is None:
            raise forms.ValidationError(_("Choose a place on the map or from the list."))
        return spot

    def arguments(self) -> dict[str, Any]:
        given = super().arguments()
        spot: picking.Spot = given.pop("place")
        given.pop("place_text")
        return {**given, "area": spot.area, "lon": spot.lon, "lat": spot.lat}

    def refuse(self, errors: Mapping[str, str]) -> None:
        super().refuse({"place" if field == "location" else field: message for field, message in errors.items()})
