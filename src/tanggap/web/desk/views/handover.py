"""Handing over at the end of a shift: what is mine, what I did, what the next should know; and taking over what was left."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tanggap.agencies import people
from tanggap.core.refusal import Refusal
from tanggap.reports.actions import handovers as actions
from tanggap.reports.queries import desk, handovers
from tanggap.web.desk.forms_handover import HandoverForm, began_at
from tanggap.web.desk.views import frame
from tanggap.web.ui.access import StaffRequest, staff_only


@staff_only(*frame.DESK_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def prepare(request: StaffRequest) -> HttpResponse:
    """Show what waits to be taken, the form of a hand-over, and the records of the person's units; or give one."""
    unit = desk.desk_units(request.user)[0]
    given: dict[str, Any] = {"colleagues": [one for one in people.colleagues(unit) if one[0] != request.user.username]}
    if request.method != "POST":
        hours = request.GET.get("hours", "8")
        return _show(request, unit, HandoverForm(initial={"hours": hours}, **given), hours)
    form, hours = HandoverForm(request.POST, **given), request.POST.get("hours", "8")
    if not form.is_valid():
        return _show(request, unit, form, hours, status=422)
    try:
        record = actions.hand_over(by=request.user, unit=unit, **form.arguments())
    except Refusal as refusal:
        form.refuse(refusal.errors)
        return _show(request, unit, form, hours, refusal=None if refusal.errors else refusal, status=refusal.status)
    messages.success(request, _("Handed over. It stands in the record until somebody takes it."))
    return redirect("desk:handover-record", number=record.pk)


@staff_only(*frame.DESK_ROLES)
@require_safe
def record(request: StaffRequest, number: int) -> HttpResponse:
    """Show one hand-over as it was given; it prints on A4."""
    found = handovers.one(number, staff=request.user)
    context = {"record": found, "can_take": found.waits_for(request.user)}
    return render(request, "desk/handover_record.html", context)


@staff_only(*frame.DESK_ROLES)
@require_POST
def take(request: StaffRequest, number: int) -> HttpResponse:
    """Acknowledge a hand-over."""
    actions.take_over(by=request.user, number=number)
    messages.success(request, _("Taken over."))
    return redirect("desk:handover-record", number=number)


def _show(
    request: StaffRequest,
    unit: str,
    form: HandoverForm,
    hours: str,
    *,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    after = request.GET.get("after", "")
    draft = handovers.draft(request.user, since=began_at(hours))
    context = {
        "unit": unit,
        "form": form,
        "groups": [
            (_("Still open, and mine"), [_line(row, form) for row in draft.open]),
            (_("Changed by me in this shift"), [_line(row, form) for row in draft.changed]),
        ],
        "is_cut": draft.is_cut,
        "waiting": handovers.waiting(request.user),
        "page": handovers.listed(
            request.user, after=int(after) if after.isascii() and after.isdigit() and len(after) < 18 else None
        ),
        "refusal": refusal,
    }
    return render(request, "desk/handover.html", context, status=status)


def _line(row: handovers.Row, form: HandoverForm) -> tuple[handovers.Row, bool, str]:
    """Return a report with its tick and its note: ticked at first when it is still open."""
    is_picked = row.code in form.picked if form.is_bound else row.why == "open"
    return row, is_picked, form.note_of(row.code)
