"""How firm the order is, as a report says it."""

from typing import Any

from django.utils.translation import gettext as _

from tanggap.asoca.ranking import among_label
from tanggap.asoca.rows import BoardView
from tanggap.asoca.sensitivity import Reach, Sensitivity
from tanggap.asoca.words import Letter
from tanggap.papers import saying

MOST = 6


def said(of: Sensitivity, view: BoardView) -> dict[str, Any]:
    """Return how far the least firm weights may move, and how often each rank comes out when the judging is drawn anew."""
    texts = {one.key: one.text for group in view.groups for one in group.elements}
    return {
        "lead": lead(of),
        "reaches": [_reach(one, texts) for one in of.reaches[:MOST]],
        "ranks": [[pair, *(saying.percent(share) for share in shares)] for pair, shares in of.ranks.items()],
        "head": [_("Strategy"), *(str(rank) for rank in range(1, len(of.ranks) + 1))],
    }


def lead(of: Sensitivity) -> str:
    """Return in two sentences how firm the order is."""
    told = _(
        "Of %(draws)s panels drawn anew from the %(assessors)d assessors, each judgement moved by a step now and then, %(leads)s put the "
        "same strategy first and %(stays)s give the whole order again."
    ) % {
        "draws": saying.number(of.draws),
        "assessors": of.assessors,
        "leads": saying.percent(of.leads),
        "stays": saying.percent(of.stays),
    }
    if of.assessors < 2:
        told += " " + _("One assessor alone says nothing of how others would judge.")
    return told


def _reach(one: Reach, texts: dict[str, str]) -> list[str]:
    name = str(Letter(one.name).label) if one.name in Letter.values else f"{one.name} · {texts.get(one.name, '')}"
    return [name, among_label(one.among), saying.percent(one.weight, 1), between(one)]


def between(one: Reach) -> str:
    """Return between which weights the same strategy leads."""
    low, high = one.leader_low, one.leader_high
    if low is None and high is None:
        return _("at any weight")
    return f"{saying.percent(low or 0, 1)} – {saying.percent(1 if high is None else high, 1)}"


def words() -> dict[str, str]:
    """Return the words of this part."""
    return {
        "firm": _("How firm the order is"),
        "weight-of": _("Weight of"),
        "among": _("Among"),
        "now": _("Now"),
        "same-leader": _("Same strategy first between"),
        "ranks": _("Share of the drawn panels in which a strategy takes each rank"),
    }
