"""What a supervisor writes to keep a ready answer: its act, its category, a name and a text in each of the city's languages."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from tanggap.catalog import answering
from tanggap.catalog.answers import DOORS, Answer
from tanggap.places.city import city
from tanggap.web.desk import choices
from tanggap.web.ui.fields import Text
from tanggap.web.ui.forms import Form


class AnswerForm(Form):
    """`version` is the answer's as it was read; 0 for a new one. The fields of each language are `name_<language>`, `text_<language>`."""

    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, initial=0, widget=forms.HiddenInput)
    door = forms.ChoiceField(label=_("What it is for"), choices=list(DOORS.items()))
    category = forms.CharField(label=_("Category"), required=False, max_length=80)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = dict(settings.LANGUAGES)
        for language in city().languages:
            spoken = {"language": names.get(language, language)}
            self.fields[f"name_{language}"] = forms.CharField(
                label=_("Name (%(language)s)") % spoken, max_length=answering.LONGEST_NAME
            )
            self.fields[f"text_{language}"] = Text(
                label=_("Text (%(language)s)") % spoken, widget=forms.Textarea(attrs={"rows": 4, "lang": language})
            )

    @classmethod
    def of(cls, answer: Answer | None) -> "AnswerForm":
        """Return the form of an answer as it stands, an empty one for None."""
        if answer is None:
            return cls()
        initial: dict[str, Any] = {"version": answer.version, "door": answer.door}
        initial["category"] = next(iter(answer.categories), "")
        for language in city().languages:
            initial |= {f"name_{language}": answer.name.get(language), f"text_{language}": answer.text.get(language)}
        return cls(initial=initial)

    @property
    def groups(self) -> tuple[tuple[str, str, choices.Choices], ...]:
        """Return the categories by group."""
        return choices.category_groups()

    @property
    def languages(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Return the fields of each language: its name and its text."""
        return [(self[f"name_{language}"], self[f"text_{language}"]) for language in city().languages]

    def arguments(self) -> dict[str, Any]:
        """Return what the action takes besides person, unit and line."""
        given = self.cleaned_data
        return {
            "door": given["door"],
            "category": given["category"] or None,
            "version": given["version"],
            "name": {language: given[f"name_{language}"] for language in city().languages},
            "text": {language: given[f"text_{language}"] for language in city().languages},
        }

    def refuse(self, errors: Mapping[str, str]) -> None:
        """Show the action's refusals under the fields that they concern."""
        for field, message in errors.items():
            self.add_error(field if field in self.fields else None, message)
