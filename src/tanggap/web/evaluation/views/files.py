"""The numbers of the pages as files: CSV, XLSX, JSON, and the report as PDF."""

import json

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tanggap.evaluation.catalogue import INDICATORS
from tanggap.evaluation.documents import report as documents
from tanggap.insight import sheets
from tanggap.places.city import city
from tanggap.web.evaluation import choosing, files, reading
from tanggap.web.evaluation.choosing import Wanted
from tanggap.web.evaluation.tables import Table, table
from tanggap.web.evaluation.views.front import SECONDS
from tanggap.web.ui import caching, selecting

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NEEDS_ONE = (files.TREND, files.PARTS, files.COMPARISON)


@require_safe
@caching.public(SECONDS, parameters=(*choosing.PARAMETERS, "about", "indicator"))
def data(request: HttpRequest, ending: str) -> HttpResponse:
    """Return the rows of one page; 422 with a sentence for each parameter that made no sense."""
    want, problems = choosing.wanted(request.GET)
    about = selecting.one_of("about", request.GET, files.ABOUT, files.FIGURES, problems)
    code = selecting.one_of("indicator", request.GET, INDICATORS, "", problems)
    if about in NEEDS_ONE and not code and "indicator" not in problems:
        problems["indicator"] = _("Which number? Its code stands beside its definition.")
    if about == files.COMPARISON and code and want.dimension not in reading.comparable_by(code):
        problems["by"] = _("This number cannot be compared so.")
    if problems:
        return refused(problems)
    return _file(table(about, want, code), want, ending)


@require_safe
@caching.public(SECONDS, parameters=selecting.PARAMETERS)
def report(request: HttpRequest) -> HttpResponse:
    """Return the evaluation of a selection as PDF in the reader's language: a draft, for only an issued document has a number."""
    want, problems = choosing.wanted(request.GET)
    if problems:
        return refused(problems)
    made = documents.pdf(want.selection, language=language())
    return _named(HttpResponse(made, content_type=PDF), "evaluation", want, "pdf")


def language() -> str:
    """Return the reader's language, as documents know it."""
    return (get_language() or "").split("-")[0]


def refused(problems: dict[str, str]) -> HttpResponse:
    """Return the answer to a file's address that made no sense: a line for each parameter."""
    # a page shows something instead and says so behind a semicolon; here nothing is given
    lines = "".join(f"{name}: {(said.rpartition('; ')[0] or said).rstrip('.')}.\n" for name, said in problems.items())
    return HttpResponse(lines, status=422, content_type="text/plain; charset=utf-8")


def _file(found: Table, want: Wanted, ending: str) -> HttpResponse:
    if ending == "csv":
        response = HttpResponse(
            "".join(sheets.lines(found.columns, found.rows)), content_type="text/csv; charset=utf-8"
        )
    elif ending == "xlsx":
        response = HttpResponse(sheets.workbook(found.columns, found.rows, title=found.what[:31]), content_type=XLSX)
    else:
        text = json.dumps(found.as_json(), cls=DjangoJSONEncoder, ensure_ascii=False, allow_nan=False)
        response = HttpResponse(text, content_type="application/json")
    return _named(response, found.what, want, ending)


def _named(response: HttpResponse, what: str, want: Wanted, ending: str) -> HttpResponse:
    name = f"tanggap-{city().code}-{what}-{want.selection.first}_{want.selection.last}.{ending}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Robots-Tag"] = "noindex"
    return response
