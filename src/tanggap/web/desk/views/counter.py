"""The counter's pages: the form, advice while it is filled, the receipt."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import segno
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from tanggap.agencies import queries as agencies
from tanggap.catalog import queries as catalog
from tanggap.catalog.routing import route, told_to
from tanggap.core import clock
from tanggap.core.refusal import NotFound, Refusal
from tanggap.core.words import say
from tanggap.deadlines.promises import Promise, promised
from tanggap.intake import actions as intake
from tanggap.intake import finding
from tanggap.places import locate
from tanggap.places.city import city
from tanggap.reports import actions as reports
from tanggap.reports.queries import public
from tanggap.triage.suggest import Suggestion, suggest
from tanggap.web.desk import receipts
from tanggap.web.desk.counter import CounterForm, channels_of
from tanggap.web.desk.picking import Spot
from tanggap.web.desk.receipts import Paper, Slip
from tanggap.web.desk.views import frame
from tanggap.web.ui.access import StaffRequest, staff_only

MOST_SIMILAR = 3
SECRET = ("text", "name", "phone", "email", "place_text", "place")


@sensitive_post_parameters(*SECRET)
@staff_only(*frame.DESK_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def counter(request: StaffRequest) -> HttpResponse:
    """Write down a complaint and show its receipt. The form's key makes sending it again (or reloading the receipt) harmless.

    A receipt scanned instead of words opens its report.
    """
    if request.method != "POST":
        return _form(request, _of(request))
    form = _of(request)
    if "look" in request.POST:
        form.errors.clear()
        return _form(request, form)
    if form.receipt_code:  # a receipt was scanned into the words: it is not a new report
        return redirect(f"{reverse('desk:list')}?{urlencode({'q': form.receipt_code})}")
    if not form.is_valid():
        return _form(request, form, status=422)
    try:
        receipt = intake.accept(form.inbound(request.user))
    except Refusal as refusal:
        form.refuse(refusal.errors)
        return _form(request, form, refusal=None if refusal.errors else refusal, status=refusal.status)
    given = form.cleaned_data
    slip = receipts.slip(
        receipt, channel=given["channel"], category=_filed_under(given["channel"], given["category"], given["text"])
    )
    return _receipt(request, slip, is_new=receipt.is_new, status=201 if receipt.is_new else 200)


@sensitive_post_parameters("slip")
@staff_only(*frame.DESK_ROLES)
@require_POST
def receipt(request: StaffRequest) -> HttpResponse:
    """Show a receipt again on other paper or in another language. The paper is remembered for the next citizen."""
    return _receipt(request, receipts.opened(request.POST.get("slip", ""), by=request.user), is_new=True)


def _receipt(request: StaffRequest, slip: Slip, *, is_new: bool, status: int = 200) -> HttpResponse:
    chosen = request.POST.get("paper")
    paper = receipts.paper(chosen or request.COOKIES.get(receipts.COOKIE))
    languages = [(code, name) for code, name in settings.LANGUAGES if code in city().languages]
    language = request.POST.get("language")
    language = language if language in dict(languages) else str(get_language())
    with override(language):
        printed = render_to_string("desk/slip.html", _printed(request, slip, paper, language))
    context = {
        "slip": slip,
        "sealed": receipts.sealed(slip, by=request.user),
        "is_new": is_new,
        "printed": printed,
        "papers": [(one.value, one.label, one is paper) for one in Paper],
        "paper": paper.value,
        "receipt_languages": [(code, name, code == language) for code, name in languages],
        "receipt_language": language,
    }
    response = render(request, f"desk/receipt_{paper.value}.html", context, status=status)
    if chosen:
        response.set_cookie(
            receipts.COOKIE,
            paper.value,
            max_age=receipts.COOKIE_SECONDS,
            path=reverse("desk:counter"),
            secure=request.is_secure(),
            httponly=True,
            samesite="Lax",
        )
    return response


def _printed(request: StaffRequest, slip: Slip, paper: Paper, language: str) -> dict[str, Any]:
    """Return what the slip's own template shows, its names in the active language."""
    return {
        **slip.facts(),
        "slip": slip,
        "paper": paper.value,
        "language": language,
        "city_name": say(city().name),
        "qr": qr(request.build_absolute_uri(slip.path)) if slip.path else "",
        "track": request.build_absolute_uri(slip.track_path),
        "log": f"{request.get_host()}{reverse('ledger:index')}",
        "emergency": say(city().emergency) if city().emergency else "",
    }


