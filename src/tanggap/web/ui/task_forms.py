"""What a unit writes about a part-task: the same small forms at the desk, at the partners' desk and behind a guest's link."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tanggap.reports.words import TaskReason
from tanggap.web.ui.fields import Photos, When, message_field
from tanggap.web.ui.forms import Form

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Words = str | _StrPromise

NO_NAMES = _("No names of citizens, no telephone numbers of theirs.")


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

    message = message_field(_("Message to the unit that asks"), required=False, rows=2, help_text=NO_NAMES)


class DeclineForm(TaskForm):
    """Say no, and perhaps when instead."""

    reason = reason()
    message = message_field(_("Explanation for the unit that asks"), help_text=NO_NAMES)
    counter_due_at = When(
        label=_("You could do it by"),
        help_text=_("If you can do it later than asked: the other unit agrees in one step."),
    )


class HandBackForm(TaskForm):
    """Give it back."""

    reason = reason()
    message = message_field(_("Explanation for the unit that asks"), help_text=NO_NAMES)


class AnswerForm(TaskForm):
    """Say that it is done, with photos."""

    message = message_field(_("What was done?"), help_text=NO_NAMES)
    photos = Photos(label=_("Photos of what was done"), required=False)
