"""A board as one PDF: elements and evidence, how it was weighed, the order and how firm it is, actions, effects. Said in one language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tanggap.agencies.models import Staff
from tanggap.asoca import queries
from tanggap.asoca.documents import effects, firmness, wording
from tanggap.asoca.effects import Effect
from tanggap.asoca.queries.today import Since
from tanggap.asoca.rows import BoardView, ElementRow, FollowingRow, GroupRow, SetRow, StrategyRow
from tanggap.asoca.sensitivity import Sensitivity
from tanggap.core import clock
from tanggap.core.words import say
from tanggap.evaluation import issuing
from tanggap.evaluation.words import DocumentKind
from tanggap.insight.statistics import Selection
from tanggap.papers import saying, typesetting
from tanggap.places.city import city

TEMPLATE: Final = Path(__file__).parent / "board.typ"


@dataclass(frozen=True, slots=True)
class Gathered:
    """All that a report tells, read once."""

    view: BoardView
    firm: Sensitivity | None
    today: dict[int, Since]
    followed: dict[int, tuple[FollowingRow, Effect]]
    at: datetime


def pdf(by: Staff | None, number: int, *, language: str) -> bytes:
    """Return a board as PDF/UA in a language ("id", "en"), of what its reader may see: a draft. Raises NotFound."""
    return _paper(_gather(by, number, language), language)


@transaction.atomic
def issue(by: Staff | None, number: int, *, language: str) -> tuple[str, bytes]:
    """Write a board down as an issued document; return its number and its file, which bears the number. Raises NotAllowed, NotFound.

    The linked figures are kept as they are today, so that anybody can compute them anew (`evaluation.issuing.check`).
    """
    gathered = _gather(by, number, language)
    board, files = gathered.view.board, []

    def make(issued: str) -> bytes:
        files.append(_paper(gathered, language, issued))
        return files[0]

    with translation.override(language):
        figures = {one.figure.query: one.figure.told() for one in gathered.today.values()}
        issued = issuing.issue(
            kind=DocumentKind.ASOCA.value,
            selection=Selection(board.first, board.last, area=board.area),
            figures=figures.values(),
            language=language,
            title=board.title,
            make=make,
            by=by,
        )
    return issued, files[0]


def pngs(by: Staff | None, number: int, *, language: str) -> list[bytes]:
    """Return its pages as pictures, to be looked at."""
    gathered = _gather(by, number, language)
    with translation.override(language):
        data = _data(gathered, "")
        return typesetting.pngs(TEMPLATE, data, language=language, title=data["title"])


def _paper(gathered: Gathered, language: str, issued: str = "") -> bytes:
    with translation.override(language):
        data = _data(gathered, issued)
        return typesetting.pdf(TEMPLATE, data, language=language, title=data["title"], at=gathered.at)


def _gather(by: Staff | None, number: int, language: str) -> Gathered:
    with translation.override(language):
        return _read(by, number)


def _read(by: Staff | None, number: int) -> Gathered:
    view = queries.board(by, number)
    is_ranked = view.ranking is not None and not view.ranking.missing
    followings = [one for strategy in view.strategies for action in strategy.actions for one in action.followings]
    return Gathered(
        view,
        queries.sensitivity(by, number) if is_ranked else None,
        queries.today(by, number),
        {one.id: queries.effect(by, one.id) for one in followings},
        clock.now(),
    )


def _data(gathered: Gathered, issued: str) -> dict[str, Any]:
    view = gathered.view
    board = view.board
    made = date_format(clock.local(gathered.at), "j F Y")
    return {
        "title": board.title,
        "subtitle": f"ASOCA · {board.area_label} · {date_format(board.first, 'j M Y')} – {date_format(board.last, 'j M Y')}",
        "city": say(city().name),
        "foot": f"{issued or _('draft, not issued')} · {_numbered(view)}",
        "facts": [
            (_("State"), board.state_label),
            (_("Kept by"), board.made_by),
            (_("Assessors"), _assessors(view)),
            (_("Made"), made),
            (_("Document"), f"{issued or _('draft, not issued')} · {_numbered(view)}"),
        ],
        "purpose": board.purpose,
        "words": wording.words(),
        "groups": [_group(one, gathered.today) for one in view.groups],
        "sets": [_set(one) for one in view.sets],
        "differences": [
            [
                f"{one.first_label} – {one.second_label}",
                saying.number(one.spread, 1),
                "; ".join(said for _who, said in one.said),
            ]
            for one in view.differences
        ],
        "elements": _weighed(view),
        "strategies": _ranked(view),
        "matrix": _matrix(view),
        "waiting": ""
        if view.is_revealed
        else _("The order is shown when everybody has judged, or the board is closed."),
        "missing": list(view.ranking.missing) if view.ranking else [],
        "firm": firmness.said(gathered.firm, view) if gathered.firm else None,
        "actions": [_acted(one, gathered) for one in _by_rank(view) if one.actions],
        "method": wording.method(),
    }


def _assessors(view: BoardView) -> str:
    return "; ".join(f"{one.name} ({one.given}/{one.wanted})" for one in view.assessors) or saying.UNKNOWN


def _numbered(view: BoardView) -> str:
    board = view.board
    return _("Board %(number)d, edition %(edition)d, version %(version)d") % {
        "number": board.id,
        "edition": board.edition,
        "version": board.version,
    }


def _group(one: GroupRow, today: Mapping[int, Since]) -> dict[str, Any]:
    return {
        "name": f"{one.letter} · {one.name}",
        "question": one.question,
        "elements": [
            {"key": element.key, "text": element.text, "links": _links(element, today)} for element in one.elements
        ],
    }


def _links(element: ElementRow, today: Mapping[int, Since]) -> list[dict[str, str]]:
    rows = []
    for link in element.links:
        since = today.get(link.id)
        rows.append(
            {
                "title": link.title,
                "said": link.said or link.target,
                "today": _("Today: %(said)s") % {"said": since.said} if since and not since.is_same else "",
                "query": since.figure.query if since else "",
            }
        )
    return rows


def _set(one: SetRow) -> dict[str, Any]:
    told = one.weights
    if told is None:
        return {"label": one.label, "rows": [], "about": "", "warning": ""}
    about = _("λmax %(largest)s · CI %(index)s · CR %(ratio)s · %(given)d of %(wanted)d pairs judged") % {
        "largest": saying.number(told.lambda_max, 3),
        "index": saying.number(told.ci, 3),
        "ratio": saying.number(told.cr, 3),
        "given": told.given,
        "wanted": told.wanted,
    }
    warning = ""
    if not told.is_consistent:
        warning = _("The judgements contradict one another (CR above 0.1).")
        if one.mend:
            warning += " " + _("Best mended: %(better)s would give CR %(ratio)s.") % {
                "better": one.mend.better,
                "ratio": saying.number(one.mend.cr, 3),
            }
    rows = [[f"{name} · {label}", saying.percent(weight, 1)] for name, label, weight in one.weighed]
    return {"label": one.label, "rows": rows, "about": about, "warning": warning}


def _weighed(view: BoardView) -> list[list[str]]:
    if view.ranking is None:
        return []
    texts = {one.key: one.text for group in view.groups for one in group.elements}
    return [
        [
            f"{one.key} · {texts[one.key]}",
            saying.percent(one.local, 1),
            saying.percent(one.weight, 1),
            saying.number(one.rating, 2),
            saying.number(one.score, 3),
        ]
        for one in view.ranking.elements
    ]


def _by_rank(view: BoardView) -> list[StrategyRow]:
    return sorted(view.strategies, key=lambda one: one.ranked.rank if one.ranked else 0)


def _ranked(view: BoardView) -> list[list[str]]:
    return [
        [
            str(one.ranked.rank) if one.ranked else saying.UNKNOWN,
            one.pair,
            one.text,
            saying.number(one.ranked.weight, 3) if one.ranked else saying.UNKNOWN,
            str(one.ranked.product_rank) if one.ranked else saying.UNKNOWN,
        ]
        for one in _by_rank(view)
    ]


def _matrix(view: BoardView) -> dict[str, Any]:
    """Return the matrix of the six strategies: groups within in columns, groups around in rows."""
    by_pair = {one.pair: one for one in view.strategies}
    within = [one for one in view.groups if one.side == "internal"]
    around = [one for one in view.groups if one.side == "external"]
    rows = []
    for outer in around:
        cells = [by_pair[f"{inner.letter}-{outer.letter}"] for inner in within]
        rows.append([outer.name, *(f"{_place(cell)}{cell.text}" for cell in cells)])
    return {"head": ["", *(one.name for one in within)], "rows": rows}


def _place(one: StrategyRow) -> str:
    return f"[{one.ranked.rank}] " if one.ranked else ""


def _acted(strategy: StrategyRow, gathered: Gathered) -> dict[str, Any]:
    rows: list[Sequence[str]] = []
    told = []
    for action in strategy.actions:
        needs = "; ".join(text for _number, text, _state in action.needs)
        owner = f"{action.owner_label}, {action.owner_role}"
        late = f" ({_('late')})" if action.is_late else ""
        due = date_format(action.due_on, "j M Y") + late
        rows.append(
            [action.text, owner, action.budget_said or saying.UNKNOWN, due, action.state_label, needs or saying.UNKNOWN]
        )
        told += [effects.said(action, *gathered.followed[one.id]) for one in action.followings]
    return {"name": f"{strategy.pair} · {strategy.text}", "rows": rows, "effects": told}
