"""The results for everybody: all surveys of a period, and each survey with its elements, parts, people, silence and plan."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from tanggap.core import clock
from tanggap.evaluation import citing
from tanggap.insight import sheets
from tanggap.insight.statistics import Point, Selection
from tanggap.insight.statistics.selection import month_end
from tanggap.surveys.queries import listing
from tanggap.surveys.queries.labels import PERIOD
from tanggap.surveys.queries.results import Part, results
from tanggap.surveys.words import SurveyState
from tanggap.web.surveys import documents, files
from tanggap.web.surveys.telling import Survey, Told
from tanggap.web.ui import caching, selecting

SECONDS: Final = 60
TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
PARAMETERS: Final = ("area", "channel", "from", "period", "to", "unit")


@require_safe
@caching.public(SECONDS, parameters=PARAMETERS)
def front(request: HttpRequest) -> HttpResponse:
    """Return the satisfaction of a selection, a year unless it says otherwise, and the surveys behind it. At most eight statements."""
    selection, problems = _selection(request.GET)
    found = results(
        first=selection.first, last=selection.last, unit=selection.unit, channel=selection.channel, area=selection.area
    )
    listed = listing.surveys(public=True)
    context = {
        "told": Told(found),
        "months": [_point(part, selection) for part in found.parts(PERIOD)],
        "selection": selection,
        "query": citing.cite("ikm", selection, clock.now()),
        "problems": problems,
        "open": [row for row in listed if row.state == SurveyState.OPEN],
        "closed": [row for row in listed if row.state == SurveyState.CLOSED],
        **selecting.options(selection),
    }
    return render(request, "surveys/front.html", context)


@require_safe
@caching.public(SECONDS)
def survey(request: HttpRequest, code: str) -> HttpResponse:
    """Return what came out of a survey. At most a dozen statements, however many answered. Raises NotFound."""
    told = Survey(code)
    return render(
        request, "surveys/survey.html", {"told": told, "row": told.row, "path": reverse("surveys:survey", args=[code])}
    )


@require_safe
@caching.public(SECONDS)
def data(request: HttpRequest, code: str, ending: str) -> HttpResponseBase:
    """Return the results as CSV, XLSX or JSON. Raises NotFound."""
    told = Survey(code)
    body: bytes | str
    if ending == "xlsx":
        body = sheets.workbook(files.COLUMNS, files.rows(told), title=code)
    elif ending == "json":
        body = files.as_json(told)
    else:
        body = "".join(sheets.lines(files.COLUMNS, files.rows(told)))
    response = HttpResponse(body, content_type=TYPES[ending])
    response["Content-Disposition"] = f'attachment; filename="{code}.{ending}"'
    return response


@require_safe
@caching.public(SECONDS)
def report(request: HttpRequest, code: str) -> HttpResponse:
    """Return the report in the regulation's form, in the reader's language. Raises NotFound."""
    body = documents.pdf(Survey(code), language=(get_language() or "id").split("-")[0])
    response = HttpResponse(body, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{code}.pdf"'
    return response


def _selection(given: Mapping[str, str]) -> tuple[Selection, dict[str, str]]:
    """Return the selection that an address names; a year where it names no days."""
    asked = {name: str(given.get(name, "")) for name in PARAMETERS}
    if not any(asked[name] for name in ("from", "to", "period")):
        asked["period"] = "12m"
    return selecting.read(asked)


def _point(part: Part, selection: Selection) -> Point:
    year, month = (int(one) for one in part.code.split("-"))
    first, last = date(year, month, 1), month_end(date(year, month, 1))
    is_partial = first < selection.first or last > selection.last or last >= clock.local(clock.now()).date()
    ikm = part.index
    value: Any = None if ikm.value is None else float(ikm.value)
    return Point(first, last, value, ikm.n, ikm.low, ikm.high, is_partial, ikm.reason)
