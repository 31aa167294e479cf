"""What a unit writes about a part-task: the same small forms at the desk, at the partners' desk and behind a guest's link."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from tanggap.reports.actions.handling import LONGEST_MESSAGE
from tanggap.reports.photos import Upload
from tanggap.reports.words import TaskReason
from tanggap.web.ui.forms import Form

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Words = str | _StrPromise

NO_NAMES = _("No names of citizens, no telephone numbers of theirs.")
TOO_LONG = _(
    "At most %(limit_value)d characters; this has %(show_value)d. It is all still here: shorten it, or send it in parts."
)


class ManyFiles(forms.ClearableFileInput):
    """One file input that takes several photos."""

    template_name = "django/forms/widgets/file.html"
    allow_multiple_selected = True


class Photos(forms.FileField):
    """Any number of files as Uploads; the action says how many and of what kind it takes."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Upload]:
        files: list[UploadedFile[Any]] = [file for file in (data if isinstance(data, list | tuple) else [data]) if file]
        return [Upload(file.read(), file.name or "") for file in files]


class Text(forms.CharField):
    """Words that others read, line ends counted once; what is too long is kept and refused."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n")


def text(label: "Words", *, required: bool = True, rows: int = 3, help_text: "Words" = "") -> Text:
    """Return a field for words that others read."""
    return Text(
        label=label,
        help_text=help_text,
        required=required,
        max_length=LONGEST_MESSAGE,
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


class TaskForm(Form):
    """One act on a task."""

    def refuse(self, errors: Mapping[str, str]) -> None:
        """Show an action's refusals under the fields that they concern."""
        for field, message in errors.items():
            self.add_error(field if field in self.fields else None, message)

    def arguments(self) -> dict[str, Any]:
        """Return what the action takes besides the task and who acts."""
        return dict(self.cleaned_data)


def reason() -> forms.ChoiceField:
    """Return the choice of why not."""
    return forms.ChoiceField(
        label=_("Reason"),
        choices=TaskReason.choices,
        widget=forms.RadioSelect,
        help_text=_("Everybody can read the reason."),
        error_messages={"required": _("Choose a reason from the list.")},
    )


class AcceptForm(TaskForm):
    """Take it on."""

    message = text(_("Message to the unit that asks"), required=False, rows=2, help_text=NO_NAMES)


class DeclineForm(TaskForm):
    """Say no, and perhaps when instead."""

    reason = reason()
    message = text(_("Explanation for the unit that asks"), help_text=NO_NAMES)
    counter_due_at = When(
        label=_("You could do it by"),
        help_text=_("If you can do it later than asked: the other unit agrees in one step."),
    )


class HandBackForm(TaskForm):
    """Give it back."""

    reason = reason()
    message = text(_("Explanation for the unit that asks"), help_text=NO_NAMES)


class AnswerForm(TaskForm):
    """Say that it is done, with photos."""

    message = text(_("What was done?"), help_text=NO_NAMES)
    photos = Photos(label=_("Photos of what was done"), required=False)
