"""One proposal as everybody reads it: its course with dates and money, its public reports, and the two taps: support it, follow it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tanggap.core.ids import sifted, sought_code
from tanggap.core.refusal import NotFound
from tanggap.planning import actions
from tanggap.planning.queries import public
from tanggap.planning.rows import PublicProposalPage
from tanggap.planning.rules import is_planned, rules
from tanggap.web.proposals import cards, words
from tanggap.web.ui import caching, stills, supporting
from tanggap.web.ui.cards import answer
from tanggap.web.ui.codes import qr


@require_safe
@caching.public(30, personal=(supporting.COOKIE,))
def show(request: HttpRequest, code: str) -> HttpResponse:
    """Return a proposal. Unknown and malformed codes give the same answer."""
    meant, is_one = _sifted(code)
    if is_one and meant != code:
        return redirect("proposals:proposal", meant)
    page = public.proposal(meant)
    return render(request, "proposals/proposal.html", _shown(request, page))


def _sifted(code: str) -> tuple[str, bool]:
    if not is_planned():
        raise NotFound
    return sifted(code, rules().prefix)


def _shown(request: HttpRequest, page: PublicProposalPage) -> dict[str, Any]:
    row = page.row
    address = request.build_absolute_uri(reverse("proposals:proposal", args=[row.code]))
    return {
        "page": page,
        "row": row,
        "now": words.now(page),
        "is_mine": row.code in supporting.known(request),
        "still": stills.still(row.area, row.lon, row.lat),
        "address": address,
        "qr": qr(address),
        "hidden": None,
    }


@require_POST
def support(request: HttpRequest, code: str) -> HttpResponse:
    """Stand behind a proposal; one person counts once (`web.ui.supporting`)."""
    if not is_planned():
        raise NotFound
    meant, person = sought_code(code, rules().prefix), supporting.person(request)
    actions.support(code=meant, person=person)
    messages.success(
        request, _("Thank you. Your support counts; those who decide see how many stand behind this proposal.")
    )
    there = redirect("proposals:proposal", meant)
    return supporting.remember(request, there, person=person, latest=[meant])


@require_safe
@caching.public(60)
def card(request: HttpRequest, code: str) -> HttpResponse:
    """Return the picture that stands for a proposal where its address is shared."""
    page = public.proposal(_sifted(code)[0])
    return answer((page.row.code, page.version, page.row.state), lambda: cards.of_proposal(page.row))
