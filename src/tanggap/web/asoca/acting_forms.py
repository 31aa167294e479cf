"""What is typed about an action: what is done by whom, for how much, until when, how far it is, and what its effect is seen by."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tanggap.asoca import figures, queries
from tanggap.asoca.words import ActionState, Method
from tanggap.insight.statistics import Selection
from tanggap.web.asoca.forms import ALL, Choices, Offering, day, indicators, line, narrowed
from tanggap.web.ui.fields import Whole, message_field
from tanggap.web.ui.forms import Refusing

MOST_MONEY = 10**15


class ActionForm(Offering):
    """An action of a strategy: what is done, who answers for it, for how much, until when, and what it waits for."""

    text = message_field(_("What will be done"), rows=3)
    owner = forms.ChoiceField(label=_("Unit that answers for it"))
    owner_role = line(_("Who in the unit"), help_text=_("The post, not the person: people change."))
    budget = Whole(
        label=_("Budget"),
        required=False,
        min_value=0,
        max_value=MOST_MONEY,
        help_text=_("Whole units, such as 250.000.000. Empty: not known yet."),
        error_messages={"invalid": _("Write a whole number in digits, such as 250000000.")},
    )
    due_on = day(_("Due on"))
    needs = forms.TypedMultipleChoiceField(
        label=_("Waits for"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Actions that must be done first."),
    )

    def __init__(self, *args: Any, others: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("owner", sorted(queries.owners(), key=lambda row: row[1]), none=_("Choose a unit"))
        if currency := figures.currency():
            self.fields["budget"].label = _("Budget (%(currency)s)") % {"currency": currency}
        self.offer("needs", others)
        if not self.fields["needs"].choices:  # type: ignore[attr-defined]
            del self.fields["needs"]


class StateForm(Refusing):
    """How far an action is."""

    state = forms.ChoiceField(label=_("State"), choices=ActionState.choices, widget=forms.RadioSelect)
    note = message_field(_("Note"), required=False, rows=2)
    version = forms.IntegerField(widget=forms.HiddenInput)


class FollowForm(Offering):
    """By which number an action's effect is followed, of what, from when, and against what."""

    indicator = forms.ChoiceField(label=_("Indicator"))
    at = day(_("Day of the intervention"), help_text=_("From this day on the action could have an effect."))
    first = day(
        _("Series begins on"),
        help_text=_("The longer before, the better: at least eight months or weeks on each side."),
    )
    area = forms.ChoiceField(label=_("Area"), required=False)
    category = forms.ChoiceField(label=_("Kind of problem"), required=False)
    unit = forms.ChoiceField(label=_("Unit that answers"), required=False)
    channel = forms.ChoiceField(label=_("Channel"), required=False)
    method = forms.ChoiceField(label=_("Method"), choices=Method.choices, widget=forms.RadioSelect, initial=Method.ITS)
    control_area = forms.ChoiceField(label=_("Compared with the area"), required=False)
    control_category = forms.ChoiceField(label=_("or with the kind of problem"), required=False)
    control_unit = forms.ChoiceField(label=_("or with the unit"), required=False)
    control_channel = forms.ChoiceField(label=_("or with the channel"), required=False)

    def __init__(self, *args: Any, selection: Selection, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("indicator", indicators(), none=_("Choose an indicator"))
        for name, words in ALL.items():
            self.offer(name, narrowed(name, selection), none=words)
            self.offer(f"control_{name}", narrowed(name, selection), none=_("None"))

    def named(self, field: str) -> str:
        """Return this form's name of a field: what is wrong with the comparison stands at its first."""
        return "control_area" if field == "control" else field

    def wanted(self) -> dict[str, Any]:
        """Return what the room is asked: the number, of what since when, by which method."""
        given = self.cleaned_data
        narrowed = {name: given[name] for name in ALL}
        return {
            "indicator": given["indicator"],
            "selection": Selection(given["first"], max(given["first"], given["at"]), **narrowed),
            "at": given["at"],
            "method": given["method"],
            "control": {name: code for name in ALL if (code := given[f"control_{name}"])},
        }
