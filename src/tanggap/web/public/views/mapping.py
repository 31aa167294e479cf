"""What the map fetches: the outlines of the areas, and what stands on the part that it shows."""

import math
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.views.decorators.http import require_safe

from tanggap.core import clock
from tanggap.insight.cells import queries as cells
from tanggap.reports.queries import public
from tanggap.web.public import outlines
from tanggap.web.ui import caching, searching
from tanggap.web.ui.status import family

CLOSE_ZOOM = 15.0  # from here on each report is a pin, if they are not too many
CLOSER_ZOOM = 17.0  # from here on the cells counted beforehand are larger than what is shown
MOST_PINS = 300
MANY_TIMES = 4  # too many in and around the part to read them one by one
FEW = 150  # reports that are pins from however far
ZOOMS = (0.0, 22.0)
USUAL_ZOOM = 11.0


@require_safe
@caching.public(30, parameters=(*searching.NAMES, "zoom"))
def points(request: HttpRequest) -> JsonResponse:
    """Return what stands on the map: `points`, or `clusters` where they would cover it; `more` when the newest alone are shown."""
    want, problems = searching.read(request.GET, today=clock.local(clock.now()).date())
    if problems:
        return JsonResponse({"errors": problems}, status=422)
    return JsonResponse(_standing(want.filter(), _zoom(request.GET.get("zoom", ""))))


def _standing(wanted: public.Filter, zoom: float) -> dict[str, Any]:
    is_crowded = CLOSE_ZOOM <= zoom < CLOSER_ZOOM and cells.roughly(wanted) > MANY_TIMES * MOST_PINS
    if zoom >= CLOSE_ZOOM and not is_crowded:
        page = public.listed(wanted, limit=MOST_PINS)
        if page.next is None:
            return _pins(page.rows)
    found = cells.clusters(wanted, zoom=zoom)
    if found.reports <= FEW:
        return _pins(public.listed(wanted, limit=FEW).rows)
    return {"clusters": [_cluster(row) for row in found.rows], "points": [], "more": found.more}


def _pins(rows: Any) -> dict[str, Any]:
    return {"clusters": [], "points": [_pin(row) for row in rows if row.lon is not None], "more": False}


def _zoom(said: str) -> float:
    try:
        zoom = float(said[:20])
    except ValueError:
        return USUAL_ZOOM
    return min(max(zoom, ZOOMS[0]), ZOOMS[1]) if math.isfinite(zoom) else USUAL_ZOOM


def _cluster(row: cells.Cluster) -> dict[str, Any]:
    return {"lon": round(row.lon, 5), "lat": round(row.lat, 5), "reports": row.reports, "open": row.open}


def _pin(row: public.PublicRow) -> dict[str, Any]:
    return {
        "lon": row.lon, "lat": row.lat, "family": family(row.state), "label": row.category or row.code, "href": f"/laporan/{row.code}/",
        "lines": [row.state_label, row.place, row.words],
    }  # fmt: skip


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
