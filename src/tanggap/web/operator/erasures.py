"""People who ask to be erased by letter, mail or at the counter: taken in, looked at before, done at once, and what is still due."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from tanggap.core.refusal import Invalid, Refusal
from tanggap.privacy import actions, queries
from tanggap.privacy.words import Basis, Way
from tanggap.web.ui.access import StaffRequest, proved_lately, staff_only
from tanggap.web.ui.forms import Form


class ErasureForm(Form):
    """Who is to be erased, how it was asked, and why the law has it done."""

    about = forms.CharField(
        label=gettext_lazy("Code, telephone number or e-mail address"),
        help_text=gettext_lazy(
            "A report's code reaches that report; a whole number or address all reports that came with it."
        ),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    way = forms.ChoiceField(
        label=gettext_lazy("How was it asked?"),
        choices=[(way.value, way.label) for way in (Way.LETTER, Way.MAIL, Way.COUNTER)],
        widget=forms.RadioSelect,
    )
    basis = forms.ChoiceField(
        label=gettext_lazy("Basis in UU 27/2022"), choices=Basis.choices, widget=forms.RadioSelect
    )
    because = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy(
            "The number and date of the letter, and how the person was recognised. No name, no contact."
        ),
        max_length=actions.LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3, "class": "input"}),
    )


@staff_only(act=actions.ERASE)
@require_safe
def listed(request: StaffRequest) -> HttpResponse:
    """List what was asked: what is still due first, then what is done."""
    return render(request, "operator/erasures.html", {"rows": queries.requests()})


@staff_only(act=actions.ERASE)
@require_http_methods(["GET", "HEAD", "POST"])
@proved_lately
def new(request: StaffRequest) -> HttpResponse:
    """Take a request in: the first POST shows what it would reach, the second does it."""
    form = ErasureForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form, "reach": None}
    if request.method != "POST":
        return render(request, "operator/new_erasure.html", context)
    if form.is_valid():
        try:
            if request.POST.get("step") == "do":
                return _done(request, form)
            context["reach"] = queries.would_reach(actions.look(about=form.cleaned_data["about"], by=request.user))
            return render(request, "operator/new_erasure.html", context)
        except Invalid as refusal:
            for field, words in refusal.errors.items():
                form.add_error(field if field in form.fields else None, str(words))
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    return render(request, "operator/new_erasure.html", context, status=422)


def _done(request: StaffRequest, form: ErasureForm) -> HttpResponse:
    asked = queries.request(actions.erase(by=request.user, **form.cleaned_data))
    said = ngettext("%(n)d report was erased.", "%(n)d reports were erased.", asked.done) % {"n": asked.done}
    if asked.done_at is None:
        messages.warning(request, f"{said} {_('The rest is tried again every minute.')}")
    else:
        messages.success(request, said)
    return redirect("operator:erasures")
