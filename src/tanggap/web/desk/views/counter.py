"""The counter's pages: the form, advice while it is filled, the receipt."""

from dataclasses import dataclass
from typing import Any

import segno
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from tanggap.agencies import queries as agencies
from tanggap.catalog import queries as catalog
from tanggap.catalog.routing import route
from tanggap.core import clock
from tanggap.core.refusal import NotFound, Refusal
from tanggap.core.words import say
from tanggap.deadlines.promises import Promise, promised
from tanggap.intake import actions as intake
from tanggap.places import locate
from tanggap.places.city import city
from tanggap.reports import actions as reports
from tanggap.reports.queries import public
from tanggap.triage.suggest import Suggestion, suggest
from tanggap.web.desk.counter import CounterForm, channels_of
from tanggap.web.desk.picking import Spot
from tanggap.web.desk.views import frame
from tanggap.web.ui.access import StaffRequest, staff_only

MOST_SIMILAR = 3
SECRET = ("text", "name", "phone", "email", "place_text", "place")


@sensitive_post_parameters(*SECRET)
@staff_only(*frame.DESK_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def counter(request: StaffRequest) -> HttpResponse:
    """Write down a complaint and show its receipt. The form's key makes sending it again (or reloading the receipt) harmless."""
    if request.method != "POST":
        return _form(request, _of(request))
    form = _of(request)
    if "look" in request.POST:
        form.errors.clear()
        return _form(request, form)
    if not form.is_valid():
        return _form(request, form, status=422)
    try:
        receipt = intake.accept(form.inbound(request.user))
    except Refusal as refusal:
        form.refuse(refusal.errors)
        return _form(request, form, refusal=None if refusal.errors else refusal, status=refusal.status)
    address = request.build_absolute_uri(receipt.private_path)
    channel = catalog.channel(form.cleaned_data["channel"])
    context = {
        "receipt": receipt,
        "category": catalog.category(form.cleaned_data["category"] or _read_in(form.cleaned_data["text"])),
        "channel": channel,
        "address": address,
        "track": request.build_absolute_uri(receipt.track_path),
        "qr": qr(address),
        "emergency": say(city().emergency) if city().emergency else "",
        "at": clock.now(),
    }
    return render(request, "desk/receipt.html", context, status=201 if receipt.is_new else 200)


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
    """Return categories for the words, the unit that will have it, what will be promised, and similar open reports. One statement."""
    text = str(form["text"].value() or "")
    chosen = catalog.category(str(form["category"].value() or "") or None)
    suggested = tuple(suggest(text)) if text and chosen is None else ()
    category = chosen.code if chosen else next((one.category for one in suggested if one.is_confident), None)
    spot = form.spot
    area = _area(spot)
    if not text and chosen is None:
        return Advice((), "", None, ())
    reached = route(category=category, area=area)
    promise = promised(category, at=clock.now()) if category else None
    return Advice(suggested, agencies.unit_label(reached.unit), promise, _similar(category, spot, area))


def _read_in(text: str) -> str | None:
    """Return the category that the intake reads in a text by itself, None when it leaves it to a person."""
    return next((one.category for one in suggest(text, limit=1) if one.is_confident), None)


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
    }
    return render(request, "desk/counter.html", context, status=status)
