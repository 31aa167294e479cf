"""One number that other sites show in a frame, and the page where its code is made. Nothing here sets a cookie."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any

from csp.constants import HEADER, NONE, SELF
from csp.utils import build_policy
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from tanggap.insight import statistics
from tanggap.insight.statistics import INDICATORS, Selection, read
from tanggap.insight.statistics.selection import default_days
from tanggap.places import queries as places
from tanggap.places.city import city
from tanggap.web.figures import choosing, measures
from tanggap.web.figures.choosing import Wanted
from tanggap.web.ui import addresses, caching, kept, selecting
from tanggap.web.ui.selecting import Option

View = Callable[..., HttpResponseBase]
SECONDS = 300
LANGUAGE, SIZE = "lang", "size"
SMALL, LARGE = "s", "m"
MOVING = ("12m", "all")
SIZES = {SMALL: (300, 130), LARGE: (360, 200)}
"""Width and height of the frame in pixels."""


def _policy(**directives: list[str]) -> Callable[[View], View]:
    """Answer with our policy but for `directives`: outside of `caching.public`, so that "not modified" says the same as the page."""

    def decorated(view: View) -> View:
        @wraps(view)
        def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            response = view(request, *args, **kwargs)
            response.headers[HEADER] = build_policy(
                replace={name.replace("_", "-"): to for name, to in directives.items()}
            )
            return response

        return answered

    return decorated


@require_safe
@xframe_options_exempt
@_policy(frame_ancestors=["*"], script_src=[NONE])
@caching.public(SECONDS, parameters=(*selecting.SELECTION, LANGUAGE, SIZE))
def widget(request: HttpRequest, code: str) -> HttpResponse:
    """Return one number with its line and a link, small enough for any site, and the only page that others may frame."""
    if code not in INDICATORS:
        raise Http404
    want, _problems = choosing.wanted(request.GET)
    with override(_language(request.GET.get(LANGUAGE, ""))):
        selection, size = want.selection, _size(request.GET.get(SIZE, ""))
        response = kept.page(
            request,
            "figures/widget.html",
            (code, selection, size, kept.minute()),
            lambda: _widget(code, selection, size),
        )
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _widget(code: str, selection: Selection, size: str) -> dict[str, Any]:
    indicator = INDICATORS[code]
    [value] = statistics.figures(selection, [code]).values()
    return {
        "measure": measures.Measure(indicator, value),
        "points": statistics.series(selection, code) if size == LARGE else [],
        "selection": selection,
        "place": places.full_name(selection.area) if selection.area else measures.city_name(),
        "address": Wanted(selection, show=code).address(),
        "language": get_language(),
        "is_large": size == LARGE,
    }


@require_safe
@_policy(frame_src=[SELF])
@caching.public(SECONDS, parameters=(*choosing.PARAMETERS, LANGUAGE, SIZE))
def builder(request: HttpRequest) -> HttpResponse:
    """Return the code that shows one number on another site, with a look at it."""
    want, problems = choosing.wanted(request.GET)
    language = _language(request.GET.get(LANGUAGE, ""))
    size = _size(request.GET.get(SIZE, ""))
    width, height = SIZES[size]
    chosen = _moving(want.selection, request.GET.get("period", ""))
    query = "&".join(part for part in (chosen, f"lang={language}", f"size={size}") if part)
    path = f"/sematan/{want.show}/?{query}"
    address = addresses.absolute(request, path)
    context = {
        "want": want,
        "selection": want.selection,
        "problems": problems,
        "address": address,
        "preview": path,
        "code": f'<iframe src="{address}" title="{INDICATORS[want.show].name}" width="{width}" height="{height}" loading="lazy"></iframe>',
        "width": width,
        "height": height,
        "indicator": INDICATORS[want.show],
        "indicators": choosing.indicators(want.show),
        "areas": selecting.areas(want.selection),
        "categories": selecting.categories(want.selection),
        "periods": selecting.periods(want.selection),
        "tongues": [Option(one, name, one == language) for one, name in settings.LANGUAGES if one in city().languages],
        "sizes": [
            Option(SMALL, _("Small: the number alone"), size == SMALL),
            Option(LARGE, _("Larger: with its line"), size == LARGE),
        ],
    }
    return render(request, "figures/embed.html", context)


def _moving(selection: Selection, period: str) -> str:
    """Return the query of a selection whose named period, such as the last 12 months, goes on with time instead of being fixed days."""
    days = read({"period": period}, today=selecting.today())[0] if period in MOVING else None
    if days is None or (days.first, days.last) != (selection.first, selection.last):
        return selection.query()
    first, last = default_days(selecting.today())
    return "&".join(part for part in (replace(selection, first=first, last=last).query(), f"period={period}") if part)


def _language(said: str) -> str:
    known = [code for code, _name in settings.LANGUAGES if code in city().languages]
    return said if said in known else (get_language() or known[0]).split("-")[0]


def _size(said: str) -> str:
    return said if said in SIZES else LARGE
