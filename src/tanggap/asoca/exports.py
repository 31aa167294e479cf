"""A board as a file: JSON for programs, a table for spreadsheets (CSV, XLSX). Made of what its reader may see.

Judgements and order are in it only when the board shows them: everybody has judged, or it is closed.
"""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any, Final

from tanggap.asoca.rows import ActionRow, BoardView, FollowingRow
from tanggap.insight import sheets
from tanggap.insight.sheets import Cell

VERSION: Final = "asoca-1"
COLUMNS: Final = (
    "board", "edition", "kind", "code", "group", "text", "local_weight", "weight", "rating", "score", "rank", "consistency_ratio",
    "owner", "owner_role", "budget", "due_on", "state", "needs", "indicator", "query", "value", "low", "high", "n", "verdict",
)  # fmt: skip


def facts(view: BoardView) -> dict[str, Any]:
    """Return a board as plain JSON: codes, ISO days, instants in UTC."""
    board = asdict(view.board)
    for name in ("state_label", "area_label"):
        board.pop(name)
    for name in ("made_at", "opened_at", "closed_at"):
        board[name] = sheets.instant(board[name]) if board[name] else None
    return {
        "format": VERSION,
        "board": {**board, "first": board["first"].isoformat(), "last": board["last"].isoformat()},
        "groups": [_group(one) for one in view.groups],
        "assessors": [
            {"name": one.name, "username": one.username, "given": one.given, "wanted": one.wanted}
            for one in view.assessors
        ],
        "is_revealed": view.is_revealed,
        "ranking": _ranking(view),
        "strategies": [
            {
                "pair": one.pair,
                "text": one.text,
                "weight": one.ranked.weight if one.ranked else None,
                "rank": one.ranked.rank if one.ranked else None,
                "actions": [_action(action) for action in one.actions],
            }
            for one in view.strategies
        ],
    }


def _group(one: Any) -> dict[str, Any]:
    elements = []
    for element in one.elements:
        links = [{**asdict(link), "at": sheets.instant(link.at)} for link in element.links]
        elements.append({"key": element.key, "text": element.text, "links": links})
    return {"letter": one.letter, "side": one.side, "elements": elements}


def _ranking(view: BoardView) -> dict[str, Any] | None:
    if view.ranking is None:
        return None
    found = asdict(view.ranking)
    sets = {
        one.among: {
            "things": [name for name, _label in one.things],
            "weights": list(one.weights.values),
            "lambda_max": one.weights.lambda_max,
            "consistency_ratio": one.weights.cr,
            "given": one.weights.given,
            "wanted": one.weights.wanted,
        }
        for one in view.sets
        if one.weights is not None
    }
    return {"sets": sets, "elements": found["elements"], "groups": found["groups"], "missing": found["missing"]}


def _action(one: ActionRow) -> dict[str, Any]:
    return {
        "id": one.id,
        "text": one.text,
        "owner": one.owner,
        "owner_role": one.owner_role,
        "budget": one.budget,
        "due_on": one.due_on.isoformat(),
        "state": one.state,
        "note": one.note,
        "started_on": one.started_on.isoformat() if one.started_on else None,
        "ended_on": one.ended_on.isoformat() if one.ended_on else None,
        "needs": [number for number, _text, _state in one.needs],
        "followed": [_following(following) for following in one.followings],
    }


def _following(one: FollowingRow) -> dict[str, Any]:
    return {
        "id": one.id,
        "indicator": one.indicator,
        "selection": dict(one.selection),
        "control": dict(one.control),
        "method": one.method,
        "from": one.first.isoformat(),
        "at": one.at.isoformat(),
        "readings": [
            {
                "on": read.on.isoformat(),
                "verdict": read.verdict,
                "value": read.value,
                "low": read.low,
                "high": read.high,
            }
            for read in one.readings
        ],
    }


def rows(view: BoardView) -> Iterator[list[Cell]]:
    """Yield the board as rows of `COLUMNS`: groups, elements, what they rest on, strategies, actions, effects."""
    for told in _told(view):
        yield [view.board.id, view.board.edition, *(told.get(name) for name in COLUMNS[2:])]


def _told(view: BoardView) -> Iterator[dict[str, Cell]]:
    weighed = {one.key: one for one in view.ranking.elements} if view.ranking else {}
    groups = {one.letter: one for one in view.ranking.groups} if view.ranking else {}
    ratios = {one.among: one.weights.cr for one in view.sets if one.weights}
    for group in view.groups:
        of = groups.get(group.letter)
        told: dict[str, Cell] = {"kind": "group", "code": group.letter, "text": group.name}
        told["consistency_ratio"] = ratios.get(group.letter)
        yield told | ({"weight": of.weight, "rating": of.rating, "score": of.score} if of else {})
        for element in group.elements:
            one = weighed.get(element.key)
            told = {"kind": "element", "code": element.key, "group": group.letter, "text": element.text}
            yield told | (
                {"local_weight": one.local, "weight": one.weight, "rating": one.rating, "score": one.score}
                if one
                else {}
            )
            for link in element.links:
                yield {
                    "kind": link.kind,
                    "code": element.key,
                    "group": group.letter,
                    "text": link.title,
                    "indicator": link.indicator or None,
                    "query": link.target,
                    "value": link.value,
                    "low": link.low,
                    "high": link.high,
                    "n": link.n,
                }
    for strategy in view.strategies:
        ranked = strategy.ranked
        yield {
            "kind": "strategy",
            "code": strategy.pair,
            "text": strategy.text,
            "weight": ranked.weight if ranked else None,
            "rank": ranked.rank if ranked else None,
        }
        for action in strategy.actions:
            yield from _acted(action)


def _acted(action: ActionRow) -> Iterator[dict[str, Cell]]:
    yield {
        "kind": "action",
        "code": str(action.id),
        "group": action.pair,
        "text": action.text,
        "owner": action.owner,
        "owner_role": action.owner_role,
        "budget": action.budget,
        "due_on": action.due_on,
        "state": action.state,
        "needs": " ".join(str(number) for number, _text, _state in action.needs) or None,
    }
    for following in action.followings:
        read = following.latest
        yield {
            "kind": "effect",
            "code": str(action.id),
            "group": action.pair,
            "text": f"{following.name}, {following.selection_label}",
            "indicator": following.indicator,
            "due_on": following.at,
            "state": following.method,
            "value": read.value if read else None,
            "low": read.low if read else None,
            "high": read.high if read else None,
            "verdict": read.verdict if read else None,
        }


def lines(view: BoardView) -> Iterator[str]:
    """Yield a board as lines of CSV; no cell of it runs in a spreadsheet."""
    return sheets.lines(COLUMNS, rows(view))


def workbook(view: BoardView) -> bytes:
    """Return a board as an XLSX file."""
    return sheets.workbook(COLUMNS, rows(view), title=f"ASOCA {view.board.id}")
