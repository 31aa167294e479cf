"""Fields that the forms of several surfaces share: words that others read, photos, an instant."""

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from tanggap.core.words import say
from tanggap.reports.actions.handling import LONGEST_MESSAGE
from tanggap.reports.photos import Upload

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Words = str | _StrPromise

TOO_LONG = _(
    "At most %(limit_value)d characters; this has %(show_value)d. It is all still here: shorten it, or send it in parts."
)


GROUPED = re.compile(r"\d{1,3}(?:([.,'\u00a0\u202f ])\d{3})(?:\1\d{3})*")


def whole(text: str) -> str:
    """Return a whole number as it is counted with, whichever marks its thousands were written with; other text as it is."""
    said = text.strip()
    return re.sub(r"\D", "", said) if GROUPED.fullmatch(said) else said


class Whole(forms.IntegerField):
    """A whole number, with the marks of its thousands or without: 250.000, 250,000 and 250000 are the same."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def to_python(self, value: Any) -> int | None:
        return super().to_python(whole(value) if isinstance(value, str) else value)


class Percent(forms.DecimalField):
    """A number of per cent, its decimals behind a comma or a point: no thousands can be meant."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)


class ManyFiles(forms.ClearableFileInput):
    """One file input that takes several photos."""

    template_name = "django/forms/widgets/file.html"
    allow_multiple_selected = True


class Photos(forms.FileField):
    """Any number of files as Uploads; the action says how many and of what kind it takes."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Upload]:
        files: list[UploadedFile[Any]] = [file for file in (data if isinstance(data, list | tuple) else [data]) if file]
        if self.required and not files:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return [Upload(file.read(), file.name or "") for file in files]


class Text(forms.CharField):
    """Words that others read, line ends counted once. What is too long is kept and refused: a browser would cut it without a word."""

    def __init__(self, **given: Any) -> None:
        super().__init__(max_length=LONGEST_MESSAGE, **given)

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"data-most": LONGEST_MESSAGE}


class Several(forms.CharField):
    """Any of some choices; their codes with commas between."""

    widget = forms.CheckboxSelectMultiple

    def to_python(self, value: Any) -> str:
        return ",".join(map(str, value)) if isinstance(value, list | tuple) else str(value or "")


def question_field(question: dict[str, Any], *, longest: int | None = None) -> forms.CharField:
    """Return a field for what a category asks. What is none of the choices is for the intake to refuse, with its words."""
    label, kind = say(question["label"]), question["kind"]
    choices = [(option["code"], say(option["label"])) for option in question.get("options", ())]
    if kind == "choices":
        return Several(label=label, required=False, widget=forms.CheckboxSelectMultiple(choices=choices))
    widgets: dict[str, forms.Widget] = {
        "choice": forms.RadioSelect(choices=choices),
        "number": forms.TextInput(attrs={"inputmode": "decimal"}),
        "moment": forms.TextInput(attrs={"type": "datetime-local"}),
        "paragraph": forms.Textarea(attrs={"rows": 3}),
    }
    longest = None if kind == "paragraph" else longest
    return forms.CharField(label=label, required=False, max_length=longest, widget=widgets.get(kind, forms.TextInput()))


def message_field(label: "Words", *, required: bool = True, rows: int = 3, help_text: "Words" = "") -> Text:
    """Return a field for words that others read."""
    return Text(
        label=label,
        help_text=help_text,
        required=required,
        error_messages={"required": _("Please write something here."), "max_length": TOO_LONG},
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class When(forms.DateTimeField):
    """A day and time of the city, as the browser's own control writes them."""

    def __init__(self, *, label: "Words", required: bool = False, help_text: "Words" = "") -> None:
        super().__init__(
            label=label,
            required=required,
            help_text=help_text,
            input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
            error_messages={"invalid": _("Write the day and the time, such as 2026-03-31T16:00.")},
            widget=forms.DateTimeInput(attrs={"type": "datetime-local", "class": "input"}, format="%Y-%m-%dT%H:%M"),
        )
