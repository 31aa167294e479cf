"""What the staff types to make a questionnaire. The surveys room decides."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from django import forms
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tanggap.places.city import city
from tanggap.surveys.queries.listing import QuestionnaireRow
from tanggap.surveys.words import Kind, QuestionKind
from tanggap.web.ui.forms import Form

SPARE_QUESTIONS: Final = 2
SPARE_MEASURES: Final = 2
AREAS_DEEP: Final = 2
LANGUAGES: Final = dict(settings.LANGUAGES)
CODE_HELP: Final = _("Small letters, digits and hyphens. It is part of the address and never changed.")
CODE_INPUT: Final = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}


class SpokenForm(Form):
    """A form with texts in each of the city's languages: `title_id`, `title_en`."""

    use_required_attribute = False

    def refuse(self, errors: Mapping[str, str | Promise]) -> None:
        """Show an action's refusals under the fields that they concern; of a text under its first language."""
        for field, message in errors.items():
            spoken = f"{field}_{city().languages[0]}"
            name = field if field in self.fields else spoken if spoken in self.fields else None
            self.add_error(name, str(message))

    def texts(self, name: str) -> dict[str, str]:
        """Return a text by language."""
        return {language: str(self.cleaned_data.get(f"{name}_{language}", "")) for language in city().languages}

    def spoken(self, name: str) -> Iterator[forms.BoundField]:
        """Yield the fields of a text."""
        return (self[f"{name}_{language}"] for language in city().languages)

    def speak(
        self,
        name: str,
        label: Any,
        *,
        initial: Mapping[str, str],
        rows: int = 0,
        longest: int = 1000,
        is_needed: bool = False,
    ) -> None:
        """Add the fields of a text; one that `is_needed` must be there in the city's first language."""
        for number, language in enumerate(city().languages):
            self.fields[f"{name}_{language}"] = forms.CharField(
                label=f"{label} ({LANGUAGES.get(language, language)})",
                required=is_needed and number == 0,
                error_messages={"required": _("Write it at least in the city's first language.")},
                max_length=longest,
                initial=initial.get(language, ""),
                widget=forms.Textarea(attrs={"rows": rows, "class": "short"})
                if rows
                else forms.TextInput(attrs={"autocomplete": "off"}),
            )


class QuestionForm(SpokenForm):
    """One question of one's own; an empty label leaves it out."""

    place = forms.IntegerField(label=_("Place"), required=False, min_value=1, max_value=99)
    kind = forms.ChoiceField(label=_("Answered by"), choices=QuestionKind.choices)
    is_needed = forms.BooleanField(label=_("Must be answered"), required=False)

    def __init__(self, *args: Any, number: int, question: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, prefix=f"q{number}", **kwargs)
        known = question or {}
        self.number = number
        self.fields["place"].initial = number
        self.fields["kind"].initial = known.get("kind", QuestionKind.SCALE)
        self.fields["is_needed"].initial = known.get("is_needed", False)
        self.speak("label", _("Question"), initial=known.get("label", {}), longest=400)
        lines = {
            language: "\n".join(option["label"].get(language, "") for option in known.get("options", ()))
            for language in city().languages
        }
        self.speak("options", _("Answers, one on each line, for a choice"), initial=lines, rows=3, longest=2000)

    @property
    def label(self) -> Iterator[forms.BoundField]:
        """Return the fields of the question."""
        return self.spoken("label")

    @property
    def options(self) -> Iterator[forms.BoundField]:
        """Return the fields of the answers."""
        return self.spoken("options")

    @property
    def is_empty(self) -> bool:
        """Return whether it asks nothing."""
        return not any(text.strip() for text in self.texts("label").values())

    def question(self) -> dict[str, Any]:
        """Return the question as the surveys room takes it."""
        said = {language: text.splitlines() for language, text in self.texts("options").items()}
        most = max(map(len, said.values()), default=0)
        options = [
            {
                language: lines[row].strip()
                for language, lines in said.items()
                if row < len(lines) and lines[row].strip()
            }
            for row in range(most)
        ]
        return {
            "kind": self.cleaned_data["kind"],
            "label": self.texts("label"),
            "is_needed": self.cleaned_data["is_needed"],
            "options": [option for option in options if option],
        }


class QuestionnaireForm(SpokenForm):
    """A questionnaire with its questions; some empty ones wait below."""

    code = forms.CharField(
        label=_("Short name"), help_text=CODE_HELP, max_length=40, widget=forms.TextInput(attrs=CODE_INPUT)
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, row: QuestionnaireRow | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.speak("title", _("Title"), initial=row.titles if row else {}, longest=120, is_needed=True)
        self.speak(
            "introduction", _("What is said above the questions"), initial=row.introductions if row else {}, rows=3
        )
        self.fields["kind"].initial = row.kind if row else Kind.SKM
        if row:
            del self.fields["code"], self.fields["kind"]
        self.row = row
        known = list(row.questions) if row else []
        shown = len(known) + SPARE_QUESTIONS
        if self.is_bound:
            shown = max(shown, sum(f"q{number}-kind" in self.data for number in range(1, 30)))
        self.questions = [
            QuestionForm(
                self.data if self.is_bound else None,
                number=number,
                question=known[number - 1] if number <= len(known) else None,
            )
            for number in range(1, shown + 1)
        ]

    @property
    def title(self) -> Iterator[forms.BoundField]:
        """Return the fields of the title."""
        return self.spoken("title")

    @property
    def introduction(self) -> Iterator[forms.BoundField]:
        """Return the fields of what is said above the questions."""
        return self.spoken("introduction")

    def is_valid(self) -> bool:
        """Return whether the form and each of its questions can be read."""
        return all([super().is_valid(), *(one.is_valid() for one in self.questions)])

    def arguments(self) -> dict[str, Any]:
        """Return what the action takes."""
        asked = [one for one in self.questions if not one.is_empty]
        asked.sort(key=lambda one: one.cleaned_data["place"] or one.number)
        return {
            "code": self.row.code if self.row else self.cleaned_data["code"],
            "kind": self.row.kind if self.row else self.cleaned_data["kind"],
            "title": self.texts("title"),
            "introduction": self.texts("introduction"),
            "questions": [one.question() for one in asked],
        }
