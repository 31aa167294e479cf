"""A whole board as a file: the report to print, and its facts for spreadsheets and programs."""

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tanggap.asoca import exports, queries
from tanggap.asoca.documents import report
from tanggap.asoca.rows import BoardView
from tanggap.core.refusal import NotFound
from tanggap.web.asoca.readers import READERS
from tanggap.web.asoca.sheets import XLSX
from tanggap.web.ui.access import StaffRequest, staff_only

if TYPE_CHECKING:
    from tanggap.agencies.models import Staff


ISSUE: Final = "evaluation.manage"
PDF: Final = "application/pdf"


@staff_only(*READERS)
@require_safe
def download(request: StaffRequest, board: int, kind: str) -> HttpResponse:
    """Send a board as a file of a kind: what its reader may see, and no more."""
    if kind not in MAKERS:
        raise NotFound
    content_type, make = MAKERS[kind]
    view = queries.board(request.user, board)
    response = HttpResponse(make(request.user, view), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="asoca-{board}-{view.board.edition}.{kind}"'
    return response


@staff_only(act=ISSUE)
@require_POST
def issue(request: StaffRequest, board: int) -> HttpResponse:
    """Issue a closed board's report under the next number and give out its file, which is not kept: its hash is."""
    view = queries.board(request.user, board)
    if not view.board.is_closed:
        messages.error(request, _("Only a closed board is issued: before that its order can still change."))
        return redirect("asoca:board", board)
    number, file = report.issue(request.user, board, language=_language())
    response = HttpResponse(file, content_type=PDF)
    response["Content-Disposition"] = f'attachment; filename="asoca-{number}.pdf"'
    return response


def _language() -> str:
    return (get_language() or "id").partition("-")[0]


def _pdf(by: "Staff", view: BoardView) -> bytes:
    return report.pdf(by, view.board.id, language=_language())


def _xlsx(_by: "Staff", view: BoardView) -> bytes:
    return exports.workbook(view)


def _csv(_by: "Staff", view: BoardView) -> bytes:
    return "".join(exports.lines(view)).encode()


def _json(_by: "Staff", view: BoardView) -> bytes:
    return json.dumps(exports.facts(view), ensure_ascii=False, indent=2).encode()


MAKERS: Final[dict[str, tuple[str, Callable[["Staff", BoardView], bytes]]]] = {
    "pdf": (PDF, _pdf),
    "xlsx": (XLSX, _xlsx),
    "csv": ("text/csv; charset=utf-8", _csv),
    "json": ("application/json", _json),
}
