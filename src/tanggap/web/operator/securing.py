"""What an operator does about how people sign in, and whom they were refused to."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tanggap.agencies import factors, people, provider, refusals, signing_in
from tanggap.core.refusal import Refusal
from tanggap.web.ui.access import StaffRequest, proved_lately, staff_only


@staff_only(act="operator.see")
@require_POST
@proved_lately
def reset_factors(request: StaffRequest, username: str) -> HttpResponse:
    """Forget a person's second factors and codes, and end the sessions."""
    factors.reset(by=request.user, username=username)
    messages.success(request, _("The second factors are forgotten and all sessions ended."))
    return redirect("operator:person", username)


@staff_only(act="operator.see")
@require_POST
def sign_out(request: StaffRequest, username: str) -> HttpResponse:
    """End all sessions of a person."""
    factors.sign_out(by=request.user, username=username)
    messages.success(request, _("All sessions of the person have ended."))
    return redirect("operator:person", username)


@staff_only(act="operator.see")
@require_POST
@proved_lately
def seal(request: StaffRequest, username: str) -> HttpResponse:
    """Make the account an emergency account, or seal it anew, and show the password for the envelope this once."""
    password = signing_in.seal(by=request.user, username=username)
    context = {"person": people.person(username), "password": password, "is_new": False, "is_seal": True}
    return render(request, "operator/password.html", context)


@staff_only(act="operator.see")
@require_POST
@proved_lately
def link(request: StaffRequest, username: str) -> HttpResponse:
    """Join the account to who it is at the identity provider; an empty field separates them."""
    identity = request.POST.get("identity", "").strip()
    try:
        if identity:
            provider.link(by=request.user, username=username, identity=identity)
        else:
            provider.unlink(by=request.user, username=username)
    except Refusal as refusal:
        if not refusal.errors:
            raise
        messages.error(request, " ".join(refusal.errors.values()))
    else:
        messages.success(request, _("Saved."))
    return redirect("operator:person", username)


@staff_only(act="operator.see")
@require_safe
def refused(request: StaffRequest) -> HttpResponse:
    """List what people of the staff asked for and did not get. One statement."""
    username = request.GET.get("q", "")[:64].replace("\x00", "")
    return render(
        request, "operator/refused.html", {"rows": refusals.listed(username=username, limit=200), "q": username}
    )
