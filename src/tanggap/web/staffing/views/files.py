"""The numbers of the pages as files: the comparison of the scenarios, and one scenario day by day."""

import json

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from tanggap.core.refusal import NotFound
from tanggap.insight import sheets
from tanggap.places.city import city
from tanggap.staffing import exports, queries
from tanggap.staffing.exports import Table
from tanggap.web.staffing.views.bases import ACT
from tanggap.web.ui.access import StaffRequest, staff_only

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@staff_only(act=ACT)
@require_safe
def compared(request: StaffRequest, basis: int, kind: str) -> HttpResponse:
    """Return every scenario of a basis with its inputs and results, a row each, beside scenario number `with` (1: as today)."""
    view = queries.basis(request.user, basis)
    given = request.GET.get("with", "")
    beside = int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 1
    return _file(exports.compared(view, beside=beside), f"staffing-{basis}", kind)


@staff_only(act=ACT)
@require_safe
def days(request: StaffRequest, basis: int, number: int, kind: str) -> HttpResponse:
    """Return what lies open at the end of each day in a scenario's latest edition."""
    row = queries.editions(request.user, basis, number)[0]
    return _file(exports.days(row), f"staffing-{basis}-{number}", kind)


def _file(found: Table, what: str, kind: str) -> HttpResponse:
    if kind == "csv":
        text = "".join(sheets.lines(found.columns, found.rows))
        response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    elif kind == "xlsx":
        made = sheets.workbook(found.columns, found.rows, title=what[:31])
        response = HttpResponse(made, content_type=XLSX)
    elif kind == "json":
        text = json.dumps(found.as_json(), cls=DjangoJSONEncoder, ensure_ascii=False, allow_nan=False)
        response = HttpResponse(text, content_type="application/json")
    else:
        raise NotFound
    response["Content-Disposition"] = f'attachment; filename="tanggap-{city().code}-{what}.{kind}"'
    return response
