"""The fair comparison of the parts of a selection by one indicator: a funnel, its table, and how it was made."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tanggap.evaluation.catalogue import INDICATORS
from tanggap.web.evaluation import choosing, files, reading
from tanggap.web.evaluation.choosing import Wanted
from tanggap.web.evaluation.compared import Shown
from tanggap.web.evaluation.files import Files
from tanggap.web.evaluation.views.front import SECONDS, frame
from tanggap.web.ui import caching, kept, selecting
from tanggap.web.ui.selecting import Option


@require_safe
@caching.public(SECONDS, parameters=choosing.PARAMETERS)
def comparison(request: HttpRequest, code: str) -> HttpResponseBase:
    """Return the comparison of an indicator by what `by` says."""
    if code not in INDICATORS or not reading.comparable_by(code):
        raise Http404
    want, problems = choosing.wanted(request.GET, sides=reading.comparable_by(code))
    path = choosing.comparison(code)
    if not problems and selecting.is_a_form(request.GET):
        return redirect(want.address(path))
    return kept.page(
        request,
        "evaluation/comparison.html",
        (code, want, tuple(problems.items()), kept.minute()),
        lambda: _shown(code, want, problems, path),
    )


def _shown(code: str, want: Wanted, problems: dict[str, str], path: str) -> dict[str, Any]:
    found = reading.compared(want, code)
    ways = [
        Option(way, words, way == want.by) for way, words in choosing.ways(want.selection, reading.comparable_by(code))
    ]
    hrefs = want.parts((one.code for one in found.rows), choosing.of_indicator(code))
    return {
        **frame(want, problems, path, _("%(name)s, compared fairly") % {"name": INDICATORS[code].name}),
        "its": INDICATORS[code],
        "up": want.address(choosing.of_indicator(code)),
        "found": found,
        "shown": Shown(found, hrefs),
        "ways": ways,
        "by_words": next((one.label for one in ways if one.is_chosen), ""),
        "files": Files.of(want, files.COMPARISON, code),
    }
