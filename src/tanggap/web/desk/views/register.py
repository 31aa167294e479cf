"""The register of competencies of a supervisor's units, or of the whole city for an operator; and its export."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tanggap.agencies import queries as agencies
from tanggap.agencies import teams
from tanggap.agencies.words import Role
from tanggap.insight import register
from tanggap.insight.register import Wanted
from tanggap.web.desk.team_forms import RegisterForm
from tanggap.web.ui.access import StaffRequest, staff_only

LONGEST_NAME = 80


@staff_only(Role.SUPERVISOR, Role.OPERATOR)
@require_safe
def listing(request: StaffRequest) -> HttpResponse:
    """Show who has, lacks or is about to lose what."""
    form, wanted = _wanted(request)
    page = register.listed(wanted, after=request.GET.get("after", "")[:LONGEST_NAME])
    query = request.GET.copy()
    query.pop("after", None)
    context = {"form": form, "page": page, "query": query.urlencode(), "is_supervising": True}
    return render(request, "desk/team/register.html", context)


@staff_only(Role.SUPERVISOR, Role.OPERATOR)
@require_safe
def export(request: StaffRequest) -> HttpResponse:
    """Send what fits the filters as CSV."""
    _form, wanted = _wanted(request)
    lines = register.csv_lines(register.everything(wanted))
    response = HttpResponse("".join(lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="competencies.csv"'
    return response


def _wanted(request: StaffRequest) -> tuple[RegisterForm, Wanted]:
    """Return the filters of the address, and what they mean to this person: only the units whose people the person may see."""
    reached = teams.units_of(request.user, "competencies.see")
    is_all = len(reached) == len(agencies.units())
    form = RegisterForm(request.GET, units=[(code, agencies.unit_label(code)) for code in reached])
    given = form.cleaned_data if form.is_valid() else {}
    units = [given["unit"]] if given.get("unit") else (None if is_all else reached)
    return form, Wanted(units, given.get("q", ""), given.get("competency", ""), given.get("standing", ""))
