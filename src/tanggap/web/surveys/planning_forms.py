"""What the staff types to plan and run a survey. The surveys room decides."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tanggap.catalog import queries as catalog
from tanggap.places import queries as places
from tanggap.surveys.actions import Plan
from tanggap.surveys.elements import ELEMENTS
from tanggap.surveys.queries.listing import QuestionnaireRow, SurveyRow
from tanggap.surveys.words import Step
from tanggap.web.surveys.making_forms import CODE_HELP, CODE_INPUT, SpokenForm
from tanggap.web.ui.fields import Percent, Whole
from tanggap.web.ui.forms import Form

SPARE_MEASURES: Final = 2
AREAS_DEEP: Final = 2


class PlanForm(SpokenForm):
    """A survey. What is left empty means all."""

    code = forms.CharField(
        label=_("Short name"), help_text=CODE_HELP, max_length=40, widget=forms.TextInput(attrs=CODE_INPUT)
    )
    questionnaire = forms.ChoiceField(label=_("Questionnaire"))
    opens_on = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    closes_on = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    units = forms.CharField(
        label=_("Units"),
        required=False,
        max_length=2000,
        help_text=_("Their codes, with blanks between them. Empty: all."),
        widget=forms.TextInput(attrs={"list": "units", "autocomplete": "off", "spellcheck": "false"}),
    )
    area = forms.ChoiceField(label=_("Area"), required=False)
    channels = forms.MultipleChoiceField(
        label=_("Channels"),
        required=False,
        help_text=_("None marked: all of them."),
        widget=forms.CheckboxSelectMultiple,
    )
    share = Percent(
        label=_("Share of closures to invite, in per cent"),
        help_text=_("0 invites nobody. Nobody is invited twice within 90 days."),
        min_value=0, max_value=100, decimal_places=1, initial=0,
    )  # fmt: skip
    is_linked = forms.BooleanField(
        label=_("There is an open link with a QR code"),
        help_text=_("Anybody who has it can answer: such as people at a counter."),
        required=False,
        initial=True,
    )
    population = Whole(
        label=_("People to ask, if known"),
        help_text=_(
            "Such as all who were served in the year. The number of answers wanted follows from it (Krejcie and Morgan)."
        ),
        required=False,
        min_value=0,
    )

    def __init__(
        self, *args: Any, questionnaires: list[QuestionnaireRow], row: SurveyRow | None = None, **kwargs: Any
    ) -> None:
        if row is not None:
            kwargs["initial"] = {
                "questionnaire": row.questionnaire, "opens_on": row.opens_on, "closes_on": row.closes_on, "units": " ".join(row.units),
                "area": row.area, "channels": list(row.channels), "share": Decimal(row.share) / 10, "is_linked": row.is_linked,
                "population": row.population,
            }  # fmt: skip
        super().__init__(*args, **kwargs)
        self.speak("title", _("Title"), initial=row.titles if row else {}, longest=120, is_needed=True)
        self._choose("questionnaire", [(one.code, one.title) for one in questionnaires])
        self._choose(
            "area", [("", _("Whole city")), *((one.code, f"{'– ' * depth}{one.name}") for depth, one in _areas())]
        )
        self._choose("channels", [(one.code, one.label) for one in catalog.channels()])
        if row is not None:
            del self.fields["code"]

    @property
    def title(self) -> Iterator[forms.BoundField]:
        """Return the fields of the title."""
        return self.spoken("title")

    def plan(self) -> Plan:
        """Return the plan as the surveys room takes it."""
        data = self.cleaned_data
        return Plan(
            questionnaire=data["questionnaire"],
            title=self.texts("title"),
            opens_on=data["opens_on"],
            closes_on=data["closes_on"],
            units=data["units"].replace(",", " ").split(),
            channels=data["channels"],
            area=data["area"],
            population=data["population"],
            share=round(data["share"] * 10),
            is_linked=data["is_linked"],
        )

    def _choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]


class MeasureForm(Form):
    """One measure of the follow-up plan; without words it is left out."""

    what = forms.CharField(
        label=_("Measure"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2, "class": "short"})
    )
    element = forms.ChoiceField(label=_("Element"), required=False)
    unit = forms.CharField(
        label=_("Unit that answers for it"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"list": "units", "autocomplete": "off", "spellcheck": "false"}),
    )
    due = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    state = forms.ChoiceField(label=_("State"), choices=Step.choices)

    def __init__(self, *args: Any, number: int, measure: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        if measure:
            kwargs["initial"] = {**measure, "due": date.fromisoformat(measure["due"])}
        super().__init__(*args, prefix=f"m{number}", **kwargs)
        self.number = number
        self.fields["element"].choices = [("", _("All elements")), *((one.code, one.name) for one in ELEMENTS)]  # type: ignore[attr-defined]

    def measure(self) -> dict[str, Any]:
        """Return the measure as the surveys room takes it."""
        data = self.cleaned_data
        return {**data, "due": data["due"].isoformat() if data["due"] else ""}


class PaperForm(Form):
    """Answers on paper as a table."""

    table = forms.CharField(
        label=_("Table"),
        help_text=_(
            "CSV: a first line with u1 to u9, then a line for each person. Columns sex, age, education and work may follow."
        ),
        max_length=400_000,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
    )
    unit = forms.CharField(
        label=_("Unit they are about"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"list": "units", "autocomplete": "off", "spellcheck": "false"}),
    )

    def refuse(self, errors: Mapping[str, str | Promise]) -> None:
        """Show an action's refusals under the fields that they concern."""
        for field, message in errors.items():
            self.add_error(field if field in self.fields else None, str(message))


def _areas(parent: str | None = None, depth: int = 0) -> Iterator[tuple[int, Any]]:
    """Yield the areas of the highest levels, each below its own."""
    for row in places.areas(parent=parent) if parent else [one for one in places.areas() if one.parent is None]:
        yield depth, row
        if depth < AREAS_DEEP:
            yield from _areas(row.code, depth + 1)
