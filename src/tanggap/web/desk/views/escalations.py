"""Where time runs out: what is addressed to a person, taken notice of by one tap, and what falls due below them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tanggap.agencies import permissions
from tanggap.agencies import queries as agencies
from tanggap.core import clock
from tanggap.deadlines import actions, queries
from tanggap.deadlines.queries import Falling
from tanggap.web.desk.views import frame
from tanggap.web.ui.access import StaffRequest, staff_only

MOST_AT_ONCE = 100
ROLES = tuple(sorted(permissions.roles("deadlines.acknowledge")))


@staff_only(*ROLES)
@require_safe
def listing(request: StaffRequest) -> HttpResponse:
    """Show what is addressed to the person and what falls due in their units. Three statements besides the frame's."""
    now = clock.now()
    falling = queries.falling_due(request.user, now=now)
    context = {
        "page": queries.addressed(request.user, now=now, after=request.GET.get("after")),
        "falling": falling,
        "total": _total(falling),
        "opens_desk": bool(agencies.roles(request.user) & set(frame.DESK_ROLES)),
    }
    return render(request, "desk/escalations.html", context)


def _total(rows: list[Falling]) -> Falling:
    return Falling(
        "", str(_("Together")), *(sum(getattr(row, name) for row in rows) for name in ("over", "soon", "day", "week"))
    )


@staff_only(*ROLES)
@require_POST
def acknowledge(request: StaffRequest) -> HttpResponse:
    """Take notice of one escalation, or of all that the page showed."""
    given = request.POST.getlist("escalation")[:MOST_AT_ONCE]
    keys = [int(key) for key in given if key.isascii() and key.isdigit() and len(key) < 19]
    if actions.acknowledge(by=request.user, escalations=keys):
        messages.success(request, _("You have taken notice; your name and the time stand in the history."))
    else:
        messages.info(request, _("Somebody had taken notice already."))
    return redirect("desk:escalations")
