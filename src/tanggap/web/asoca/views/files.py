"""A whole board as a file: the report to print, and its facts for spreadsheets and programs."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from tanggap.core.refusal import NotFound
from tanggap.web.asoca.readers import READERS
from tanggap.web.ui.access import StaffRequest, staff_only


@staff_only(*READERS)
@require_safe
def download(request: StaffRequest, board: int, kind: str) -> HttpResponse:
    """Send a board as a file of a kind."""
    raise NotFound
