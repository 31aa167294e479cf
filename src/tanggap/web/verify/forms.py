"""What a validator fills in. One form for every verdict: the button says which."""

from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from tanggap.reports.photos import Upload
from tanggap.web.ui.forms import Form


class Ticks(forms.MultipleChoiceField):
    """The points that hold, each by its own words. Which points count the category says, in the action."""

    def valid_value(self, value: str) -> bool:
        return True


class VerdictForm(Form):
    """The checklist, what was found, and for a return the words to the unit; `version` is the case as it was shown."""

    keyed = True

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    checklist = Ticks(required=False, widget=forms.CheckboxSelectMultiple)
    findings = forms.CharField(
        label=_("What you found"),
        help_text=_("Internal: the units and later checks read it, the public does not."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    message = forms.CharField(
        label=_("What is missing?"),
        help_text=_("The unit works by these words, and the public and the reporter read them."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    cited = Ticks(required=False, widget=forms.CheckboxSelectMultiple)
    question = forms.CharField(
        label=_("What should the colleague look at?"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    reason = forms.CharField(
        label=_("Why can you not judge this case?"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def ticked(self) -> dict[str, bool]:
        """Return the points that were ticked, as the actions take them."""
        return dict.fromkeys(self.cleaned_data["checklist"], True)

    def photos(self) -> list[Upload]:
        """Return the photos taken on the spot, empty inputs left out."""
        files: MultiValueDict[str, Any] = self.files
        return [Upload(file.read(), file.name or "") for file in files.getlist("photos") if file]


class OpinionForm(Form):
    """A second opinion on the papers: the button says whether they hold."""

    keyed = True
    HOLDS, FAILS = "holds", "fails"

    verdict = forms.ChoiceField(choices=[(HOLDS, HOLDS), (FAILS, FAILS)])
    checklist = Ticks(required=False, widget=forms.CheckboxSelectMultiple)
    findings = forms.CharField(
        label=_("What you found"),
        help_text=_("Internal: who checks and who oversees the checks read it, once both have spoken."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def ticked(self) -> dict[str, bool]:
        """Return the points that were ticked, as the action takes them."""
        return dict.fromkeys(self.cleaned_data["checklist"], True)


class ConflictForm(Form):
    """Whose work one cannot judge: a unit or an officer, and why."""

    keyed = True

    unit = forms.CharField(label=_("A whole unit"), required=False)
    officer = forms.CharField(label=_("Or one officer (user name)"), required=False)
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("Only those who answer for you read it."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
