"""How fast the problems of each area are reported: where few reports do not mean few problems."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tanggap.evaluation import underreporting
from tanggap.web.evaluation import choosing, files, speeds
from tanggap.web.evaluation.choosing import HOME, Wanted
from tanggap.web.evaluation.files import Files
from tanggap.web.evaluation.views.front import SECONDS, frame
from tanggap.web.ui import caching, kept, selecting
from tanggap.web.ui.selecting import AREA, Option

PATH: Final = f"{HOME}under-reporting/"
SIDES: Final = (AREA,)


@require_safe
@caching.public(SECONDS, parameters=choosing.PARAMETERS)
def under_reporting(request: HttpRequest) -> HttpResponseBase:
    """Return how fast each area of a selection reports, with how sure that is."""
    want, problems = choosing.wanted(request.GET, sides=SIDES)
    if not problems and selecting.is_a_form(request.GET):
        return redirect(want.address(PATH))
    return kept.page(
        request,
        "evaluation/under_reporting.html",
        (want, tuple(problems.items()), kept.minute()),
        lambda: _shown(want, problems),
    )


def _shown(want: Wanted, problems: dict[str, str]) -> dict[str, Any]:
    found = underreporting.of_areas(want.selection, want.level)
    hrefs = want.parts((one.code for one in found.rows), PATH)
    rows = list(speeds.rows(found.rows, hrefs))
    return {
        **frame(want, problems, PATH, _("What may stay unreported")),
        "found": found,
        "rows": rows,
        "slower": [row.label for row in rows if row.is_slower],
        "ways": [Option(way, words, way == want.by) for way, words in choosing.ways(want.selection, SIDES)],
        "files": Files.of(want, files.UNDER_REPORTING),
    }
