"""A report on paper, without who reported: one page for the field, one for the file."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tanggap.catalog import queries as catalog
from tanggap.core import clock
from tanggap.core.refusal import NotFound
from tanggap.reports.queries import desk
from tanggap.reports.queries.desk import DeskReport
from tanggap.reports.queries.photos import PhotoRow
from tanggap.reports.words import PhotoRole
from tanggap.web.desk import pane, story
from tanggap.web.desk.views import frame
from tanggap.web.desk.views.counter import qr
from tanggap.web.ui.access import StaffRequest, staff_only

MOST_ENTRIES = 200


@staff_only(*frame.DESK_ROLES)
@require_safe
def printed(request: StaffRequest, code: str, page: str) -> HttpResponse:
    """Show a report as it is printed on A4: `lapangan` for the field, `berkas` for the file with its whole history."""
    canonical = frame.canonical(code)
    if canonical != code:
        return redirect(reverse("desk:print", args=[canonical, page]))
    if page not in {"lapangan", "berkas"}:
        raise NotFound
    found = desk.report(code, staff=request.user, most=MOST_ENTRIES)
    is_field = page == "lapangan"
    photos = [one for one in found.photos if one.role != PhotoRole.NOTE]
    shown = _for_the_field(found, photos) if is_field else photos
    context = {
        "report": found,
        "promises": pane.promises(found),
        "photos": shown,
        "left_out": len(photos) - len(shown),
        "told": [] if is_field else story.told(found),
        "qr": qr(request.build_absolute_uri(reverse("desk:report", args=[code]))),
        "is_field": is_field,
        "at": clock.now(),
    }
    return render(request, "desk/print.html", context)


def _for_the_field(report: DeskReport, photos: list[PhotoRow]) -> list[PhotoRow]:
    """Return what may be carried outside: the reporter's own photo can unmask the reporter, where the category is sensitive (ui.md §3)."""
    category = catalog.category(report.category_code)
    is_hidden = category is None or category.is_sensitive or category.is_confidential
    return [one for one in photos if not (is_hidden and one.role == PhotoRole.BEFORE)]
