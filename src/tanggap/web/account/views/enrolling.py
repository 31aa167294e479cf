"""Setting up a second factor: on the way in, where the role needs one, or from the own account."""

from dataclasses import dataclass
from typing import Any

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from tanggap.agencies import factors, totp
from tanggap.agencies.factors import Demand
from tanggap.core import crypto
from tanggap.core.refusal import Refusal
from tanggap.core.words import say
from tanggap.places.city import city
from tanggap.web.account import flow
from tanggap.web.account.forms import KeyForm, NewCodeForm
from tanggap.web.account.views.signing import show
from tanggap.web.ui.access import StaffRequest, kept_nowhere, proved_lately, staff_only

CONTEXT = "offered totp"


@dataclass(frozen=True, slots=True)
class _Who:
    """Somebody who sets up a factor; `pending` on the way in."""

    person: Any
    pending: flow.Pending | None


@sensitive_post_parameters("code", "answer")
@require_http_methods(["GET", "HEAD", "POST"])
def enrol(request: HttpRequest) -> HttpResponse:
    """Set up the second factor that the role needs, then sign in."""
    waiting = flow.pending(request, Demand.ENROL)
    if waiting is None:
        return kept_nowhere(flow.start_again(request))
    return kept_nowhere(_set_up(request, _Who(waiting.person, waiting)))


@sensitive_post_parameters("code", "answer")
@staff_only()
@require_http_methods(["GET", "HEAD", "POST"])
@proved_lately
def add(request: StaffRequest) -> HttpResponse:
    """Add an authenticator app (it replaces the earlier one) or a key to the own account."""
    return _set_up(request, _Who(request.user, None))


@staff_only()
@require_POST
@proved_lately
def remove(request: StaffRequest, factor: int) -> HttpResponse:
    """Remove one of the own factors."""
    factors.remove(by=request.user, factor=factor)
    return redirect("sign-in:account")


@staff_only()
@require_POST
@proved_lately
def codes(request: StaffRequest) -> HttpResponse:
    """Make new recovery codes and show them this once; without a second factor there is nothing that they could replace."""
    if not factors.of(request.user):
        return redirect("sign-in:account")
    return _paper(request, _Who(request.user, None), factors.new_codes(by=request.user), back="")


def _set_up(request: HttpRequest, who: _Who) -> HttpResponse:
    form, status, refused = NewCodeForm(), 200, ""
    is_key = "answer" in request.POST
    if request.method == "POST":
        form = NewCodeForm(request.POST) if not is_key else NewCodeForm()
        status = 422
        try:
            if _add(request, who, form, is_key=is_key):
                return _done(request, who)
        except factors.NotTheFirst:
            return flow.start_again(request)
        except Refusal as refusal:
            status = show(form, refusal)
    secret = _offered(request, is_fresh=request.method != "POST" and status == 200)
    question = factors.ask_new_key(who.person, flow.site(request))
    request.session["asked_new_key"] = question.state
    address = totp.address(secret, account=who.person.username, issuer=f"Tanggap {say(city().name)}")
    context = {
        "form": form,
        "refused": refused,
        "is_pending": who.pending is not None,
        "secret": " ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
        "picture": segno.make(address, error="m").svg_data_uri(scale=4, border=2, dark="#000", light="#fff"),
        "key_options": question.options,
    }
    return render(request, "account/enrol.html", context, status=status)


def _add(request: HttpRequest, who: _Who, form: NewCodeForm, *, is_key: bool) -> bool:
    is_first = who.pending is not None
    if is_key:
        given, state = KeyForm(request.POST), request.session.pop("asked_new_key", None)
        if not given.is_valid() or state is None:
            raise factors.KeyUnfit
        name = given.cleaned_data["name"] or flow.device(request)
        answer = given.cleaned_data["answer"]
        factors.add_key(
            by=who.person, site=flow.site(request), state=state, answer=answer, name=name, is_first=is_first
        )
        return True
    if not form.is_valid():
        return False
    factors.add_totp(by=who.person, secret=_offered(request), code=form.cleaned_data["code"], is_first=is_first)
    request.session.pop("offered", None)
    return True


def _done(request: HttpRequest, who: _Who) -> HttpResponse:
    """Go on, by the recovery codes where the person has none yet."""
    made = factors.new_codes(by=who.person) if not factors.codes_left(who.person) else []
    if who.pending is None and not made:
        return redirect("sign-in:account")
    if who.pending is not None:
        response = flow.finish(request, who.person, who.pending.back, how="enrolled")
        if not made:
            return response
        paper = _paper(request, who, made, back=response["Location"])
        paper.cookies.update(response.cookies)
        return paper
    return _paper(request, who, made, back="")


def _paper(request: HttpRequest, who: _Who, made: list[str], *, back: str) -> HttpResponse:
    context = {"codes": made, "onward": back, "person": who.person, "text": "\n".join(made)}
    return kept_nowhere(render(request, "account/codes.html", context, status=201))


def _offered(request: HttpRequest, *, is_fresh: bool = False) -> str:
    """Return the secret that this page offers, the same until it is taken; it lies sealed in the session."""
    kept = request.session.get("offered")
    if kept and not is_fresh:
        return str(crypto.unseal(bytes.fromhex(kept), context=CONTEXT))
    secret = totp.new_secret()
    request.session["offered"] = crypto.seal(secret, context=CONTEXT).hex()
    return secret
