"""A number computed anew from its query, the line that says of what, of which days and by which definition it was counted."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tanggap.core import clock
from tanggap.core.refusal import Refusal
from tanggap.evaluation import issuing
from tanggap.evaluation.citing import LONGEST, Cited
from tanggap.web.evaluation import choosing, reading
from tanggap.web.evaluation.figures import Figure
from tanggap.web.evaluation.views.front import SECONDS
from tanggap.web.ui import caching, formats, selecting


@require_safe
@caching.public(SECONDS, parameters=("id",))
def query(request: HttpRequest) -> HttpResponse:
    """Return what a query, or the letters of an issued figure, says today."""
    typed = request.GET.get("id", "")[: LONGEST + 1].strip()
    context: dict[str, Any] = {"title": _("One number, computed anew"), "path": request.path, "typed": typed}
    if not typed:
        return render(request, "evaluation/query.html", context)
    try:
        cited = issuing.cited(typed)
    except Refusal as refusal:
        return render(request, "evaluation/query.html", {**context, "refused": refusal}, status=refusal.status)
    figure = reading.figure(choosing.Wanted(cited.selection), cited.code)
    return render(request, "evaluation/query.html", context | _found(cited, figure))


def _found(cited: Cited, figure: Figure) -> dict[str, Any]:
    notes = [
        _("It was cited on %(day)s. Events that arrived since, or belong to other days by now, are in it.")
        % {"day": formats.day(cited.as_of)}
    ]
    if not cited.is_current:
        notes.append(_("The definition has changed since it was cited: this is counted by the present one."))
    words = [words for words, _address in selecting.narrowed_by(cited.selection, lambda _wider: "")]
    return {"figure": figure, "of": words, "notes": notes, "citation": _citation(figure, words)}


def _citation(figure: Figure, narrowed: list[str]) -> str:
    """Return the number as a text may cite it."""
    said = {
        "name": figure.indicator.name,
        "of": ", ".join([*narrowed, figure.want.selection.period]),
        "value": figure.shown,
        "interval": figure.interval or "–",
        "n": formats.number(figure.n),
        "day": formats.day(clock.now()),
        "query": figure.query,
    }
    return _("%(name)s, %(of)s: %(value)s (95%% interval %(interval)s, %(n)s cases), read on %(day)s, %(query)s") % said
