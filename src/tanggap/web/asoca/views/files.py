"""A whole board as a file: the report to print, and its facts for spreadsheets and programs."""

import json
from collections.abc import Callable
from typing import Final

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from tanggap.asoca import exports, queries
from tanggap.asoca.rows import BoardView
from tanggap.core.refusal import NotFound
from tanggap.web.asoca.readers import READERS
from tanggap.web.asoca.sheets import XLSX
from tanggap.web.ui.access import StaffRequest, staff_only

JSON: Final = "application/json"
CSV: Final = "text/csv; charset=utf-8"


@staff_only(*READERS)
@require_safe
def download(request: StaffRequest, board: int, kind: str) -> HttpResponse:
    """Send a board as a file of a kind: what its reader may see, and no more."""
    if kind not in MAKERS:
        raise NotFound
    content_type, make = MAKERS[kind]
    view = queries.board(request.user, board)
    response = HttpResponse(make(view), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="asoca-{board}-{view.board.edition}.{kind}"'
    return response


def _json(view: BoardView) -> bytes:
    return json.dumps(exports.facts(view), ensure_ascii=False, indent=2).encode()


def _csv(view: BoardView) -> bytes:
    return "".join(exports.lines(view)).encode()


MAKERS: Final[dict[str, tuple[str, Callable[[BoardView], bytes]]]] = {
    "json": (JSON, _json),
    "csv": (CSV, _csv),
    "xlsx": (XLSX, exports.workbook),
}
