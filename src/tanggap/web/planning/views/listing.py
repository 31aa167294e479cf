"""The register: what was proposed, how far it is, and the same as files."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tanggap.agencies import permissions
from tanggap.planning import queries
from tanggap.planning.rows import Choices
from tanggap.web.planning import lens
from tanggap.web.planning.lens import Lens
from tanggap.web.planning.readers import PROPOSE, SEE
from tanggap.web.ui.access import StaffRequest, staff_only


@staff_only(act=SEE)
@require_safe
def register(request: StaffRequest) -> HttpResponse:
    """List the proposals, latest proposed first, with how many stand in each state. Raises Invalid for a page of another list."""
    known = queries.choices(request.user)
    want, problems = lens.read(request.GET, known)
    page = queries.listed(request.user, want.wanted, after=request.GET.get("after") or None)
    counts = queries.counts(request.user, want.of(state="").wanted)
    context = {
        **chosen(request, want, known, problems),
        "rows": page.rows,
        "after": page.next,
        "states": lens.states(want, counts, queries.MOST_COUNTED),
        "mine": list(lens.of_mine(want, request.user)),
        "may_propose": permissions.allows(PROPOSE, request.user),
        "is_register": True,
    }
    return render(request, "planning/register.html", context)


def chosen(request: StaffRequest, want: Lens, known: Choices, problems: dict[str, str]) -> dict[str, Any]:
    """Return what every page that can be narrowed shows of it."""
    return {
        "want": want,
        "query": want.query,
        "problems": problems,
        "narrowed": lens.narrowed(want, known),
        "known": known,
        "currency": known.currency,
        **lens.fields(want, known),
    }
