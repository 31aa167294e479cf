"""Issued documents: which there are, what became of their numbers since, and issuing one."""

import secrets
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tanggap.core.refusal import Refusal
from tanggap.evaluation import issuing, telling
from tanggap.evaluation.documents import report
from tanggap.places.city import city
from tanggap.web.evaluation import choosing
from tanggap.web.evaluation.documented import Checked, listed
from tanggap.web.evaluation.views.files import language
from tanggap.web.evaluation.views.front import SECONDS, frame
from tanggap.web.ui import caching, selecting
from tanggap.web.ui.access import StaffRequest, staff_only
from tanggap.web.ui.selecting import Option

LONGEST_TITLE = 120


@require_safe
@caching.public(SECONDS)
def issued(request: HttpRequest) -> HttpResponse:
    """Return the documents that were issued last."""
    context = {"title": _("Issued documents"), "path": request.path, "documents": listed(issuing.documents())}
    return render(request, "evaluation/documents.html", context)


@require_safe
@caching.public(SECONDS)
def document(request: HttpRequest, number: str) -> HttpResponse:
    """Return one document with each of its numbers computed anew."""
    checked = issuing.check(number)
    context = {"title": checked.document.number, "path": request.path, "shown": Checked(checked)}
    return render(request, "evaluation/document.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(act="evaluation.manage")
def issue(request: StaffRequest) -> HttpResponse:
    """Show what would be issued; issue it under the next number and give out its file, which is not kept: its hash is.

    A form that is sent again leads to the document that it issued.
    """
    given = request.POST if request.method == "POST" else request.GET
    want, problems = choosing.wanted(given)
    tongue = selecting.one_of("language", given, city().languages, language(), problems)
    refusal: Refusal | None = None
    key = given.get("key", "") or secrets.token_urlsafe(8)
    if request.method == "POST" and request.session.get("issued", {}).get("key") == key:
        return redirect("evaluation:document", request.session["issued"]["number"])
    if request.method == "POST" and not problems:
        title = given.get("title", "").strip()[:LONGEST_TITLE]
        try:
            number, file = report.issue(want.selection, language=tongue, title=title, by=request.user)
            request.session["issued"] = {"key": key, "number": number}
            return _file(number, file)
        except Refusal as refused:
            refusal = refused
    context = {**_asked(want, problems, tongue), "refusal": refusal, "key": key}
    status = 409 if refusal else 422 if request.method == "POST" else 200
    return render(request, "evaluation/issue.html", context, status=status)


def _file(number: str, file: bytes) -> HttpResponse:
    response = HttpResponse(file, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="tanggap-{city().code}-{number}.pdf"'
    return response


def _asked(want: choosing.Wanted, problems: dict[str, str], tongue: str) -> dict[str, Any]:
    told = telling.tell(want.selection)
    return {
        **frame(want, problems, reverse("evaluation:issue"), _("Issue a document")),
        "numbers": len(told),
        "known": sum(one.value is not None for one in told.values()),
        "tongues": [
            Option(code, name, code == tongue) for code, name in settings.LANGUAGES if code in city().languages
        ],
    }
