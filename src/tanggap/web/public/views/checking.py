"""How far the city's closures can be believed: what checks by lot found, and how everybody can draw the lots again."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tanggap.insight import checking
from tanggap.web.ui import caching


@require_safe
@caching.public(60)
def checks(request: HttpRequest) -> HttpResponse:
    """Return the weekly share of false closures with its interval, its definition, and the published lots."""
    return render(request, "public/checks.html", {"found": checking.published()})


@require_safe
@caching.public(60)
def draws(request: HttpRequest) -> HttpResponse:
    """Send the days of the lots as CSV."""
    response = HttpResponse("".join(checking.draws_csv()), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="draws.csv"'
    return response
