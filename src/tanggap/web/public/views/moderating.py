"""What was hidden from the public and why, for everybody to read; and how a reader says that a page shows something private."""

import time
from collections.abc import Iterator

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tanggap.core.address import client_address
from tanggap.core.buckets import Buckets, network
from tanggap.insight import sheets
from tanggap.places.city import city
from tanggap.reports import actions
from tanggap.reports.queries import moderation
from tanggap.web.public.views.tracking import canonical
from tanggap.web.ui import errors
from tanggap.web.ui.caching import public

FLAGS_PER_MINUTE = 6
LONGEST_NUMBER = 15
COLUMNS = ("number", "at", "act", "reason", "area", "place")
_senders = Buckets(FLAGS_PER_MINUTE)


@require_safe
@public(60, parameters=("before",))
def log(request: HttpRequest) -> HttpResponse:
    """Return the public log, newest first; a `before` that is no number of an entry is as none."""
    typed = request.GET.get("before", "")
    is_number = typed.isascii() and typed.isdigit() and len(typed) <= LONGEST_NUMBER
    page = moderation.entries(before=int(typed) if is_number else None)
    return render(request, "public/moderation.html", {"page": page, "is_first": not is_number})


@require_safe
def table(request: HttpRequest) -> StreamingHttpResponse:
    """Send the whole log as CSV, first entry first."""
    response = StreamingHttpResponse(_lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="tanggap-{city().code}-moderation.csv"'
    response["Cache-Control"] = "public, max-age=60"
    return response


def _lines() -> Iterator[str]:
    return sheets.lines(COLUMNS, ([getattr(entry, name) for name in COLUMNS] for entry in moderation.whole_log()))


@require_POST
def flag(request: HttpRequest, code: str) -> HttpResponse:
    """Take a reader's word that a report's page shows something private: one tap, no account, nothing of the reader kept."""
    if wait := _senders.wait_seconds(network(client_address(request)), now=time.monotonic()):
        return errors.too_many(request, seconds=int(wait) + 1)
    meant = canonical(code)
    actions.flag(code=meant, reason=request.POST.get("reason", ""))
    messages.success(request, _("Thank you. The intake desk looks at it and hides what is private."))
    return redirect("public:track", meant)
