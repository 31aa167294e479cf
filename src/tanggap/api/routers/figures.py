"""The city's figures for programs: any selection, each number with its cases, interval and definition."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from ninja import Path, Query, Router

from tanggap.api import answers, guard, problems
from tanggap.api import schemas_more as more
from tanggap.api.problems import Fault, InvalidFields
from tanggap.core import clock
from tanggap.insight import statistics
from tanggap.insight.statistics import INDICATORS, Selection, Value

router = Router(tags=["statistics"])
KEPT = "private, max-age=60"
_SELECTING = ("area", "category", "unit", "channel", "from", "to", "period")


@router.get(
    "/v1/stats",
    response={200: more.Figures, **answers.problem(401, 403, 422, 429)},
    operation_id="get_figures",
    description=gettext_noop(
        "Figures of a selection, the last thirty full days unless told otherwise, as the pages of statistics show them. Where too few "
        "cases would tell of persons, the value is null and `reason` says so."
    ),
    summary=gettext_noop("Figures"),
)
@guard.needs("statistics:read")
def get_figures(request: HttpRequest, wanted: more.WantedFigures = Query(...)) -> HttpResponse:  # type: ignore[type-arg]  # noqa: B008
    """Return the indicators of a selection."""
    selection = _selection(request, "indicator")
    codes = [part.strip() for part in (wanted.indicator or "").split(",") if part.strip()] or list(INDICATORS)
    if unknown := [code for code in codes if code not in INDICATORS]:
        message = _("There is no indicator “%(code)s”.") % {"code": unknown[0][:80]}
        raise InvalidFields(errors=[Fault("indicator", message)])
    found = statistics.figures(selection, codes)
    rows = [
        {"indicator": code, "name": str(INDICATORS[code].name), "unit": INDICATORS[code].unit, **_number(found[code])}
        for code in dict.fromkeys(codes)
    ]
    return answers.conditional(request, {"selection": _told(selection), "figures": rows}, kept=KEPT)


@router.get(
    "/v1/stats/indicators",
    response={200: more.Indicators, **answers.problem(401, 403, 422, 429)},
    operation_id="list_indicators",
    description=gettext_noop(
        "What each number counts, its formula, from how many cases it is told, and where the rule comes from."
    ),
    summary=gettext_noop("What the numbers mean"),
)
@guard.needs("statistics:read")
def list_indicators(request: HttpRequest) -> HttpResponse:
    """Return every indicator with its definition."""
    answers.only(request, ())
    rows = [
        {
            "code": one.code,
            "name": str(one.name),
            "question": str(one.question),
            "definition": str(one.definition),
            "formula": str(one.formula),
            "unit": one.unit,
            "good": one.good,
            "least": one.least,
            "source": str(one.source),
        }
        for one in INDICATORS.values()
    ]
    return answers.conditional(request, {"indicators": rows}, kept=KEPT)


@router.get(
    "/v1/stats/{indicator}/series",
    response={200: more.Series, **answers.problem(401, 403, 404, 422, 429)},
    operation_id="get_series",
    description=gettext_noop("One indicator day by day, week by week or month by month."),
    summary=gettext_noop("A figure over time"),
)
@guard.needs("statistics:read")
def get_series(request: HttpRequest, indicator: Path[str], wanted: more.WantedSeries = Query(...)) -> HttpResponse:  # type: ignore[type-arg]  # noqa: B008
    """Return an indicator over the days of a selection."""
    code, selection = _known(indicator), _selection(request, "step")
    points = [
        {
            "first": point.first.isoformat(),
            "last": point.last.isoformat(),
            "partial": point.is_partial,
            **_number(point),
        }
        for point in statistics.series(selection, code, wanted.step)
    ]
    return answers.conditional(request, {"indicator": code, "selection": _told(selection), "points": points}, kept=KEPT)


@router.get(
    "/v1/stats/{indicator}/breakdown",
    response={200: more.Parts, **answers.problem(401, 403, 404, 422, 429)},
    operation_id="get_breakdown",
    description=gettext_noop("One indicator for each area, category, unit or channel of a selection."),
    summary=gettext_noop("A figure in its parts"),
)
@guard.needs("statistics:read")
def get_breakdown(request: HttpRequest, indicator: Path[str], wanted: more.WantedParts = Query(...)) -> HttpResponse:  # type: ignore[type-arg]  # noqa: B008
    """Return an indicator of each part of a selection."""
    code, selection = _known(indicator), _selection(request, "by", "level")
    try:
        found = statistics.breakdown(selection, code, wanted.by, wanted.level)
    except ValueError:
        raise InvalidFields(errors=[Fault("level", _("This cannot be used."))]) from None
    parts = [{"code": part.code, "name": part.label, **_number(part)} for part in found]
    document = {"indicator": code, "by": wanted.by, "selection": _told(selection), "parts": parts}
    return answers.conditional(request, document, kept=KEPT)


@router.get(
    "/v1/data",
    response={200: more.Pointers, **answers.problem(422)},
    operation_id="get_data",
    description=gettext_noop(
        "Files of all public reports and their history, with dictionaries and checksums: no key is needed."
    ),
    summary=gettext_noop("Where the open data are"),
    tags=["city"],
)
@guard.needs()
def get_data(request: HttpRequest) -> HttpResponse:
    """Return where the open data are."""
    answers.only(request, ())
    places = {"page": "/data/", "catalog": "/data/catalog.jsonld", "reports": "/data/reports.jsonl"}
    told = {name: request.build_absolute_uri(path) for name, path in places.items()}
    told["licence_note"] = str(_("The licence of each data set stands in the catalogue."))
    return answers.conditional(request, told, kept="public, max-age=60")


def _known(indicator: str) -> str:
    if indicator not in INDICATORS:
        raise problems.NothingHere
    return indicator


def _selection(request: HttpRequest, *besides: str) -> Selection:
    """Return the selection that was asked for. Raises InvalidFields for each parameter that makes no sense: nothing is put right."""
    answers.only(request, (*_SELECTING, *besides))
    given = {name: value for name, value in request.GET.items() if isinstance(value, str)}
    selection, wrong = statistics.read(given, today=clock.local(clock.now()).date())
    if given.get("period") and (given.get("from") or given.get("to")):
        wrong.setdefault("period", str(_("Name days or a period, not both.")))
    if wrong:
        raise InvalidFields(errors=[Fault(name, message) for name, message in wrong.items()])
    return selection


def _told(selection: Selection) -> dict[str, Any]:
    days: dict[str, date] = {"first": selection.first, "last": selection.last}
    codes = {name: getattr(selection, name) or None for name in ("area", "category", "unit", "channel")}
    return {**{name: day.isoformat() for name, day in days.items()}, **codes}


def _number(value: Any) -> dict[str, Any]:
    found: Value = value  # points and slices have the same five
    return {"value": found.value, "n": found.n, "low": found.low, "high": found.high, "reason": found.reason}
