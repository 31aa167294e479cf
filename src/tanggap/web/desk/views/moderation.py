"""What the public must not see: what citizens say of it, and one page a report on which the intake desk hides it and gives it back."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tanggap.core.refusal import Invalid, NotFound, Refusal
from tanggap.reports import actions, moderation
from tanggap.reports.queries import moderation as queries
from tanggap.reports.words import GIVING_BACK, HIDING
from tanggap.web.desk.views import frame
from tanggap.web.ui.access import StaffRequest, staff_only

PREVIEW = "preview"
LONGEST_NUMBER = 9
ACTS: dict[str, Callable[..., Any]] = {
    "withhold": actions.withhold,
    "release": actions.release,
    "hide_photo": actions.hide_photo,
    "show_photo": actions.show_photo,
    "cut_words": actions.cut_words,
    "show_words": actions.show_words,
}


@staff_only(act=moderation.SETTLE)
@require_safe
def listing(request: StaffRequest) -> HttpResponse:
    """Show the reports of which citizens say that their public page shows something private, the longest waiting first."""
    return render(request, "desk/moderation.html", {"rows": queries.flagged(request.user)})


@staff_only(act=moderation.WITHHOLD)
@require_http_methods(["GET", "HEAD", "POST"])
def moderate(request: StaffRequest, code: str) -> HttpResponse:
    """Show what the public reads and sees of a report, as it is or would be; hide something of it, or give it back."""
    try:
        code = frame.canonical(code)
        found = queries.moderated(code, staff=request.user)
    except NotFound:
        return frame.gone(request)
    if request.method != "POST":
        return _page(request, found)
    given = request.POST
    if given.get("do") == PREVIEW:
        return _page(request, found, given)
    try:
        _act(request, code, given, found.version)
    except Refusal as refusal:
        return _page(request, found, given, refusal)
    messages.success(request, _("Done. The public log says it, without the report's code."))
    return redirect("desk:moderate", code)


def _act(request: StaffRequest, code: str, given: QueryDict, version: int) -> None:
    """Do the act that the form names. Raises Invalid for one that there is not, and the refusals of the act."""
    do, by = given.get("do", ""), request.user
    if do == "settle_flags":
        actions.settle_flags(code=code, by=by)
        return
    if do not in ACTS:
        raise Invalid({"do": _("Choose one of the answers.")})
    more: dict[str, Any] = {}
    if do.endswith("_photo"):
        more["photo"] = _photo(given.get("photo", ""))
    if do == "cut_words":
        more["words"] = _chosen(given)
    seen = _number(given.get("version", ""))
    ACTS[do](
        code=code,
        version=version if seen is None else seen,
        by=by,
        reason=given.get("reason", ""),
        note=given.get("note", ""),
        **more,
    )


def _page(
    request: StaffRequest, found: queries.Moderated, given: QueryDict | None = None, refusal: Refusal | None = None
) -> HttpResponse:
    chosen = _chosen(given) if given else []
    did, reason = (given.get("do", ""), given.get("reason", "")) if given else ("", "")
    context = {
        "report": found,
        "words": [(place, word, place in chosen) for place, word in enumerate(found.words)],
        "is_tried": bool(chosen),
        "public": moderation.without_words(found.text, [one for one in chosen if one < len(found.words)]),
        "cut_reason": reason if did in {PREVIEW, "cut_words"} else "",
        "whole_reason": reason if did == "withhold" else "",
        "note": given.get("note", "") if given else "",
        "hiding": [(reason.value, reason.label) for reason in HIDING],
        "giving_back": [(reason.value, reason.label) for reason in GIVING_BACK],
        "refusal": refusal,
    }
    return render(request, "desk/moderate.html", context, status=refusal.status if refusal else 200)


def _chosen(given: QueryDict) -> list[int]:
    return [number for typed in given.getlist("words") if (number := _number(typed)) is not None]


def _number(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= LONGEST_NUMBER else None


def _photo(typed: str) -> UUID:
    try:
        return UUID(typed)
    except ValueError:
        raise NotFound from None
