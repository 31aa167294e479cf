"""How the closures of a person's units hold: for officers of their own unit, for supervisors and leaders of those below, too."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tanggap.agencies import teams
from tanggap.agencies.words import Role
from tanggap.insight import closures
from tanggap.insight.closures import Closures
from tanggap.web.ui.access import StaffRequest, staff_only

PERIODS = (30, 90, 365)
ROLES = (Role.OFFICER, Role.SUPERVISOR, Role.LEADER, Role.ANALYST, Role.OPERATOR)


@staff_only(*ROLES)
@require_safe
def listing(request: StaffRequest) -> HttpResponse:
    """Show, for each unit, what share of its claims went back and of its closures did not hold. Two statements for any number."""
    days = _days(request)
    is_supervising = bool(teams.units_of(request.user))
    context = {"closures": _closures(request, days), "days": days, "periods": PERIODS, "is_supervising": is_supervising}
    return render(request, "desk/team/closures.html", context)


@staff_only(*ROLES)
@require_safe
def export(request: StaffRequest) -> HttpResponse:
    """Send the same figures as CSV, shares left empty where there are too few cases."""
    lines = closures.csv_lines(_closures(request, _days(request)))
    response = HttpResponse("".join(lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="closures.csv"'
    return response


def _closures(request: StaffRequest, days: int) -> Closures:
    return closures.of_units(teams.units_of(request.user, "closures.see"), days=days)


def _days(request: StaffRequest) -> int:
    given = request.GET.get("days", "")
    return int(given) if given in map(str, PERIODS) else closures.PERIOD_DAYS
