"""What a person was told: the list behind the bell. Reading it changes nothing; a notice is seen by a button."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from tanggap.agencies import queries as agencies
from tanggap.agencies.words import Role
from tanggap.core import clock
from tanggap.notify import actions, notices
from tanggap.web.ui.access import StaffRequest, staff_only


@staff_only()
@require_safe
def listing(request: StaffRequest) -> HttpResponse:
    """Show what the person was told, latest first, bundles as one. Two statements besides the frame's."""
    page = notices.listed(request.user, now=clock.now(), after=request.GET.get("after"))
    return render(request, "desk/notices.html", {"page": page, "has_new": any(not row.is_seen for row in page.rows)})


@staff_only()
@require_POST
def see(request: StaffRequest) -> HttpResponse:
    """Note one notice as seen, and open the report that it is about; a bundle leads back to the list."""
    code = actions.see(by=request.user, notice=request.POST.get("notice", "")[:100])
    if code and "open" in request.POST:
        if agencies.roles(request.user) == {Role.PARTNER}:
            return redirect(f"{reverse('partner:list')}?q={code}")
        return redirect(reverse("desk:report", args=[code]))
    return redirect("desk:notices")


@staff_only()
@require_POST
def see_all(request: StaffRequest) -> HttpResponse:
    """Note everything as seen."""
    number = actions.see_all(by=request.user)
    if number:
        messages.success(
            request, ngettext("%(number)d notice seen.", "%(number)d notices seen.", number) % {"number": number}
        )
    else:
        messages.info(request, _("There was nothing new."))
    return redirect("desk:notices")
