"""What a closed board leads to: actions with an owner, a budget, a day, and what each waits for."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tanggap.agencies import permissions
from tanggap.agencies import queries as agencies
from tanggap.agencies.models import Staff
from tanggap.asoca import circles, typed
from tanggap.asoca.actions import locking
from tanggap.asoca.models import Action, Board, Dependency, Strategy
from tanggap.asoca.refusals import Changed, Circular, StillNeeded, StillWaits
from tanggap.asoca.words import ActionState, BoardState
from tanggap.core import clock
from tanggap.core.refusal import Invalid, NotFound

OVER = (ActionState.DONE, ActionState.DROPPED)


@transaction.atomic
def plan(
    *,
    by: Staff,
    board: int,
    pair: str,
    text: str,
    owner: str,
    owner_role: str,
    due_on: date,
    budget: int | None = None,
    needs: Iterable[int] = (),
) -> int:
    """Plan an action of a closed board's strategy and return its number; `needs` are actions of the same board that come before it.

    `owner` is the unit that does it, `owner_role` who in it answers ("Head of …").
    Raises NotAllowed, NotFound, NotClosed, Invalid, Circular.
    """
    found = locking.board(by, board, version=None, state=BoardState.CLOSED)
    strategy = Strategy.objects.filter(board=found, pair=pair).first()
    if strategy is None:
        raise NotFound
    said = _said(text, owner, owner_role, due_on, budget)
    made = Action.objects.create(strategy=strategy, made_at=clock.now(), **said)
    _set_needs(found, made, needs)
    return made.pk


@transaction.atomic
def change(
    *,
    by: Staff,
    action: int,
    version: int,
    text: str,
    owner: str,
    owner_role: str,
    due_on: date,
    budget: int | None = None,
    needs: Iterable[int] = (),
) -> None:
    """Say anew what an action is. Raises as plan, Changed."""
    permissions.permit("asoca.edit", by)
    found, board = _locked(action, version)
    for name, value in _said(text, owner, owner_role, due_on, budget).items():
        setattr(found, name, value)
    found.version += 1
    found.save()
    _set_needs(board, found, needs)


@transaction.atomic
def set_state(*, by: Staff, action: int, version: int, state: str, note: str = "") -> None:
    """Say how far an action is, and what happened: by who keeps the boards, or by who answers for the owning unit.

    It is done only after what it waits for, and is dropped only when nothing waits for it. Raises NotFound, NotAllowed, Changed, Invalid,
    StillWaits, StillNeeded.
    """
    found, _board = _locked(action, version)
    permissions.permit("asoca.act", by, permissions.of_unit(found.owner_id))
    if state not in ActionState.values:
        raise Invalid({"state": _("An action is planned, under way, done or dropped.")})
    _check_order(found, state)
    today = clock.local(clock.now()).date()
    begins = state in (ActionState.UNDER_WAY, ActionState.DONE)
    found.started_on = (found.started_on or today) if begins else found.started_on
    if state == ActionState.PLANNED:
        found.started_on = None
    found.ended_on = today if state in OVER else None
    found.state, found.note = state, typed.words("note", note, required=False)
    found.version += 1
    found.save()


def _said(text: str, owner: str, owner_role: str, due_on: date, budget: int | None) -> dict[str, Any]:
    if agencies.unit(owner) is None:
        raise Invalid({"owner": _("There is no active unit of this code.")})
    return {
        "text": typed.words("text", text),
        "owner_id": owner,
        "owner_role": typed.line("owner_role", owner_role),
        "budget": typed.money("budget", budget),
        "due_on": typed.day("due_on", due_on),
    }


def _locked(number: int, version: int) -> tuple[Action, Board]:
    """Return the action and its board, which is locked so that what waits for what is looked at by one writer at a time."""
    of_board = Action.objects.filter(pk=number).values("strategy__board")
    board = Board.objects.select_for_update(no_key=True).filter(pk__in=of_board).first()
    found = Action.objects.select_related("strategy").filter(pk=number).first()
    if found is None or board is None:
        raise NotFound
    if found.version != version:
        raise Changed
    return found, board


def _set_needs(board: Board, action: Action, needs: Iterable[int]) -> None:
    wanted = set(needs)
    texts = dict(Action.objects.filter(strategy__board=board).values_list("pk", "text"))
    if not wanted <= set(texts):
        raise Invalid({"needs": _("Only actions of this board can come before this one.")})
    edges = Dependency.objects.filter(action__strategy__board=board).exclude(action=action)
    graph: dict[int, set[int]] = {action.pk: wanted}
    for waiting, needed in edges.values_list("action", "needs"):
        graph.setdefault(waiting, set()).add(needed)
    if circle := circles.find(graph, action.pk):
        raise Circular(Circular.message % {"circle": " → ".join(f"“{texts[one]}”" for one in circle)})
    Dependency.objects.filter(action=action).delete()
    Dependency.objects.bulk_create(Dependency(action=action, needs_id=one) for one in sorted(wanted))


def _check_order(found: Action, state: str) -> None:
    if state == ActionState.DONE:
        before = Dependency.objects.filter(action=found).exclude(needs__state=ActionState.DONE)
        if text := before.values_list("needs__text", flat=True).first():
            raise StillWaits(StillWaits.message % {"text": text})
    if state == ActionState.DROPPED:
        after = Dependency.objects.filter(needs=found).exclude(action__state__in=OVER)
        if text := after.values_list("action__text", flat=True).first():
            raise StillNeeded(StillNeeded.message % {"text": text})
