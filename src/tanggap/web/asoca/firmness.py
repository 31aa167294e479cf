"""How firm an order is, in words and rows: the shares of drawn panels, and how far each weight may move."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from tanggap.asoca import ranking
from tanggap.asoca.ranking import Weighed
from tanggap.asoca.rows import BoardView
from tanggap.asoca.words import AROUND, WITHIN, Letter
from tanggap.web.asoca import way
from tanggap.web.ui import formats

if TYPE_CHECKING:
    from tanggap.asoca.sensitivity import Sensitivity

FIRM, LOOSE = (
    0.9,
    0.5,
)  # of the drawn panels in which the same strategy leads: firm from the first on, loose below the second


@dataclass(frozen=True, slots=True)
class ReachRow:
    """How far a weight may move, in words; `slack` is the least move until another strategy leads, empty where none does."""

    among: str
    label: str
    weight: float
    leader: str
    order: str
    slack: float | None


@dataclass(frozen=True, slots=True)
class RankRow:
    """A strategy with the share of drawn panels in which it had each rank."""

    pair: str
    name: str
    rank: int
    shares: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class ElementLine:
    """An element with its words and what it was weighed at."""

    told: Weighed
    text: str


def said(firm: "Sensitivity") -> str:
    """Return in a sentence how sure the first place is."""
    share = formats.percent(firm.leads)
    if firm.leads >= FIRM:
        return _("The first place is firm: in %(share)s of 1,000 panels drawn anew the same strategy leads.") % {
            "share": share
        }
    if firm.leads >= LOOSE:
        return _("The first place is fairly sure: in %(share)s of 1,000 panels drawn anew the same strategy leads.") % {
            "share": share
        }
    return _("The first place is not sure: in only %(share)s of 1,000 panels drawn anew the same strategy leads.") % {
        "share": share
    }


def reaches(view: BoardView, firm: "Sensitivity") -> list[ReachRow]:
    """Return how far each weight may move until the order changes, the least firm first."""
    texts = {element.key: element.text for group in view.groups for element in group.elements}
    found = []
    for one in firm.reaches:
        is_group = one.among in {WITHIN, AROUND}
        has_end = one.leader_low is not None or one.leader_high is not None
        found.append(
            ReachRow(
                among=ranking.among_label(one.among),
                label=str(Letter(one.name).label) if is_group else texts.get(one.name, one.name),
                weight=one.weight,
                leader=_between(one.leader_low, one.leader_high),
                order=_between(one.order_low, one.order_high),
                slack=one.slack if has_end else None,
            )
        )
    return found


def ranks(view: BoardView, firm: "Sensitivity") -> list[RankRow]:
    """Return the share of each rank by strategy, in the board's order."""
    return [
        RankRow(one.pair, one.name, one.ranked.rank, firm.ranks[one.pair]) for one in way.ranked(view) if one.ranked
    ]


def elements(view: BoardView) -> list[ElementLine]:
    """Return the elements as they were weighed, in the board's order."""
    texts = {element.key: element.text for group in view.groups for element in group.elements}
    weighed: Iterable[Weighed] = view.ranking.elements if view.ranking else ()
    return [ElementLine(one, texts.get(one.key, one.key)) for one in weighed]


def _between(low: float | None, high: float | None) -> str:
    """Return in words between which weights nothing changes."""
    if low is None and high is None:
        return _("any weight")
    if low is None:
        return _("up to %(high)s") % {"high": formats.percent(high or 0.0, 1)}
    if high is None:
        return _("from %(low)s") % {"low": formats.percent(low, 1)}
    return _("%(low)s to %(high)s") % {"low": formats.percent(low, 1), "high": formats.percent(high, 1)}
