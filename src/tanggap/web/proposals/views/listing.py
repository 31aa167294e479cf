"""The public register of proposals: everything that was proposed for the yearly planning, and what became of it."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tanggap.catalog import queries as catalog
from tanggap.core import clock
from tanggap.core.refusal import Invalid, NotFound
from tanggap.papers import saying
from tanggap.places import queries as places
from tanggap.planning.queries import public
from tanggap.planning.rules import is_planned, rules
from tanggap.planning.words import ProposalState
from tanggap.web.proposals import searching
from tanggap.web.proposals.searching import Search
from tanggap.web.ui import caching, status
from tanggap.web.ui.leading import leads_on

LIST_ROWS = 30
PAST_YEARS = 3


@dataclass(frozen=True, slots=True)
class Stand:
    """How many proposals stand in a state (`500+` beyond what is counted), and the address that shows them alone, or all again."""

    label: str
    family: str
    count: str
    href: str
    is_chosen: bool


@leads_on(parameter="area")
@require_safe
@caching.public(30, parameters=(*searching.NAMES, "after"))
def index(request: HttpRequest) -> HttpResponse:
    """Return the list, latest proposed first; what makes no sense in the address is said. Raises NotFound in a city without planning."""
    if not is_planned():
        raise NotFound
    want, problems = searching.read(request.GET, rules())
    after: str | None = request.GET.get("after")
    try:
        page = public.listed(want.wanted(), after=after, limit=LIST_ROWS)
    except Invalid as refusal:
        problems += [str(said) for said in refusal.errors.values()]
        after, page = None, public.listed(want.wanted(), limit=LIST_ROWS)
    context = {"page": page, "want": want, "problems": problems, "is_first": after is None}
    return render(request, "proposals/index.html", context | _choices(want))


def _choices(want: Search) -> dict[str, Any]:
    found, today = rules(), clock.local(clock.now()).date()
    last = max((today.year, *found.open_years(today)))
    return {
        "stands": _stands(want),
        "chips": want.chips(found),
        "years": [str(year) for year in range(last, today.year - PAST_YEARS - 1, -1)],
        "levels": found.levels,
        "areas": _areas(want),
        "groups": [row for row in catalog.categories() if row.parent is None and not row.is_confidential],
        "chosen_category": catalog.category(want.category),
        "here": want.address(),
    }


def _stands(want: Search) -> list[Stand]:
    """Return the states that hold anything, in the order of the course, as everything else is chosen."""
    counts = public.counts(Search(want.state and "", want.year, want.level, want.area, want.category).wanted())
    return [
        Stand(
            str(state.label),
            status.proposal_family(state),
            _number(counts[state]),
            want.address(state="" if chosen else state),
            chosen,
        )
        for state in ProposalState
        if counts.get(state) or want.state == state
        for chosen in [want.state == state]
    ]


def _areas(want: Search) -> list[tuple[str, str]]:
    """Return the areas that hold others, in the order of their codes, deeper ones indented, and the chosen one."""
    rows = sorted(places.areas(), key=lambda row: row.path)
    return [
        (row.code, "\u2003" * max(0, len(row.path) - 2) + row.name)
        for row in rows
        if row.parent is not None and (not row.is_leaf or row.code == want.area)
    ]


def _number(count: int) -> str:
    return saying.number(count) + ("+" if count >= public.MOST_COUNTED else "")
