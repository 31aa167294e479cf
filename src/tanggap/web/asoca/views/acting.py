"""What a closed board leads to: actions with an owner, a budget and a day, and how far each is."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tanggap.asoca import actions, queries
from tanggap.asoca.rows import ActionRow, BoardView, StrategyRow
from tanggap.core.refusal import NotFound
from tanggap.web.asoca import way
from tanggap.web.asoca.acting_forms import ActionForm, StateForm
from tanggap.web.asoca.readers import EDIT, READERS
from tanggap.web.asoca.saving import asked, seen
from tanggap.web.ui.access import StaffRequest, staff_only
from tanggap.web.ui.saving import saved


@staff_only(*READERS)
@require_safe
def listed(request: StaffRequest, board: int) -> HttpResponse:
    """List the actions by strategy, the first-ranked strategy first."""
    view = queries.board(request.user, board)
    rows = way.ranked(view) or list(view.strategies)
    return render(
        request, "asoca/actions.html", {**about(view), "rows": rows, "may_plan": view.may_edit and view.board.is_closed}
    )


@staff_only(act=EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: StaffRequest, board: int, pair: str) -> HttpResponse:
    """Plan an action of a strategy."""
    view = queries.board(request.user, board)
    strategy = next((one for one in view.strategies if one.pair == pair), None)
    if strategy is None:
        raise NotFound
    form = ActionForm(request.POST or None, others=_others(view))
    status = 200
    if request.method == "POST":
        made: list[int] = []
        given = asked(request, board=board, pair=pair)
        status = saved(form, lambda: made.append(actions.plan(**given, **form.cleaned_data)))
        if not status:
            messages.success(request, _("The action is planned. Follow its effect on a number from the start."))
            return redirect("asoca:action", board, made[0])
    return render(request, "asoca/plan.html", {**about(view), "strategy": strategy, "form": form}, status=status)


@staff_only(*READERS)
@require_safe
def action(request: StaffRequest, board: int, action: int) -> HttpResponse:
    """Show an action: who answers for it, how far it is, and what followed."""
    view = queries.board(request.user, board)
    strategy, found = find(view, action)
    return _action(request, view, strategy, found)


@staff_only(act=EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: StaffRequest, board: int, action: int) -> HttpResponse:
    """Say anew what an action is."""
    view = queries.board(request.user, board)
    strategy, found = find(view, action)
    known = {name: getattr(found, name) for name in ("text", "owner", "owner_role", "budget", "due_on")}
    known["needs"] = [number for number, _text, _state in found.needs]
    form = ActionForm(request.POST or None, others=_others(view, without=action), initial=known)
    status = 200
    if request.method == "POST":
        given = asked(request, action=action, version=seen(request))
        status = saved(form, lambda: actions.change(**given, **form.cleaned_data))
        if not status:
            messages.success(request, _("Saved."))
            return redirect("asoca:action", board, action)
    context = {**about(view), "strategy": strategy, "action": found, "form": form}
    return render(request, "asoca/plan.html", context, status=status)


@staff_only(*READERS)
@require_POST
def state(request: StaffRequest, board: int, action: int) -> HttpResponse:
    """Say how far an action is: by who keeps the boards, or who answers for the unit that does it."""
    view = queries.board(request.user, board)
    strategy, found = find(view, action)
    form = StateForm(request.POST)
    given = asked(request, action=action)
    status = saved(form, lambda: actions.set_state(**given, **form.cleaned_data))
    if not status:
        messages.success(request, _("Saved."))
        return redirect("asoca:action", board, action)
    return _action(request, view, strategy, found, form=form, status=status)


def about(view: BoardView) -> dict[str, Any]:
    """Return what every page of an action shows of its board."""
    return {"view": view, "board": view.board, "is_acting": True}


def find(view: BoardView, number: int) -> tuple[StrategyRow, ActionRow]:
    """Return an action of a board and its strategy. Raises NotFound."""
    for strategy in view.strategies:
        for one in strategy.actions:
            if one.id == number:
                return strategy, one
    raise NotFound


def _action(
    request: StaffRequest,
    view: BoardView,
    strategy: StrategyRow,
    found: ActionRow,
    *,
    form: StateForm | None = None,
    status: int = 200,
) -> HttpResponse:
    known = {"state": found.state, "note": found.note, "version": found.version}
    context = {**about(view), "strategy": strategy, "action": found, "form": form or StateForm(initial=known)}
    return render(request, "asoca/action.html", context, status=status)


def _others(view: BoardView, *, without: int = 0) -> list[tuple[int, str]]:
    """Return what an action can wait for: the others of its board that are not dropped."""
    return [
        (one.id, f"{one.text} ({one.owner_label})")
        for strategy in view.strategies
        for one in strategy.actions
        if one.id != without and one.state != "dropped"
    ]
