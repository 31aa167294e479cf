"""What followed an action: a number before and after a day, what may be said of it, and what that rests on."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tanggap.asoca import actions, queries
from tanggap.asoca.effects import Effect
from tanggap.asoca.rows import ActionRow, BoardView, FollowingRow
from tanggap.asoca.words import Verdict
from tanggap.core.refusal import NotFound
from tanggap.insight.statistics import Selection
from tanggap.web.asoca import sheets
from tanggap.web.asoca.acting_forms import FollowForm
from tanggap.web.asoca.drawing import drawn
from tanggap.web.asoca.readers import EDIT, READERS
from tanggap.web.asoca.saving import asked, tried
from tanggap.web.asoca.views.acting import about, find
from tanggap.web.ui import selecting
from tanggap.web.ui.access import StaffRequest, staff_only
from tanggap.web.ui.saving import saved

YEARS_BEFORE = 2


@staff_only(act=EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: StaffRequest, board: int, action: int) -> HttpResponse:
    """Choose by which number an action's effect is followed."""
    view = queries.board(request.user, board)
    strategy, found = find(view, action)
    form = _follow_form(view, found, request)
    status = 200
    if request.method == "POST":
        made: list[int] = []
        given = asked(request, action=action)
        status = saved(form, lambda: made.append(actions.follow(**given, **form.wanted())))
        if not status:
            messages.success(request, _("The effect is followed."))
            return redirect("asoca:effect", board, made[0])
    context = {**about(view), "strategy": strategy, "action": found, "form": form}
    return render(request, "asoca/follow.html", context, status=status)


@staff_only(*READERS)
@require_safe
def effect(request: StaffRequest, board: int, following: int) -> HttpResponse:
    """Show an effect as the numbers of today tell it."""
    view, found, row, now = _found(request, board, following)
    context = {
        **about(view),
        "action": found,
        "row": row,
        "effect": now,
        "verdict_label": Verdict(now.verdict).label,
        "estimates": list(sheets.told(now)),
        "chart": drawn(now),
        "csv": reverse("asoca:effect-file", args=[board, following, "csv"]),
        "xlsx": reverse("asoca:effect-file", args=[board, following, "xlsx"]),
        "readings": list(reversed(row.readings)),
    }
    return render(request, "asoca/effect.html", context)


@staff_only(act=EDIT)
@require_POST
def take_reading(request: StaffRequest, board: int, following: int) -> HttpResponse:
    """Keep what is said today, so that it can be held against what will be said later."""
    _of_board(request, board, following)
    done = _("Kept, with today's date.")
    tried(request, lambda: actions.take_reading(by=request.user, following=following), done)
    return redirect("asoca:effect", board, following)


@staff_only(act=EDIT)
@require_POST
def unfollow(request: StaffRequest, board: int, following: int) -> HttpResponse:
    """Follow an effect no longer, unless it was read already."""
    row = _of_board(request, board, following)
    is_done = tried(
        request, lambda: actions.unfollow(by=request.user, following=following), _("It is followed no longer.")
    )
    return redirect("asoca:action", board, row.action) if is_done else redirect("asoca:effect", board, following)


@staff_only(*READERS)
@require_safe
def file(request: StaffRequest, board: int, following: int, kind: str) -> HttpResponse:
    """Send an effect's course as a table."""
    _view, _action, row, now = _found(request, board, following)
    makers: dict[str, Callable[[FollowingRow, Effect], HttpResponse]] = {"csv": sheets.csv, "xlsx": sheets.xlsx}
    if kind not in makers:
        raise NotFound
    return makers[kind](row, now)


def _follow_form(view: BoardView, found: ActionRow, request: StaffRequest) -> FollowForm:
    today = selecting.today()
    at = found.started_on or found.due_on
    began = min(at, today)
    first = began.replace(year=began.year - YEARS_BEFORE, day=1)
    of_board = Selection(first, today, area=view.board.area)
    known = {"area": view.board.area, "at": at, "first": first}
    return FollowForm(request.POST or None, selection=of_board, initial=known)


def _of_board(request: StaffRequest, board: int, following: int) -> FollowingRow:
    """Return a following of a board, without computing its effect. Raises NotFound."""
    view = queries.board(request.user, board)
    for strategy in view.strategies:
        for action in strategy.actions:
            for row in action.followings:
                if row.id == following:
                    return row
    raise NotFound


def _found(request: StaffRequest, board: int, following: int) -> tuple[BoardView, ActionRow, FollowingRow, Effect]:
    view = queries.board(request.user, board)
    row, now = queries.effect(request.user, following)
    _strategy, action = find(view, row.action)
    return view, action, row, now
