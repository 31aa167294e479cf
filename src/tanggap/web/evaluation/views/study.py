"""The study's tables: as printed with what does not fit, and the same layout counted from this city's events; as files, too."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tanggap.evaluation import study as tables
from tanggap.evaluation.documents import study as documents
from tanggap.evaluation.study import command
from tanggap.evaluation.study.rows import COLUMNS, rows
from tanggap.insight import sheets
from tanggap.places.city import city
from tanggap.web.evaluation import study
from tanggap.web.evaluation.views.files import PDF, XLSX, language, refused
from tanggap.web.ui import caching, kept

SECONDS = 60


@require_safe
@caching.public(SECONDS, parameters=study.PARAMETERS)
def page(request: HttpRequest) -> HttpResponseBase:
    """Return the tables of an area and years; a typed place becomes the one address of what was meant."""
    asked, problems = study.asked(request.GET)
    if not problems and "place" in request.GET:
        return redirect(asked.address())

    def context() -> dict[str, Any]:
        return {
            "title": _("The study's tables"),
            "path": asked.address(),
            "problems": problems,
            "asked": asked,
            "area_name": tables.area_label(asked.area),
            "study": tables.study(),
            "printed": study.as_printed(),
            "counted": study.counted(asked),
            "files": {ending: asked.address(f"{study.HOME}tables.{ending}") for ending in ("csv", "xlsx", "json")},
            "pdf": asked.address(f"{study.HOME}tables.pdf"),
            **study.options(asked),
        }

    return kept.page(request, "evaluation/study.html", (asked, tuple(problems.items()), kept.minute()), context)


@require_safe
@caching.public(SECONDS, parameters=study.PARAMETERS)
def data(request: HttpRequest, ending: str) -> HttpResponse:
    """Return every cell as a row; 422 with a sentence for each parameter that made no sense."""
    asked, problems = study.asked(request.GET)
    if problems:
        return refused(problems)
    if ending == "json":
        told = command.tell(area=asked.area, years=asked.years, as_json=True)
        return _named(HttpResponse(told, content_type="application/json"), asked, ending)
    cells = rows(tables.printed(), tables.from_events(asked.area, asked.years))
    if ending == "csv":
        response = HttpResponse("".join(sheets.lines(COLUMNS, cells)), content_type="text/csv; charset=utf-8")
    else:
        response = HttpResponse(sheets.workbook(COLUMNS, cells, title=_("The study's tables")[:31]), content_type=XLSX)
    return _named(response, asked, ending)


@require_safe
@caching.public(SECONDS, parameters=study.PARAMETERS)
def document(request: HttpRequest) -> HttpResponse:
    """Return the tables as PDF in the reader's language; 422 with a sentence for each parameter that made no sense."""
    asked, problems = study.asked(request.GET)
    if problems:
        return refused(problems)
    made = documents.pdf(asked.area, asked.years, language=language())
    return _named(HttpResponse(made, content_type=PDF), asked, "pdf")


def _named(response: HttpResponse, asked: study.Asked, ending: str) -> HttpResponse:
    name = f"tanggap-{city().code}-study-{asked.since}-{asked.until}.{ending}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Robots-Tag"] = "noindex"
    return response
