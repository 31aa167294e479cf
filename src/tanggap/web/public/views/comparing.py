"""The areas of the city compared by one indicator: the map in classes, the same over time, and the table of it."""

from collections.abc import Mapping
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tanggap.catalog import queries as catalog
from tanggap.core import clock
from tanggap.insight import sheets, statistics
from tanggap.insight.statistics import INDICATORS, Selection, selection
from tanggap.places import queries as places
from tanggap.places.boundaries import boundaries
from tanggap.web.public import comparing
from tanggap.web.public.comparing import Asked
from tanggap.web.ui import caching

SECONDS = 60
NAMES = (*selection.NAMES, "level", "show", "sort")
LONGEST_SHOWN = 80
RECENT_YEARS = 4


@require_safe
@caching.public(SECONDS, parameters=NAMES)
def choropleth(request: HttpRequest) -> HttpResponse:
    """Return the map of one indicator with its table; it needs no script."""
    asked, problems = _asked(request.GET)
    shown = comparing.compared(asked)
    return render(
        request,
        "public/choropleth.html",
        {
            "shown": shown,
            "asked": asked,
            "indicator": asked.indicator,
            "title": _("%(indicator)s by %(level)s") % {"indicator": asked.indicator.name, "level": asked.level},
            "indicators": list(INDICATORS.values()),
            "levels": list(enumerate(comparing.levels())),
            "groups": _groups(),
            "areas": _areas(),
            "periods": _periods(asked.selection),
            "hidden": {name: getattr(asked.selection, name) for name in ("unit", "channel")},
            "problems": list(problems.values()),
            "here": asked.address(),
            "query": asked.query(),
            "wider": "" if shown.ranges else _wider(asked),
            "sorts": {name: asked.address(sort=_turned(name, asked.order)) for name in ("name", "value", "n")},
            "statistics": f"/statistik/?{asked.selection.query()}",
            "attribution": boundaries() is not None,
        },
    )


@require_safe
@caching.public(SECONDS, parameters=(*NAMES, "over"))
def table(request: HttpRequest) -> HttpResponse:
    """Return the numbers behind the map as CSV, with `over=time` those of the small maps; 422 for what makes no sense."""
    asked, problems = _asked(request.GET)
    if problems:
        lines = "".join(f"{name}: {said}\n" for name, said in problems.items())
        return HttpResponse(lines, status=422, content_type="text/plain; charset=utf-8")
    is_over_time = request.GET.get("over") == "time"
    columns, rows = comparing.table(asked, over_time=is_over_time)
    response = HttpResponse("".join(sheets.lines(columns, rows)), content_type="text/csv; charset=utf-8")
    name = comparing.file_name(asked, f"{asked.level}-over-time" if is_over_time else asked.level, "csv")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _asked(given: Mapping[str, str]) -> tuple[Asked, dict[str, str]]:
    """Return what an address asks for, and a sentence for each parameter that made no sense."""
    chosen, problems = statistics.read(given, today=clock.local(clock.now()).date())
    show, level, order = (given.get(name, "").strip() for name in ("show", "level", "sort"))
    levels = comparing.levels()
    for name, said, known in (("show", show, INDICATORS), ("level", level, levels), ("sort", order, comparing.ORDERS)):
        if said and said not in known:
            problems[name] = _("“%(value)s” is not known here; the usual is shown.") % {"value": said[:LONGEST_SHOWN]}
    return (
        Asked(
            chosen,
            show=show if show in INDICATORS else comparing.DEFAULT,
            depth=levels.index(level) if level in levels else 0,
            order=order if order in comparing.ORDERS else comparing.ORDERS[0],
        ),
        problems,
    )


def _wider(asked: Asked) -> str:
    """Return the address that shows the next larger areas, empty when there are none."""
    return replace(asked, depth=asked.depth + 1).address() if asked.depth + 1 < len(comparing.levels()) else ""


def _turned(name: str, order: str) -> str:
    """Return the order that a column's head asks for: names from A, numbers from the largest; once more, the other way round."""
    first = name if name == "name" else f"-{name}"
    other = f"-{name}" if name == "name" else name
    return other if order == first else first


def _groups() -> list[tuple[catalog.CategoryRow, list[catalog.CategoryRow]]]:
    rows = catalog.categories()
    return [(row, [leaf for leaf in rows if leaf.parent == row.code]) for row in rows if row.parent is None]


def _areas() -> list[tuple[str, str]]:
    """Return the areas that the map can be narrowed to: those just below the city's top."""
    tops = [row for row in places.areas() if row.parent is None]
    rows = [row for row in places.areas() if not row.is_leaf and row.parent == tops[0].code] if len(tops) == 1 else tops
    return [(row.code, row.name) for row in rows]


def _periods(chosen: Selection) -> list[tuple[str, str, bool]]:
    """Return the periods to choose from: value, words, whether it is the one shown."""
    today = clock.local(clock.now()).date()
    offered = [("", _("Last 30 days")), ("12m", _("Last 12 months"))]
    offered += [(f"year:{year}", str(year)) for year in range(today.year, today.year - RECENT_YEARS, -1)]
    offered.append(("all", _("All years")))
    found = []
    for value, words in offered:
        days, _wrong = statistics.read({"period": value}, today=today)
        found.append((value, words, (days.first, days.last) == (chosen.first, chosen.last)))
    if not any(is_chosen for _value, _words, is_chosen in found):
        found.append((chosen.query().partition("period=")[2].partition("&")[0], chosen.period, True))
    return found
