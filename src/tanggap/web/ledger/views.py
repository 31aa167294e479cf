"""The public log for people: what it is and how it stands, which entries are a report's, and what a receipt proves."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tanggap.core import clock
from tanggap.core.ids import sifted, sought_code
from tanggap.ledger import marks, queries, receipts
from tanggap.ledger.notes import Forged, Malformed
from tanggap.ledger.receipts import Finding, Receipt
from tanggap.places.city import city
from tanggap.reports.queries import public
from tanggap.web.ledger import machines
from tanggap.web.ui import caching
from tanggap.web.ui.forms import Form

SECONDS = 5
HEADS_SHOWN = 5
LATE_AFTER = timedelta(seconds=2 * receipts.DELAY_SECONDS)


@require_safe
@caching.public(SECONDS)
def index(request: HttpRequest) -> HttpResponse:
    """Say what the log is, how it stands, and how to check it."""
    head, names = queries.head(), {one.name for one in machines.witnesses()}
    standing = queries.standing()
    context = {
        "head": head,
        "cosigned": head.cosigned_by if head else (),
        "witnesses": len(names.union(head.cosigned_by if head else ())),
        "standing": standing,
        "is_late": head is not None and clock.now() - head.signed_at > LATE_AFTER,
        "heads": queries.heads(HEADS_SHOWN),
        **_addresses(request),
    }
    return render(request, "ledger/index.html", context)


@csrf_exempt
@require_POST
def find(request: HttpRequest) -> HttpResponse:
    """Send a person who typed a code to the entries of that report; changes nothing, so it needs no token."""
    return redirect("ledger:report", sought_code(request.POST.get("code", ""), city().prefix))


@require_safe
@caching.public(SECONDS)
def report(request: HttpRequest, code: str) -> HttpResponse:
    """Show which entries of the log are those of a public report. Unknown, private and malformed codes give the same answer."""
    meant, is_one = sifted(code, city().prefix)
    if is_one and meant != code:
        return redirect("ledger:report", meant)
    public.version_of(meant)
    head = queries.head()
    entries = marks.of(meant, head=head)
    logged = sum(one.number is not None for one in entries)
    context = {
        "code": meant,
        "head": head,
        "entries": entries,
        "logged": logged,
        "pending": len(entries) - logged,
        **_addresses(request),
    }
    return render(request, "ledger/report.html", context)


class ReceiptForm(Form):
    """A receipt, pasted or as a file."""

    note = forms.CharField(
        label=gettext_lazy("The receipt"),
        help_text=gettext_lazy("All of it, from “tanggap-receipt/1” to the line that begins with a dash."),
        required=False,
        max_length=receipts.LONGEST,
        widget=forms.Textarea(attrs={"class": "note-field", "spellcheck": "false", "autocomplete": "off", "rows": 9}),
    )
    file = forms.FileField(
        label=gettext_lazy("Or its file"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".txt,text/plain"}),
    )

    def clean(self) -> dict[str, Any]:
        """Take the file's words where none were pasted."""
        given = super().clean() or {}
        file = given.get("file")
        if file is not None and not given.get("note"):
            given["note"] = file.read(4 * receipts.LONGEST + 1).decode("utf-8", "replace")
        if not given.get("note") and not self.errors:
            self.add_error("note", _("Paste your receipt, or choose its file."))
        return given


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@caching.public(SECONDS)
def receipt(request: HttpRequest) -> HttpResponse:
    """Answer what a receipt proves. Nothing is changed and nothing kept, so it needs no token."""
    if request.method != "POST":
        return render(request, "ledger/receipt.html", {"form": ReceiptForm()})
    form = ReceiptForm(request.POST, request.FILES)
    if not form.is_valid():
        return _private(render(request, "ledger/receipt.html", {"form": form}, status=422))
    answer = answered(form.cleaned_data["note"])
    context = {"form": ReceiptForm(initial={"note": form.cleaned_data["note"]}), "answer": answer}
    return _private(render(request, "ledger/receipt.html", context, status=200 if answer.receipt else 422))


@dataclass(frozen=True, slots=True)
class Answer:
    """What a receipt proves, in words. `family` is the colour of a status."""

    family: str
    icon: str
    title: str
    lines: tuple[str, ...]
    receipt: Receipt | None = None
    index: int | None = None
    logged_at: datetime | None = None


def answered(pasted: str) -> Answer:
    """Return what a receipt proves, in words."""
    try:
        checked = receipts.check(pasted)
    except Malformed:
        return Answer(*_unread())
    except Forged:
        return Answer(*_forged())
    family, icon, title, lines = _WORDS[checked.finding]()
    return Answer(family, icon, title, lines, checked.receipt, checked.index, checked.logged_at)


Words = tuple[str, str, str, tuple[str, ...]]
"""Of an answer: the colour's family, the icon, the title, the lines."""


def _unread() -> Words:
    lines = (
        _("A receipt has six lines, a blank one, and the signature. Perhaps a line was lost when it was copied."),
        _("A report's code alone proves nothing: you find the receipt behind your private link."),
    )
    return "refused", "question", _("This is no receipt."), lines


def _forged() -> Words:
    lines = (
        _("It was not signed by this city's log, or a letter of it was changed."),
        _("If you got it from us just so, keep it, and show it to somebody who can check the signature."),
    )
    return "refused", "alert", _("The signature does not hold."), lines


def _logged() -> Words:
    lines = (_("The receipt is genuine, and what it was given for is sealed in the public log, as promised."),)
    return "done", "check", _("Your report is in the log."), lines


def _pending() -> Words:
    lines = (_("The receipt is genuine. The log has a minute to take the report in; look again then."),)
    return "moving", "state-waiting", _("Not yet, and the time is not over."), lines


def _late() -> Words:
    lines = (
        _("The receipt is genuine, but the log did not take the report in within the minute that was promised."),
        _(
            "Your report was not dropped so far as we can see: the log lags behind. Keep the receipt and look again later."
        ),
    )
    return "moving", "alert", _("Late: the promise was not kept."), lines


def _missing() -> Words:
    lines = (
        _(
            "The receipt is genuine, the promised time is over, and the city has signed the log since then without your report."
        ),
        _("This proves that a report which the city had acknowledged was left out or removed."),
        _("Keep the receipt and a copy of the newest signature, and show both to the Ombudsman or to a newspaper."),
    )
    return "waiting", "alert", _("MISSING: your report is not in the log."), lines


_WORDS = {Finding.LOGGED: _logged, Finding.PENDING: _pending, Finding.LATE: _late, Finding.MISSING: _missing}


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    return response


def _addresses(request: HttpRequest) -> dict[str, str]:
    return {
        "base": request.build_absolute_uri("/").rstrip("/"),
        "example": f"{city().prefix}-4KQ2-M9XT-1C7",
        "key": receipts.verifiers()[-1].vkey,
    }
