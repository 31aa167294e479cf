"""What citizens are told, and how it ends: wishes behind the private link, links in messages, subscriptions. A GET changes nothing."""

import time
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tanggap.core.address import client_address
from tanggap.core.buckets import Buckets, network
from tanggap.core.refusal import Invalid, NotFound, Refusal
from tanggap.notify import links, subscribing, targets, wishes
from tanggap.reports.queries import public
from tanggap.web.public import reach_query
from tanggap.web.public.reach_forms import AREA, AROUND, PROPOSAL, REPORT, CodeForm, SubscribeForm, WishForm
from tanggap.web.public.views.tracking import canonical, private
from tanggap.web.ui.forms import Form

SUBSCRIBE_PER_MINUTE = 10
_senders = Buckets(SUBSCRIBE_PER_MINUTE)


# --- behind the private link --------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@private
def wish(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """Show and keep what the reporter wishes to be told."""
    meant = canonical(code)
    mine = wishes.of_own(meant, token=token)
    form = WishForm(request.POST if request.method == "POST" else None, wishes=mine)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                wishes.wish(code=meant, token=token, **form.arguments())
            except Invalid as refusal:
                _refuse(form, refusal)
            else:
                messages.success(request, _("Kept. It holds from the next message on."))
                return redirect("public:wishes", meant, token)
    return render(
        request, "public/wishes.html", {"form": form, "mine": mine, "code": meant, "token": token}, status=status
    )


@require_POST
@private
def vouch(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """Take the reporter's word that the addresses are still theirs."""
    meant = canonical(code)
    freed = wishes.vouch(code=meant, token=token)
    said = ngettext("%(n)d message is on its way.", "%(n)d messages are on their way.", freed) % {"n": freed}
    messages.success(request, f"{_('Thank you.')} {said}" if freed else _("Thank you."))
    return redirect("public:wishes", meant, token)


# --- the links in messages ----------------------------------------------------------------------------------------


@csrf_exempt  # a mail programme posts here for its user, without our page (RFC 8058); the link is the proof
@require_http_methods(["GET", "HEAD", "POST"])
@private
def stop(request: HttpRequest, link: str) -> HttpResponse:
    """End what the message with this link came from: asked by GET, done by POST."""
    report = links.opened(links.STOP, link).report
    if report is None:
        is_asked = request.method != "POST"
        told = subscribing.ending(link=link) if is_asked else subscribing.end(link=link)
        return render(request, "public/stop_news.html" if is_asked else "public/stopped_news.html", _ending(link, told))
    context = {"link": link, "is_report": True, "code": report.code}
    if request.method != "POST":
        return render(request, "public/stop.html", context)
    wishes.stop(link=link)
    return render(request, "public/stopped.html", context)


@csrf_exempt  # as above
@require_http_methods(["GET", "HEAD", "POST"])
@private
def stop_one(request: HttpRequest, link: str) -> HttpResponse:
    """End one subscription alone: asked by GET, done by POST, also by a mail programme."""
    if request.method != "POST":
        return render(request, "public/stop_news.html", _ending(link, subscribing.ending(link=link)))
    return render(request, "public/stopped_news.html", _ending(link, subscribing.end_one(link=link)))


def _ending(link: str, told: subscribing.Ending) -> dict[str, Any]:
    return {"link": link, "told": told}


@csrf_exempt
@require_POST
@private
def stop_all(request: HttpRequest, link: str) -> HttpResponse:
    """End every message to the address that a message with this link went to."""
    wishes.stop_all(link=link)
    return render(request, "public/stopped.html", {"link": link, "is_all": True})


@require_http_methods(["GET", "HEAD", "POST"])
@private
def still(request: HttpRequest, link: str) -> HttpResponse:
    """Ask for the code that only the reporter knows, before anything is sent to an address that was silent for long."""
    wishes.is_still_asked(link)
    form, status = CodeForm(request.POST if request.method == "POST" else None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                wishes.confirm(link=link, code=form.cleaned_data["code"])
            except NotFound:
                raise
            except Refusal as refusal:
                form.add_error("code", str(refusal))
                status = refusal.status
            else:
                return render(request, "public/still_yours.html", {"is_done": True})
    return render(request, "public/still_yours.html", {"form": form, "link": link}, status=status)


@require_POST
@private
def disown(request: HttpRequest, link: str) -> HttpResponse:
    """Let the holder of an address say that it is somebody else's report."""
    wishes.disown(link=link)
    return render(request, "public/stopped.html", {"is_foreign": True})


# --- news by subscription -----------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@private
def subscribe(request: HttpRequest) -> HttpResponse:
    """Offer the public news of a report, of a proposal, or of what an address like the map's narrows them to, by e-mail."""
    given, about = _about(request)
    form = SubscribeForm(
        request.POST if request.method == "POST" else None,
        initial=given,
        has_point=given.get("lon") is not None,
        has_report=about is not None,
        has_proposal=given["what"] == PROPOSAL or bool(given.get("proposal")),
    )
    status = 200
    if request.method == "POST":
        status = 422
        if wait := _wait_seconds(request):
            form.add_error(None, _("Too many at once. Please try again in a minute."))
            response = _subscribe_page(request, form, about, status=429)
            response["Retry-After"] = str(int(wait) + 1)
            return response
        if form.is_valid():
            target = form.target()
            try:
                subscribing.subscribe(email=form.cleaned_data["email"], target=target, language=get_language() or "")
            except Invalid as refusal:
                at_fault = {REPORT: "code", AROUND: "what", PROPOSAL: "what"}
                chosen = form.cleaned_data["what"]
                _refuse(form, refusal, {"target": at_fault.get(chosen, chosen)})
            except Refusal as refusal:
                form.add_error("what", str(refusal))
            else:
                return redirect(f"{reverse('public:subscribed')}?{reach_query.written(target)}")
    return _subscribe_page(request, form, about, status=status)


def _subscribe_page(
    request: HttpRequest, form: SubscribeForm, about: public.PublicReport | None, *, status: int
) -> HttpResponse:
    target = reach_query.read(request.POST if request.method == "POST" else request.GET)
    says = targets.said(target) if target and not about else ""
    context = {"form": form, "report": about, "says": says, "left_out": reach_query.left_out(request.GET)}
    return render(request, "public/subscribe.html", context, status=status)


def _about(request: HttpRequest) -> tuple[dict[str, Any], public.PublicReport | None]:
    """Return what the address or the sent form is about, as the form's first values, and the report when it is about one."""
    asked = request.POST if request.method == "POST" else request.GET
    given: dict[str, Any] = {"what": AREA, "radius": 500, **reach_query.first_values(asked)}
    if asked.get("proposal"):
        target = reach_query.read(asked)
        return (given | {"what": PROPOSAL, "proposal": target.proposal} if target else given), None
    if code := asked.get("code", "")[:64]:
        given |= {"what": REPORT, "code": code}
        try:
            report = public.report(canonical(code))
        except NotFound:
            return given, None
        return given | {"code": report.code, "area": report.area or "", "lon": report.lon, "lat": report.lat}, report
    return (given | {"what": AROUND} if given.get("lon") is not None else given), None


@require_safe
def subscribed(request: HttpRequest) -> HttpResponse:
    """Say that a letter is on its way, whether it is or not, and what for."""
    target = reach_query.read(request.GET)
    return render(request, "public/subscribed.html", {"says": targets.said(target) if target else ""})


@require_http_methods(["GET", "HEAD", "POST"])
@private
def subscription(request: HttpRequest, link: str) -> HttpResponse:
    """Show an address's owner what was asked for in its name, and let them say yes."""
    if request.method == "POST":
        subscribing.confirm(link=link)
        messages.success(request, _("Thank you. The news come when there are some."))
        return redirect("public:subscription", link)
    mine = subscribing.of_link(links.CONFIRM, link)
    context = {"mine": mine, "link": link, "waits": not all(one.is_active for one in mine)}
    return render(request, "public/subscription.html", context)


@require_POST
@private
def unsubscribe(request: HttpRequest, link: str) -> HttpResponse:
    """End everything that an address follows, and forget the address."""
    told = subscribing.end(link=link, purpose=links.CONFIRM)
    return render(request, "public/stopped_news.html", {"told": told})


def _wait_seconds(request: HttpRequest) -> float:
    sender = network(client_address(request))
    return _senders.wait_seconds(sender, now=time.monotonic()) if sender else 0.0


def _refuse(form: Form, refusal: Invalid, names: dict[str, str] | None = None) -> None:
    for field, message in refusal.errors.items():
        name = (names or {}).get(field, field)
        form.add_error(name if name in form.fields else None, message)
