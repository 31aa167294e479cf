"""The way of a board from its first element to a followed effect: what is done, what is next, and the matrix in the middle of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tanggap.asoca.rows import BoardView, GroupRow, StrategyRow
from tanggap.asoca.words import AROUND, WITHIN


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the way: where it is done, how far it is in words."""

    label: str
    href: str
    words: str
    is_done: bool
    is_next: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the matrix: a group around the organisation, and the strategy that joins each group within to it."""

    group: GroupRow
    weight: float | None
    cells: tuple[StrategyRow, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column of the matrix: a group within the organisation."""

    group: GroupRow
    weight: float | None


def steps(view: BoardView) -> list[Step]:
    """Return the steps of a board, the first that is not done marked as next."""
    row = view.board
    worded = sum(bool(one.text) for one in view.strategies)
    finished = sum(one.is_complete for one in view.assessors)
    acts = [action for one in view.strategies for action in one.actions]
    followed = sum(bool(action.followings) for action in acts)
    is_past = not row.is_draft
    found = [
        Step(
            _("Elements"),
            _at("elements", row.id),
            _elements(row.elements),
            is_past or all(g.elements for g in view.groups),
        ),
        Step(
            _("Strategies"), _at("strategies", row.id), _("%(n)d of 6 worded") % {"n": worded}, is_past or worded == 6
        ),
        Step(_("Judging"), _at("assessors", row.id), _judges(finished, len(view.assessors)), row.is_closed),
        Step(_("Order"), _at("sure", row.id), _order(view), row.is_closed),
        Step(_("Actions"), _at("actions", row.id), _actions(len(acts)), bool(acts)),
        Step(_("Effects"), _at("actions", row.id), _("%(n)d followed") % {"n": followed}, followed > 0),
    ]
    upcoming = next((place for place, one in enumerate(found) if not one.is_done), -1)
    return [Step(one.label, one.href, one.words, one.is_done, place == upcoming) for place, one in enumerate(found)]


def columns(view: BoardView) -> list[Column]:
    """Return the heads of the matrix: the groups within, with their weights once these are shown."""
    weights = _weights(view)
    return [Column(group, weights.get(group.letter)) for group in view.groups if group.side == WITHIN]


def lines(view: BoardView) -> list[Line]:
    """Return the lines of the matrix."""
    weights = _weights(view)
    return [
        Line(
            group,
            weights.get(group.letter),
            tuple(one for one in view.strategies if one.external == group.letter),
        )
        for group in view.groups
        if group.side == AROUND
    ]


def ranked(view: BoardView) -> list[StrategyRow]:
    """Return the strategies in their order, none before it is shown."""
    return sorted((one for one in view.strategies if one.ranked), key=lambda one: one.ranked.rank if one.ranked else 0)


def leaders(rows: Sequence[StrategyRow]) -> list[StrategyRow]:
    """Return what ranks first: one strategy, or several alike."""
    return [one for one in rows if one.ranked and one.ranked.rank == 1]


def _weights(view: BoardView) -> dict[str, float]:
    return {one.letter: one.weight for one in view.ranking.groups} if view.ranking else {}


def _at(name: str, board: int) -> str:
    return reverse(f"asoca:{name}", args=[board])


def _elements(number: int) -> str:
    return ngettext("%(n)d element", "%(n)d elements", number) % {"n": number}


def _actions(number: int) -> str:
    return ngettext("%(n)d action", "%(n)d actions", number) % {"n": number}


def _judges(finished: int, number: int) -> str:
    if not number:
        return _("nobody named yet")
    return _("%(finished)d of %(number)d finished") % {"finished": finished, "number": number}


def _order(view: BoardView) -> str:
    first = leaders(ranked(view))
    if not first:
        return _("not yet")
    return _("%(pairs)s first") % {"pairs": ", ".join(one.pair for one in first)}
