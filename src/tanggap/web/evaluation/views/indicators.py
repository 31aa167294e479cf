"""One indicator: its value, what it is compared with, its line over time, its parts, and what it means."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from tanggap.evaluation import heirs
from tanggap.evaluation.catalogue import INDICATORS
from tanggap.evaluation.catalogue.declared import SOURCE
from tanggap.evaluation.telling import breakdown
from tanggap.evaluation.words import UNITS, Criterion
from tanggap.insight.statistics import Slice
from tanggap.web.evaluation import choosing, files, reading
from tanggap.web.evaluation.choosing import Wanted
from tanggap.web.evaluation.files import Files
from tanggap.web.evaluation.views.front import SECONDS, frame, home_of
from tanggap.web.ui import caching, kept, selecting
from tanggap.web.ui.selecting import Option

MOST_PARTS = 60  # on the page; the files hold all


@require_safe
@caching.public(SECONDS, parameters=choosing.PARAMETERS)
def indicator(request: HttpRequest, code: str) -> HttpResponseBase:
    """Return the page of one indicator for a selection."""
    if code not in INDICATORS:
        raise Http404
    want, problems = choosing.wanted(request.GET)
    path = choosing.of_indicator(code)
    if not problems and selecting.is_a_form(request.GET):
        return redirect(want.address(path))
    return kept.page(
        request,
        "evaluation/indicator.html",
        (code, want, tuple(problems.items()), kept.minute()),
        lambda: _shown(code, want, problems, path),
    )


def _shown(code: str, want: Wanted, problems: dict[str, str], path: str) -> dict[str, Any]:
    its = INDICATORS[code]
    figure, changes, line = reading.figure_over_time(want, code)
    return {
        **frame(want, problems, path, its.name),
        "its": its,
        "criterion": Criterion(its.criterion).label,
        "up": home_of(want, its.criterion),
        "figure": figure,
        "changes": changes,
        "trend": line,
        "trend_files": Files.of(want, files.TREND, code),
        **_parts(code, want, figure.slice),
    }


def _parts(code: str, want: Wanted, total: Slice) -> dict[str, Any]:
    """Return what the page shows of the indicator's parts; of one that is not known of parts, that."""
    its = INDICATORS[code]
    if its.rule.kind == SOURCE:
        return {
            "no_parts": _("This is not known of parts.")
            if its.sides
            else _("This number is known of the whole city alone.")
        }
    ways = [Option(way, words, way == want.by) for way, words in choosing.ways(want.selection, its.sides)]
    found = breakdown(want.selection, code, want.dimension, want.level)
    told = [one for one in found if one.n or one.value]
    rows = sorted(told, key=lambda one: (-one.n, str(one.label)))
    return {
        "ways": ways,
        "parts": rows[:MOST_PARTS],
        "parts_more": _more(len(rows) - MOST_PARTS, len(found) - len(told)),
        "parts_files": Files.of(want, files.PARTS, code),
        "total": total,
        "by_words": next((one.label for one in ways if one.is_chosen), ""),
        "value_label": UNITS.get(its.unit, _("Value")),
        "narrower": want.parts((one.code for one in rows), choosing.of_indicator(code)),
        "lost": heirs.in_no_part(want.selection.area, [one.code for one in found]) if want.dimension == "area" else [],
        "fair": _fair(want, code),
    }


def _fair(want: Wanted, code: str) -> str:
    """Return the address of the fair comparison, empty where an indicator's parts cannot be compared."""
    sides = reading.comparable_by(code)
    fitting = want if want.dimension in sides else Wanted(want.selection)
    return fitting.address(choosing.comparison(code)) if sides else ""


def _more(more: int, left: int) -> str:
    """Return what the page does not show of the parts."""
    said = []
    if more > 0:
        said.append(
            ngettext("%(n)d more part is in the files.", "%(n)d more parts are in the files.", more) % {"n": more}
        )
    if left:
        said.append(
            ngettext("%(n)d with nothing to show is left out.", "%(n)d with nothing to show are left out.", left)
            % {"n": left}
        )
    return " ".join(said)
