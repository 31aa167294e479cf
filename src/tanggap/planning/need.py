"""How much a proposal is needed: four parts, added by the city's weights. Shown beside proposals, imposed on nobody. Pure arithmetic.

    share of a part = its value, at most its full value, divided by it (voices on the scale of logarithms: the first says most)
    need            = 100 × Σ weight × share / Σ weight

A part that is not known counts as nothing in the need; how far the place in the order hangs on that, and on the weights, is told with it.
"""

import math
from bisect import bisect_right
from collections import Counter
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
    shares = measure(figures, weighing)
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
    return Need(score(shares, weighing), parts)


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


Measures = Mapping[str, float | None]


def measure(figures: Figures, weighing: Weighing) -> Measures:
    """Return the share of each part, 0 to 1, None where it is not known: the need before it is put in words."""
    voices = math.log1p(max(0, figures.voices)) / math.log1p(weighing.voices)
    return {
        "people": None if figures.people is None else min(1.0, figures.people / weighing.people),
        "voices": min(1.0, voices),
        "severity": (figures.severity - 1) / (MOST_SEVERE - 1),
        "waiting": min(1.0, max(0, figures.waited_days) / weighing.waiting_days),
    }


def score(measures: Measures, weighing: Weighing) -> float:
    """Return the need, 0 to 100, to a tenth."""
    return _score(measures, weighing.weights)


def order(measured: Sequence[Measures], weighing: Weighing) -> list[Place]:
    """Return the place of each: the more needed the lower the rank, equals share one.

    Best and worst are over halving and doubling each weight in turn, and over taking what is not known as nothing or as all: one's own as
    all with the others' as nothing, and the other way round.
    """
    weights = {code: float(weighing.weights.get(code, 0)) for code in PARTS}
    plain = [_score(one, weights) for one in measured]
    now = _ranks(plain)
    ties = Counter(now)
    turns = [{**weights, code: weights[code] * turn} for code in PARTS for turn in TURNS]
    others = [_ranks([_score(one, turned) for one in measured]) for turned in turns]
    hopeful = [_score(one, weights, unknown=1.0) for one in measured]
    in_plain, in_hopeful = sorted(plain), sorted(hopeful)
    places = []
    for number, rank in enumerate(now):
        seen = [rank, *(ranks[number] for ranks in others)]
        seen.append(1 + _above(in_plain, hopeful[number]))
        seen.append(1 + _above(in_hopeful, plain[number]) - (hopeful[number] > plain[number]))
        places.append(Place(rank, ties[rank] > 1, min(seen), max(seen)))
    return places


def _above(in_order: Sequence[float], value: float) -> int:
    """Return how many of sorted values are more than `value`."""
    return len(in_order) - bisect_right(in_order, value)


def _ranks(scores: Sequence[float]) -> list[int]:
    first: dict[float, int] = {}
    for number, score in enumerate(sorted(scores, reverse=True), start=1):
        first.setdefault(score, number)
    return [first[score] for score in scores]


def _score(measures: Measures, weights: Mapping[str, float], *, unknown: float = 0.0) -> float:
    total = sum(weights.get(code, 0) for code in measures)
    parts = (weights.get(code, 0) * (unknown if share is None else share) for code, share in measures.items())
    return round(100 * sum(parts) / total, 1)


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
