"""Something unusual: what it is, the reports behind it, and what a person decides about it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from tanggap.agencies import permissions
from tanggap.anomalies import actions, judges, queries
from tanggap.anomalies.words import CITY
from tanggap.command import scopes
from tanggap.core import clock
from tanggap.core.refusal import NotFound, Refusal
from tanggap.web.ui.access import StaffRequest, staff_only
from tanggap.web.ui.errors import not_found
from tanggap.web.ui.forms import Form

JUDGE = judges.ACT
SPANS = (
    ("1", gettext_lazy("1 hour")),
    ("6", gettext_lazy("6 hours")),
    ("24", gettext_lazy("1 day")),
    ("72", gettext_lazy("3 days")),
    ("168", gettext_lazy("7 days")),
)
LONGEST = 500


class MuteForm(Form):
    """For how long nobody is told, and why."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    hours = forms.TypedChoiceField(label=gettext_lazy("For how long"), choices=SPANS, coerce=int, initial="6")
    reason = forms.CharField(
        label=gettext_lazy("Why nobody is to be told"),
        max_length=LONGEST,
        help_text=gettext_lazy("It stands on the list of muted ones with your name."),
    )


class NoticeForm(forms.Form):
    """What is being done, if one wants to say it."""

    note = forms.CharField(required=False, max_length=LONGEST)


@staff_only(act=scopes.ACT)
@require_safe
def alarm(request: StaffRequest, number: int) -> HttpResponse:
    """Show one alarm: how many and how many are usual, its last day hour by hour, the reports behind it. At most ten statements."""
    return _page(request, number)


@staff_only(act=JUDGE)
@require_POST
def notice(request: StaffRequest, number: int) -> HttpResponse:
    """Let it be known that somebody deals with it."""
    form = NoticeForm(request.POST)
    try:
        actions.notice(number=number, by=request.user, note=form.cleaned_data["note"] if form.is_valid() else "")
    except NotFound:
        return not_found(request)
    except Refusal as refusal:
        return _page(request, number, refusal=refusal, status=refusal.status)
    messages.success(request, _("It is known now that you deal with it."))
    return redirect("command:alarm", number)


@staff_only(act=JUDGE)
@require_POST
def mute(request: StaffRequest, number: int) -> HttpResponse:
    """Tell nobody of it for a while, with the reason."""
    form = MuteForm(request.POST)
    if not form.is_valid():
        return _page(request, number, form=form, status=422)
    try:
        actions.mute(number=number, by=request.user, **form.cleaned_data)
    except NotFound:
        return not_found(request)
    except Refusal as refusal:
        field = getattr(refusal, "field", None)
        if field:
            form.add_error(field, str(refusal))
        return _page(request, number, form=form, refusal=None if field else refusal, status=refusal.status)
    messages.success(request, _("Nobody is told of it now. It stands below with your reason, and ends by itself."))
    return redirect("command:alarm", number)


@staff_only(act=JUDGE)
@require_POST
def unmute(request: StaffRequest, mute: int) -> HttpResponse:
    """End a silence before its time. One of elsewhere is refused with the reason, on a page of its own."""
    try:
        actions.unmute(mute=mute, by=request.user)
    except NotFound:
        return not_found(request)
    messages.success(request, _("It is told of again."))
    return redirect("command:front")


def _page(
    request: StaffRequest,
    number: int,
    *,
    form: MuteForm | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    now = clock.now()
    try:
        row = queries.alarm(number)
        rows = queries.behind(number, staff=request.user)
    except NotFound:
        return not_found(request)
    here = row.areas or (CITY,)
    may_judge = judges.may_judge(request.user, here)
    mutes = queries.mutes(now=now)
    context: dict[str, Any] = {
        "row": row,
        "rows": rows,
        "hours": queries.course(now=now, areas=here, category=row.category) if row.over_at is None else [],
        "judges": may_judge,
        "elsewhere": "" if may_judge or not permissions.allows(JUDGE, request.user) else judges.said(here),
        "form": (form or MuteForm(initial={"version": row.version}, auto_id="mute_%s")) if may_judge else None,
        "refusal": refusal,
        "mutes": [(one, judges.may_judge(request.user, [one.area])) for one in mutes],
    }
    return render(request, "command/alarm.html", context, status=status)
