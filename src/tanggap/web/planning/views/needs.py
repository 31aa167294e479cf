"""The undecided proposals in the order of need: every part of it shown. It decides nothing."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tanggap.planning import queries
from tanggap.web.planning import lens
from tanggap.web.planning.readers import SEE
from tanggap.web.planning.views.listing import chosen
from tanggap.web.ui.access import StaffRequest, staff_only

MOST = 50


@staff_only(act=SEE)
@require_safe
def ranking(request: StaffRequest) -> HttpResponse:
    """Show the order, of what it is made, and how sure each place in it is."""
    known = queries.choices(request.user)
    want, problems = lens.read(request.GET, known)
    want = want.without("state")
    ranked = queries.ranked(request.user, want.wanted, limit=MOST)
    context = {**chosen(request, want, known, problems), "ranking": ranked, "most": MOST}
    return render(request, "planning/ranking.html", context)
