"""What a citizen and we said to each other by the channel, about one report: for those who take reports in, naming nobody."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from tanggap.channels import queries
from tanggap.core.refusal import NotFound
from tanggap.web.desk.views import frame
from tanggap.web.ui.access import StaffRequest, staff_only


@staff_only(act="channels.read_conversation")
@require_safe
def conversation(request: StaffRequest, code: str) -> HttpResponse:
    """Show the thread of a report, oldest first, with what became of each answer. Its number of statements is constant."""
    try:
        canonical = frame.canonical(code)
        if canonical != code:
            return redirect("desk:conversation", canonical)
        base_url = request.build_absolute_uri("/").rstrip("/")
        found = queries.conversation_of(code, by=request.user, base_url=base_url)
    except NotFound:
        return frame.gone(request)
    return render(request, "desk/conversation.html", {"conversation": found})
