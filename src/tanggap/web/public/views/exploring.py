"""Reports on the map and in the list beside it, by category, state and area; the address holds the whole choice."""

import math
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from tanggap.catalog import queries as catalog
from tanggap.core.refusal import Invalid
from tanggap.insight import queries as insight
from tanggap.places import gazetteer, locate
from tanggap.places import queries as places
from tanggap.places.city import city
from tanggap.reports.queries import public
from tanggap.reports.words import State
from tanggap.web.public import outlines
from tanggap.web.ui import kept
from tanggap.web.ui.status import family

LIST_ROWS = 30
MOST_POINTS = 300
NEAR_METRES = 1500
OPEN, CLOSED = "open", "closed"
Bbox = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks for. `state` is a state, `open`, `closed` or empty; `bbox` west, south, east, north."""

    category: str
    state: str
    area: str
    bbox: Bbox | None

    def filter(self) -> public.Filter:
        """Return it as the reports room understands it."""
        is_state = self.state in State.values
        return public.Filter(
            category=self.category or None,
            area=self.area or None,
            state=self.state if is_state else None,
            is_open={OPEN: True, CLOSED: False}.get(self.state),
            bbox=self.bbox,
        )


def wanted(request: HttpRequest) -> Wanted:
    """Read the address; what is not known is left out rather than refused, because addresses are old and shared."""
    category, state, area = (request.GET.get(name, "") for name in ("category", "state", "area"))
    return Wanted(
        category if catalog.category(category) else "",
        state if state in State.values or state in {OPEN, CLOSED} else "",
        area if places.area(area) else "",
        _bbox(request.GET.get("bbox", "")),
    )


def _bbox(typed: str) -> Bbox | None:
    try:
        west, south, east, north = (float(number) for number in typed[:120].split(","))
    except ValueError:
        return None
    is_good = (
        all(map(math.isfinite, (west, south, east, north)))
        and -180 <= west < east <= 180
        and -90 <= south < north <= 90
    )
    return (west, south, east, north) if is_good else None


@dataclass(frozen=True, slots=True)
class Part:
    """An area just below the chosen one, and how many reports it holds."""

    code: str
    name: str
    reports: int


@require_safe
def explore(request: HttpRequest) -> HttpResponse:
    """Return the map with its list. A typed place becomes an area of the address."""
    if typed := request.GET.get("place", "").strip():
        return _to_area(request, typed)
    want = wanted(request)
    try:
        held = public.held(want.filter(), after=request.GET.get("after"), limit=LIST_ROWS)
    except Invalid:
        return redirect("public:explore")
    found = _found(want)
    seen = (held, tuple(found.items()), kept.minute())
    return kept.page(request, "public/explore.html", seen, lambda: _explored(request, want, found))


def _explored(request: HttpRequest, want: Wanted, found: dict[str, int]) -> dict[str, Any]:
    return {
        "page": public.listed(want.filter(), after=request.GET.get("after"), limit=LIST_ROWS),
        "want": want,
        "category": catalog.category(want.category),
        "area": places.area(want.area),
        "area_name": places.full_name(want.area or None),
        "groups": _groups(),
        "states": list(State),
        "unknown_place": request.GET.get("unknown", "")[:80],
        "has_map": locate.has_boundaries() or bool(city().tiles),
        "map_box": _box_words(want),
        "parts": _parts(want, found),
    }


def _box_words(want: Wanted) -> str:
    """Return what the map shows at first, `west,south,east,north`: the chosen part, else the chosen area, else the whole city."""
    if want.bbox:
        return ",".join(map(repr, want.bbox))
    if want.area and locate.has_boundaries():
        return ",".join(map(repr, locate.bounds(want.area)))
    return ""


def _parts(want: Wanted, found: dict[str, int]) -> list[Part]:
    """Return the areas just below the chosen one (the whole city: below its single top) that hold reports, most first: the map in words."""
    tops = [row for row in places.areas() if row.parent is None]
    above = want.area or (tops[0].code if len(tops) == 1 else None)
    held: Counter[str] = Counter()
    for leaf, number in found.items():
        row = places.area(leaf)
        path = row.path if row else ()
        if above is None and path:
            held[path[0]] += number
        elif above in path[:-1]:
            held[path[path.index(above) + 1]] += number
    return [Part(code, row.name, number) for code, number in held.most_common() if (row := places.area(code))]


def _found(want: Wanted) -> dict[str, int]:
    return insight.reports_by_area(category=want.category or None, area=want.area or None, state=want.state or None)


def _to_area(request: HttpRequest, typed: str) -> HttpResponse:
    query = request.GET.copy()
    for name in ("place", "after", "bbox", "unknown"):
        query.pop(name, None)
    best = next(iter(gazetteer.suggest(typed, 1)), None)
    query["area" if best else "unknown"] = best.area if best else typed[:80]
    return redirect(f"/peta/?{query.urlencode()}")


def _groups() -> list[tuple[catalog.CategoryRow, list[catalog.CategoryRow]]]:
    rows = catalog.categories()
    return [(row, [leaf for leaf in rows if leaf.parent == row.code]) for row in rows if row.parent is None]


@require_safe
def points(request: HttpRequest) -> JsonResponse:
    """Return what stands on the map: pins when `close`, at most `MOST_POINTS`; else one count for each lowest area."""
    want = wanted(request)
    if request.GET.get("close") and want.bbox:
        page = public.listed(want.filter(), limit=MOST_POINTS)
        return JsonResponse(
            {"points": [_pin(row) for row in page.rows if row.lon is not None], "more": page.next is not None}
        )
    return JsonResponse({"counts": _counts(want)})


def _pin(row: public.PublicRow) -> dict[str, Any]:
    return {
        "lon": row.lon, "lat": row.lat, "family": family(row.state), "label": row.category or row.code, "href": f"/laporan/{row.code}/",
        "lines": [row.state_label, row.place, row.words],
    }  # fmt: skip


def _counts(want: Wanted) -> list[dict[str, Any]]:
    return [{"area": code, "name": places.full_name(code), "reports": number} for code, number in _found(want).items()]


@require_safe
def areas(request: HttpRequest) -> HttpResponse:
    """Return the outlines of the lowest areas, kept by browsers until they change."""
    file = outlines.areas_file()
    tag = f'"{file.tag}"'
    if request.headers.get("If-None-Match") == tag:
        response: HttpResponse = HttpResponseNotModified()
    else:
        is_packed = "gzip" in request.headers.get("Accept-Encoding", "")
        response = HttpResponse(file.packed if is_packed else file.body, content_type="application/json")
        if is_packed:
            response["Content-Encoding"] = "gzip"
    response["ETag"] = tag
    response["Vary"] = "Accept-Encoding"
    response["Cache-Control"] = "public, max-age=86400"
    return response


@require_safe
def near(request: HttpRequest) -> HttpResponse:
    """Return open reports near a point as list rows; without a usable point the latest ones."""
    try:
        lon, lat = float(request.GET["lon"]), float(request.GET["lat"])
        if not (math.isfinite(lon) and math.isfinite(lat) and abs(lon) <= 180 and abs(lat) <= 90):
            raise ValueError
    except (KeyError, ValueError):
        rows = list(public.listed(public.Filter(is_open=True), limit=6).rows)
    else:
        rows = public.near(lon, lat, metres=NEAR_METRES, limit=6)
    response = render(request, "ui/report_rows.html", {"rows": rows, "none_near": True})
    response["Cache-Control"] = "private, no-store"
    return response
