"""Signing in through the city's identity provider: to it and back. It makes no accounts, it opens those that were joined to it."""

from dataclasses import asdict

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tanggap.agencies import provider, signing_in
from tanggap.core.refusal import Refusal
from tanggap.web.account import flow
from tanggap.web.account.forms import SignInForm
from tanggap.web.ui.access import kept_nowhere, local, sign_in_address


@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Lead to the provider."""
    if not provider.is_configured():
        raise Http404
    try:
        address, asked = provider.ask(_return_to(request))
    except Refusal as refusal:
        return _refused(request, refusal)
    request.session["asked_provider"] = {**asdict(asked), "back": local(request.POST.get("next", ""))}
    return kept_nowhere(redirect(address))


@require_safe
def returned(request: HttpRequest) -> HttpResponse:
    """Take the provider's answer, once, and go on as after a right password."""
    kept = request.session.pop("asked_provider", None)
    if not provider.is_configured() or kept is None:
        return kept_nowhere(flow.start_again(request))
    back = kept.pop("back")
    try:
        identity = provider.answer(request.GET, provider.Asked(**kept), return_to=_return_to(request))
        person = provider.person_of(identity)
        return kept_nowhere(flow.begin(request, person, back, is_strong=identity.is_strong))
    except (provider.ProviderAway, provider.AnswerUnfit, provider.NotLinked, signing_in.SealBroken) as refusal:
        return _refused(request, refusal)


def _return_to(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("sign-in:provider-return"))


def _refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    context = {"form": SignInForm(), "refused": str(refusal), "next": "", "here": sign_in_address("")}
    return kept_nowhere(render(request, "account/sign_in.html", context, status=refusal.status))
