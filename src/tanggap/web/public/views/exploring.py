"""Reports on the map and in the list beside it; the address holds the whole choice (`web.ui.searching`)."""

import math
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from tanggap.agencies import queries as agencies
from tanggap.catalog import queries as catalog
from tanggap.core import clock
from tanggap.core.refusal import Invalid
from tanggap.insight import queries as insight
from tanggap.places import gazetteer, locate
from tanggap.places import queries as places
from tanggap.places.city import city
from tanggap.reports.queries import public
from tanggap.reports.words import State
from tanggap.web.ui import caching, kept, searching
from tanggap.web.ui.leading import leads_on
from tanggap.web.ui.searching import Search

LIST_ROWS = 30
NEAR_METRES = 1500
LONGEST_PLACE = 80
_ASKED = frozenset({"agency", "company", "partner", "area_office"})  # kinds of units that reports are sent to


@dataclass(frozen=True, slots=True)
class Part:
    """An area just below the chosen one, and how many reports it holds."""

    code: str
    name: str
    reports: int


@leads_on(parameter="area")
@require_safe
@caching.public(5, parameters=(*searching.NAMES, "after", "place", "unknown"))
def explore(request: HttpRequest) -> HttpResponse:
    """Return the map with its list. A typed place becomes an area of the address; what makes no sense is said."""
    if typed := request.GET.get("place", "").strip():
        return _to_area(request, typed)
    want, problems = searching.read(request.GET, today=clock.local(clock.now()).date())
    after: str | None = request.GET.get("after")
    try:
        held = public.held(want.filter(), after=after, limit=LIST_ROWS)
    except Invalid as refusal:
        problems |= {name: str(said) for name, said in refusal.errors.items()}
        after, held = None, public.held(want.filter(), limit=LIST_ROWS)
    found = _found(want)
    seen = (held, tuple((found or {}).items()), tuple(problems.items()), kept.minute())
    return kept.page(request, "public/explore.html", seen, lambda: _explored(request, want, problems, after, found))


def _explored(
    request: HttpRequest, want: Search, problems: dict[str, str], after: str | None, found: dict[str, int] | None
) -> dict[str, Any]:
    query = want.query()
    return {
        "page": public.listed(want.filter(), after=after, limit=LIST_ROWS),
        "is_first": after is None,
        "want": want,
        "chips": [(chip.label, _address(want.without(*chip.names))) for chip in want.chips()],
        "here": _address(want),
        "query": query,
        "map_query": want.without("bbox").query(),
        "absolute": request.build_absolute_uri(_address(want)),
        "problems": list(problems.values()),
        "area": places.area(want.area),
        "area_name": places.full_name(want.area or None),
        "groups": _groups(),
        "units": _units(want),
        "channels": catalog.channels(),
        "states": list(State),
        "is_narrow": bool(want.unit or want.channel or want.since or want.until),
        "unknown_place": request.GET.get("unknown", "")[:LONGEST_PLACE],
        "has_map": locate.has_boundaries() or bool(city().tiles),
        "map_box": _box_words(want),
        "parts": [(part, _address(_within(want, part.code))) for part in _parts(want, found or {})],
        "total": None if found is None or want.bbox else sum(found.values()),
    }


def _address(want: Search) -> str:
    query = want.query()
    return f"/peta/?{query}" if query else "/peta/"


def _within(want: Search, area: str) -> Search:
    return Search(category=want.category, state=want.state, area=area)


def _box_words(want: Search) -> str:
    """Return what the map shows at first, `west,south,east,north`: the chosen part, else the chosen area, else the whole city."""
    if want.bbox:
        return ",".join(map(repr, want.bbox))
    if want.area and locate.has_boundaries():
        return ",".join(map(repr, locate.bounds(want.area)))
    return ""


def _parts(want: Search, found: dict[str, int]) -> list[Part]:
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


def _found(want: Search) -> dict[str, int] | None:
    """Return how many reports each lowest area holds; None where that is not counted beforehand."""
    if want.unit or want.channel or want.since or want.until or want.words:
        return None
    return insight.reports_by_area(category=want.category or None, area=want.area or None, state=want.state or None)


def _to_area(request: HttpRequest, typed: str) -> HttpResponse:
    query = request.GET.copy()
    for name in ("place", "after", "bbox", "unknown"):
        query.pop(name, None)
    best = next(iter(gazetteer.suggest(typed, 1)), None)
    query["area" if best else "unknown"] = best.area if best else typed[:LONGEST_PLACE]
    return redirect(f"/peta/?{query.urlencode()}")


def _groups() -> list[tuple[catalog.CategoryRow, list[catalog.CategoryRow]]]:
    rows = catalog.categories()
    return [(row, [leaf for leaf in rows if leaf.parent == row.code]) for row in rows if row.parent is None]


def _units(want: Search) -> list[agencies.UnitRow]:
    """Return the units to choose from, by name: those on top, each with all below it, and the chosen one."""
    rows = [row for row in agencies.units() if row.parent is None and row.kind in _ASKED]
    chosen = agencies.unit(want.unit)
    if chosen and chosen not in rows:
        rows.append(chosen)
    return sorted(rows, key=lambda row: row.label)


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
