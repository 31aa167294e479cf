"""What a supervisor, or a person for themselves, types about absences, competencies and the rule of a unit."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tanggap.agencies import competencies
from tanggap.agencies.words import AbsenceKind, AssignmentRule, Standing
from tanggap.web.ui.forms import Form

Choices = Sequence[tuple[str, Any]]


def day_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    """Return a field for a day, drawn by the browser's own calendar."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, required=required, help_text=help_text, widget=widget)


class Refusable(Form):
    """A form that shows an action's refusals under the fields that they concern."""

    def refuse(self, errors: Mapping[str, str]) -> None:
        """Take the refusals in."""
        for field, message in errors.items():
            self.add_error(field if field in self.fields else None, message)


class AbsenceForm(Refusable):
    """From when to when somebody is away, why, and who covers."""

    starts_on = day_field(_("First day"))
    ends_on = day_field(_("Last day"), help_text=_("This day included."))
    kind = forms.ChoiceField(label=_("Reason"), choices=AbsenceKind.choices)
    cover = forms.ChoiceField(
        label=_("Who covers"), required=False, help_text=_("Gets the new work, and sees the list meanwhile.")
    )

    def __init__(self, *args: Any, covers: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cover"].choices = [("", _("nobody")), *covers]  # type: ignore[attr-defined]


class CertificateForm(Refusable):
    """A proof of a competency: `competency` holds the code and the level, joined by a slash."""

    competency = forms.ChoiceField(label=_("Competency and level"))
    evidence = forms.CharField(
        label=_("Proof"), max_length=300, help_text=_("Number and issuer, or where the paper is kept.")
    )
    valid_from = day_field(_("Valid from"))
    valid_until = day_field(
        _("Valid until"), required=False, help_text=_("Empty: as long as the city's standard says.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["competency"].choices = [  # type: ignore[attr-defined]
            (f"{row.code}/{level}", f"{row.label} – {row.level_label(level)}")
            for row in competencies.competencies()
            for level, _name in row.levels
        ]

    def arguments(self) -> dict[str, Any]:
        """Return what `competency_actions.enter` takes."""
        given = dict(self.cleaned_data)
        code, _slash, level = given.pop("competency").partition("/")
        return {**given, "competency": code, "level": level}


class RevokeForm(forms.Form):
    """Why a proof is taken away."""

    because = forms.CharField(max_length=300, required=False)


class RuleForm(Form):
    """How new work of a unit finds its person."""

    unit = forms.CharField(max_length=80, widget=forms.HiddenInput)
    rule = forms.ChoiceField(
        label=_("New work goes to"), choices=AssignmentRule.choices, widget=forms.Select(attrs={"class": "input"})
    )


class RegisterForm(Form):
    """Whom to list in the register."""

    q = forms.CharField(
        label=_("Name or username"), required=False, max_length=80, widget=forms.TextInput(attrs={"type": "search"})
    )
    unit = forms.ChoiceField(label=_("Unit"), required=False)
    competency = forms.ChoiceField(label=_("Competency"), required=False)
    standing = forms.ChoiceField(label=_("Standing"), required=False, choices=[("", _("all")), *Standing.choices])

    def __init__(self, *args: Any, units: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [("", _("all")), *units]  # type: ignore[attr-defined]
        rows = competencies.competencies()
        self.fields["competency"].choices = [  # type: ignore[attr-defined]
            ("", _("all")), *((row.code, row.label) for row in rows)
        ]  # fmt: skip
