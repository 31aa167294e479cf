"""A citizen reports a problem: one page, checked once before it is sent, sent once."""

import math
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from tanggap.catalog import queries as catalog
from tanggap.core import clock
from tanggap.core.refusal import Refusal
from tanggap.core.words import say
from tanggap.intake import actions as intake
from tanggap.intake.words import InboundReport, Reporter
from tanggap.ledger import receipts
from tanggap.places import locate
from tanggap.places import queries as places
from tanggap.places.city import city
from tanggap.reports.queries import public
from tanggap.triage.suggest import suggest
from tanggap.web.public.forms import Chosen, ReportForm
from tanggap.web.public.places_typed import Shown, options, shown
from tanggap.web.ui.forms import new_key

WRITE, REVIEW = "write", "review"
ADAPTER = "web"


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """Show the form; on POST check it (`do=check`: suggestions and similar reports, nothing is written) or send it."""
    if request.method != "POST":
        kept = {name: request.GET[name][:80] for name in ("category", "lon", "lat", "address") if name in request.GET}
        return _page(request, ReportForm(initial=kept), stage=WRITE)
    form = ReportForm(request.POST, request.FILES)
    if request.POST.get("do") == "send":
        return _send(request, form)
    if not form.is_valid() and "text" in form.errors:
        return _page(request, form, stage=WRITE, status=422)
    return _page(request, form, stage=REVIEW)


def _send(request: HttpRequest, form: ReportForm) -> HttpResponse:
    if not form.is_valid():
        return _page(request, form, stage=REVIEW, status=422)
    try:
        receipt = intake.accept(_inbound(request, form))
    except Refusal as refusal:
        if refusal.errors:
            form.refuse(refusal.errors)
        else:
            form.add_error(None, str(refusal))
        return _page(request, form, stage=REVIEW, status=refusal.status, fresh=isinstance(refusal, intake.KeyReused))
    receipts.given(receipt.code)  # its salts are drawn now: the page that shows it only reads
    return redirect("public:receipt", receipt.code, receipt.token)


def _inbound(request: HttpRequest, form: ReportForm) -> InboundReport:
    said = form.cleaned_data
    place = _place(form)
    return InboundReport(
        channel=_channel(),
        external_id=said["key"],
        text=said["text"],
        category=form.chosen_category,
        lon=place.lon,
        lat=place.lat,
        area=place.area,
        address=said["address"],
        reporter=Reporter(said["name"], said["email"], said["phone"], said["contact"]),
        visibility=said["visibility"],
        details=form.details(),
        is_complete_form=True,
        photos=said["photos"],
        language=request.LANGUAGE_CODE,
        raw={name: value for name, value in said.items() if name not in {"photos", "key"}},
    )


def _channel() -> str:
    """Return the code of the pack's channel that these pages are."""
    return next((channel.code for channel in catalog.channels() if channel.adapter == ADAPTER), "")


def _place(form: ReportForm) -> Chosen:
    """Return where it is; what cannot be read becomes NaN, which the intake refuses in its own words."""
    try:
        return form.chosen_place()
    except ValueError:
        return Chosen(None, math.nan, math.nan)


def _page(
    request: HttpRequest, form: ReportForm, *, stage: str, status: int = 200, fresh: bool = False
) -> HttpResponse:
    typed = form.data if form.is_bound else form.initial
    chosen = _place(form)
    meant = _meant(chosen)
    choices = [] if chosen.lon is not None else options(str(typed.get("address", "")))
    category = form.chosen_category
    hints = suggest(str(typed.get("text", ""))) if form.is_bound else []
    if category is None and hints and not form.data.get("category"):
        category = hints[0].category if hints[0].is_confident else None
    context: dict[str, Any] = {
        "form": form,
        "key": new_key() if fresh else form["key"].value(),
        "stage": stage,
        "chosen": str(chosen) if chosen.area else typed.get("place", ""),
        "lon": typed.get("lon", ""),
        "lat": typed.get("lat", ""),
        "meant": meant,
        "choices": choices,
        "category": category,
        "category_row": catalog.category(category),
        "hints": hints,
        "category_is_hint": category in {hint.category for hint in hints},
        "groups": _groups(),
        "similar": _similar(category, chosen),
        "has_map": locate.has_boundaries(),
        "emergency": say(city().emergency),
        "lost_photos": stage == REVIEW and status != 200 and bool(request.FILES),
    }
    if category != form.chosen_category:
        form.ask(category)
    return render(request, "public/report_form.html", context, status=status)


def _meant(chosen: Chosen) -> Shown | None:
    if chosen.lon is not None and chosen.lat is not None and locate.has_boundaries():
        return shown(chosen.lon, chosen.lat)
    row = places.area(chosen.area)
    return Shown(row.code, places.full_name(row.code)) if row else None


def _similar(category: str | None, chosen: Chosen) -> list[public.PublicRow]:
    if category is None or chosen.lon is None or chosen.lat is None or not math.isfinite(chosen.lon + chosen.lat):
        return []
    metres, since = public.near_window(category, clock.now())
    return public.near(chosen.lon, chosen.lat, metres=metres, since=since, category=category, limit=3) if metres else []


def _groups() -> list[tuple[catalog.CategoryRow, list[catalog.CategoryRow]]]:
    """Return the groups of categories with their leaves, in the order of the pack; a leaf without a group stands alone."""
    rows = catalog.categories()
    return [
        (row, [row] if row.is_leaf else [leaf for leaf in rows if leaf.parent == row.code])
        for row in rows
        if row.parent is None
    ]


@require_safe
def places_typed(request: HttpRequest) -> HttpResponse:
    """Return the radio buttons of the places that `q` may mean."""
    choices = options(request.GET.get("q", ""))
    return render(request, "public/place_options.html", {"choices": choices, "typed": request.GET.get("q", "")})


@require_safe
def point(request: HttpRequest) -> JsonResponse:
    """Return the area of a point, for the pin on the map: `{area, name, neighbours}` or `{refused}`."""
    try:
        found = shown(float(request.GET.get("lon", "nan")), float(request.GET.get("lat", "nan")))
    except ValueError:
        found = shown(math.nan, math.nan)
    return JsonResponse(
        {"area": found.area, "name": found.name, "neighbours": found.neighbours, "refused": found.refused}
    )
