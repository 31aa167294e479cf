"""Actions, and the effect that followed."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet

from tanggap.agencies import permissions
from tanggap.agencies import queries as agencies
from tanggap.agencies.models import Staff
from tanggap.asoca import figures, followed
from tanggap.asoca.effects import Effect, saying
from tanggap.asoca.models import Action, Dependency, Following, Reading
from tanggap.asoca.queries import seeing
from tanggap.asoca.rows import ActionRow, FollowingRow, ReadingRow
from tanggap.asoca.words import ActionState, Method, Verdict
from tanggap.core import clock
from tanggap.core.refusal import NotFound

__all__ = ["ActionRow", "action", "effect", "of_board", "owners"]


def of_board(by: Staff | None, board: int) -> dict[str, tuple[ActionRow, ...]]:
    """Return a board's actions by strategy, soonest due first. At most four statements."""
    rows: dict[str, list[ActionRow]] = defaultdict(list)
    for one in _rows(by, Action.objects.filter(strategy__board=board)):
        rows[one.pair].append(one)
    return {pair: tuple(found) for pair, found in rows.items()}


def action(by: Staff | None, number: int) -> ActionRow:
    """Return one action of a board that the person may see. At most six statements. Raises NotFound."""
    found = _rows(by, Action.objects.filter(pk=number, strategy__board__in=seeing.boards(by)))
    if not found:
        raise NotFound
    return found[0]


def effect(by: Staff | None, following: int) -> tuple[FollowingRow, Effect]:
    """Return how an effect is followed, and the effect as the numbers of today tell it. Raises NotFound."""
    found = Following.objects.filter(pk=following, action__strategy__board__in=seeing.boards(by)).first()
    if found is None:
        raise NotFound
    return _followings([found])[0], followed.effect(found)


def owners() -> list[tuple[str, str]]:
    """Return (code, name) of the units that can own an action. No statement."""
    return [(unit.code, unit.label) for unit in agencies.units()]


def _rows(by: Staff | None, actions: QuerySet[Action]) -> list[ActionRow]:
    found = list(actions.select_related("strategy__board").order_by("due_on", "pk"))
    if not found:
        return []
    say = seeing.sayer(found[0].strategy.board)
    needs: dict[int, list[tuple[int, str, str]]] = defaultdict(list)
    before = Dependency.objects.filter(action__in=found).order_by("needs__due_on", "needs")
    for waiting, number, text, state in before.values_list("action", "needs", "needs__text", "needs__state"):
        needs[waiting].append((number, say(text), state))
    followings: dict[int, list[FollowingRow]] = defaultdict(list)
    for row in _followings(list(Following.objects.filter(action__in=found).order_by("pk"))):
        followings[row.action].append(row)
    today = clock.local(clock.now()).date()
    return [
        ActionRow(
            id=one.pk,
            pair=one.strategy.pair,
            text=say(one.text),
            owner=one.owner_id,
            owner_label=agencies.unit_label(one.owner_id),
            owner_role=say(one.owner_role),
            budget=one.budget,
            budget_said=figures.say(one.budget, "money") if one.budget is not None else "",
            due_on=one.due_on,
            state=one.state,
            state_label=str(ActionState(one.state).label),
            note=say(one.note) if one.note else "",
            started_on=one.started_on,
            ended_on=one.ended_on,
            is_late=one.ended_on is None and one.due_on < today,
            version=one.version,
            needs=tuple(needs[one.pk]),
            followings=tuple(followings[one.pk]),
            may_report=by is not None and permissions.allows("asoca.act", by, permissions.of_unit(one.owner_id)),
        )
        for one in found
    ]


def _followings(found: Sequence[Following]) -> list[FollowingRow]:
    if not found:
        return []
    readings: dict[int, list[ReadingRow]] = defaultdict(list)
    units = {one.pk: figures.unit(one.indicator) for one in found}
    for one in Reading.objects.filter(following__in=found).order_by("on"):
        readings[one.following_id].append(_reading(one, units[one.following_id]))
    return [
        FollowingRow(
            id=one.pk,
            action=one.action_id,
            indicator=one.indicator,
            name=figures.name(one.indicator),
            unit=figures.unit(one.indicator),
            selection=one.selection,
            selection_label=figures.label(one.selection),
            control=one.control,
            control_label=figures.label({**one.selection, **one.control}) if one.control else "",
            method=one.method,
            method_label=str(Method(one.method).label),
            first=one.first,
            at=one.at,
            readings=tuple(readings[one.pk]),
        )
        for one in found
    ]


def _reading(one: Reading, unit: str) -> ReadingRow:
    """Return what was read, said in the reader's language; the sentence of one that could not be told is kept as it was."""
    kept = one.result
    main = next(iter(kept["estimates"]), None)
    told = (main["value"], main["low"], main["high"]) if main else (None, None, None)
    said = str(kept["said"])
    if main:
        at, ends = date.fromisoformat(kept["at"]), (main["low"], main["high"])
        said = saying.sentence(kept["method"], kept["verdict"], main["value"], *ends, unit, at)
    return ReadingRow(one.on, kept["verdict"], str(Verdict(kept["verdict"]).label), said, *told)
