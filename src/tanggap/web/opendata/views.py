"""The open data for people: what there is, in plain words, and how to take it home."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tanggap.core.words import say
from tanggap.insight.opendata import anonymity, describing, formats, keeping, live, queries
from tanggap.insight.opendata.columns import Column
from tanggap.insight.opendata.publisher import publisher
from tanggap.web.ui import caching

SECONDS = 300
VERSIONS_SHOWN = 20
LONGEST_CELL = 60


@dataclass(frozen=True, slots=True)
class Meaning:
    """A column as the page explains it."""

    column: Column
    type: str


@require_safe
@caching.public(SECONDS)
def index(request: HttpRequest) -> HttpResponse:
    """Return what there is, in which versions, and under which terms."""
    offers = queries.offers()
    return render(
        request,
        "opendata/index.html",
        {
            "offers": offers,
            "newest": next((version for version in queries.versions() if version.is_there), None),
            "versions": queries.versions()[:VERSIONS_SHOWN],
            "publisher": publisher(),
            "publisher_name": say(publisher().name),
            "changes": _changes(),
            "k": anonymity.K,
            "days": keeping.DAYS,
            "months": keeping.MONTHS,
            "most": live.MOST_ROWS,
        },
    )


@require_safe
@caching.public(SECONDS)
def dataset(request: HttpRequest, code: str) -> HttpResponse:
    """Return one dataset: its files, what each column means, its first rows, and how to cite it."""
    offered = queries.offer(code)
    context = {
        "offer": offered,
        "meanings": [Meaning(column, _types()[column.type]) for column in offered.dataset.columns],
        "preview": [[_short(cell) for cell in row] for row in queries.preview(offered)],
        "cite": describing.cite(offered),
        "facts": describing.schema_org(offered),
        "versions": [version for version in queries.versions() if version.is_there and version.of(code)],
        "absent": [(label, _absence(why)) for label, why in offered.absent.items()],
        "has_parquet": offered.file(formats.PARQUET) is not None,
        "most": live.MOST_ROWS,
        "k": anonymity.K,
        "steps": offered.version.facts["anonymity"] if offered.version and code == "reports" else None,
    }
    return render(request, "opendata/dataset.html", context)


def _types() -> dict[str, str]:
    return {
        "text": _("text"),
        "integer": _("whole number"),
        "number": _("number"),
        "boolean": _("yes or no"),
        "date": _("day"),
        "datetime": _("instant"),
    }


def _absence(why: str) -> str:
    return {
        formats.TOO_MANY_ROWS: _("a sheet holds 1,048,576 rows, and there are more"),
        formats.NOT_INSTALLED: _("this installation lacks the extra that writes it (duckdb)"),
    }[why]


def _changes() -> list[tuple[int, str, str]]:
    language = (get_language() or "en").split("-")[0]
    return [(number, day, words.get(language, words["en"])) for number, day, words in queries.schema_changes()]


def _short(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    text = str(cell)
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…"
