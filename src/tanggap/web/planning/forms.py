"""What is typed about a proposal: itself, its reports, and each step of its course. The room decides what of it can be used."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from tanggap.core.ids import read_code
from tanggap.places.city import city
from tanggap.planning.rows import Choices, ProposalPage
from tanggap.web.ui.fields import ManyFiles, Photos, message_field
from tanggap.web.ui.forms import Refusing

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Words = str | _StrPromise

LONGEST_LINE = 200
PUBLIC = _("Everybody can read this. No names, please, and none of the reporters’ words.")
_BETWEEN = re.compile(r"[\s,;]+")


class Codes(forms.CharField):
    """Codes of reports as people write them: with blanks, commas or on lines of their own. What is no code is refused by name."""

    def __init__(self, *, label: "Words", help_text: "Words" = "") -> None:
        super().__init__(
            label=label,
            help_text=help_text,
            max_length=4000,
            error_messages={"required": _("Write the code of at least one report.")},
            widget=forms.Textarea(attrs={"rows": 2, "autocapitalize": "characters", "spellcheck": "false"}),
        )

    def clean(self, value: Any) -> list[str]:
        typed = [part for part in _BETWEEN.split(str(super().clean(value))) if part]
        read = {part: read_code(part, city().prefix) for part in typed}
        if unread := next((part for part, code in read.items() if code is None), None):
            raise forms.ValidationError(
                _("“%(typed)s” is no report code. It looks like %(example)s."),
                params={"typed": unread[:40], "example": f"{city().prefix}-4KQ2-M9XT-1C7"},
            )
        return list(dict.fromkeys(code for code in read.values() if code))


def line(label: "Words", *, help_text: "Words" = "", **attributes: str) -> forms.CharField:
    """Return a field for one line of words."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=LONGEST_LINE,
        widget=forms.TextInput(attrs={"autocomplete": "off", **attributes}),
    )


def money(label: "Words", *, help_text: "Words" = "") -> forms.CharField:
    """Return a field for an amount; how it is written and within which bounds the room says."""
    return forms.CharField(
        label=label,
        help_text=help_text or _("Whole units, such as 250.000.000."),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


def pick(label: "Words", *, help_text: "Words" = "", required: bool = True) -> forms.CharField:
    """Return a field for one of some choices, given later; what is none of them the room refuses with its reason."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=80,
        error_messages={"required": _("Choose one from the list.")},
        widget=forms.Select(),
    )


def note_field() -> forms.CharField:
    """Return a field for what staff alone read."""
    return message_field(
        _("Internal note"), required=False, rows=2, help_text=_("Only staff who see the register read it.")
    )


class PlanningForm(Refusing):
    """A form that knows what the city's planning offers, and shows a room's refusal under the fields that it concerns."""

    def __init__(self, *args: Any, known: Choices, page: ProposalPage | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known, self.page = known, page
        offered: dict[str, Iterable[tuple[Any, Any]]] = {
            "level": [(one.code, one.label) for one in known.levels],
            "year": [(str(one.year), str(one.year)) for one in known.years],
            "source": known.sources,
            "builder": known.builders,
            "reason": known.reasons,
        }
        for name, choices in offered.items():
            self.offer(name, choices)
        for name in {"cost", "amount"} & set(self.fields):
            self.fields[name].label = f"{self.fields[name].label} ({known.currency})"

    def offer(self, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
        """Have the field `name` offer `choices`."""
        if name in self.fields:
            self.fields[name].widget.choices = [("", _("Choose")), *choices]

    def arguments(self) -> dict[str, Any]:
        """Return what the action takes besides the proposal and the person."""
        return dict(self.cleaned_data)


class ActForm(PlanningForm):
    """An act on a proposal: `version` is the one that the person saw."""

    version = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)

    def see(self, version: int) -> None:
        """Let the next try be made on `version`, which is shown together with the form."""
        if isinstance(self.data, QueryDict):
            self.data = self.data.copy()
            self.data["version"] = str(version)


class _Words(PlanningForm):
    """What everybody reads of a proposal."""

    title = line(_("Title"), help_text=_("What is to be built or made, and where. Everybody can read this."))
    problem = message_field(_("The problem"), rows=4, help_text=PUBLIC)
    reason = pick(_("Why is it too big for one unit?"))
    cost = money(_("Estimated cost"), help_text=_("A rough figure is enough; whole units, such as 250.000.000."))
    year = pick(_("Planned for the year"), help_text=_("Only years that still admit proposals can be chosen."))


class ProposeForm(_Words):
    """Make a proposal of one report or several."""

    reports = Codes(
        label=_("Reports"),
        help_text=_("Their codes, with blanks between. They stay with your unit and their clocks run."),
    )
    level = pick(
        _("Level"), help_text=_("Where it is deliberated first. The keeper of the level decides, never your own unit.")
    )
    message = message_field(_("Message to the reporters"), required=False, rows=2, help_text=PUBLIC)
    note = note_field()
    field_order = ("reports", "title", "problem", "reason", "cost", "level", "year", "message", "note")


class ChangeForm(_Words, ActForm):
    """Mend what a proposal says."""

    note = note_field()


class AddForm(ActForm):
    """Link more reports."""

    reports = Codes(label=_("Reports"), help_text=_("Their codes, with blanks between."))
    note = note_field()


class SayForm(ActForm):
    """A step that needs words for everybody."""

    message = message_field(_("What everybody reads"), help_text=PUBLIC)
    note = note_field()


class TakeOutForm(SayForm):
    """Let one report go."""

    report = pick(_("Which report?"))
    field_order = ("version", "report", "message", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        linked = [
            (one.code, f"{one.code} · {one.place}") for one in (self.page.reports if self.page else ()) if not one.end
        ]
        self.offer("report", linked)


class YearForm(SayForm):
    """A step into a year that is still open for it."""

    year = pick(_("Planned for the year"))
    field_order = ("version", "year", "message", "note")


class FundForm(SayForm):
    """The money: a programme of the budget, and who builds."""

    programme = line(
        _("Code of the programme"), help_text=_("As the budget has it (RKPD/APBD)."), autocapitalize="characters"
    )
    name = line(_("Name of the programme"))
    amount = money(_("Amount"))
    source = pick(_("Where the money comes from"))
    builder = pick(_("Unit that builds"), help_text=_("It answers for the reports from then on."))
    field_order = ("version", "programme", "name", "amount", "source", "builder", "message", "note")


class BeginForm(ActForm):
    """Begin to build."""

    message = message_field(_("What everybody reads"), required=False, rows=2, help_text=PUBLIC)
    note = note_field()


class BuildForm(SayForm):
    """Say that it is built, with photos of the result."""

    photos = Photos(label=_("Photos of the result"), required=False, widget=ManyFiles(attrs={"accept": "image/*"}))
    materials = line(_("Material used"))
    field_order = ("version", "message", "photos", "materials", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["materials"].required = False


class RefuseForm(SayForm):
    """Not take it."""

    reason = pick(_("Reason"))
    field_order = ("version", "reason", "message", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("reason", self.known.refusals)
