"""From judgements to the order of the six strategies. Pure arithmetic; every step is shown.

An element's weight is its group's times its own within the group (both by AHP over all assessors together); its rating is the assessors'
mean of 1 to 4; its score is weight times rating. A group's score is the sum of its elements'. A strategy weighs the score of its group
within plus that of its group around, as scores are joined from IFAS and EFAS tables. The study says that its six strategies were ranked by
weighting, and not by which formula: this one is ours, and what multiplying in place of adding would give is told beside it.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from tanggap.asoca import ahp
from tanggap.asoca.ahp import Matrix, Weights
from tanggap.asoca.laid import Groups, sets
from tanggap.asoca.words import AROUND, WITHIN, Letter, Pair

TIE: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Said:
    """What one assessor said: steps of the scale by (among, first, second), ratings by key."""

    steps: Mapping[tuple[str, str, str], int]
    ratings: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Weighed:
    """An element with its weight within the group (`local`), on its side of the board (`weight`), mean rating, and score."""

    key: str
    group: str
    local: float
    weight: float
    rating: float
    raters: int
    score: float


@dataclass(frozen=True, slots=True)
class GroupScore:
    """A group with its weight on its side of the board, the mean rating of its elements by their weights, and its score."""

    letter: str
    weight: float
    rating: float
    score: float


@dataclass(frozen=True, slots=True)
class Ranked:
    """A strategy with its weight and rank (1 is first; equal weights share one).

    `product` multiplies the two scores instead of adding them, and `product_rank` is the rank by that: where both agree, the order does
    not hang on how the scores are joined.
    """

    pair: str
    weight: float
    rank: int
    product: float
    product_rank: int


@dataclass(frozen=True, slots=True)
class Ranking:
    """The whole computation; where something is `missing` (a sentence each), the rest is empty but for the weights that are there."""

    weights: Mapping[str, Weights]
    elements: tuple[Weighed, ...] = ()
    groups: tuple[GroupScore, ...] = ()
    strategies: tuple[Ranked, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def order(self) -> tuple[str, ...]:
        """Return the strategies, the first one first; those of equal weight in the order of the study's table."""
        return tuple(one.pair for one in sorted(self.strategies, key=lambda one: one.rank))

    @property
    def inconsistent(self) -> tuple[str, ...]:
        """Return among what the assessors together contradict themselves (CR above 0.1)."""
        return tuple(among for among, one in self.weights.items() if not one.is_consistent)


def rank(groups: Groups, said: Sequence[Said]) -> Ranking:
    """Return the order of the strategies that all assessors together give, with everything it was computed from."""
    things = sets(groups)
    weights: dict[str, Weights] = {}
    missing: list[str] = []
    for among, names in things.items():
        joined = together(among, names, said)
        if names and ahp.is_connected(joined):
            weights[among] = ahp.weights(joined)
        else:
            missing.append(_("There are not enough comparisons yet: %(among)s.") % {"among": among_label(among)})
    ratings = {key: [one.ratings[key] for one in said if key in one.ratings] for key in _keys(groups)}
    unrated = [key for key, found in ratings.items() if not found]
    if unrated:
        missing.append(_("Nobody has rated %(keys)s yet.") % {"keys": ", ".join(unrated)})
    if missing:
        return Ranking(weights, missing=tuple(missing))
    means = {key: math.fsum(found) / len(found) for key, found in ratings.items()}
    local = {key: value for letter in groups for key, value in zip(groups[letter], weights[letter].values, strict=True)}
    letters = (*things[WITHIN], *things[AROUND])
    sides = dict(zip(letters, (*weights[WITHIN].values, *weights[AROUND].values), strict=True))
    elements = tuple(
        Weighed(
            key,
            letter,
            local[key],
            sides[letter] * local[key],
            means[key],
            len(ratings[key]),
            sides[letter] * local[key] * means[key],
        )
        for letter in groups
        for key in groups[letter]
    )
    return Ranking(weights, elements, *_joined(elements, sides))


def _joined(
    elements: Sequence[Weighed], sides: Mapping[str, float]
) -> tuple[tuple[GroupScore, ...], tuple[Ranked, ...]]:
    scores = {letter: math.fsum(one.score for one in elements if one.group == letter) for letter in sides}
    groups = tuple(
        GroupScore(letter, weight, scores[letter] / weight, scores[letter]) for letter, weight in sides.items()
    )
    sums = [scores[pair.internal] + scores[pair.external] for pair in Pair]
    products = [scores[pair.internal] * scores[pair.external] for pair in Pair]
    rows = zip(Pair, sums, ranks(sums), products, ranks(products), strict=True)
    return groups, tuple(
        Ranked(pair.value, weight, place, product, other) for pair, weight, place, product, other in rows
    )


def together(among: str, names: Sequence[str], said: Sequence[Said]) -> Matrix:
    """Return what all assessors together say `among` things of these names."""
    own = [of_one(among, names, one) for one in said] or [ahp.of_ratios(len(names), {})]
    return ahp.group(own)


def of_one(among: str, names: Sequence[str], one: Said) -> list[list[float | None]]:
    """Return what one assessor says `among` things of these names."""
    place = {name: number for number, name in enumerate(names)}
    steps = {
        (place[first], place[second]): step
        for (of, first, second), step in one.steps.items()
        if of == among and first in place and second in place
    }
    return ahp.matrix(len(names), steps)


def ranks(scores: Sequence[float]) -> list[int]:
    """Return the rank of each score, the highest first; equal ones (to a billionth) share the better rank: 1, 2, 2, 4."""
    return [1 + sum(other > score + TIE for other in scores) for score in scores]


def among_label(among: str) -> str:
    """Return in words what is compared."""
    if among == WITHIN:
        return _("the groups within the organisation")
    if among == AROUND:
        return _("the groups around it")
    return _("the elements of “%(group)s”") % {"group": Letter(among).label}


def _keys(groups: Groups) -> list[str]:
    return [key for letter in groups for key in groups[letter]]
