"""The words of the messages to reporters: read, tried out with an example, written anew, given back to the pack."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from tanggap.catalog import queries as catalog
from tanggap.catalog.pack.messages import LONGEST_SHORT, MESSAGES
from tanggap.core.refusal import Invalid
from tanggap.notify import wordings
from tanggap.notify.labels import LABELS
from tanggap.places.city import city
from tanggap.web.ui.access import StaffRequest, staff_only
from tanggap.web.ui.forms import Form

LANGUAGES = dict(settings.LANGUAGES)


class WordingForm(Form):
    """The words of one message. Their blanks and lengths `notify` judges."""

    subject = forms.CharField(label=gettext_lazy("Subject"), help_text=gettext_lazy("For e-mail."))
    text = forms.CharField(
        label=gettext_lazy("Text"),
        help_text=gettext_lazy("For e-mail, WhatsApp and what holds letters of any length."),
        widget=forms.Textarea(attrs={"rows": 12, "class": "input"}),
    )
    short = forms.CharField(
        label=gettext_lazy("Short text"),
        help_text=gettext_lazy("For SMS and public answers: at most 160 characters before the blanks are filled in."),
        widget=forms.Textarea(attrs={"rows": 3, "class": "input", "data-most": LONGEST_SHORT}),
    )


@staff_only(act="messages.write")
@require_safe
def listed(request: StaffRequest) -> HttpResponse:
    """List every message with its subject and where it has words of the operator's own."""
    rows = [(row, LABELS.get(row.template, row.template)) for row in wordings.listed()]
    return render(request, "operator/wordings.html", {"rows": rows})


@staff_only(act="messages.write")
@require_http_methods(["GET", "HEAD", "POST"])
def wording(request: StaffRequest, template: str) -> HttpResponse:
    """Show a message in one language and for one channel, with a preview; try words out, keep them, or give the pack's back."""
    language, channel = _chosen(request)
    shown = wordings.shown(template, language, channel)
    if request.method != "POST":
        form = WordingForm(
            initial={"subject": shown.words.subject, "text": shown.words.text, "short": shown.words.short}
        )
        return _page(request, shown, form, wordings.filled(shown.words, language))
    if request.POST.get("do") == "give-back":
        wordings.give_back(by=request.user, template=template, language=language, channel=channel)
        messages.success(request, _("The words of the city pack hold again."))
        return redirect(_address(shown))
    form = WordingForm(request.POST)
    form.full_clean()
    given = {name: form.cleaned_data.get(name, "") for name in ("subject", "text", "short")}
    try:
        words = wordings.checked(template, given)
        if request.POST.get("do") == "save":
            wordings.write(by=request.user, template=template, language=language, channel=channel, **given)
            messages.success(request, _("Kept. It holds for every message from now on; others within half a minute."))
            return redirect(_address(shown))
    except Invalid as refusal:
        for field, message in refusal.errors.items():
            if field not in form.errors:
                form.add_error(field, message)
        return _page(request, shown, form, None, status=422)
    return _page(request, shown, form, wordings.filled(words, language), is_tried=True)


def _chosen(request: HttpRequest) -> tuple[str, str]:
    asked = request.GET
    language = asked.get("language", "")
    return (language if language in city().languages else city().languages[0]), asked.get("channel", "")[:80]


def _address(shown: wordings.Shown) -> str:
    wanted = {"language": shown.language, **({"channel": shown.channel} if shown.channel else {})}
    return f"{reverse('operator:wording', args=[shown.template])}?{urlencode(wanted)}"


def _page(
    request: HttpRequest,
    shown: wordings.Shown,
    form: WordingForm,
    preview: Any,
    *,
    is_tried: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {
        "shown": shown,
        "label": LABELS.get(shown.template, shown.template),
        "form": form,
        "preview": preview,
        "is_tried": is_tried,
        "blanks": sorted(MESSAGES[shown.template]),
        "offered": [(code, LANGUAGES.get(code, code)) for code in city().languages],
        "channels": catalog.channels(),
        "here": _address(shown),
    }
    return render(request, "operator/wording.html", context, status=status)
