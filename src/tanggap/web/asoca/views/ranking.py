"""A board as a whole: its matrix and the order of its strategies, how sure that order is, and how it differs from another edition."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tanggap.agencies import permissions
from tanggap.asoca import queries
from tanggap.asoca.refusals import NothingToRank
from tanggap.asoca.rows import BoardView
from tanggap.web.asoca import firmness, way
from tanggap.web.asoca.readers import EDIT, READERS
from tanggap.web.asoca.views.files import ISSUE
from tanggap.web.ui.access import StaffRequest, staff_only


@staff_only(*READERS)
@require_safe
def overview(request: StaffRequest, board: int) -> HttpResponse:
    """Show the matrix of the six strategies, their order once everybody has judged, and what is next."""
    view = queries.board(request.user, board)
    mine = next((one for one in view.assessors if one.is_me), None)
    rows = way.ranked(view)
    context = {
        **_about(view),
        "steps": way.steps(view),
        "columns": way.columns(view),
        "lines": way.lines(view),
        "ranked": rows,
        "leaders": way.leaders(rows),
        "most": max((one.ranked.weight for one in rows if one.ranked), default=1.0),
        "mine": mine,
        "may_make": permissions.allows(EDIT, request.user),
        "may_issue": view.board.is_closed and permissions.allows(ISSUE, request.user),
        "sure": firmness.said(queries.sensitivity(request.user, board)) if rows else "",
        "inconsistent": [one for one in view.sets if one.weights and not one.weights.is_consistent],
        "is_judged": any(one.given for one in view.assessors),
    }
    return render(request, "asoca/board.html", context)


@staff_only(*READERS)
@require_safe
def sure(request: StaffRequest, board: int) -> HttpResponse:
    """Show how firm the order is: what the weights are, where the judges differ, how far a weight may move, what chance would change."""
    view = queries.board(request.user, board)
    try:
        found = queries.sensitivity(request.user, board)
    except NothingToRank as refusal:
        return render(request, "asoca/sure.html", {**_about(view), "missing": refusal.missing})
    context = {
        **_about(view),
        "firm": found,
        "said": firmness.said(found),
        "reaches": firmness.reaches(view, found),
        "ranks": firmness.ranks(view, found),
        "elements": firmness.elements(view),
        "groups": view.ranking.groups if view.ranking else (),
        "agrees": all(one.ranked.rank == one.ranked.product_rank for one in view.strategies if one.ranked),
        "strategies": way.ranked(view),
    }
    return render(request, "asoca/sure.html", context)


@staff_only(*READERS)
@require_safe
def compared(request: StaffRequest, board: int) -> HttpResponse:
    """Show a board beside another edition of it, or beside another board."""
    view = queries.board(request.user, board)
    others = [row for row in queries.boards(request.user) if row.id != board]
    given = request.GET.get("with", "")
    known = {str(row.id): row for row in others}
    chosen = known.get(given) or known.get(str(view.board.previous or "")) or next(iter(_editions(view, known)), None)
    found = queries.compared(request.user, chosen.id, board) if chosen else None
    context = {
        **_about(view),
        "others": others,
        "chosen": chosen,
        "found": found,
        "is_unknown": bool(given) and given not in known,
        "is_same": found is not None and all(one.kind == "same" for one in (*found.elements, *found.strategies)),
        "has_numbers": found is not None and found.agreement is not None,
    }
    return render(request, "asoca/compared.html", context)


def _about(view: BoardView) -> dict[str, Any]:
    return {"view": view, "board": view.board}


def _editions(view: BoardView, known: dict[str, Any]) -> list[Any]:
    """Return the other editions of the board, the latest first."""
    return [known[str(number)] for number, _edition, _state in reversed(view.editions) if str(number) in known]
