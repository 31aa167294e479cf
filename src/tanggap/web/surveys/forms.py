"""The form of somebody who answers: the nine elements, our own question, the questionnaire's own ones, and bands of who it is."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tanggap.surveys.elements import OVERALL
from tanggap.surveys.queries.asking import Asked
from tanggap.surveys.words import ASKED_OF_PEOPLE
from tanggap.web.ui.forms import Form

PEOPLE_LABELS: Final = {
    "sex": _("Sex"),
    "age": _("Age"),
    "education": _("Highest school finished"),
    "work": _("Occupation"),
}
CHOOSE: Final = {
    "required": _("Choose one of the four answers."),
    "invalid_choice": _("Choose one of the four answers."),
}
SCALE: Final = [("1", "1"), ("2", "2"), ("3", "3"), ("4", "4")]


class AnswerForm(Form):
    """What a survey asks. The surveys room judges the answers; here each field only says what is missing."""

    keyed = True
    use_required_attribute = False

    def __init__(self, *args: Any, asked: Asked, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked
        for element in asked.elements:
            self.fields[element.code] = forms.ChoiceField(
                label=str(element.question),
                choices=[(str(score), label) for score, label in element.choices],
                widget=forms.RadioSelect,
                required=element is not OVERALL,
                error_messages=CHOOSE,
            )
        for question in asked.questions:
            self.fields[question["code"]] = _own(question)
        if asked.is_skm:
            for name, label in PEOPLE_LABELS.items():
                self.fields[name] = forms.ChoiceField(
                    label=label, required=False, choices=[("", _("Not said")), *ASKED_OF_PEOPLE[name].choices]
                )

    def questions(self) -> Iterator[forms.BoundField]:
        """Yield the fields of the questions, in their order."""
        return (self[name] for name in self.fields if name not in {"key", *PEOPLE_LABELS})

    def people(self) -> Iterator[forms.BoundField]:
        """Yield the fields about who answers."""
        return (self[name] for name in PEOPLE_LABELS if name in self.fields)

    def given(self) -> dict[str, str]:
        """Return the answers by field."""
        return {name: str(value) for name, value in self.cleaned_data.items() if name != "key"}

    def refuse(self, errors: Mapping[str, str | Promise]) -> None:
        """Show an action's refusals under the fields that they concern."""
        for field, message in errors.items():
            self.add_error(field if field in self.fields else None, str(message))


def _own(question: Mapping[str, Any]) -> forms.Field:
    label, needed = question["label"], bool(question["is_needed"])
    wanted = {"required": _("Please answer this question."), "invalid_choice": _("Choose one of the answers.")}
    if question["kind"] == "words":
        return forms.CharField(
            label=label,
            required=needed,
            error_messages=wanted,
            help_text=_("Please leave out names and telephone numbers."),
            widget=forms.Textarea(attrs={"rows": 3}),
        )
    choices = SCALE if question["kind"] == "scale" else question["options"]
    return forms.ChoiceField(
        label=label, required=needed, choices=choices, widget=forms.RadioSelect, error_messages=wanted
    )
