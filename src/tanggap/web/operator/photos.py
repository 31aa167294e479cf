"""The photo checks as their operator sees them: how many photos wait, which checks failed, and looking at those again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from tanggap.verification.evidence import scanning
from tanggap.web.ui.access import StaffRequest, staff_only


@staff_only(act="operator.see")
@require_POST
def look_again(request: StaffRequest) -> HttpResponse:
    """Let the photos whose checks failed be looked at again."""
    number = scanning.replay()
    text = ngettext("%(count)d photo is looked at again.", "%(count)d photos are looked at again.", number)
    messages.success(request, text % {"count": number})
    return redirect("operator:overview")
