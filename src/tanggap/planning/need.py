"""How much a proposal is needed: four parts, added by the city's weights. Shown beside proposals, imposed on nobody. Pure arithmetic.

    share of a part = its value, at most its full value, divided by it (voices on the scale of logarithms: the first says most)
    need            = 100 × Σ weight × share / Σ weight

A part that is not known counts as nothing in the need; how far the place in the order hangs on that, and on the weights, is told with it.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tanggap.catalog.pack.planning import PARTS, Weighing
from tanggap.papers import saying
from tanggap.planning.rows import Need, NeedPart

TURNS = (0.5, 2.0)  # each weight in turn is halved and doubled
MOST_SEVERE = 5


@dataclass(frozen=True, slots=True)
class Figures:
    """What is known of a proposal's need: people within the radius (None: unknown) by whose density, and what stands behind it.

    `voices` are its public reports, those that joined them or repeated them, and supporters; `severity` 1 to 5; `waited_days` since the
    first of its reports.
    """

    people: float | None
    people_of: str
    voices: int
    severity: int
    waited_days: int


class Place(NamedTuple):
    """Where a proposal stands: its rank, whether others share it, and the best and worst rank under other weights."""

    rank: int
    is_tied: bool
    best: int
    worst: int


def weigh(figures: Figures, weighing: Weighing) -> Need:
    """Return the need of a proposal with every part of it, in the active language."""
    shares = _shares(figures, weighing)
    labels = {
        "people": _("People who live around"),
        "voices": _("Reports and supporters"),
        "severity": _("Severity of its kind"),
        "waiting": _("Time since the first report"),
    }
    values: dict[str, float | None] = {
        "people": figures.people,
        "voices": figures.voices,
        "severity": figures.severity,
        "waiting": figures.waited_days,
    }
    said = _said(figures, weighing)
    parts = tuple(
        NeedPart(code, labels[code], values[code], said[code], shares[code], weighing.weights.get(code, 0))
        for code in PARTS
    )
    return Need(round(_score(shares, weighing.weights), 1), parts)


def formula(weighing: Weighing) -> str:
    """Return how the need is made, with the city's weights, in the active language."""
    total = sum(weighing.weights.get(code, 0) for code in PARTS)
    shares = {code: saying.percent(weighing.weights.get(code, 0) / total) for code in PARTS}
    full = {
        "radius": saying.number(weighing.radius_metres),
        "full_people": saying.number(weighing.people),
        "full_voices": saying.number(weighing.voices),
        "full_days": saying.number(weighing.waiting_days),
    }
    return _(
        "Need from 0 to 100: people within %(radius)s m (%(people)s; full at %(full_people)s), reports and supporters (%(voices)s; full at"
        " %(full_voices)s, on the scale of logarithms), severity of the kind of problem from 1 to 5 (%(severity)s), time since the first"
        " report (%(waiting)s; full at %(full_days)s days). What is not known counts as 0."
    ) % {**shares, **full}


def order(needs: Sequence[Need]) -> list[Place]:
    """Return the place of each: the more needed the lower the rank, equals share one.

    Best and worst are over halving and doubling each weight in turn, and over taking what is not known as nothing or as all: one's own as
    all with the others' as nothing, and the other way round.
    """
    weights = _weights(needs)
    now = _ranks([need.score for need in needs])
    turns = [{**weights, code: weights[code] * turn} for code in PARTS for turn in TURNS]
    others = [_ranks([_again(need, turned) for need in needs]) for turned in turns]
    plain = [need.score for need in needs]
    hopeful = [_again(need, weights, unknown=1.0) for need in needs]
    places = []
    for number, need in enumerate(needs):
        seen = [now[number], *(ranks[number] for ranks in others)]
        if hopeful[number] > need.score:
            seen.append(1 + sum(score > hopeful[number] for score in plain))
        seen.append(1 + sum(score > need.score for at, score in enumerate(hopeful) if at != number))
        places.append(Place(now[number], now.count(now[number]) > 1, min(seen), max(seen)))
    return places


def _weights(needs: Sequence[Need]) -> Mapping[str, float]:
    return {part.code: float(part.weight) for part in needs[0].parts} if needs else {}


def _again(need: Need, weights: Mapping[str, float], *, unknown: float = 0.0) -> float:
    shares = {part.code: unknown if part.share is None else part.share for part in need.parts}
    return round(_score(shares, weights), 1)


def _ranks(scores: Sequence[float]) -> list[int]:
    first: dict[float, int] = {}
    for number, score in enumerate(sorted(scores, reverse=True), start=1):
        first.setdefault(score, number)
    return [first[score] for score in scores]


def _score(shares: Mapping[str, float | None], weights: Mapping[str, float]) -> float:
    total = sum(weights.get(code, 0) for code in shares)
    return 100 * sum(weights.get(code, 0) * (share or 0.0) for code, share in shares.items()) / total


def _shares(figures: Figures, weighing: Weighing) -> dict[str, float | None]:
    voices = math.log1p(max(0, figures.voices)) / math.log1p(weighing.voices)
    return {
        "people": None if figures.people is None else min(1.0, figures.people / weighing.people),
        "voices": min(1.0, voices),
        "severity": (figures.severity - 1) / (MOST_SEVERE - 1),
        "waiting": min(1.0, max(0, figures.waited_days) / weighing.waiting_days),
    }


def _said(figures: Figures, weighing: Weighing) -> dict[str, str]:
    people = (
        _("not known here")
        if figures.people is None
        else _("about %(people)s within %(radius)s m, as densely as %(area)s")
        % {
            "people": saying.number(_rounded(figures.people)),
            "radius": saying.number(weighing.radius_metres),
            "area": figures.people_of,
        }
    )
    days = figures.waited_days
    return {
        "people": people,
        "voices": ngettext("%(count)s voice", "%(count)s voices", figures.voices)
        % {"count": saying.number(figures.voices)},
        "severity": _("%(severity)d of 5") % {"severity": figures.severity},
        "waiting": ngettext("%(count)s day", "%(count)s days", days) % {"count": saying.number(days)},
    }


def _rounded(people: float) -> float:
    """Return an estimate with two digits that mean something."""
    if people < 10:
        return round(people)
    step: float = 10 ** (math.floor(math.log10(people)) - 1)
    return float(round(people / step) * step)
