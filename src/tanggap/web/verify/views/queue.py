"""The queue of claims."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from tanggap.agencies.words import Role
from tanggap.catalog import queries as catalog
from tanggap.core.paging import Page
from tanggap.places import queries as places
from tanggap.verification import opinions, queries
from tanggap.verification.words import CheckKind
from tanggap.web.ui.access import StaffRequest, staff_only

SECOND = "second"  # the chip of the second opinions that wait for this person's word


@staff_only(Role.VALIDATOR)
@require_safe
def queue(request: StaffRequest) -> HttpResponse:
    """Show the claims that wait for this person, oldest first; `q` opens a case by its code."""
    typed = request.GET.get("q", "").strip()[:64]
    code = queries.find(typed, staff=request.user) if typed else None
    if code:
        return redirect("verify:case", code)
    due = request.GET.get("due", "")
    asked = opinions.asked_of(request.user)
    page = Page(()) if due == SECOND else queries.queue(request.user, due=due, after=request.GET.get("after"))
    context = {
        "page": page,
        "waiting": queries.waiting(request.user),
        "due": due,
        "asked": [_asked(one) for one in asked],
        "contested": queries.CONTESTED,
        "second": SECOND,
        "kinds": CheckKind,
        "units": queries.validator_units(request.user),
        "q": typed,
    }
    return render(request, "verify/queue.html", context)


def _asked(one: opinions.AskedRow) -> dict[str, Any]:
    category = catalog.category(one.category)
    return {
        "id": one.id,
        "code": one.code,
        "category": category.label if category else "",
        "icon": category.icon if category else "dots",
        "place": places.full_name(one.area),
        "question": one.question,
        "asked_at": one.asked_at,
    }
