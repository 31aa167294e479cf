"""What citizens type: read here, judged by the rooms' actions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tanggap.catalog import queries as catalog
from tanggap.reports.words import Visibility
from tanggap.web.ui.fields import ManyFiles, Photos, message_field, question_field
from tanggap.web.ui.forms import Form

UNSURE = ""  # "let an officer decide": no category
OTHER = "other"  # one of the list below the suggestions
NOWHERE = "none"  # "none of these places": an officer places it
LONGEST_TEXT = 10_000
DETAIL = "detail_"


@dataclass(frozen=True, slots=True)
class Chosen:
    """A place chosen from a list: a leaf area, with a point when the place is small enough to be one."""

    area: str | None = None
    lon: float | None = None
    lat: float | None = None

    def __str__(self) -> str:
        point = "" if self.lon is None else f"@{self.lon:.6f},{self.lat:.6f}"
        return f"{self.area or ''}{point}"


def read_chosen(value: str) -> Chosen:
    """Return what a place's radio button says. Raises ValueError."""
    area, at, point = value.partition("@")
    if not at:
        return Chosen(area or None)
    lon, lat = point.split(",")
    return Chosen(area or None, float(lon), float(lat))


class ReportForm(Form):
    """A report as a citizen writes it. Only shapes are checked here; what is acceptable the intake decides."""

    keyed = True

    text = forms.CharField(
        label=_("What is wrong?"),
        help_text=_(
            "One or two sentences are enough. Please leave out names and telephone numbers; others can read this."
        ),
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
        error_messages={"required": _("Please tell in a few words what is wrong.")},
    )
    photos = Photos(label=_("Photos"), required=False, widget=ManyFiles(attrs={"accept": "image/*"}))
    address = forms.CharField(
        label=_("Address or landmark"),
        help_text=_("For example: Jl. Dr. Sumarno, in front of the mayor's office. Coordinates work, too."),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "enterkeyhint": "search"}),
    )
    place = forms.CharField(required=False, max_length=80)
    lon = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    lat = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    category = forms.CharField(required=False, max_length=80)
    other_category = forms.CharField(required=False, max_length=80)
    name = forms.CharField(label=_("Your name"), required=False, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.CharField(
        label=_("E-mail"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
    )
    phone = forms.CharField(
        label=_("Mobile number"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel", "type": "tel"}),
    )
    contact = forms.ChoiceField(
        label=_("How may we tell you what happens?"),
        required=False,
        choices=[
            ("", _("Not at all: I keep the private link")),
            ("email", _("By e-mail")),
            ("sms", _("By SMS or WhatsApp")),
        ],
        widget=forms.RadioSelect,
    )
    visibility = forms.ChoiceField(
        label=_("Who may read the report?"),
        choices=[
            (Visibility.PUBLIC, _("Everybody. Your name and contact stay hidden, from officers too.")),
            (Visibility.PRIVATE, _("Only you and those who handle it.")),
        ],
        initial=Visibility.PUBLIC,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask(self.chosen_category)

    @property
    def chosen_category(self) -> str | None:
        """Return the category as the person left it, None when an officer shall decide. Unknown codes are the intake's to refuse."""
        value = self._typed("category")
        if value == OTHER or (value == UNSURE and self._typed("other_category")):
            value = self._typed("other_category")
        return value or None

    def ask(self, category: str | None) -> None:
        """Add the questions of a category."""
        row = catalog.category(category)
        for question in row.questions if row else []:
            self.fields[DETAIL + question["code"]] = _question_field(question)

    def detail_fields(self) -> Iterator[forms.BoundField]:
        """Yield the fields of the category's questions."""
        return (self[name] for name in self.fields if name.startswith(DETAIL))

    def details(self) -> dict[str, str]:
        """Return the answers by the questions' codes."""
        return {
            name.removeprefix(DETAIL): str(value)
            for name, value in self.cleaned_data.items()
            if name.startswith(DETAIL)
        }

    def chosen_place(self) -> Chosen:
        """Return the point that was set, else the place chosen from the list, else nothing. Raises ValueError for a broken one."""
        lon, lat = self._typed("lon"), self._typed("lat")
        if lon or lat:
            return Chosen(None, _degrees(lon), _degrees(lat))
        value = self._typed("place")
        return Chosen() if value in {"", NOWHERE} else read_chosen(value)

    def refuse(self, errors: Mapping[str, str | Promise]) -> None:
        """Show what the intake refused under the fields that the person sees."""
        for field, message in errors.items():
            name = {"location": "address", "details": DETAIL}.get(field, field).replace("details.", DETAIL)
            self.add_error(name if name in self.fields else None, str(message))

    def _typed(self, name: str) -> str:
        return str((self.data if self.is_bound else self.initial).get(name, "")).strip()


class AnswerForm(Form):
    """The reporter's answer to a question."""

    answer = forms.CharField(label=_("Your answer"), widget=forms.Textarea(attrs={"rows": 3}))


SCORES = [
    ("4", _("Very good")),
    ("3", _("Good")),
    ("2", _("Not so good")),
    ("1", _("Not good: the problem is still there")),
]


class RateForm(Form):
    """The reporter's judgement of a closure: one tap; each button of the page sends its score."""

    score = forms.TypedChoiceField(label=_("How was it solved?"), choices=SCORES, coerce=int, widget=forms.RadioSelect)
    comment = forms.CharField(label=_("Anything to add?"), required=False, widget=forms.Textarea(attrs={"rows": 2}))


class DetailForm(Form):
    """What the reporter tells more about a rating."""

    message = message_field(
        _("Do you want to say more about it? (optional)"), rows=2, help_text=_("Only those who work on it read it.")
    )


class ReopenForm(Form):
    """Why the reporter is not satisfied."""

    message = message_field(_("What is still wrong?"), help_text=_("Only those who handle the report read your words."))
    photos = Photos(
        label=_("A photo of how it looks now (optional)"),
        help_text=_("It is shown with the report, as your first photo is."),
        required=False,
        widget=ManyFiles(attrs={"accept": "image/*"}),
    )
    score = forms.TypedChoiceField(
        label=_("How was it solved?"), choices=[("1", "1"), ("2", "2")], coerce=int, required=False, empty_value=None,
        widget=forms.HiddenInput, initial="1",
    )  # fmt: skip


class AddForm(Form):
    """What the reporter adds later: words, photos, or both. Its fields have ids of their own beside the other forms of the page."""

    keyed = True

    message = message_field(
        _("What do you want to add?"),
        required=False,
        help_text=_("For example: it got worse, or where exactly. Only those who work on it read it."),
    )
    photos = Photos(label=_("Photos"), required=False, widget=ManyFiles(attrs={"accept": "image/*"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="add_%s", **kwargs)

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if not self.errors and not given["message"] and not given["photos"]:
            self.add_error("message", _("Write something, or choose a photo."))
        return given

    def refuse(self, errors: Mapping[str, str | Promise]) -> None:
        """Show what was refused under its field."""
        for field, message in errors.items():
            self.add_error(field if field in self.fields else None, str(message))


class AppealForm(Form):
    """Why a refusal is wrong."""

    message = forms.CharField(
        label=_("Why should the report be looked at again?"), widget=forms.Textarea(attrs={"rows": 3})
    )


def _degrees(typed: str) -> float:
    return float(typed.replace(",", ".") if typed.count(",") == 1 and "." not in typed else typed)


def _question_field(question: dict[str, Any]) -> forms.Field:
    field = question_field(question)
    field.is_asked = bool(question.get("required"))  # type: ignore[attr-defined]
    return field