@sensitive_post_parameters(*SECRET)
@staff_only(*frame.DESK_ROLES)
@require_POST
def advice(request: StaffRequest) -> HttpResponse:
    """Return what the form's words and place suggest, while it is being filled. Nothing is kept."""
    form = _of(request)
    form.errors.clear()
    return render(request, "desk/advice.html", {"form": form, "advice": advise(form)})


@sensitive_post_parameters(*SECRET)
@staff_only(*frame.DESK_ROLES)
@require_POST
def support(request: StaffRequest) -> HttpResponse:
    """Count the citizen at the counter behind a report that is already there, instead of taking the same again."""
    form = _of(request)
    form.errors.clear()
    try:
        code = frame.canonical(request.POST.get("code", ""))
        supporters = reports.support(code=code, person=form.person)
    except NotFound:
        return frame.gone(request)
    except Refusal as refusal:
        return _form(request, form, refusal=refusal, status=refusal.status)
    context = {"code": code, "supporters": supporters, "track": request.build_absolute_uri(f"/laporan/{code}/")}
    return render(request, "desk/supported.html", context)


def qr(address: str) -> SafeString:
    """Return the QR code of an address as SVG without style, which the content security policy would refuse."""
    drawn = segno.make(address, error="m", micro=False).svg_inline(
        border=2, omitsize=True, svgclass="qr", lineclass=None, dark="#000", light="#fff"
    )
    return mark_safe(drawn)  # noqa: S308  drawn here from an address of ours


@dataclass(frozen=True, slots=True)
class Advice:
    """What the desk knows about a complaint before it is taken in."""

    categories: tuple[Suggestion, ...]
    unit: str
    promise: Promise | None
    similar: tuple[public.PublicRow, ...]


def advise(form: CounterForm) -> Advice:
    """Return categories for the words, the unit that will have it, what will be promised, and similar open reports: at a confidential
    counter none, since nobody's voice belongs behind what is told there. One statement."""
    text = str(form["text"].value() or "")
    chosen = catalog.category(str(form["category"].value() or "") or None)
    if form.receipt_code or (not text and chosen is None):
        return Advice((), "", None, ())
    suggested = tuple(suggest(text)) if text and chosen is None else ()
    category = chosen.code if chosen else next((one.category for one in suggested if one.is_confident), None)
    category = form.chosen.kept_category(category)
    spot = form.spot
    area = _area(spot)
    reached = told_to(form.chosen, area) or route(category=category, area=area)
    promise = promised(category, at=clock.now()) if category else None
    similar = () if form.chosen.is_confidential else _similar(category, spot, area)
    return Advice(suggested, agencies.unit_label(reached.unit), promise, similar)


def _filed_under(channel: str, chosen: str, text: str) -> str | None:
    """Return the category that the intake gives to what is told at a counter, None when it leaves it to a person."""
    category = chosen or next((one.category for one in suggest(text, limit=1) if one.is_confident), None)
    way = catalog.channel(channel)
    return way.kept_category(category) if way else category


def _area(spot: Spot | None) -> str | None:
    if spot is None:
        return None
    if spot.lon is None or spot.lat is None or not locate.has_boundaries():
        return spot.area
    try:
        return locate.locate(spot.lon, spot.lat).area
    except Refusal:
        return None


def _similar(category: str | None, spot: Spot | None, area: str | None) -> tuple[public.PublicRow, ...]:
    """Return open public reports that may be the same: near the point, else in the same area."""
    if category is None or area is None or spot is None:
        return ()
    metres, since = public.near_window(category, clock.now())
    if not metres:
        return ()
    if spot.lon is not None and spot.lat is not None:
        return tuple(public.near(spot.lon, spot.lat, metres=metres, since=since, category=category, limit=MOST_SIMILAR))
    wanted = public.Filter(category=category, area=area, is_open=True)
    rows = public.listed(wanted, limit=MOST_SIMILAR).rows
    return tuple(row for row in rows if row.received_at >= since)


def _of(request: StaffRequest) -> CounterForm:
    """Return the form for this person's counters. Raises PermissionDenied for a person whose unit has none."""
    channels = channels_of(request.user)
    if not channels:
        raise PermissionDenied
    if request.method == "POST":
        return CounterForm(request.POST, request.FILES, channels=channels)
    return CounterForm(channels=channels)


def _form(
    request: StaffRequest, form: CounterForm, *, refusal: Refusal | None = None, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "refusal": refusal,
        "advice": advise(form),
        "title": _("New report at the counter"),
        "may_find": finding.may_find(request.user),
    }
    return render(request, "desk/counter.html", context, status=status)
