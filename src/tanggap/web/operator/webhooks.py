"""Who hears of public events by webhooks, as the operator sees it: how each receiver is, what waits, what became of the last tries."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tanggap.core.refusal import Refusal
from tanggap.web.operator.webhook_forms import LISTED, ReplayForm, RotateForm, WebhookForm
from tanggap.web.ui.access import StaffRequest, proved_lately, staff_only
from tanggap.webhooks import actions, queries, replaying
from tanggap.webhooks.posting import Tried
from tanggap.webhooks.words import DeliveryState

ACT = actions.ACT


@staff_only(act=ACT)
@require_safe
def overview(request: StaffRequest) -> HttpResponse:
    """List the subscriptions, those in trouble told first. One statement."""
    rows = queries.listed(by=request.user)
    context = {"rows": rows, "troubled": [row for row in rows if row.is_broken]}
    return render(request, "operator/webhooks.html", context)


@staff_only(act=ACT)
@require_http_methods(["GET", "HEAD", "POST"])
@proved_lately
def new(request: StaffRequest) -> HttpResponse:
    """Subscribe a receiver and show its secret this once."""
    form = WebhookForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given = {"label": form.cleaned_data["label"], "url": form.cleaned_data["url"], "wanted": form.wanted()}
            try:
                made = actions.subscribe(by=request.user, **given)
            except Refusal as refusal:
                status = refusal.status
                form.refuse(refusal.errors)
            else:
                return _secret(request, made.key, made.secret, is_new=True)
    return render(request, "operator/webhook_form.html", {"form": form}, status=status)


@staff_only(act=ACT)
@require_safe
def webhook(request: StaffRequest, key: str) -> HttpResponse:
    """Show one subscription: how it is, what waits, its last tries."""
    return _webhook(request, key)


@staff_only(act=ACT)
@require_http_methods(["GET", "HEAD", "POST"])
@proved_lately
def change(request: StaffRequest, key: str) -> HttpResponse:
    """Change a subscription: its name, its address, what it hears of."""
    row = queries.one(key, by=request.user)
    known = {name: getattr(row, name) for name in ("label", "url", "types", "categories", "channels")}
    form = WebhookForm(request.POST or None, initial=known | {name: " ".join(getattr(row, name)) for name in LISTED})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given = {"label": form.cleaned_data["label"], "url": form.cleaned_data["url"], "wanted": form.wanted()}
            try:
                actions.change(by=request.user, key=key, **given)
            except Refusal as refusal:
                status = refusal.status
                form.refuse(refusal.errors)
            else:
                messages.success(request, _("Saved. It holds for what happens from now on."))
                return redirect("operator:webhook", key)
    return render(request, "operator/webhook_form.html", {"form": form, "row": row}, status=status)


@staff_only(act=ACT)
@require_POST
def test(request: StaffRequest, key: str) -> HttpResponse:
    """Send a test and show how it ended."""
    return _webhook(request, key, tried=actions.test(by=request.user, key=key))


@staff_only(act=ACT)
@require_POST
def switch(request: StaffRequest, key: str) -> HttpResponse:
    """Pause a subscription or switch it on: what the pressed button says."""
    if request.POST.get("on") == "yes":
        actions.switch_on(by=request.user, key=key)
        messages.success(request, _("It is switched on. What waited goes out now, in order."))
    else:
        actions.pause(by=request.user, key=key)
        messages.success(request, _("It is paused. What happens waits, for 30 days."))
    return redirect("operator:webhook", key)


@staff_only(act=ACT)
@require_POST
@proved_lately
def rotate(request: StaffRequest, key: str) -> HttpResponse:
    """Replace the secret and show the new one this once."""
    form = RotateForm(request.POST)
    if not form.is_valid():
        return _webhook(request, key, rotating=form, status=422)
    return _secret(request, key, actions.rotate(by=request.user, key=key, **form.cleaned_data), is_new=False)


@staff_only(act=ACT)
@require_POST
def replay(request: StaffRequest, key: str) -> HttpResponse:
    """Send everything again from an instant on."""
    form = ReplayForm(request.POST)
    if not form.is_valid():
        return _webhook(request, key, replaying_form=form, status=422)
    try:
        number = replaying.replay(by=request.user, key=key, since=form.cleaned_data["since"])
    except replaying.TooMuch as refusal:
        form.add_error("since", str(refusal))
        return _webhook(request, key, replaying_form=form, status=refusal.status)
    words = ngettext("%(n)d event goes again, in order.", "%(n)d events go again, in order.", number)
    messages.success(request, words % {"n": number})
    return redirect("operator:webhook", key)


@staff_only(act=ACT)
@require_POST
def again(request: StaffRequest, key: str, event: int) -> HttpResponse:
    """Let one event that was given up wait again."""
    replaying.one_again(by=request.user, key=key, event=event)
    messages.success(request, _("It waits again, at its place in the order."))
    return redirect("operator:webhook", key)


@staff_only(act=ACT)
@require_http_methods(["GET", "HEAD", "POST"])
@proved_lately
def delete(request: StaffRequest, key: str) -> HttpResponse:
    """Ask whether a subscription is to be deleted, then delete it."""
    row = queries.one(key, by=request.user)
    if request.method != "POST":
        return render(request, "operator/webhook_delete.html", {"row": row})
    actions.delete(by=request.user, key=key)
    messages.success(request, _("The webhook is deleted. Nothing goes to this receiver any more."))
    return redirect("operator:webhooks")


def _secret(request: StaffRequest, key: str, secret: str, *, is_new: bool) -> HttpResponse:
    context = {"row": queries.one(key, by=request.user), "secret": secret, "is_new": is_new}
    return render(request, "operator/webhook_secret.html", context)


def _webhook(
    request: StaffRequest,
    key: str,
    *,
    tried: Tried | None = None,
    rotating: RotateForm | None = None,
    replaying_form: ReplayForm | None = None,
    status: int = 200,
) -> HttpResponse:
    row = queries.one(key, by=request.user)
    dead = queries.deliveries(key, by=request.user, state=DeliveryState.DEAD, limit=20).rows if row.dead else []
    context: dict[str, Any] = {
        "row": row,
        "tried": tried,
        "dead": dead,
        "attempts": queries.attempts(key, by=request.user, limit=20),
        "deeds": queries.deeds(key),
        "rotating": rotating or RotateForm(),
        "replaying": replaying_form or ReplayForm(),
    }
    return render(request, "operator/webhook.html", context, status=status)
