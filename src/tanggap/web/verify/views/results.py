"""What all checks together tell: closures, visits by lot, how many were false, how far validators agree."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tanggap.agencies import permissions
from tanggap.agencies.words import Role
from tanggap.verification import queries
from tanggap.verification.rules import rules
from tanggap.web.ui.access import StaffRequest, staff_only


@staff_only(Role.VALIDATOR, Role.LEADER, Role.ANALYST)
@require_safe
def results(request: StaffRequest) -> HttpResponse:
    """Show the last whole weeks, and each verifying unit over all of them."""
    found = queries.weeks(())
    context = {
        "weeks": found,
        "last": found[0],
        "whole": queries.together(),
        "units": queries.by_unit(),
        "rules": rules(),
        "may_see_closures": permissions.allows("closures.see", request.user),
    }
    return render(request, "verify/results.html", context)
