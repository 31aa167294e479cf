"""The front page: the four criteria of any selection, each number with how sure it is; and what each number means."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tanggap.evaluation import telling
from tanggap.evaluation.catalogue import Indicator, of_criterion
from tanggap.evaluation.words import QUESTIONS, Criterion
from tanggap.web.evaluation import choosing, reading
from tanggap.web.evaluation.choosing import HOME, Wanted
from tanggap.web.evaluation.figures import Figure
from tanggap.web.evaluation.files import Files
from tanggap.web.ui import caching, kept, selecting

SECONDS = 60


@dataclass(frozen=True, slots=True)
class Group:
    """A criterion with its question and its indicators, and what was found of each."""

    code: str
    name: str | Promise
    question: str | Promise
    indicators: list[Indicator]
    figures: list[Figure]


@require_safe
@caching.public(SECONDS, parameters=choosing.PARAMETERS)
def criteria(request: HttpRequest) -> HttpResponseBase:
    """Return the four criteria of a selection. A form's own days and a typed place become the one address of what was meant."""
    want, problems = choosing.wanted(request.GET)
    if not problems and selecting.is_a_form(request.GET):
        return redirect(want.address(HOME))

    def context() -> dict[str, Any]:
        return {
            **frame(want, problems, HOME, _("Evaluation by four criteria")),
            "groups": _groups(reading.figures(want)),
            "files": Files.of(want, "figures"),
            "pdf": want.address(f"{HOME}report.pdf"),
            "command": reading.command(want.selection),
        }

    return kept.page(request, "evaluation/front.html", (want, tuple(problems.items()), kept.minute()), context)


@require_safe
@caching.public(SECONDS)
def definitions(request: HttpRequest) -> HttpResponseBase:
    """Return what each number of the catalogue means."""

    def context() -> dict[str, Any]:
        return {"title": _("What the evaluation's numbers mean"), "path": request.path, "groups": _groups({})}

    return kept.page(request, "evaluation/definitions.html", kept.minute(), context)


def frame(want: Wanted, problems: dict[str, str], path: str, title: str | Promise) -> dict[str, Any]:
    """Return what every page about a selection shows around its matter: `path` is the page's own, without a query."""
    selection = want.selection
    return {
        "title": title,
        "want": want,
        "selection": selection,
        "problems": problems,
        "here": path,
        "path": want.address(path),
        "remarks": telling.remarks(selection),
        "narrowed_by": selecting.narrowed_by(selection, lambda wider: Wanted(wider).address(path)),
        **selecting.options(selection),
    }


def home_of(want: Wanted, criterion: str) -> str:
    """Return the address of a criterion on the front page."""
    return f"{want.address(reverse('evaluation:front'))}#{criterion}"


def _groups(found: dict[str, Figure]) -> list[Group]:
    return [
        Group(
            one.value,
            one.label,
            QUESTIONS[one],
            of_criterion(one),
            [found[row.code] for row in of_criterion(one) if row.code in found],
        )
        for one in Criterion
    ]
